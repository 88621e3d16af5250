const MOST_PER_PAGE = 1000;

/**
 * Reads one answer; fails where it is not 200.
 *
 * @param absent what is taken where the answer is 404; a failure where none is given
 */
export async function read(path, { absent } = {}) {
  const response = await fetch(path, { cache: "no-store", headers: { accept: "application/json" } });
  if (response.status === 404 && absent !== undefined) {
    return { revision: 0, body: absent };
  }
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return { revision: Number(response.headers.get("lotse-revision")), body: await response.json() };
}

/** Reads all pages of a list. Its revision is that of the first page: what came after is told by the stream. */
export async function readAll(path) {
  const items = [];
  let first;
  let cursor = null;
  do {
    const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read(`${path}?limit=${MOST_PER_PAGE}${more}`);
    first ??= page.revision;
    items.push(...page.body.items);
    cursor = page.body.next;
  } while (cursor);
  return { revision: first, items };
}

/**
 * Asks for a change; fails with what the node says against it, for people.
 *
 * @param body undefined for none
 */
export async function write(method, path, body) {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(path, {
    method,
    headers: { accept: "application/json", ...type },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? `${path} answered ${response.status}`);
  }
}

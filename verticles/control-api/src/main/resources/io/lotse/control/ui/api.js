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

/**
 * Reads all pages of a list. Its revision is that of the first page: what came after is told by the stream.
 *
 * @param parameters what the list is asked for
 */
export async function readAll(path, parameters = {}) {
  const items = [];
  let first;
  let cursor = null;
  do {
    const query = new URLSearchParams({ ...parameters, limit: MOST_PER_PAGE, ...(cursor === null ? {} : { cursor }) });
    const page = await read(`${path}?${query}`);
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
 * @param headers more of them
 * @returns what was answered; null for nothing
 */
export async function write(method, path, body, headers = {}) {
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(path, {
    method,
    headers: { accept: "application/json", ...type, ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Error(answer?.detail ?? `${path} answered ${response.status}`);
  }
  return answer;
}

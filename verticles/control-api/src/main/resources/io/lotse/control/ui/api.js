const MOST_PER_PAGE = 1000;

/** Reads one answer; fails where it is not 200. */
export async function read(path, signal) {
  const response = await fetch(path, { signal, cache: "no-store", headers: { accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return { revision: Number(response.headers.get("lotse-revision")), body: await response.json() };
}

/** Reads all pages of a list. Its revision is that of the first page: what came after is told by the stream. */
export async function readAll(path, signal) {
  const items = [];
  let first;
  let cursor = null;
  do {
    const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read(`${path}?limit=${MOST_PER_PAGE}${more}`, signal);
    first ??= page.revision;
    items.push(...page.body.items);
    cursor = page.body.next;
  } while (cursor);
  return { revision: first, items };
}

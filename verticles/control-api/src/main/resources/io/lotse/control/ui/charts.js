/**
 * The library that draws, fetched when the first chart is shown. It empties the element that it draws into by
 * innerHTML, which the page's policy forbids: a policy that lets the empty text through, and nothing else.
 */
let library = null;

export function charts() {
  library ??= load();
  return library;
}

function load() {
  globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "" ? text : null) });
  return import("echarts");
}

const SERVICE = "#service/";
const DEFAULT_RANGE = "1h";

/** The spans of time that figures are shown of, in minutes. */
export const RANGES = { "15m": 15, "1h": 60, "6h": 360, "24h": 1_440, "7d": 10_080 };

/** Which page the address means, and what of it: a link that is sent to somebody shows them the same. */
export function currentPage() {
  if (location.hash === GATEWAY_PAGE) {
    return { name: "gateway" };
  }
  if (location.hash.startsWith(SERVICE)) {
    const [service, query = ""] = location.hash.slice(SERVICE.length).split("?");
    const parameters = new URLSearchParams(query);
    const range = parameters.get("range");
    return {
      name: "service",
      service: decoded(service),
      instance: parameters.get("instance"),
      range: range in RANGES ? range : DEFAULT_RANGE,
    };
  }
  return { name: "overview" };
}

export const OVERVIEW_PAGE = "#";
export const GATEWAY_PAGE = "#gateway";

export function servicePage(service, { instance = null, range = DEFAULT_RANGE } = {}) {
  const parameters = new URLSearchParams();
  if (instance !== null) {
    parameters.set("instance", instance);
  }
  if (range !== DEFAULT_RANGE) {
    parameters.set("range", range);
  }
  const query = parameters.toString();
  return SERVICE + encodeURIComponent(service) + (query === "" ? "" : `?${query}`);
}

/** An address that somebody typed may be anything. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const DEFAULT_RANGE = "1h";

/** The spans of time that figures are shown of, in minutes. */
export const RANGES = { "15m": 15, "1h": 60, "6h": 360, "24h": 1_440, "7d": 10_080 };

/** The pages by name, in the order in which they are offered; a service has its page from wherever it is named. */
export const OFFERED = ["overview", "topology", "alerts", "reports", "events", "ports", "gateway", "cluster", "configuration"];
const DETAILS = ["service"];

/** Which page the address means, and what of it: a link that is sent to somebody shows them the same. */
export function currentPage() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [name, subject = ""] = path.split("/");
  const parameters = new URLSearchParams(query);
  if (name === "service") {
    const range = parameters.get("range");
    return {
      name,
      service: decoded(subject),
      instance: parameters.get("instance"),
      range: range in RANGES ? range : DEFAULT_RANGE,
    };
  }
  return { name: isPage(name) ? name : "overview", subject: decoded(subject), parameters };
}

/**
 * The address of a page.
 *
 * @param subject what of it; empty for all
 * @param parameters how it is shown; those without a value are left out
 */
export function pageLink(name, subject = "", parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(given).toString();
  const path = name === "overview" ? "" : name;
  return `#${path}${subject === "" ? "" : `/${encodeURIComponent(subject)}`}${query === "" ? "" : `?${query}`}`;
}

export function servicePage(service, { instance = null, range = DEFAULT_RANGE } = {}) {
  return pageLink("service", service, { instance, range: range === DEFAULT_RANGE ? null : range });
}

function isPage(name) {
  return OFFERED.includes(name) || DETAILS.includes(name);
}

/** An address that somebody typed may be anything. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

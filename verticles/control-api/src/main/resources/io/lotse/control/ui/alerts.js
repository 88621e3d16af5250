/** How alerts are told apart. */
export const SEVERITY_TONES = { critical: "bad", warning: "warn", info: "" };
export const CURRENT_STATUSES = ["firing", "acknowledged", "silenced", "inhibited"];

const ORDER = { critical: 0, warning: 1, info: 2 };

/** The worst first, of those the latest. */
export function bySeverity(a, b) {
  return ORDER[a.severity] - ORDER[b.severity] || b.since.localeCompare(a.since);
}

/** What other programs say of themselves need not name what it is about. */
export function about({ kind, labels, detail }) {
  const named = kind === "external" ? [labels.alertname, labels.service, labels.instance] : [];
  return named.filter((label) => label && label !== detail).join(" · ");
}

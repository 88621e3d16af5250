import { html } from "lit";

import { hostPort, link } from "./links.js";
import { texts } from "./texts.js";

export const STATUS_TONES = { active: "good", inactive: "bad", restarting: "warn" };
export const HEALTH_TONES = { up: "good", degraded: "warn", down: "bad", unknown: "neutral" };

/** Orders names as people do: 2 before 10. */
export const compareNames = new Intl.Collator(texts.locale, { numeric: true }).compare;

/** How many of a service's instances are active. */
export function activeBadge(instances) {
  const active = instances.filter((instance) => instance.status === "active").length;
  const tone = active === instances.length ? "good" : active > 0 ? "warn" : "bad";
  return html`<span class="badge ${tone}">${texts.services.active(active, instances.length)}</span>`;
}

export function statusBadge({ status }) {
  return html`<span class="badge ${STATUS_TONES[status]}">${texts.statuses[status]}</span>`;
}

/** Where it is reached; a link where it may be a web address. */
export function endpoint(instance) {
  if (!instance.port) {
    return html`<span class="muted">${texts.services.noPort}</span>`;
  }
  const address = hostPort(instance.ip_address, instance.port);
  return instance.protocol === "udp" ? html`<bdi>${address}/udp</bdi>` : link(`http://${address}/`, address);
}

import { hostPort } from "./links.js";
import { OFFERED, pageLink, servicePage } from "./pages.js";
import { serviceNames } from "./services.js";
import { hostOf } from "./spaces.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

const MOST = 30;

/**
 * What is found for some words, all of which must be in it: pages, services, instances, ports, addresses, nodes and alerts.
 * What begins with them comes first.
 *
 * @returns [{kind, name, detail, address}]
 */
export function findings(query) {
  const wanted = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (wanted.length === 0) {
    return [];
  }
  return everything()
    .map((entry) => ({ ...entry, text: `${entry.name} ${entry.detail}`.toLowerCase() }))
    .filter(({ text }) => wanted.every((word) => text.includes(word)))
    .sort((a, b) => position(a, wanted[0]) - position(b, wanted[0]) || a.name.length - b.name.length)
    .slice(0, MOST);
}

function position({ name }, word) {
  const at = name.toLowerCase().indexOf(word);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

function everything() {
  const instances = [...store.instances.values()];
  return [
    ...OFFERED.map((page) => ({ kind: "page", name: texts.nav[page], detail: "", address: pageLink(page) })),
    ...serviceNames().map((name) => ({
      kind: "service",
      name,
      detail: "",
      address: servicePage(name),
    })),
    ...instances.map(({ service_id, service_name, ip_address, port, environment }) => ({
      kind: "instance",
      name: service_id,
      detail: [service_name, port ? hostPort(ip_address, port) : "", environment].join(" "),
      address: servicePage(service_name, { instance: service_id }),
    })),
    ...[...store.allocations.values()].map(({ port, protocol, space, service_id }) => ({
      kind: "port",
      name: `${port}/${protocol}`,
      detail: `${space} ${service_id}`,
      address: pageLink("ports", "", { host: hostOf(space), port }),
    })),
    ...(store.members ?? []).map(({ name, host, cluster }) => ({
      kind: "node",
      name,
      detail: `${host} ${cluster ?? ""}`,
      address: pageLink("cluster"),
    })),
    ...[...store.alerts.values()].map(({ id, detail, labels }) => ({
      kind: "alert",
      name: labels.alertname ?? id,
      detail,
      address: pageLink("alerts", id),
    })),
  ];
}

import { compareNames } from "./instances.js";
import { store } from "./store.js";

/** Worst first. */
const TONE_ORDER = ["bad", "warn", "good", "neutral"];

/**
 * The services of the mesh by name, each with its instances by id: how many instances are active, how they are, whom they need and what they are asked.
 *
 * @returns [{name, instances, active, tone, needs: [names], traffic}]
 */
export function servicesOf() {
  const services = new Map();
  for (const instance of store.instances.values()) {
    const { service_name: name } = instance;
    const service = services.get(name) ?? { name, instances: [], needs: new Set() };
    services.set(name, service);
    service.instances.push(instance);
    needsOf(instance).forEach((other) => service.needs.add(other));
  }
  return [...services.values()]
    .map(({ name, instances, needs }) => ({
      name,
      instances: instances.sort((a, b) => compareNames(a.service_id, b.service_id)),
      active: instances.filter(({ status }) => status === "active").length,
      tone: tone(instances),
      needs: [...needs].filter((other) => other !== name),
      traffic: store.traffic.get(name),
    }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** The names of all services, in order. */
export function serviceNames() {
  const names = new Set([...store.instances.values()].map(({ service_name }) => service_name));
  return [...names].sort(compareNames);
}

/** The services of the instances that an instance needs; an id where it is not registered. */
export function needsOf({ dependencies = [] }) {
  return dependencies.map((id) => store.instances.get(id)?.service_name ?? id);
}

/** The worst first, of those that are alike by name. */
export function byTone(a, b) {
  return TONE_ORDER.indexOf(a.tone) - TONE_ORDER.indexOf(b.tone) || compareNames(a.name, b.name);
}

/** Bad where nobody can answer; a warning where not all can, or where one is not well. */
function tone(instances) {
  const up = instances.filter(({ status, service_id }) => status === "active" && store.health.get(service_id)?.status !== "down");
  if (up.length === 0) {
    return "bad";
  }
  return up.length < instances.length || up.some(({ service_id }) => store.health.get(service_id)?.status === "degraded") ? "warn" : "good";
}

import { HEALTH_TONES, STATUS_TONES } from "./instances.js";
import { texts } from "./texts.js";

const MOST_KEPT = 200;
const MOST_AT_THE_BEGINNING = 30;
const NETWORK_TONES = { online: "good", degraded: "warn", offline: "bad", unknown: "neutral" };
const kinds = texts.changes.kinds;

/** What changed lately, the newest first. An entry has a key, a time, a kind, a tone, a subject and details. */
export class History {
  entries = [];
  #lastKey = 0;

  /** What the state of the mesh tells of the past. */
  begin(instances) {
    this.#addPast(instances.map((instance) => [instance.registered_at, () => this.registered(instance)]));
  }

  beginMembers(members) {
    this.#addPast(members.map((member) => [member.started_at, () => this.#joined(member, member.started_at)]));
  }

  beginHealth(reports) {
    const ill = reports.filter((report) => report.status === "down" || report.status === "degraded");
    this.#addPast(ill.map((report) => [report.since, () => this.health(report)]));
  }

  registered(instance) {
    this.#dropPortOf(instance);
    this.#add(instance.registered_at, kinds.registered, "good", instance.service_name, [
      endpoint(instance),
      instance.service_id,
    ]);
  }

  deregistered(instance) {
    this.#dropPortOf(instance);
    this.#add(now(), kinds.deregistered, "neutral", instance.service_name, [endpoint(instance), instance.service_id]);
  }

  status(instance) {
    const { status } = instance;
    this.#add(now(), kinds.status[status], STATUS_TONES[status], instance.service_name, [instance.service_id]);
  }

  health(report) {
    const { status } = report;
    const details = [report.service_id, report.detail];
    this.#add(report.since ?? now(), kinds.health[status], HEALTH_TONES[status], report.service_name, details);
  }

  allocated(allocation) {
    this.#port(allocation.since, kinds.allocated, allocation);
  }

  released(allocation) {
    this.#port(now(), kinds.released, allocation);
  }

  configured(config) {
    this.#add(now(), kinds.configured, "neutral", config.environment, [texts.changes.configuration]);
  }

  network(change) {
    const { state } = change;
    const details = [change.target?.name, change.detail];
    this.#add(change.at ?? now(), kinds.network[state], NETWORK_TONES[state], change.node, details);
  }

  membersChanged(before, members) {
    const idsBefore = new Set(before.map((member) => member.id));
    const ids = new Set(members.map((member) => member.id));
    before
      .filter((member) => !ids.has(member.id))
      .forEach((member) => this.#add(now(), kinds.left, "bad", member.name, [texts.changes.node, member.host]));
    members.filter((member) => !idsBefore.has(member.id)).forEach((member) => this.#joined(member, now()));
  }

  #joined(member, at) {
    this.#add(at, kinds.joined, "good", member.name, [texts.changes.node, member.host]);
  }

  /** An instance that comes or goes is told with its port: one entry for one thing. */
  #dropPortOf({ service_id }) {
    const known = this.entries.findIndex((entry) => entry.portOf === service_id);
    if (known >= 0) {
      this.entries = this.entries.toSpliced(known, 1);
    }
  }

  #port(at, kind, { port, protocol, space, service_id }) {
    this.#add(at, kind, "neutral", `${port}/${protocol}`, [space, service_id], service_id);
  }

  #add(at, kind, tone, subject, details, portOf) {
    const entry = { key: ++this.#lastKey, at, kind, tone, subject, details: details.filter(Boolean), portOf };
    this.entries = [entry, ...this.entries].slice(0, MOST_KEPT);
  }

  #addPast(past) {
    past
      .filter(([at]) => at)
      .sort(([a], [b]) => Date.parse(a) - Date.parse(b))
      .slice(-MOST_AT_THE_BEGINNING)
      .forEach(([, add]) => add());
    this.entries = this.entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }
}

function endpoint(instance) {
  return instance.port ? `${instance.ip_address}:${instance.port}` : undefined;
}

function now() {
  return new Date().toISOString();
}

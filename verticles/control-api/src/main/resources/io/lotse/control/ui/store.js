import { History } from "./history.js";

const NOTIFY_AFTER_MILLIS = 50;

/** All that the page knows of the mesh. Tells that something changed by one event for many changes. */
export class MeshStore extends EventTarget {
  /** connecting, live or lost; since when. */
  connection = { state: "connecting", since: new Date() };
  /** Whether the ledger and its view were read. */
  loaded = false;
  /** How fresh the view is that this node answers from; since when. */
  view = { stale: false, since: new Date() };
  /** The id of the node that is asked. */
  node = null;
  /** Null until they are known. */
  members = null;
  /** Counts the times that the members were heard of. */
  membersHeard = 0;
  instances = new Map();
  allocations = new Map();
  health = new Map();
  /** The alerts that hold, by id. */
  alerts = new Map();
  /** Counts the times that alerts were heard of. */
  alertsHeard = 0;
  /** Counts the times that a configuration or an environment changed. */
  configsHeard = 0;
  /** Counts the times that something changed which the ports depend on. */
  portsHeard = 0;
  /** Who listens at managed ports without an allocation, by host, as far as that was told. */
  foreign = new Map();
  /** What the gateways are asked of a service: requests and errors a second. */
  traffic = new Map();
  history = new History();
  #healthKnown = false;
  #notifying = false;

  /** Whether all that the page consists of was read, so that nothing moves when the rest comes. */
  get ready() {
    return this.loaded && this.members !== null;
  }

  /** The node that is asked; undefined until it is known. */
  get askedNode() {
    return this.members?.find((member) => member.id === this.node);
  }

  connected() {
    this.#connection("live");
  }

  disconnected() {
    this.#connection("lost");
  }

  replaceLedger(instances, allocations) {
    this.instances = new Map(instances.map((instance) => [instance.service_id, instance]));
    this.allocations = new Map(allocations.map((allocation) => [allocationKey(allocation), allocation]));
    if (!this.loaded) {
      this.loaded = true;
      this.history.begin(instances);
    }
    this.#changed();
  }

  /** @param membersBefore how often the members had been heard of when this was asked for */
  replaceCluster(cluster, membersBefore) {
    this.node = cluster.node;
    this.#freshness(cluster.view);
    if (this.membersHeard === membersBefore) {
      this.#members(cluster.members);
    }
    this.#changed();
  }

  /** The node did not say who is there. */
  membersUnknown() {
    this.members ??= [];
    this.#changed();
  }

  replaceHealth(reports) {
    if (!this.#healthKnown) {
      this.#healthKnown = true;
      this.history.beginHealth(reports);
    }
    this.health = new Map(reports.map((report) => [report.service_id, report]));
    this.#changed();
  }

  replaceAlerts(alerts) {
    this.alerts = new Map(alerts.map((alert) => [alert.id, alert]));
    this.alertsHeard++;
    this.#changed();
  }

  /** Takes one event of the stream of changes. */
  apply(name, data) {
    this.#appliers[name]?.(data);
    this.#changed();
  }

  #appliers = {
    "instance-registered": (instance) => {
      const known = this.instances.has(instance.service_id);
      this.instances.set(instance.service_id, instance);
      if (!known) {
        this.history.registered(instance);
      }
    },
    "instance-deregistered": (instance) => {
      if (this.instances.delete(instance.service_id)) {
        this.history.deregistered(instance);
      }
      this.health.delete(instance.service_id);
    },
    "instance-status-changed": (instance) => {
      this.instances.set(instance.service_id, instance);
      this.history.status(instance);
    },
    "instance-changed": (instance) => this.instances.set(instance.service_id, instance),
    "port-allocated": (allocation) => {
      const key = allocationKey(allocation);
      const known = this.allocations.get(key)?.service_id === allocation.service_id;
      this.allocations.set(key, allocation);
      this.portsHeard++;
      if (!known) {
        this.history.allocated(allocation);
      }
    },
    "port-released": (allocation) => {
      this.portsHeard++;
      if (this.allocations.delete(allocationKey(allocation))) {
        this.history.released(allocation);
      }
    },
    "config-changed": (config) => {
      this.#environment();
      this.history.configured(config);
    },
    "environment-created": () => this.#environment(),
    "environment-changed": () => this.#environment(),
    "environment-removed": () => this.#environment(),
    "foreign-listeners-changed": (found) => this.foreign.set(found.host, found.listeners),
    "members-changed": (members) => {
      this.membersHeard++;
      this.#members(members.nodes);
    },
    "health-changed": ({ report }) => {
      this.health.set(report.service_id, report);
      this.history.health(report);
    },
    "alert-raised": (alert) => this.#alert(alert),
    "alert-acknowledged": (alert) => this.#alert(alert),
    "alert-resolved": (alert) => {
      this.alerts.delete(alert.id);
      this.alertsHeard++;
    },
    "traffic-counted": ({ seconds, services }) => {
      this.traffic = new Map(
        services.map(({ service_name, requests, errors }) => [
          service_name,
          { requests: requests / seconds, errors: errors / seconds },
        ]),
      );
    },
    "connectivity-changed": (change) => this.history.network(change),
    "freshness-changed": (view) => this.#freshness(view),
  };

  #environment() {
    this.configsHeard++;
    this.portsHeard++;
  }

  #alert(alert) {
    this.alerts.set(alert.id, alert);
    this.alertsHeard++;
  }

  #members(members) {
    if (this.members === null) {
      this.history.beginMembers(members);
    } else {
      this.history.membersChanged(this.members, members);
    }
    this.members = members;
  }

  #freshness(view) {
    if (view.stale !== this.view.stale) {
      this.view = { stale: view.stale, since: new Date(Date.now() - 1000 * (view.age ?? 0)) };
    }
  }

  #connection(state) {
    if (state !== this.connection.state) {
      this.connection = { state, since: new Date() };
      this.#changed();
    }
  }

  #changed() {
    if (!this.#notifying) {
      this.#notifying = true;
      setTimeout(() => {
        this.#notifying = false;
        this.dispatchEvent(new Event("change"));
      }, NOTIFY_AFTER_MILLIS);
    }
  }
}

function allocationKey({ space, protocol, port }) {
  return `${space}/${protocol}/${port}`;
}

export const store = new MeshStore();

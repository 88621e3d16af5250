import { read, readAll } from "./api.js";
import { store } from "./store.js";

const OTHER_STATES = ["pending", "quarantined", "conflicting"];

/** What else there is to know of ports than who holds them: read anew whenever one is given or comes free. */
class PortBook extends EventTarget {
  /** The environments with their configurations; null until they are known. */
  environments = null;
  hosts = [];
  /** The ports in other states than held. */
  states = [];
  failing = false;
  #heard = -1;

  /** Asks where something changed since. */
  look() {
    if (this.#heard !== store.portsHeard) {
      this.#heard = store.portsHeard;
      this.#reload();
    }
  }

  async #reload() {
    try {
      const [environments, hosts, ...states] = await Promise.all([
        read("/api/v1/environments"),
        readAll("/api/v1/hosts"),
        ...OTHER_STATES.map((state) => readAll("/api/v1/ports", { state })),
      ]);
      this.environments = environments.body.items;
      this.hosts = hosts.items;
      this.states = states.flatMap(({ items }) => items);
      await Promise.all(this.hosts.map(({ host }) => this.#strangers(host)));
      this.failing = false;
    } catch (cause) {
      console.debug("no ports:", cause);
      this.failing = true;
    }
    this.dispatchEvent(new Event("change"));
  }

  /** Once for each host: later it is told what changed. An agent may be silent. */
  async #strangers(host) {
    if (!store.foreign.has(host)) {
      const { body } = await read(`/api/v1/ports/foreign?${new URLSearchParams({ host })}`).catch(() => ({ body: { listeners: [] } }));
      store.foreign.set(host, body.listeners);
    }
  }
}

export const portBook = new PortBook();

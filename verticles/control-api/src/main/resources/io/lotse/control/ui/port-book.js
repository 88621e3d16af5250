import { read, readAll } from "./api.js";
import { ReadWhenHeard } from "./heard.js";
import { store } from "./store.js";

const OTHER_STATES = ["pending", "quarantined", "conflicting"];

/** What else there is to know of a host's ports than who holds them and which there are. */
class PortBook extends ReadWhenHeard {
  /** What the agents say of their hosts; null until it is known. */
  hosts = null;
  /** The ports in other states than held. */
  states = [];

  async ask() {
    const [hosts, ...states] = await Promise.all([
      readAll("/api/v1/hosts"),
      ...OTHER_STATES.map((state) => readAll("/api/v1/ports", { state })),
    ]);
    this.hosts = hosts.items;
    this.states = states.flatMap(({ items }) => items);
    await Promise.all(this.hosts.map(({ host }) => this.#strangers(host)));
  }

  /** Once for each host: later it is told what changed. An agent may be silent. */
  async #strangers(host) {
    if (!store.foreign.has(host)) {
      const { body } = await read(`/api/v1/ports/foreign?${new URLSearchParams({ host })}`).catch(() => ({ body: { listeners: [] } }));
      store.foreign.set(host, body.listeners);
    }
  }
}

export const portBook = new PortBook(() => store.portsHeard);

import { read, readAll } from "./api.js";
import { readEvents } from "./stream.js";

/** The server gives a sign of life every 15 s. */
const SILENT_MILLIS = 40_000;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 5_000;
/** That a silence begins or ends, or that another alert explains one, is seen no later than that. */
const ALERTS_EVERY_MILLIS = 30_000;

/** Keeps the store as the mesh is: reads everything once, then hears what changes, and comes back when it is cut off. */
export class MeshFeed {
  #store;
  #lastId = null;
  #pauseMillis = FIRST_PAUSE_MILLIS;

  constructor(store) {
    this.#store = store;
  }

  async run() {
    setInterval(() => this.#readAlerts(), ALERTS_EVERY_MILLIS);
    for (;;) {
      try {
        await this.#hear();
      } catch (cause) {
        console.debug("cut off from the node:", cause);
      }
      if (this.#lastId !== null) {
        this.#store.disconnected();
      }
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMillis));
      this.#pauseMillis = Math.min(2 * this.#pauseMillis, LONGEST_PAUSE_MILLIS);
    }
  }

  async #hear() {
    if (this.#lastId === null) {
      await this.#readLedger();
    }
    await readEvents("/api/v1/changes", {
      lastId: this.#lastId,
      silentMillis: SILENT_MILLIS,
      onOpen: () => this.#opened(),
      onEvent: (name, data, id) => this.#heard(name, data, id),
    });
  }

  async #readLedger() {
    const [services, ports] = await Promise.all([readAll("/api/v1/ipmanager/services"), readAll("/api/v1/ports")]);
    this.#store.replaceLedger(services.items, ports.items);
    // what was changed between the two answers is heard again: that does no harm
    this.#lastId = String(Math.min(services.revision, ports.revision));
  }

  /** What is not in the ledger has no revision to come back to: it is read anew each time. */
  #opened() {
    this.#pauseMillis = FIRST_PAUSE_MILLIS;
    this.#store.connected();
    const membersBefore = this.#store.membersHeard;
    read("/api/v1/cluster")
      .then(({ body }) => this.#store.replaceCluster(body, membersBefore))
      .catch((cause) => {
        console.debug("no members:", cause);
        this.#store.membersUnknown();
      });
    readAll("/api/v1/health")
      .then(({ items }) => this.#store.replaceHealth(items))
      .catch((cause) => console.debug("no health:", cause));
    this.#readAlerts();
  }

  #readAlerts() {
    readAll("/api/v1/alerts")
      .then(({ items }) => this.#store.replaceAlerts(items))
      .catch((cause) => console.debug("no alerts:", cause));
  }

  #heard(name, data, id) {
    if (name === "reset") {
      this.#lastId = null;
      throw new Error("the node no longer knows what was missed");
    }
    this.#store.apply(name, data);
    if (id !== undefined) {
      this.#lastId = id;
    }
  }
}

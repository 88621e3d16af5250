import { read } from "./api.js";
import { store } from "./store.js";

/** The environments and their configurations: read anew whenever one is changed. */
class EnvironmentBook extends EventTarget {
  /** By name; null until they are known. */
  environments = null;
  failing = false;
  #heard = -1;

  /** Asks where something changed since. */
  look() {
    if (this.#heard !== store.configsHeard) {
      this.reload();
    }
  }

  async reload() {
    this.#heard = store.configsHeard;
    try {
      this.environments = (await read("/api/v1/environments")).body.items;
      this.failing = false;
    } catch (cause) {
      console.debug("no environments:", cause);
      this.failing = true;
    }
    this.dispatchEvent(new Event("change"));
  }
}

export const environmentBook = new EnvironmentBook();

import { read } from "./api.js";
import { ReadWhenHeard } from "./heard.js";
import { store } from "./store.js";

/** The environments and their configurations. */
class EnvironmentBook extends ReadWhenHeard {
  /** Null until they are known. */
  environments = null;

  async ask() {
    this.environments = (await read("/api/v1/environments")).body.items;
  }
}

export const environmentBook = new EnvironmentBook(() => store.configsHeard);

import { store } from "./store.js";

/** Renders a component anew when the store, or another source that it shows, changed. */
export class StoreController {
  #host;
  #source;
  #changed = () => this.#host.requestUpdate();

  constructor(host, source = store) {
    this.#host = host;
    this.#source = source;
    host.addController(this);
  }

  hostConnected() {
    this.#source.addEventListener("change", this.#changed);
  }

  hostDisconnected() {
    this.#source.removeEventListener("change", this.#changed);
  }
}

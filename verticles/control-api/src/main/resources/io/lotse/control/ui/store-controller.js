import { store } from "./store.js";

/** Renders a component anew when the store changed. */
export class StoreController {
  #host;
  #changed = () => this.#host.requestUpdate();

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    store.addEventListener("change", this.#changed);
  }

  hostDisconnected() {
    store.removeEventListener("change", this.#changed);
  }
}

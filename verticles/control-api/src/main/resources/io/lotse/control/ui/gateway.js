import { read } from "./api.js";

const ASK_EVERY_MILLIS = 2_000;

/**
 * How the gateway of the asked node stands. No event tells of it, so it is asked for again and again, while somebody listens.
 */
class GatewayState extends EventTarget {
  /** Null until they are known. */
  routes = null;
  /** What was refused as a whole, and why. */
  refused = [];
  upstreams = [];
  /** Whether the last question failed. */
  failing = false;
  #listeners = 0;
  #timer;

  addEventListener(type, listener) {
    super.addEventListener(type, listener);
    if (++this.#listeners === 1) {
      this.#ask();
    }
  }

  removeEventListener(type, listener) {
    super.removeEventListener(type, listener);
    if (--this.#listeners === 0) {
      clearTimeout(this.#timer);
    }
  }

  async #ask() {
    if (!document.hidden) {
      try {
        const [routes, upstreams] = await Promise.all([
          read("/api/v1/gateway/routes"),
          read("/api/v1/gateway/upstreams"),
        ]);
        this.routes = routes.body.items;
        this.refused = routes.body.refused;
        this.upstreams = upstreams.body.items;
        this.failing = false;
      } catch (cause) {
        console.debug("the gateway does not answer:", cause);
        this.failing = true;
      }
      this.dispatchEvent(new Event("change"));
    }
    if (this.#listeners > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), ASK_EVERY_MILLIS);
    }
  }
}

export const gateway = new GatewayState();

import { read } from "./api.js";
import { Polled } from "./polled.js";

const ASK_EVERY_MILLIS = 2_000;

/** How the gateway of the asked node stands. */
class GatewayState extends Polled {
  /** Null until they are known. */
  routes = null;
  /** What was refused as a whole, and why. */
  refused = [];
  upstreams = [];
  /** What is kept of answers; null until it is known. */
  cache = null;

  async ask() {
    const [routes, upstreams, cache] = await Promise.all([
      read("/api/v1/gateway/routes"),
      read("/api/v1/gateway/upstreams"),
      read("/api/v1/gateway/cache"),
    ]);
    this.routes = routes.body.items;
    this.refused = routes.body.refused;
    this.upstreams = upstreams.body.items;
    this.cache = cache.body;
  }
}

export const gateway = new GatewayState(ASK_EVERY_MILLIS);

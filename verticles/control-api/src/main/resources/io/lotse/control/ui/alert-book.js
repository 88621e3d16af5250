import { readAll, read } from "./api.js";
import { store } from "./store.js";

/** What became of alerts that hold no more, and the silences: read anew whenever an alert comes or goes. */
class AlertBook extends EventTarget {
  /** The alerts that were resolved, the latest first; null until they are known. */
  past = null;
  silences = [];
  /** Whether the last question failed. */
  failing = false;
  #heard = -1;

  /** Asks where something changed since. */
  look() {
    if (this.#heard !== store.alertsHeard) {
      this.reload();
    }
  }

  async reload() {
    this.#heard = store.alertsHeard;
    try {
      const [alerts, silences] = await Promise.all([
        readAll("/api/v1/alerts", { status: "resolved", all: true }),
        read("/api/v1/alerts/silences"),
      ]);
      this.past = alerts.items.sort((a, b) => b.resolved_at.localeCompare(a.resolved_at));
      this.silences = silences.body.items;
      this.failing = false;
    } catch (cause) {
      console.debug("no alerts:", cause);
      this.failing = true;
    }
    this.dispatchEvent(new Event("change"));
  }
}

export const alertBook = new AlertBook();

import { read, readAll } from "./api.js";
import { ReadWhenHeard } from "./heard.js";
import { store } from "./store.js";

/** What became of alerts that hold no more, and the silences. */
class AlertBook extends ReadWhenHeard {
  /** The alerts that were resolved, the latest first; null until they are known. */
  past = null;
  silences = [];

  async ask() {
    const [alerts, silences] = await Promise.all([
      readAll("/api/v1/alerts", { status: "resolved", all: true }),
      read("/api/v1/alerts/silences"),
    ]);
    this.past = alerts.items.sort((a, b) => b.resolved_at.localeCompare(a.resolved_at));
    this.silences = silences.body.items;
  }
}

export const alertBook = new AlertBook(() => store.alertsHeard);

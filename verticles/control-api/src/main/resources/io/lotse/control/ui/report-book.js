import { readAll } from "./api.js";

/** The reports that are kept, and which recommendations were applied. */
class ReportBook extends EventTarget {
  /** The newest first; null until they are known. */
  reports = null;
  /** The recommendations that were applied, by the finding's id. */
  applied = new Map();
  failing = false;

  async reload() {
    try {
      const [reports, applied] = await Promise.all([
        readAll("/api/v1/reports"),
        readAll("/api/v1/reports/recommendations"),
      ]);
      this.reports = reports.items.sort((a, b) => b.id.localeCompare(a.id));
      this.applied = new Map(applied.items.map((recommendation) => [recommendation.id, recommendation]));
      this.failing = false;
    } catch (cause) {
      console.debug("no reports:", cause);
      this.failing = true;
    }
    this.dispatchEvent(new Event("change"));
  }
}

export const reportBook = new ReportBook();

import { read } from "./api.js";
import { Polled } from "./polled.js";

const ASK_EVERY_MILLIS = 2_000;

/** How the ledger stands, and what should be mended on the hosts. */
class ClusterState extends Polled {
  /** Null until they are known. */
  ledger = null;
  entries = {};
  warnings = [];
  view = null;

  async ask() {
    const [cluster, ledger] = await Promise.all([read("/api/v1/cluster"), read("/api/v1/ledger")]);
    this.warnings = cluster.body.warnings ?? [];
    this.view = cluster.body.view;
    this.ledger = ledger.body.ledger;
    this.entries = ledger.body.entries;
  }
}

export const cluster = new ClusterState(ASK_EVERY_MILLIS);

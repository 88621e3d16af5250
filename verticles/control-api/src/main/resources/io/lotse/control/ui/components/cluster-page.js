import { LitElement, html } from "lit";

import { cluster } from "../cluster.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, stack } from "../styles.js";
import { texts } from "../texts.js";
import "./ledger-state.js";
import "./members-table.js";

const words = texts.cluster;

/** The nodes, the ledger, and what should be mended on the hosts. */
class ClusterPage extends LitElement {
  static styles = [panel, stack];

  constructor() {
    super();
    new StoreController(this);
    new StoreController(this, cluster);
  }

  render() {
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    return html`<members-table></members-table> <ledger-state></ledger-state>
      ${cluster.warnings.length > 0
        ? html`<section aria-labelledby="warnings">
            <h2 id="warnings">${words.warnings}<span class="count">${cluster.warnings.length}</span></h2>
            ${cluster.warnings.map((warning) => html`<p><bdi>${warning}</bdi></p>`)}
          </section>`
        : ""}`;
  }
}

customElements.define("cluster-page", ClusterPage);

import { LitElement, css, html } from "lit";

import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./change-feed.js";
import "./current-alerts.js";
import "./mesh-summary.js";
import "./services-list.js";

/** The first page: everything at a glance. */
class OverviewPage extends LitElement {
  static styles = css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 20rem;
      gap: 1rem;
      align-items: start;
    }
    mesh-summary {
      grid-column: 1 / -1;
    }
    .tables {
      display: grid;
      gap: 1rem;
      min-width: 0;
    }
    change-feed {
      position: sticky;
      top: 1rem;
    }
    @media (max-width: 1100px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
      change-feed {
        position: static;
      }
    }
  `;

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    return html`
      <mesh-summary></mesh-summary>
      <div class="tables">
        <current-alerts></current-alerts>
        <services-list></services-list>
      </div>
      <change-feed></change-feed>
    `;
  }
}

customElements.define("overview-page", OverviewPage);

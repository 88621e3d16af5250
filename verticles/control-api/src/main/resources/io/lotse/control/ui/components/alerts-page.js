import { LitElement, html, nothing } from "lit";

import { alertBook } from "../alert-book.js";
import { CURRENT_STATUSES, bySeverity } from "../alerts.js";
import { pageLink } from "../pages.js";
import { RowLimit } from "../row-limit.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, stack, tabs } from "../styles.js";
import { texts } from "../texts.js";
import "./alert-detail.js";
import "./alerts-list.js";
import "./silences-table.js";

const PAST = "resolved";
const words = texts.alerts;

/** What is wrong now and who looks after it, what was wrong before, and of what nobody is told. */
class AlertsPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [panel, stack, tabs];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this);
    new StoreController(this, alertBook);
  }

  render() {
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    alertBook.look();
    const { subject, parameters } = this.page;
    if (subject !== "") {
      return html`<alert-detail .id=${subject}></alert-detail>`;
    }
    return html`${this.#alerts(parameters.get("show"))} <silences-table></silences-table>`;
  }

  /** @param show the status of those to be shown; null for all that hold */
  #alerts(show) {
    const alerts = show === PAST ? (alertBook.past ?? []) : current(show);
    return html`<section aria-labelledby="title">
      <h2 id="title">
        <span>${words.title}<span class="count">${alerts.length}</span></span>
        <nav aria-label=${words.show}>
          ${[null, ...CURRENT_STATUSES, PAST].map(
            (status) => html`<a href=${pageLink("alerts", "", { show: status })} aria-current=${status === show ? "true" : nothing}
              >${words.tabs[status ?? "all"]}</a
            >`,
          )}
        </nav>
      </h2>
      ${alertBook.failing ? html`<p role="status">${words.failing}</p>` : ""}
      <alerts-list .alerts=${this.#limit.of(alerts)}></alerts-list>
      ${this.#limit.button(alerts)} ${alerts.length > 0 ? "" : html`<p>${words.empty[show ?? "all"]}</p>`}
    </section>`;
  }
}

function current(status) {
  return [...store.alerts.values()].filter((alert) => status === null || alert.status === status).sort(bySeverity);
}

customElements.define("alerts-page", AlertsPage);

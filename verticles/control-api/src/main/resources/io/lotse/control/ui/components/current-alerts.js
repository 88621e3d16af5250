import { LitElement, html } from "lit";

import { bySeverity } from "../alerts.js";
import { pageLink } from "../pages.js";
import { StoreController } from "../store-controller.js";
import { panel } from "../styles.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./alerts-list.js";

const MOST = 10;
const words = texts.alerts;

/** The worst of the alerts that hold; nothing where there are none. */
class CurrentAlerts extends LitElement {
  static styles = panel;

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const alerts = [...store.alerts.values()].sort(bySeverity);
    if (alerts.length === 0) {
      return html``;
    }
    return html`<section aria-labelledby="title">
      <h2 id="title"><a href=${pageLink("alerts")}>${words.title}</a><span class="count">${alerts.length}</span></h2>
      <alerts-list .alerts=${alerts.slice(0, MOST)}></alerts-list>
      ${alerts.length > MOST ? html`<p><a href=${pageLink("alerts")}>${words.more(alerts.length - MOST)}</a></p>` : ""}
    </section>`;
  }
}

customElements.define("current-alerts", CurrentAlerts);

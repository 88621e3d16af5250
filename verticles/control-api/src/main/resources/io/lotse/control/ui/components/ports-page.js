import { LitElement, html } from "lit";

import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, stack } from "../styles.js";
import { texts } from "../texts.js";
import "./port-map.js";
import "./port-why.js";
import "./ports-table.js";

/** The ports of a host: ranges, why one is taken, and who holds which. */
class PortsPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [panel, stack];

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    const { parameters } = this.page;
    const host = parameters.get("host") ?? store.askedNode?.host ?? "";
    return html`<port-why .host=${host} .port=${parameters.get("port")}></port-why>
      <port-map .host=${host}></port-map>
      <ports-table></ports-table>`;
  }
}

customElements.define("ports-page", PortsPage);

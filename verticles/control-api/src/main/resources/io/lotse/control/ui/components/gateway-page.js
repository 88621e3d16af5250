import { LitElement, css, html } from "lit";

import { gateway } from "../gateway.js";
import { StoreController } from "../store-controller.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";
import "./routes-table.js";
import "./upstreams-table.js";

/** The second page: where requests go, and which instances the gateway leaves out. */
class GatewayPage extends LitElement {
  static styles = [
    panel,
    css`
      :host {
        display: grid;
        gap: 1rem;
      }
      div:empty {
        display: none;
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this, gateway);
  }

  render() {
    if (gateway.routes === null) {
      return html`<p role="status">${gateway.failing ? texts.gateway.failing : texts.loading}</p>`;
    }
    return html`
      <div role="status">${gateway.failing ? html`<p>${texts.gateway.failing}</p>` : ""}</div>
      <routes-table></routes-table>
      <upstreams-table></upstreams-table>
    `;
  }
}

customElements.define("gateway-page", GatewayPage);

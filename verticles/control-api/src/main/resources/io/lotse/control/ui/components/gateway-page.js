import { LitElement, css, html } from "lit";

import { gateway } from "../gateway.js";
import { NEW_ROUTE, routeEditing } from "../route-editing.js";
import { StoreController } from "../store-controller.js";
import { panel, stack } from "../styles.js";
import { texts } from "../texts.js";
import "./cache-state.js";
import "./json-editor.js";
import "./routes-table.js";
import "./upstreams-table.js";

const words = texts.routes;

/** Where requests go, and which instances the gateway leaves out, and what it keeps. */
class GatewayPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [
    panel,
    stack,
    css`
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
      ${this.#editor()}
      <div role="status">${gateway.failing ? html`<p>${texts.gateway.failing}</p>` : ""}</div>
      <routes-table></routes-table>
      <upstreams-table></upstreams-table>
      <cache-state></cache-state>
    `;
  }

  /** Of the route that the address names; nothing for none, or for one that is not in the ledger. */
  #editor() {
    const { subject, parameters } = this.page;
    const known = gateway.routes.find(({ route, source }) => route.name === subject && source === "ledger")?.route;
    const route = known ?? (parameters.has("new") ? NEW_ROUTE : undefined);
    return route === undefined
      ? ""
      : html`<json-editor .of=${subject} .title=${known ? words.edit(subject) : words.make} .value=${route} .editing=${routeEditing}></json-editor>`;
  }
}

customElements.define("gateway-page", GatewayPage);

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { deregistration } from "../deregistration.js";
import { HEALTH_TONES, endpoint, statusBadge } from "../instances.js";
import { servicePage } from "../pages.js";
import { RowLimit } from "../row-limit.js";
import { store } from "../store.js";
import { panel, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./restart-button.js";
import "./time-stamp.js";

const words = texts.instances;

/** The instances of a service, what their last check saw, and what can be done with them. */
class ServiceInstances extends LitElement {
  static properties = { of: { attribute: false }, instances: { attribute: false } };

  static styles = [
    panel,
    table,
    css`
      thead th:nth-child(1) {
        width: 22%;
      }
      thead th:nth-child(2) {
        width: 17%;
      }
      thead th:nth-child(3) {
        width: 9%;
      }
      thead th:nth-child(4) {
        width: 30%;
      }
      td:first-child {
        font: 0.87rem/1.5 var(--mono);
      }
      td button {
        margin: 0;
        padding: 0.15rem 0.6rem;
      }
    `,
  ];

  #limit = new RowLimit(this);

  render() {
    const { instances } = this;
    return html`<section aria-labelledby="title">
        <h2 id="title">${words.title}<span class="count">${instances.length}</span></h2>
        ${instances.length > 0 ? this.#table() : html`<p>${words.empty}</p>`}
      </section>
      <action-dialog></action-dialog>`;
  }

  #table() {
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(["instance", "endpoint", "status", "seen", "registered", "actions"], words)}
        <tbody role="rowgroup">
          ${repeat(this.#limit.of(this.instances), ({ service_id }) => service_id, (instance) => this.#instance(instance))}
        </tbody>
      </table>
      ${this.#limit.button(this.instances)}`;
  }

  #instance(instance) {
    const { service_id, service_name } = instance;
    const figures = servicePage(service_name, { instance: service_id, range: this.of.range });
    return html`<tr role="row">
      <td role="cell" data-label=${words.instance}>
        <a href=${figures} title=${words.figures}><bdi class="name">${service_id}</bdi></a>
      </td>
      <td role="cell" data-label=${words.endpoint}>${endpoint(instance)}</td>
      <td role="cell" data-label=${words.status}>
        <span>${statusBadge(instance)}</span>
      </td>
      <td role="cell" data-label=${words.seen}>${health(store.health.get(service_id))}</td>
      <td role="cell" data-label=${words.registered}><time-stamp .at=${instance.registered_at}></time-stamp></td>
      <td role="cell" data-label=${words.actions}>
        <button @click=${() => this.#dialog.ask(deregistration(instance))}>${words.deregister}</button>
        <restart-button .instance=${instance}></restart-button>
      </td>
    </tr>`;
  }

  get #dialog() {
    return this.renderRoot.querySelector("action-dialog");
  }
}

function health(report) {
  if (!report || report.status === "unknown") {
    return html`<span class="muted">${report?.detail ?? texts.services.notChecked}</span>`;
  }
  return html`<span>
    <span class="badge ${HEALTH_TONES[report.status]}">${texts.healths[report.status]}</span>
    <bdi class="muted">${report.detail ?? ""}</bdi>
  </span>`;
}

customElements.define("service-instances", ServiceInstances);

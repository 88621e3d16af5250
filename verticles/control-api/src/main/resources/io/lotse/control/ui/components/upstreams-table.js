import { LitElement, css, html } from "lit";

import { gateway } from "../gateway.js";
import { RowLimit } from "../row-limit.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";

const CIRCUIT_TONES = { closed: "good", "half-open": "warn", open: "bad" };
const words = texts.upstreams;

/** The instances as the gateway finds them: which it leaves out for a while, and the states of their circuits. */
class UpstreamsTable extends LitElement {
  static styles = [
    panel,
    table,
    css`
      tbody th {
        font-weight: 600;
      }
      td.endpoint {
        font: 0.87rem/1.5 var(--mono);
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this, gateway);
  }

  render() {
    const { upstreams } = gateway;
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${upstreams.length}</span></h2>
      ${upstreams.length > 0 ? this.#table(upstreams) : html`<p>${words.empty}</p>`}
    </section>`;
  }

  #table(upstreams) {
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(["service", "instance", "endpoint", "traffic", "failures", "circuit"], words)}
        <tbody role="rowgroup">
          ${this.#limit.of(upstreams).map((upstream) => this.#upstream(upstream))}
        </tbody>
      </table>
      ${this.#limit.button(upstreams)}`;
  }

  #upstream({ service, service_id, endpoint, ejected, failures, circuit }) {
    return html`<tr role="row">
      <th role="rowheader" scope="row" data-label=${words.service}><bdi class="name" title=${service}>${service}</bdi></th>
      <td role="cell" data-label=${words.instance}><bdi class="name" title=${service_id}>${service_id}</bdi></td>
      <td role="cell" class="endpoint" data-label=${words.endpoint}><bdi>${endpoint}</bdi></td>
      <td role="cell" data-label=${words.traffic}>
        <span><span class="badge ${ejected ? "bad" : "good"}">${ejected ? words.leftOut : words.takes}</span></span>
      </td>
      <td role="cell" data-label=${words.failures}>${failures}</td>
      <td role="cell" data-label=${words.circuit}>
        ${circuit
          ? html`<span><span class="badge ${CIRCUIT_TONES[circuit] ?? "neutral"}">${words.circuits[circuit] ?? circuit}</span></span>`
          : html`<span class="muted">${words.noCircuit}</span>`}
      </td>
    </tr>`;
  }
}

customElements.define("upstreams-table", UpstreamsTable);

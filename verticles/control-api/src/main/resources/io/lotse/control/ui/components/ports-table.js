import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { RowLimit } from "../row-limit.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const words = texts.ports;

/** The ports that are held, and by whom. */
class PortsTable extends LitElement {
  static styles = [
    panel,
    table,
    css`
      thead th:nth-child(1) {
        width: 15%;
      }
      thead th:nth-child(2) {
        width: 20%;
      }
      thead th:nth-child(3) {
        width: 35%;
      }
      thead th:nth-child(4) {
        width: 17%;
      }
      thead th:nth-child(5) {
        width: 13%;
      }
      tbody th {
        font-weight: 600;
        white-space: nowrap;
      }
      .id {
        font: 0.87rem/1.5 var(--mono);
        color: var(--muted);
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const ports = [...store.allocations.values()].sort(
      (a, b) => a.space.localeCompare(b.space) || a.port - b.port || a.protocol.localeCompare(b.protocol),
    );
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${ports.length}</span></h2>
      ${ports.length > 0 ? this.#table(ports) : this.#nothing()}
    </section>`;
  }

  #nothing() {
    return html`<p>${words.empty}<code tabindex="0">${words.emptyCommand}</code></p>`;
  }

  #table(ports) {
    return html`<table role="table" aria-labelledby="title">
        <thead role="rowgroup">
          <tr role="row">
            ${["port", "host", "service", "since"].map(
              (head) => html`<th role="columnheader" scope="col">${words[head]}</th>`,
            )}
            <th role="columnheader" scope="col" title=${words.verifiedHelp}>${words.verified}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(
            this.#limit.of(ports),
            ({ space, protocol, port }) => `${space}/${protocol}/${port}`,
            (allocation) => this.#port(allocation),
          )}
        </tbody>
      </table>
      ${this.#limit.button(ports)}`;
  }

  #port({ port, protocol, space, service_id, since, verified }) {
    const name = store.instances.get(service_id)?.service_name;
    return html`<tr role="row">
      <th role="rowheader" scope="row" data-label=${words.port}>
        <span>${port}<span class="muted">/${protocol}</span></span>
      </th>
      <td role="cell" data-label=${words.host}><bdi>${space}</bdi></td>
      <td role="cell" data-label=${words.service}>
        <span>
          ${name ? html`<bdi class="name" title=${name}>${name}</bdi>` : ""}
          <bdi class="name id" title=${service_id}>${service_id}</bdi>
        </span>
      </td>
      <td role="cell" data-label=${words.since}><time-stamp .at=${since}></time-stamp></td>
      <td role="cell" data-label=${words.verified}>
        <span><span class="badge ${verified ? "good" : ""}">${verified ? words.yes : words.no}</span></span>
      </td>
    </tr>`;
  }
}

customElements.define("ports-table", PortsTable);

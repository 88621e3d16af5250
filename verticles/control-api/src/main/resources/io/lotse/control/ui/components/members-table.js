import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { link } from "../links.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { store } from "../store.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const words = texts.members;

/** The nodes that are in the mesh now. */
class MembersTable extends LitElement {
  static styles = [
    panel,
    table,
    css`
      thead th:nth-child(1) {
        width: 13%;
      }
      thead th:nth-child(2) {
        width: 11%;
      }
      thead th:nth-child(3) {
        width: 17%;
      }
      thead th:nth-child(4) {
        width: 17%;
      }
      thead th:nth-child(5) {
        width: 14%;
      }
      thead th:nth-child(6) {
        width: 28%;
      }
      tbody th {
        font-weight: 600;
      }
      td.roles {
        color: var(--muted);
        font-size: 0.87rem;
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const { members } = store;
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${members.length}</span></h2>
      ${members.length > 0 ? this.#table(members) : html`<p>${words.empty}</p>`}
      ${members.length === 1
        ? html`<p>${words.alone}<code tabindex="0">${words.joinCommand(members[0].cluster)}</code></p>`
        : ""}
    </section>`;
  }

  #table(members) {
    return html`<table role="table" aria-labelledby="title">
      ${tableHead(["node", "host", "gateway", "control", "since", "roles"], words)}
      <tbody role="rowgroup">
        ${repeat(members, (member) => member.id, (member) => this.#member(member))}
      </tbody>
    </table>`;
  }

  #member(member) {
    return html`<tr role="row">
      <th role="rowheader" scope="row" data-label=${words.node}>
        <span>
          <bdi class="name" title=${member.name}>${member.name}</bdi>
          ${member.id === store.node ? html`<span class="badge">${words.thisNode}</span>` : ""}
        </span>
      </th>
      <td role="cell" data-label=${words.host}><bdi>${member.host}</bdi></td>
      <td role="cell" data-label=${words.gateway}>${this.#address(member.gateway)}</td>
      <td role="cell" data-label=${words.control}>${this.#address(member.control)}</td>
      <td role="cell" data-label=${words.since}><time-stamp .at=${member.started_at}></time-stamp></td>
      <td role="cell" class="roles" data-label=${words.roles}>${member.roles.join(", ")}</td>
    </tr>`;
  }

  #address(url) {
    return url ? link(url, url.replace(/^https?:\/\//, "")) : html`<span class="muted">${words.none}</span>`;
  }
}

customElements.define("members-table", MembersTable);

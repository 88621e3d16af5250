import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { matched, unsilencing } from "../alert-actions.js";
import { alertBook } from "../alert-book.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./time-stamp.js";

const words = texts.silences;

/** Of which alerts nobody is told, until when, by whom and why. */
class SilencesTable extends LitElement {
  static styles = [
    panel,
    table,
    css`
      thead th:first-child {
        width: 34%;
      }
      td button {
        margin: 0;
        padding: 0.15rem 0.6rem;
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this, alertBook);
  }

  render() {
    const { silences } = alertBook;
    return html`<section aria-labelledby="title">
        <h2 id="title">${words.title}<span class="count">${silences.length}</span></h2>
        ${silences.length > 0 ? this.#table(silences) : html`<p>${words.empty}</p>`}
      </section>
      <action-dialog></action-dialog>`;
  }

  #table(silences) {
    return html`<table role="table" aria-labelledby="title">
      ${tableHead(["alerts", "until", "author", "comment", "actions"], words)}
      <tbody role="rowgroup">
        ${repeat(silences, ({ id }) => id, (silence) => this.#silence(silence))}
      </tbody>
    </table>`;
  }

  #silence(silence) {
    return html`<tr role="row">
      <td role="cell" data-label=${words.alerts}><bdi>${matched(silence)}</bdi></td>
      <td role="cell" data-label=${words.until}><time-stamp .at=${silence.ends_at}></time-stamp></td>
      <td role="cell" data-label=${words.author}><bdi>${silence.author}</bdi></td>
      <td role="cell" data-label=${words.comment}><bdi>${silence.comment}</bdi></td>
      <td role="cell" data-label=${words.actions}>
        <button @click=${() => this.renderRoot.querySelector("action-dialog").ask(unsilencing(silence))}>${words.end}…</button>
      </td>
    </tr>`;
  }
}

customElements.define("silences-table", SilencesTable);

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { write } from "../api.js";
import { pageLink } from "../pages.js";
import { quantity } from "../quantities.js";
import { reportBook } from "../report-book.js";
import { RowLimit } from "../row-limit.js";
import { serviceNames } from "../services.js";
import { StoreController } from "../store-controller.js";
import { panel, stack, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./report-view.js";
import "./time-stamp.js";

const PERIODS = { "1h": 3_600, "1d": 86_400, "7d": 604_800 };
const words = texts.reports;

/** What to change, by what it costs users: the reports that were made, and one of them. */
class ReportsPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [
    panel,
    stack,
    table,
    css`
      thead th:nth-child(1) {
        width: 34%;
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this, reportBook);
  }

  connectedCallback() {
    super.connectedCallback();
    reportBook.reload();
  }

  render() {
    const { subject } = this.page;
    if (subject !== "") {
      return html`<report-view .id=${subject}></report-view>`;
    }
    const { reports, failing } = reportBook;
    return html`<section aria-labelledby="title">
        <h2 id="title">${words.title}<span class="count">${reports?.length ?? ""}</span></h2>
        ${failing ? html`<p role="status">${words.failing}</p>` : ""}
        ${reports === null ? html`<p>${texts.loading}</p>` : reports.length > 0 ? this.#table(reports) : html`<p>${words.empty}</p>`}
        <button @click=${() => this.renderRoot.querySelector("action-dialog").ask(making())}>${words.make}…</button>
      </section>
      <action-dialog></action-dialog>`;
  }

  #table(reports) {
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(["report", "period", "findings", "cost"], words)}
        <tbody role="rowgroup">
          ${repeat(this.#limit.of(reports), ({ id }) => id, (report) => this.#report(report))}
        </tbody>
      </table>
      ${this.#limit.button(reports)}`;
  }

  #report({ id, service, from, to, made_at, node, scheduled, findings, lost_seconds }) {
    return html`<tr role="row">
      <td role="cell" data-label=${words.report}>
        <span>
          <a href=${pageLink("reports", id)}><bdi>${service ?? words.mesh}</bdi></a>
          <span class="muted"><time-stamp .at=${made_at}></time-stamp>, <bdi>${node}</bdi>${scheduled ? `, ${words.scheduled}` : ""}</span>
        </span>
      </td>
      <td role="cell" data-label=${words.period}><span><time-stamp .at=${from}></time-stamp> – <time-stamp .at=${to}></time-stamp></span></td>
      <td role="cell" data-label=${words.findings}>${findings}</td>
      <td role="cell" data-label=${words.cost}>${quantity(lost_seconds, "s")}</td>
    </tr>`;
  }
}

/** What an action dialog asks before a report is made. */
function making() {
  return {
    title: words.make,
    content: html`<label
        >${words.of}
        <select name="service">
          <option value="">${words.mesh}</option>
          ${serviceNames().map((name) => html`<option value=${name}>${name}</option>`)}
        </select></label
      >
      <label
        >${words.over}
        <select name="period">
          ${Object.entries(PERIODS).map(([name, seconds]) => html`<option value=${seconds} ?selected=${name === "1d"}>${words.periods[name]}</option>`)}
        </select></label
      >`,
    label: words.make,
    act: async ({ service, period }) => {
      const report = await write("POST", "/api/v1/reports", { period: Number(period), ...(service ? { service } : {}) });
      location.hash = pageLink("reports", report.summary.id);
    },
  };
}

customElements.define("reports-page", ReportsPage);

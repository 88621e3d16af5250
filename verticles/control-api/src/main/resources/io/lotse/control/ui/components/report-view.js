import { LitElement, css, html } from "lit";

import { read, write } from "../api.js";
import { pageLink, servicePage } from "../pages.js";
import { quantity } from "../quantities.js";
import { reportBook } from "../report-book.js";
import { StoreController } from "../store-controller.js";
import { panel, stack, table, tabs } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./time-stamp.js";

const FORMATS = ["html", "md", "csv", "json"];
const OUTCOME_TONES = { better: "good", worse: "bad", no_difference: "warn" };
const words = texts.reports;

/** One report: what to change, what became of what was changed, how many instances services need. */
class ReportView extends LitElement {
  static properties = { id: { attribute: false }, report: { state: true }, failure: { state: true } };

  static styles = [
    panel,
    stack,
    tabs,
    table,
    css`
      article {
        padding: 0.7rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      article:last-child {
        border-bottom: 0;
      }
      h3 {
        margin: 0;
        font-size: 1rem;
      }
      article p {
        padding: 0.15rem 0;
      }
      article .change {
        color: var(--text);
      }
      details ul {
        margin: 0.3rem 0;
        padding-inline-start: 1.2rem;
        color: var(--muted);
      }
      article button {
        margin: 0.3rem 0 0;
      }
      summary {
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    this.report = null;
    this.failure = null;
    new StoreController(this, reportBook);
  }

  willUpdate(changes) {
    if (changes.has("id")) {
      this.#read(this.id);
    }
  }

  async #read(id) {
    try {
      this.report = (await read(`/api/v1/reports/${encodeURIComponent(id)}`)).body;
      this.failure = null;
    } catch (cause) {
      this.failure = cause.message;
    }
  }

  render() {
    const { report } = this;
    if (report === null) {
      return html`<p role="status">${this.failure ? html`${words.unknown} <a href=${pageLink("reports")}>${words.back}</a>` : texts.loading}</p>`;
    }
    const { summary, findings, effects, scaling, services, notes } = report;
    return html`<section aria-labelledby="title">
        <h2 id="title">
          <span><bdi>${summary.service ?? words.mesh}</bdi> <span class="count"><time-stamp .at=${summary.from}></time-stamp> – <time-stamp .at=${summary.to}></time-stamp></span></span>
          <nav aria-label=${words.formats}>
            ${FORMATS.map((format) => html`<a href=${`/api/v1/reports/${encodeURIComponent(summary.id)}.${format}`}>${words.format[format]}</a>`)}
            <a href=${pageLink("reports")}>${words.back}</a>
          </nav>
        </h2>
        ${findings.length > 0 ? findings.map((finding) => this.#finding(finding)) : html`<p>${words.nothing}</p>`}
      </section>
      ${effects.length > 0 ? this.#effects(effects) : ""} ${scaling.length > 0 ? this.#scaling(scaling) : ""}
      ${services.length > 0 ? this.#services(services) : ""}
      ${notes.length > 0 ? html`<section aria-labelledby="notes"><h2 id="notes">${words.notes}</h2>${notes.map((note) => html`<p><bdi>${note}</bdi></p>`)}</section>` : ""}
      <action-dialog></action-dialog>`;
  }

  #finding(finding) {
    const { id, service_name, title, detail, cost, evidence, recommendation } = finding;
    const applied = reportBook.applied.get(id);
    return html`<article>
      <h3><a href=${servicePage(service_name)}><bdi>${service_name}</bdi></a>: <bdi>${title}</bdi></h3>
      <p><bdi>${detail}</bdi></p>
      <p class="change"><bdi>${recommendation.change}</bdi></p>
      <details>
        <summary>${words.reckoning(quantity(cost.lost_seconds, "s"))}</summary>
        <ul>
          <li><bdi>${cost.arithmetic}</bdi></li>
          ${recommendation.arithmetic.map((line) => html`<li><bdi>${line}</bdi></li>`)}
          ${evidence.map(({ name, value, unit, source }) => html`<li><bdi>${name}</bdi>: ${quantity(value, unit)} <bdi>(${source})</bdi></li>`)}
        </ul>
      </details>
      ${applied
        ? html`<span class="badge good">${words.applied}</span> <time-stamp .at=${applied.applied_at}></time-stamp> <bdi class="muted">${[applied.by, applied.note].filter(Boolean).join(": ")}</bdi>
            <button @click=${() => this.#dialog.ask(withdrawing(id, title))}>${words.withdraw}…</button>`
        : html`<button @click=${() => this.#dialog.ask(marking(id, title))}>${words.mark}…</button>`}
    </article>`;
  }

  get #dialog() {
    return this.renderRoot.querySelector("action-dialog");
  }

  #effects(effects) {
    return html`<section aria-labelledby="effects">
      <h2 id="effects">${words.effects}</h2>
      ${effects.map(
        ({ recommendation, outcome, detail }) => html`<article>
          <h3><bdi>${recommendation.service_name}</bdi>: <bdi>${recommendation.change}</bdi></h3>
          <p><span class="badge ${OUTCOME_TONES[outcome] ?? ""}">${words.outcomes[outcome] ?? outcome}</span> <bdi>${detail}</bdi></p>
        </article>`,
      )}
    </section>`;
  }

  #scaling(scaling) {
    return rows("scaling", ["service", "instances", "advice", "why"], scaling, ({ service_name, current, recommended, reason }) => [
      html`<a href=${servicePage(service_name)}><bdi>${service_name}</bdi></a>`,
      current,
      recommended ?? "–",
      html`<bdi>${reason}</bdi>`,
    ]);
  }

  #services(services) {
    const seconds = (value) => (value === undefined ? "–" : quantity(1000 * value, "ms"));
    return rows("figures", ["service", "requests", "errors", "p50", "p95", "p99"], services, (service) => [
      html`<a href=${servicePage(service.service_name)}><bdi>${service.service_name}</bdi></a>`,
      quantity(service.requests, "").trim(),
      quantity(service.errors, "").trim(),
      seconds(service.p50),
      seconds(service.p95),
      seconds(service.p99),
    ]);
  }
}

/** A section with a table. */
function rows(title, columns, items, cells) {
  return html`<section aria-labelledby=${title}>
    <h2 id=${title}>${words[title]}</h2>
    <table role="table" aria-labelledby=${title}>
      ${tableHead(columns, words)}
      <tbody role="rowgroup">
        ${items.map(
          (item) => html`<tr role="row">
            ${cells(item).map((cell, i) => html`<td role="cell" data-label=${words[columns[i]]}><span>${cell}</span></td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** What an action dialog asks before a recommendation counts as applied: the next reports say whether it helped. */
function marking(id, title) {
  return {
    title: words.mark,
    content: html`<p><bdi>${title}</bdi></p>
      <p>${words.markHelp}</p>
      <label>${texts.alerts.author} <input name="by" maxlength="100" autocomplete="name" /></label>
      <label>${words.note} <input name="note" maxlength="500" /></label>`,
    label: words.mark,
    act: async ({ by, note }) => {
      await write("PUT", address(id), { ...(by ? { by } : {}), ...(note ? { note } : {}) });
      await reportBook.reload();
    },
  };
}

function withdrawing(id, title) {
  return {
    title: words.withdraw,
    content: html`<p><bdi>${title}</bdi></p>`,
    label: words.withdraw,
    danger: true,
    act: async () => {
      await write("DELETE", address(id));
      await reportBook.reload();
    },
  };
}

function address(id) {
  return `/api/v1/reports/recommendations/${encodeURIComponent(id)}`;
}

customElements.define("report-view", ReportView);

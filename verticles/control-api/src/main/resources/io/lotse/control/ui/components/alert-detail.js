import { LitElement, css, html } from "lit";

import { acknowledgement, silencing } from "../alert-actions.js";
import { SEVERITY_TONES, about } from "../alerts.js";
import { read } from "../api.js";
import { pageLink, servicePage } from "../pages.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { facts, panel, stack, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./time-stamp.js";

const STATE_TONES = { owed: "warn", delivered: "good", given_up: "bad" };
const words = texts.alerts;

/** One alert: what it is about, what happened to it, who was told, and what can be done. */
class AlertDetail extends LitElement {
  static properties = { id: { attribute: false }, known: { state: true }, failure: { state: true } };

  static styles = [
    panel,
    stack,
    facts,
    table,
    css`
      thead th:first-child {
        width: 15rem;
      }
      .detail {
        color: var(--text);
      }
    `,
  ];

  #heard = -1;

  constructor() {
    super();
    this.known = null;
    this.failure = null;
    new StoreController(this);
  }

  willUpdate(changes) {
    if (changes.has("id") || this.#heard !== store.alertsHeard) {
      this.#heard = store.alertsHeard;
      this.#read(this.id);
    }
  }

  async #read(id) {
    try {
      this.known = (await read(`/api/v1/alerts/${encodeURIComponent(id)}`)).body;
      this.failure = null;
    } catch (cause) {
      this.failure = cause.message;
    }
  }

  render() {
    const back = html`<a href=${pageLink("alerts")}>${words.back}</a>`;
    if (this.known === null) {
      return html`<p role="status">${this.failure ? html`<bdi>${words.unknown}</bdi> ${back}` : texts.loading}</p>`;
    }
    const { alert, history, deliveries } = this.known;
    return html`<section aria-labelledby="title">
        <h2 id="title">
          <span class="badge ${SEVERITY_TONES[alert.severity]}">${words.severities[alert.severity] ?? alert.severity}</span>
          <bdi>${alert.labels.alertname ?? alert.rule}</bdi> ${back}
        </h2>
        <p class="detail"><bdi>${alert.detail}</bdi> <bdi class="muted">${about(alert)}</bdi></p>
        ${this.#facts(alert)} ${alert.status === "resolved" ? "" : this.#actions(alert)}
      </section>
      ${this.#told(deliveries)} ${this.#happened(history)}
      <action-dialog></action-dialog>`;
  }

  #facts(alert) {
    const { status, since, resolved_at, acknowledgement: by, inhibited_by, labels, flapping } = alert;
    return html`<dl>
      <dt>${words.status}</dt>
      <dd><span>${words.statuses[status] ?? status}</span> ${flapping ? html`<span class="badge warn">${words.flapping}</span>` : ""}</dd>
      <dt>${words.since}</dt>
      <dd><time-stamp .at=${since}></time-stamp></dd>
      ${resolved_at ? html`<dt>${words.resolvedAt}</dt><dd><time-stamp .at=${resolved_at}></time-stamp></dd>` : ""}
      ${by ? html`<dt>${words.acknowledgedBy}</dt><dd><bdi>${by.author}</bdi> <bdi>${by.comment ?? ""}</bdi> <time-stamp .at=${by.at}></time-stamp></dd>` : ""}
      ${inhibited_by ? html`<dt>${words.explainedBy}</dt><dd><a href=${pageLink("alerts", inhibited_by)}>${store.alerts.get(inhibited_by)?.detail ?? inhibited_by}</a></dd>` : ""}
      ${Object.entries(labels).map(
        ([name, value]) => html`<dt><bdi>${name}</bdi></dt>
          <dd>${name === "service" ? html`<a href=${servicePage(value)}><bdi>${value}</bdi></a>` : html`<bdi>${value}</bdi>`}</dd>`,
      )}
    </dl>`;
  }

  #actions(alert) {
    return html`<div class="buttons">
      ${alert.status === "acknowledged" ? "" : html`<button @click=${() => this.#dialog.ask(acknowledgement(alert))}>${words.acknowledge}…</button>`}
      <button @click=${() => this.#dialog.ask(silencing(alert))}>${words.silence}…</button>
    </div>`;
  }

  get #dialog() {
    return this.renderRoot.querySelector("action-dialog");
  }

  #told(deliveries) {
    return html`<section aria-labelledby="told">
      <h2 id="told">${words.told}<span class="count">${deliveries.length}</span></h2>
      ${deliveries.length === 0
        ? html`<p>${words.toldNobody}<code tabindex="0">${words.toldCommand}</code></p>`
        : html`<table role="table" aria-labelledby="told">
            ${tableHead(["at", "channel", "notice", "outcome"], words)}
            <tbody role="rowgroup">
              ${deliveries.map((delivery) => this.#delivery(delivery))}
            </tbody>
          </table>`}
    </section>`;
  }

  #delivery({ created_at, channel, kind, state, attempts, error, done_at }) {
    return html`<tr role="row">
      <td role="cell" data-label=${words.at}><time-stamp .at=${done_at ?? created_at}></time-stamp></td>
      <td role="cell" data-label=${words.channel}><bdi>${channel}</bdi></td>
      <td role="cell" data-label=${words.notice}>${words.notices[kind] ?? kind}</td>
      <td role="cell" data-label=${words.outcome}>
        <span>
          <span class="badge ${STATE_TONES[state]}">${words.outcomes[state] ?? state}</span>
          ${attempts > 1 ? words.attempts(attempts) : ""} <bdi class="muted">${error ?? ""}</bdi>
        </span>
      </td>
    </tr>`;
  }

  #happened(history) {
    return html`<section aria-labelledby="happened">
      <h2 id="happened">${words.happened}</h2>
      <table role="table" aria-labelledby="happened">
        ${tableHead(["at", "what"], words)}
        <tbody role="rowgroup">
          ${history.map(
            ({ at, change, detail }) => html`<tr role="row">
              <td role="cell" data-label=${words.at}><time-stamp .at=${at}></time-stamp></td>
              <td role="cell" data-label=${words.what}><span><span class="badge">${words.changes[change] ?? change}</span> <bdi>${detail}</bdi></span></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

customElements.define("alert-detail", AlertDetail);

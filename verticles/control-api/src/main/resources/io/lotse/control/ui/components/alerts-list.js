import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { StoreController } from "../store-controller.js";
import { panel } from "../styles.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const MOST = 20;
const TONES = { critical: "bad", warning: "warn", info: "" };
const ORDER = { critical: 0, warning: 1, info: 2 };
const words = texts.alerts;

/** The alerts that hold, the worst first; nothing where there are none. */
class AlertsList extends LitElement {
  static styles = [
    panel,
    css`
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: flex;
        gap: 0.75rem;
        align-items: baseline;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      .what {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      time-stamp {
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const alerts = [...store.alerts.values()].sort(
      (a, b) => ORDER[a.severity] - ORDER[b.severity] || b.since.localeCompare(a.since),
    );
    if (alerts.length === 0) {
      return html``;
    }
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${alerts.length}</span></h2>
      <ol aria-live="polite">
        ${repeat(alerts.slice(0, MOST), (alert) => alert.id, (alert) => this.#alert(alert))}
      </ol>
      ${alerts.length > MOST ? html`<p class="muted">${words.more(alerts.length - MOST)}</p>` : ""}
    </section>`;
  }

  #alert({ severity, status, kind, labels, detail, since }) {
    // what other programs say of themselves need not name what it is about
    const about = kind === "external" ? [labels.alertname, labels.service, labels.instance] : [];
    return html`<li>
      <span class="badge ${TONES[severity]}">${words.severities[severity] ?? severity}</span>
      <div class="what">
        <bdi>${detail}</bdi>
        <bdi class="muted">${about.filter((label) => label && label !== detail).join(" · ")}</bdi>
      </div>
      ${status === "firing" ? "" : html`<span class="badge">${words.statuses[status] ?? status}</span>`}
      <time-stamp class="muted" .at=${new Date(since)}></time-stamp>
    </li>`;
  }
}

customElements.define("alerts-list", AlertsList);

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { SEVERITY_TONES, about } from "../alerts.js";
import { pageLink } from "../pages.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const words = texts.alerts;

/** Alerts, one a line; each leads to what is known of it. */
class AlertsList extends LitElement {
  static properties = { alerts: { attribute: false } };

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
        flex-wrap: wrap;
        gap: 0.2rem 0.75rem;
        align-items: baseline;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      li:last-child {
        border-bottom: 0;
      }
      .what {
        flex: 1;
        min-width: min(14rem, 100%);
        overflow-wrap: anywhere;
      }
      .what a {
        color: inherit;
        text-decoration-color: var(--border);
      }
      time-stamp {
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  render() {
    return html`<ol aria-live="polite">
      ${repeat(this.alerts, (alert) => alert.id, (alert) => this.#alert(alert))}
    </ol>`;
  }

  #alert(alert) {
    const { id, severity, status, detail, since, resolved_at, acknowledgement } = alert;
    return html`<li>
      <span class="badge ${SEVERITY_TONES[severity]}">${words.severities[severity] ?? severity}</span>
      <div class="what">
        <a href=${pageLink("alerts", id)}><bdi>${detail}</bdi></a>
        <bdi class="muted">${about(alert)}</bdi>
        ${acknowledgement ? html`<bdi class="muted">${words.lookedAfter(acknowledgement.author)}</bdi>` : ""}
      </div>
      ${status === "firing" ? "" : html`<span class="badge">${words.statuses[status] ?? status}</span>`}
      <time-stamp class="muted" .at=${resolved_at ?? since}></time-stamp>
    </li>`;
  }
}

customElements.define("alerts-list", AlertsList);

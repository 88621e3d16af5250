import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { panel } from "../styles.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const TONES = { ok: "good", warning: "warn", critical: "bad" };
const words = texts.troubles;

/** What is wrong with a service, and the thresholds that were crossed lately. */
class ServiceTroubles extends LitElement {
  static properties = { verdicts: { attribute: false }, breaches: { attribute: false }, known: { attribute: false } };

  static styles = [
    panel,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 10.5rem minmax(0, 1fr) max-content;
        gap: 0.2rem 0.8rem;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      li:last-child {
        border-bottom: 0;
      }
      h3 {
        margin: 0;
        padding: 0.5rem 1rem;
        border-block: 1px solid var(--border);
        font-size: 0.9rem;
        color: var(--muted);
      }
      @media (max-width: 700px) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  render() {
    const { verdicts, breaches } = this;
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${verdicts.length}</span></h2>
      ${verdicts.length > 0
        ? html`<ul>
            ${repeat(verdicts, ({ id }) => id, (verdict) => this.#verdict(verdict))}
          </ul>`
        : html`<p>${this.known ? words.none : texts.loading}</p>`}
      ${breaches.length > 0
        ? html`<h3>${words.crossed}</h3>
            <ul>
              ${repeat(breaches, ({ id }) => id, (breach) => this.#breach(breach))}
            </ul>`
        : ""}
    </section>`;
  }

  #verdict({ kind, service_id, detail, since }) {
    return html`<li>
      <span><span class="badge bad">${words.kinds[kind] ?? kind}</span></span>
      <span>${service_id ? html`<bdi>${service_id}</bdi>: ` : ""}<bdi>${detail}</bdi></span>
      <time-stamp .at=${since}></time-stamp>
    </li>`;
  }

  #breach({ level, service_id, detail, at }) {
    return html`<li>
      <span><span class="badge ${TONES[level]}">${words.levels[level] ?? level}</span></span>
      <span>${service_id ? html`<bdi>${service_id}</bdi>: ` : ""}<bdi>${detail}</bdi></span>
      <time-stamp .at=${at}></time-stamp>
    </li>`;
  }
}

customElements.define("service-troubles", ServiceTroubles);

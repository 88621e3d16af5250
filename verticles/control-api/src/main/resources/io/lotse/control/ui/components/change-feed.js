import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { StoreController } from "../store-controller.js";
import { panel } from "../styles.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

/** What changed lately, the newest first. */
class ChangeFeed extends LitElement {
  static styles = [
    panel,
    css`
      .scroll {
        height: 30rem;
        overflow-y: auto;
      }
      .scroll:focus-visible {
        outline-offset: -2px;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      .what {
        display: flex;
        align-items: flex-start;
        gap: 0.5rem;
      }
      .what bdi {
        flex: 1;
        font-weight: 600;
      }
      .details {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        overflow-wrap: anywhere;
        font-size: 0.87rem;
      }
      time-stamp {
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 1100px) {
        .scroll {
          height: 18rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const { entries } = store.history;
    return html`<section>
      <h2 id="title">${texts.changes.title}</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="title">
        ${entries.length > 0
          ? html`<ol>
              ${repeat(entries, (entry) => entry.key, (entry) => this.#entry(entry))}
            </ol>`
          : html`<p>${texts.changes.empty}</p>`}
      </div>
    </section>`;
  }

  #entry({ at, kind, tone, subject, details }) {
    return html`<li>
      <div class="what"><bdi class="name" title=${subject}>${subject}</bdi><span class="badge ${tone}">${kind}</span></div>
      <div class="details muted" title=${details.join(" · ")}>
        ${details.map((detail, i) => html`${i > 0 ? " · " : ""}<bdi>${detail}</bdi>`)}
      </div>
      <time-stamp class="muted" .at=${at}></time-stamp>
    </li>`;
  }
}

customElements.define("change-feed", ChangeFeed);

import { LitElement, css, html } from "lit";

import { StoreController } from "../store-controller.js";
import { panel } from "../styles.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const TONES = { connecting: "neutral", live: "good", lost: "bad", stale: "warn" };

/** Whether what the page shows is as the mesh is. */
class ConnectionState extends LitElement {
  static styles = [
    panel,
    css`
      .badge {
        min-width: 7.5rem;
        text-align: center;
        font-size: 0.87rem;
        padding-block: 0.2rem;
      }
      .notice {
        position: fixed;
        inset: auto 0 0 0;
        z-index: 1;
        padding: 0.8rem 1rem;
        border-top: 3px solid currentColor;
        background: var(--bad-surface);
        color: var(--bad);
        text-align: center;
      }
      .notice.warn {
        background: var(--warn-surface);
        color: var(--warn);
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const state = store.connection.state === "live" && store.view.stale ? "stale" : store.connection.state;
    return html`
      <span role="status" class="badge ${TONES[state]}">${texts.connection[state]}</span>
      <div role="alert">${this.#notice(state)}</div>
    `;
  }

  #notice(state) {
    if (state !== "lost" && state !== "stale") {
      return "";
    }
    const { since } = state === "lost" ? store.connection : store.view;
    return html`<div class="notice ${TONES[state]}">
      <strong>${texts.connection[`${state}Since`]} <time-stamp .at=${since.toISOString()}></time-stamp>.</strong>
      ${texts.connection[`${state}Advice`]}
    </div>`;
  }
}

customElements.define("connection-state", ConnectionState);

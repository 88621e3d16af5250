import { html } from "lit";

import { texts } from "./texts.js";

const STEP = 100;

/** Shows the first rows of a long list, and more of them on demand. */
export class RowLimit {
  #host;
  #shown = STEP;

  constructor(host) {
    this.#host = host;
  }

  of(rows) {
    return rows.slice(0, this.#shown);
  }

  button(rows) {
    const more = Math.min(STEP, rows.length - this.#shown);
    return more > 0 ? html`<button @click=${this.#showMore}>${texts.showMore(more)}</button>` : "";
  }

  #showMore = () => {
    this.#shown += STEP;
    this.#host.requestUpdate();
  };
}

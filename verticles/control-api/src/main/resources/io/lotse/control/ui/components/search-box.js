import { LitElement, css, html } from "lit";

import { findings } from "../findings.js";
import { dialog, panel } from "../styles.js";
import { texts } from "../texts.js";

const words = texts.search;

/** Finds services, instances, ports, addresses, nodes, alerts and pages; from anywhere by one key. */
class SearchBox extends LitElement {
  static properties = { query: { state: true }, chosen: { state: true } };

  static styles = [
    panel,
    dialog,
    css`
      :host {
        display: inline-block;
      }
      .open {
        margin: 0;
        color: var(--muted);
      }
      kbd {
        padding: 0 0.3rem;
        border: 1px solid var(--border);
        border-radius: 4px;
        font: 0.82rem var(--mono);
      }
      dialog {
        margin-block-start: 12vh;
      }
      .field {
        padding: 0.8rem 1rem;
      }
      ul {
        max-height: 50vh;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      li a {
        display: grid;
        grid-template-columns: 6rem minmax(0, 1fr);
        padding: 0.4rem 1rem;
        color: inherit;
        text-decoration: none;
      }
      li[aria-selected="true"] {
        background: var(--neutral-surface);
      }
    `,
  ];

  constructor() {
    super();
    this.query = "";
    this.chosen = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#pressed);
  }

  render() {
    const found = findings(this.query);
    return html`<button class="open" @click=${this.#open}>${words.open} <kbd>/</kbd></button>
      <dialog aria-label=${words.open} @click=${this.#aside}>
        <div class="field">
          <input
            type="search"
            role="combobox"
            aria-label=${words.open}
            aria-expanded=${found.length > 0}
            aria-controls="found"
            aria-activedescendant=${found.length > 0 ? `found-${this.chosen}` : ""}
            placeholder=${words.placeholder}
            autocomplete="off"
            .value=${this.query}
            @input=${this.#typed}
            @keydown=${(event) => this.#moved(event, found)}
          />
        </div>
        <ul id="found" role="listbox" aria-label=${words.found}>
          ${found.map((entry, i) => this.#entry(entry, i))}
        </ul>
        <div role="status">${this.query !== "" && found.length === 0 ? html`<p>${words.nothing}</p>` : ""}</div>
      </dialog>`;
  }

  #entry({ kind, name, detail, address }, i) {
    return html`<li id=${`found-${i}`} role="option" aria-selected=${i === this.chosen}>
      <a href=${address} tabindex="-1" @click=${this.#close}>
        <span class="muted">${words.kinds[kind]}</span>
        <span><bdi>${name}</bdi> <bdi class="muted">${detail}</bdi></span>
      </a>
    </li>`;
  }

  get #element() {
    return this.renderRoot.querySelector("dialog");
  }

  #pressed = (event) => {
    const typing = event.composedPath()[0].matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#open();
    }
  };

  #open = async () => {
    this.query = "";
    this.chosen = 0;
    await this.updateComplete;
    this.#element.showModal();
  };

  #close = () => this.#element.close();

  /** A click beside the box. */
  #aside = (event) => {
    if (event.target === this.#element) {
      this.#close();
    }
  };

  #typed = (event) => {
    this.query = event.target.value;
    this.chosen = 0;
  };

  #moved(event, found) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      this.chosen = (this.chosen + step + found.length) % found.length;
    } else if (event.key === "Enter" && found.length > 0) {
      location.hash = found[this.chosen].address;
      this.#close();
    }
  }
}

customElements.define("search-box", SearchBox);

import { LitElement, css, html, nothing } from "lit";

import { GATEWAY_PAGE, OVERVIEW_PAGE, currentPage } from "../pages.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./connection-state.js";
import "./gateway-page.js";
import "./overview-page.js";
import "./service-page.js";

/** The frame of all pages: where one is, where one can go, and whether what is shown is live. */
class LotseApp extends LitElement {
  static styles = css`
    :host {
      display: block;
    }
    header,
    main {
      max-width: 1500px;
      margin: 0 auto;
      padding: 0.75rem 1.25rem;
    }
    .bar {
      background: var(--surface);
      border-bottom: 1px solid var(--border);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.4rem 1.25rem;
    }
    h1 {
      margin: 0;
      font-size: 1.25rem;
    }
    nav {
      display: flex;
      gap: 1rem;
    }
    a {
      color: var(--accent);
    }
    nav a[aria-current] {
      color: var(--text);
      font-weight: 600;
      text-decoration: none;
      box-shadow: 0 2px 0 var(--accent);
    }
    .node {
      color: var(--muted);
      overflow-wrap: anywhere;
    }
    connection-state {
      margin-inline-start: auto;
    }
    main {
      padding-block: 1.25rem 5rem;
    }
    .skip:not(:focus) {
      position: absolute;
      clip-path: inset(50%);
    }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
      border-radius: 3px;
    }
    @media (max-width: 700px) {
      header,
      main {
        padding-inline: 0.75rem;
      }
    }
  `;

  #page = currentPage();

  constructor() {
    super();
    new StoreController(this);
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#turned);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#turned);
  }

  #turned = () => {
    this.#page = currentPage();
    this.requestUpdate();
  };

  render() {
    const page = this.#page;
    const node = store.askedNode;
    return html`
      <div class="bar">
        <header>
          <a class="skip" href="#content" @click=${this.#skip}>${texts.skip}</a>
          <h1>${texts.title}</h1>
          <nav aria-label=${texts.nav.label}>
            <a href=${OVERVIEW_PAGE} aria-current=${page.name === "overview" ? "page" : nothing}>${texts.nav.overview}</a>
            <a href=${GATEWAY_PAGE} aria-current=${page.name === "gateway" ? "page" : nothing}>${texts.nav.gateway}</a>
            <a href="/docs">${texts.nav.api}</a>
          </nav>
          <span class="node">${node ? html`${texts.askedNode} <bdi>${node.name}</bdi>` : ""}</span>
          <connection-state></connection-state>
        </header>
      </div>
      <main id="content" tabindex="-1">
        ${content(page)}
      </main>
    `;
  }

  #skip = (event) => {
    event.preventDefault();
    this.renderRoot.querySelector("main").focus();
  };
}

function content(page) {
  switch (page.name) {
    case "gateway":
      return html`<gateway-page></gateway-page>`;
    case "service":
      return html`<service-page .of=${page}></service-page>`;
    default:
      return html`<overview-page></overview-page>`;
  }
}

customElements.define("lotse-app", LotseApp);

import { LitElement, css, html, nothing } from "lit";

import { OFFERED, currentPage, pageLink } from "../pages.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./alerts-page.js";
import "./cluster-page.js";
import "./configuration-page.js";
import "./connection-state.js";
import "./events-page.js";
import "./gateway-page.js";
import "./overview-page.js";
import "./ports-page.js";
import "./reports-page.js";
import "./search-box.js";
import "./service-page.js";
import "./topology-page.js";

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
      gap: 0.4rem 1rem;
    }
    h1 {
      margin: 0;
      font-size: 1.25rem;
    }
    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0.2rem 0.75rem;
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
    search-box {
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
            ${OFFERED.map(
              (name) => html`<a href=${pageLink(name)} aria-current=${page.name === name ? "page" : nothing}>${texts.nav[name]}</a>`,
            )}
            <a href="/docs">${texts.nav.api}</a>
          </nav>
          <span class="node">${node ? html`${texts.askedNode} <bdi>${node.name}</bdi>` : ""}</span>
          <search-box></search-box>
          <connection-state></connection-state>
        </header>
      </div>
      <main id="content" tabindex="-1">
        ${CONTENT[page.name](page)}
      </main>
    `;
  }

  #skip = (event) => {
    event.preventDefault();
    this.renderRoot.querySelector("main").focus();
  };
}

const CONTENT = {
  overview: () => html`<overview-page></overview-page>`,
  topology: (page) => html`<topology-page .page=${page}></topology-page>`,
  alerts: (page) => html`<alerts-page .page=${page}></alerts-page>`,
  reports: (page) => html`<reports-page .page=${page}></reports-page>`,
  events: (page) => html`<events-page .page=${page}></events-page>`,
  ports: (page) => html`<ports-page .page=${page}></ports-page>`,
  gateway: (page) => html`<gateway-page .page=${page}></gateway-page>`,
  cluster: () => html`<cluster-page></cluster-page>`,
  configuration: (page) => html`<configuration-page .page=${page}></configuration-page>`,
  service: (page) => html`<service-page .of=${page}></service-page>`,
};

customElements.define("lotse-app", LotseApp);

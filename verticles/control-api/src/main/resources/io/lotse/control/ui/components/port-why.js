import { LitElement, css, html } from "lit";

import { read, write } from "../api.js";
import { deregistration } from "../deregistration.js";
import { environmentBook } from "../environment-book.js";
import { pageLink } from "../pages.js";
import { store } from "../store.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";
import "./action-dialog.js";
import "./time-stamp.js";

const words = texts.portMap;

/** Why a port is taken and what can be done; gives one, and takes it back. */
class PortWhy extends LitElement {
  static properties = {
    host: { attribute: false },
    port: { attribute: false },
    known: { state: true },
    failure: { state: true },
  };

  static styles = [
    panel,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem;
        padding: 0.6rem 1rem;
      }
      form input {
        width: 8rem;
      }
      form button {
        margin: 0;
      }
      h3 {
        margin: 0;
        padding: 0.4rem 1rem 0;
        font-size: 0.9rem;
      }
      ul {
        margin: 0;
        padding: 0.3rem 1rem 0.6rem 2.2rem;
      }
      .summary {
        color: var(--text);
      }
    `,
  ];

  constructor() {
    super();
    this.known = null;
    this.failure = null;
  }

  willUpdate(changes) {
    if (changes.has("port") || changes.has("host")) {
      this.known = null;
      this.failure = null;
      if (this.port !== null) {
        this.#read();
      }
    }
  }

  async #read() {
    const { host, port } = this;
    try {
      this.known = (await read(`/api/v1/ports/${encodeURIComponent(port)}?${new URLSearchParams({ host })}`)).body;
    } catch (cause) {
      this.failure = cause.message;
    }
  }

  render() {
    return html`<section aria-labelledby="title">
        <h2 id="title">${words.ask}</h2>
        <form @submit=${this.#ask}>
          <label>${words.number} <input name="port" type="number" min="1" max="65535" required .value=${this.port ?? ""} /></label>
          <button type="submit">${words.why}</button>
          <button type="button" @click=${() => this.#dialog.ask(allocation())}>${words.allocate}…</button>
        </form>
        <div role="status">${this.failure ? html`<p>${words.unknown} <bdi>${this.failure}</bdi></p>` : ""}</div>
        ${this.known ? this.#answer(this.known) : ""}
      </section>
      <action-dialog></action-dialog>`;
  }

  #answer({ summary, reasons, remedies = [], history, instance }) {
    return html`<p class="summary"><bdi>${summary}</bdi></p>
      <ul>
        ${reasons.map(({ text }) => html`<li><bdi>${text}</bdi></li>`)}
      </ul>
      ${remedies.length > 0
        ? html`<h3>${words.remedies}</h3>
            <ul>
              ${remedies.map(({ text, command }) => html`<li><bdi>${text}</bdi> ${command ? html`<code>${command}</code>` : ""}</li>`)}
            </ul>`
        : ""}
      ${history.length > 0
        ? html`<h3>${words.history}</h3>
            <ul>
              ${history.map(({ service_id, until }) => html`<li><bdi>${service_id}</bdi> ${words.until} <time-stamp .at=${until}></time-stamp></li>`)}
            </ul>`
        : ""}
      ${instance ? html`<button @click=${() => this.#dialog.ask({ ...deregistration(instance), label: words.release })}>${words.release}…</button>` : ""}`;
  }

  get #dialog() {
    return this.renderRoot.querySelector("action-dialog");
  }

  #ask = (event) => {
    event.preventDefault();
    location.hash = pageLink("ports", "", { host: this.host, port: new FormData(event.target).get("port") });
  };
}

/** What an action dialog asks before a port is given by hand, on the host of the node that is asked. */
function allocation() {
  return {
    title: words.allocate,
    content: html`<p>${words.allocateHelp}</p>
      <label>${words.serviceName} <input name="service" required maxlength="63" /></label>
      <label>${words.preferred} <input name="port" type="number" min="1" max="65535" /></label>
      <label>${words.environment}
        <select name="environment">${(environmentBook.environments ?? []).map(({ environment }) => html`<option>${environment.name}</option>`)}</select></label
      >`,
    label: words.allocate,
    act: async ({ service, port, environment }) => {
      const wish = port ? { preferred_port: Number(port) } : {};
      const instance = await write("POST", "/api/v1/ipmanager/register", { service_name: service, environment, ...wish });
      location.hash = pageLink("ports", "", { host: instance.host ?? store.askedNode?.host, port: instance.port });
    },
  };
}

customElements.define("port-why", PortWhy);

import { LitElement, css, html } from "lit";

import { write } from "../api.js";
import { store } from "../store.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";

const DEREGISTER = "/api/v1/ipmanager/deregister";
const words = texts.deregister;

/** Says who is affected before an instance is deregistered, and what was said against it. */
class DeregisterDialog extends LitElement {
  static properties = { instance: { state: true }, refusal: { state: true }, busy: { state: true } };

  static styles = [
    panel,
    css`
      dialog {
        max-width: min(34rem, calc(100vw - 2rem));
        padding: 0;
        border: 1px solid var(--border);
        border-radius: 10px;
        background: var(--surface);
        color: var(--text);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      ul {
        margin: 0;
        padding: 0.8rem 1rem 0.8rem 2.2rem;
      }
      .buttons {
        display: flex;
        justify-content: end;
        border-top: 1px solid var(--border);
      }
      .buttons button + button {
        margin-inline-start: 0;
      }
      .act {
        color: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this.instance = null;
    this.refusal = null;
    this.busy = false;
  }

  async ask(instance) {
    this.instance = instance;
    this.refusal = null;
    await this.updateComplete;
    this.#element.showModal();
  }

  get #element() {
    return this.renderRoot.querySelector("dialog");
  }

  render() {
    return html`<dialog aria-labelledby="title" @close=${this.#forget}>
      ${this.instance === null
        ? ""
        : html`<h2 id="title">${words.title} <bdi>${this.instance.service_id}</bdi></h2>
            <ul>
              ${consequences(this.instance).map((line) => html`<li><bdi>${line}</bdi></li>`)}
            </ul>
            <div role="alert">${this.refusal ? html`<p><span class="badge bad">${words.refused}</span> <bdi>${this.refusal}</bdi></p>` : ""}</div>
            <div class="buttons">
              <button @click=${() => this.#element.close()}>${words.cancel}</button>
              <button class="act" ?disabled=${this.busy} @click=${this.#act}>${words.act}</button>
            </div>`}
    </dialog>`;
  }

  #forget = () => {
    this.instance = null;
  };

  #act = async () => {
    this.busy = true;
    try {
      await write("POST", DEREGISTER, { service_id: this.instance.service_id });
      this.#element.close();
    } catch (cause) {
      this.refusal = cause.message;
    } finally {
      this.busy = false;
    }
  };
}

/** What would follow, as far as the page knows it. */
function consequences({ service_id, service_name, status, port }) {
  const all = [...store.instances.values()];
  const rest = all.filter(
    (other) => other.service_name === service_name && other.service_id !== service_id && other.status === "active",
  );
  const dependents = all.filter((other) => (other.dependencies ?? []).includes(service_id));
  return [
    status === "active" ? words.drained : words.notRouted,
    rest.length > 0 ? words.rest(rest.length, service_name) : words.nothingLeft(service_name),
    ...(port ? [words.port(port)] : []),
    ...dependents.map((other) => words.dependent(other.service_id)),
    words.process,
  ];
}

customElements.define("deregister-dialog", DeregisterDialog);

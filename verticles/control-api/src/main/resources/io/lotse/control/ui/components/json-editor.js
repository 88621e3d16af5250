import { LitElement, css, html } from "lit";

import { panel } from "../styles.js";
import { texts } from "../texts.js";

const LOOK_AFTER_MILLIS = 400;
const words = texts.editor;

/**
 * Changes something that is JSON: each edit is looked through by the node, which says what would follow and what is wrong.
 * What was there before can be put back.
 */
class JsonEditor extends LitElement {
  static properties = {
    /** What is edited: another one begins anew. */
    of: { attribute: false },
    title: { attribute: false },
    /** As it is now. */
    value: { attribute: false },
    /** put(value, dryRun) asks for it; consequences(outcome) shows what would follow; blocked(outcome) whether it would be refused. */
    editing: { attribute: false },
    text: { state: true },
    outcome: { state: true },
    refusal: { state: true },
    undo: { state: true },
  };

  static styles = [
    panel,
    css`
      textarea {
        display: block;
        font: 0.87rem/1.5 var(--mono);
      }
      .edit {
        padding: 0.8rem 1rem 0.2rem;
      }
      ul {
        margin: 0;
        padding: 0.2rem 1rem 0.6rem 2.2rem;
      }
      code {
        font: 0.87rem/1.5 var(--mono);
      }
      [role="status"] {
        min-height: 3rem;
      }
    `,
  ];

  #timer;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate(changes) {
    const untouched = this.text === undefined || this.text === shown(changes.get("value"));
    if (changes.has("of")) {
      this.undo = null;
    }
    if (changes.has("of") || (changes.has("value") && untouched)) {
      this.#show(this.value);
    }
  }

  #show(value) {
    this.text = shown(value);
    this.outcome = null;
    this.refusal = null;
  }

  render() {
    const touched = this.text !== shown(this.value);
    const ready = touched && this.outcome !== null && !this.editing.blocked(this.outcome);
    return html`<section aria-labelledby="title">
      <h2 id="title"><bdi>${this.title}</bdi></h2>
      <div class="edit">
        <textarea rows=${Math.max(14, this.text.split("\n").length + 1)} spellcheck="false" aria-labelledby="title" .value=${this.text} @input=${this.#edited}></textarea>
      </div>
      <div role="status">${this.#said(touched)}</div>
      <button ?disabled=${!ready} @click=${this.#apply}>${words.apply}</button>
      <button ?disabled=${!touched} @click=${() => this.#show(this.value)}>${words.discard}</button>
      ${this.undo ? html`<button @click=${this.#putBack}>${words.undo}</button>` : ""}
    </section>`;
  }

  #said(touched) {
    if (this.refusal !== null) {
      return html`<p><span class="badge bad">${texts.dialog.refused}</span> <bdi>${this.refusal}</bdi></p>`;
    }
    return touched && this.outcome !== null ? this.editing.consequences(this.outcome) : html`<p>${words.help}</p>`;
  }

  #edited = (event) => {
    this.text = event.target.value;
    this.outcome = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), LOOK_AFTER_MILLIS);
  };

  async #look() {
    const asked = this.text;
    const outcome = await this.#ask(asked, true);
    if (asked === this.text) {
      this.outcome = outcome;
    }
  }

  #apply = async () => {
    const before = this.value;
    if ((await this.#ask(this.text, false)) !== null) {
      this.undo = before;
      this.outcome = null;
    }
  };

  #putBack = async () => {
    if ((await this.#ask(shown(this.undo), false)) !== null) {
      this.text = shown(this.undo);
      this.undo = null;
    }
  };

  /** What the node answers; null where it refuses, or where the text is no JSON. */
  async #ask(text, dryRun) {
    try {
      const outcome = await this.editing.put(JSON.parse(text), dryRun);
      this.refusal = null;
      return outcome;
    } catch (cause) {
      this.refusal = cause.message;
      return null;
    }
  }
}

function shown(value) {
  return value === undefined ? undefined : JSON.stringify(value, null, 2);
}

customElements.define("json-editor", JsonEditor);

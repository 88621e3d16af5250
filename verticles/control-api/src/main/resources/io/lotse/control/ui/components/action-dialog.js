import { LitElement, css, html } from "lit";

import { dialog, panel } from "../styles.js";
import { texts } from "../texts.js";

const words = texts.dialog;

/** Asks before something is done: what would follow, what is still to be said, and what was said against it. */
class ActionDialog extends LitElement {
  static properties = { action: { state: true }, refusal: { state: true }, busy: { state: true } };

  static styles = [panel, dialog];

  constructor() {
    super();
    this.#forget();
  }

  /**
   * @param title what would be done
   * @param of to what; may be absent
   * @param content what would follow, and fields with names
   * @param label of the button
   * @param act does it with what the fields say (by name); fails with what is said against it
   * @param danger whether something is ended or taken away
   */
  async ask(action) {
    this.#forget();
    this.action = action;
    await this.updateComplete;
    this.#element.showModal();
  }

  get #element() {
    return this.renderRoot.querySelector("dialog");
  }

  render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.#forget()}>
      ${this.action === null ? "" : this.#form(this.action)}
    </dialog>`;
  }

  #form({ title, of, content, label, danger }) {
    return html`<form @submit=${this.#act}>
      <h2 id="title">${title} ${of ? html`<bdi>${of}</bdi>` : ""}</h2>
      ${content}
      <div role="alert">
        ${this.refusal ? html`<p><span class="badge bad">${words.refused}</span> <bdi>${this.refusal}</bdi></p>` : ""}
      </div>
      <div class="buttons">
        <button type="button" @click=${() => this.#element.close()}>${words.cancel}</button>
        <button type="submit" class=${danger ? "danger" : ""} ?disabled=${this.busy}>${label}</button>
      </div>
    </form>`;
  }

  #forget() {
    this.action = null;
    this.refusal = null;
    this.busy = false;
  }

  #act = async (event) => {
    event.preventDefault();
    this.busy = true;
    this.refusal = null;
    try {
      await this.action.act(Object.fromEntries(new FormData(event.target)));
      this.#element.close();
    } catch (cause) {
      this.refusal = cause.message;
      this.busy = false;
    }
  };
}

customElements.define("action-dialog", ActionDialog);

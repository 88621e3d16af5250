import { LitElement, css, html } from "lit";

import { write } from "../api.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";

const words = texts.services;

/** Restarts an instance, where somebody knows how: a supervised one, or one with a script. */
class RestartButton extends LitElement {
  static properties = { instance: { attribute: false }, said: { state: true } };

  static styles = [
    panel,
    css`
      :host {
        display: inline;
      }
      button {
        margin: 0 0.3rem;
        padding: 0 0.5rem;
        font-size: 0.87rem;
      }
    `,
  ];

  render() {
    const { service_id, restart_script, metadata } = this.instance;
    if (!restart_script && !metadata?.["lotse.set"]) {
      return "";
    }
    return html`<button
        aria-label=${words.restartOf(service_id)}
        ?disabled=${this.said === words.restarting}
        @click=${() => this.#ask(service_id)}
      >
        ${words.restart}
      </button>
      ${this.said ? html`<span class="muted" role="status">${this.said}</span>` : ""}`;
  }

  async #ask(id) {
    if (!window.confirm(words.restartAsked(id))) {
      return;
    }
    this.said = words.restarting;
    try {
      await write("POST", `/api/v1/supervisor/restart/${encodeURIComponent(id)}`);
      this.said = null;
    } catch (e) {
      this.said = e.message;
    }
  }
}

customElements.define("restart-button", RestartButton);

import { LitElement, html } from "lit";

import { shown } from "../times.js";

/** A time; its title is the time in ISO 8601. Empty without one. */
class TimeStamp extends LitElement {
  static properties = { at: {} };

  render() {
    return this.at ? html`<time datetime=${this.at} title=${this.at}>${shown(this.at)}</time>` : "";
  }
}

customElements.define("time-stamp", TimeStamp);

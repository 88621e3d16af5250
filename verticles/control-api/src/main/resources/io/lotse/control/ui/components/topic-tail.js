import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { pageLink } from "../pages.js";
import { panel } from "../styles.js";
import { texts } from "../texts.js";
import { TopicWatch } from "../topic-watch.js";
import "./time-stamp.js";

const words = texts.events;

/** What is said on a topic, from now on. */
class TopicTail extends LitElement {
  static properties = { topic: { attribute: false } };

  static styles = [
    panel,
    css`
      ol {
        max-height: 26rem;
        margin: 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      li {
        padding: 0.4rem 1rem;
        border-bottom: 1px solid var(--border);
      }
      pre {
        margin: 0.2rem 0 0;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        font: 0.82rem/1.4 var(--mono);
      }
    `,
  ];

  #watch = null;
  #changed = () => this.requestUpdate();

  willUpdate(changes) {
    if (changes.has("topic")) {
      this.#listen();
    }
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.#listen();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch?.stop();
  }

  #listen() {
    this.#watch?.stop();
    this.#watch = new TopicWatch(this.topic);
    this.#watch.addEventListener("change", this.#changed);
  }

  render() {
    const { events, live } = this.#watch;
    return html`<section aria-labelledby="title">
      <h2 id="title">
        <bdi>${this.topic}</bdi> <span class="badge ${live ? "good" : "warn"}">${live ? words.live : texts.connection.connecting}</span>
        <a href=${pageLink("events")}>${words.back}</a>
      </h2>
      ${events.length === 0
        ? html`<p>${words.silent}</p>`
        : html`<ol tabindex="0" role="log" aria-labelledby="title">
            ${repeat(events, ({ key }) => key, ({ event }) => said(event))}
          </ol>`}
    </section>`;
  }
}

function said({ type, source, subject, time, id, data, data_base64 }) {
  return html`<li>
    <strong><bdi>${type}</bdi></strong> <bdi>${subject ?? ""}</bdi> <span class="muted"><bdi>${source}</bdi> · <bdi>${id}</bdi> · <time-stamp .at=${time}></time-stamp></span>
    ${data === undefined && data_base64 === undefined ? "" : html`<pre>${data_base64 ?? JSON.stringify(data, null, 1)}</pre>`}
  </li>`;
}

customElements.define("topic-tail", TopicTail);

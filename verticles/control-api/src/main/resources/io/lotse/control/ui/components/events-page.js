import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { write } from "../api.js";
import { pageLink } from "../pages.js";
import { quantity } from "../quantities.js";
import { RowLimit } from "../row-limit.js";
import { StoreController } from "../store-controller.js";
import { panel, stack, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import { topicList } from "../topic-watch.js";
import "./action-dialog.js";
import "./time-stamp.js";
import "./topic-tail.js";

const words = texts.events;

/** The topics, what is said on one of them, and a way to say something. */
class EventsPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [
    panel,
    stack,
    table,
    css`
      thead th:first-child {
        width: 50%;
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this, topicList);
  }

  render() {
    const { topics, failing } = topicList;
    const { subject } = this.page;
    return html`${subject === "" ? "" : html`<topic-tail .topic=${subject}></topic-tail>`}
      <section aria-labelledby="title">
        <h2 id="title">${words.title}<span class="count">${topics?.length ?? ""}</span></h2>
        ${failing ? html`<p role="status">${words.failing}</p>` : ""}
        ${topics === null ? html`<p>${texts.loading}</p>` : topics.length > 0 ? this.#table(topics) : html`<p>${words.empty}<code tabindex="0">${words.emptyCommand}</code></p>`}
        <button @click=${() => this.renderRoot.querySelector("action-dialog").ask(publication(subject))}>${words.publish}…</button>
      </section>
      <action-dialog></action-dialog>`;
  }

  #table(topics) {
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(["topic", "rate", "published", "last"], words)}
        <tbody role="rowgroup">
          ${repeat(
            this.#limit.of(topics),
            ({ topic }) => topic,
            ({ topic, published, last_at, rate }) => html`<tr role="row">
              <td role="cell" data-label=${words.topic}><a href=${pageLink("events", topic)}><bdi>${topic}</bdi></a></td>
              <td role="cell" data-label=${words.rate}>${quantity(rate, "/s")}</td>
              <td role="cell" data-label=${words.published}>${published}</td>
              <td role="cell" data-label=${words.last}><time-stamp .at=${last_at}></time-stamp></td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.#limit.button(topics)}`;
  }
}

/** What an action dialog asks before an event is published by hand. */
function publication(topic) {
  return {
    title: words.publish,
    content: html`<label>${words.topic} <input name="topic" required .value=${topic} /></label>
      <label>${words.type} <input name="type" required value="io.lotse.test" /></label>
      <label>${words.subject} <input name="subject" /></label>
      <label>${words.data} <textarea name="data" rows="6" spellcheck="false">{}</textarea></label>`,
    label: words.publish,
    act: async ({ topic: name, type, subject, data }) => {
      const event = {
        specversion: "1.0",
        id: crypto.randomUUID(),
        source: "/dashboard",
        type,
        time: new Date().toISOString(),
        ...(subject ? { subject } : {}),
        data: parsed(data),
      };
      await write("POST", `/api/v1/events/${encodeURIComponent(name)}`, event, { "content-type": "application/cloudevents+json" });
      location.hash = pageLink("events", name);
    },
  };
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new Error(`${words.noJson} ${cause.message}`);
  }
}

customElements.define("events-page", EventsPage);

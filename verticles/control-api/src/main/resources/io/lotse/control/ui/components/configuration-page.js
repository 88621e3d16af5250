import { LitElement, html, nothing } from "lit";

import { configEditing } from "../config-editing.js";
import { environmentBook } from "../environment-book.js";
import { pageLink } from "../pages.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { facts, panel, stack, tabs } from "../styles.js";
import { texts } from "../texts.js";
import "./json-editor.js";
import "./time-stamp.js";

const words = texts.configuration;

/** The environments: how ports are given and instances watched in each, and a way to change that. */
class ConfigurationPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [panel, stack, tabs, facts];

  constructor() {
    super();
    new StoreController(this);
    new StoreController(this, environmentBook);
  }

  render() {
    environmentBook.look();
    const { environments, failing } = environmentBook;
    if (environments === null) {
      return html`<p role="status">${failing ? words.failing : texts.loading}</p>`;
    }
    const chosen = this.page.subject || "development";
    const state = environments.find(({ environment }) => environment.name === chosen);
    return html`<section aria-labelledby="title">
        <h2 id="title">
          <span>${words.title}</span>
          <nav aria-label=${words.environments}>
            ${environments.map(
              ({ environment: { name } }) => html`<a href=${pageLink("configuration", name)} aria-current=${name === chosen ? "true" : nothing}><bdi>${name}</bdi></a>`,
            )}
          </nav>
        </h2>
        ${state ? summary(state) : html`<p>${words.unknown(chosen)}</p>`}
      </section>
      ${state ? html`<json-editor .of=${chosen} .title=${words.edit(chosen)} .value=${state.config} .editing=${configEditing(chosen)}></json-editor>` : ""}`;
  }
}

function summary({ environment, instances, active }) {
  const { kind, ports, created_by, created_at, expires_at } = environment;
  return html`<dl>
    <dt>${words.kind}</dt>
    <dd>${kind}</dd>
    <dt>${words.instances}</dt>
    <dd>${texts.services.active(active, instances)}</dd>
    ${ports ? html`<dt>${words.slot}</dt><dd>${ports[0]} – ${ports[1]}</dd>` : ""}
    ${created_at ? html`<dt>${words.created}</dt><dd><time-stamp .at=${created_at}></time-stamp> <bdi>${created_by ?? ""}</bdi></dd>` : ""}
    ${expires_at ? html`<dt>${words.expires}</dt><dd><time-stamp .at=${expires_at}></time-stamp></dd>` : ""}
  </dl>`;
}

customElements.define("configuration-page", ConfigurationPage);

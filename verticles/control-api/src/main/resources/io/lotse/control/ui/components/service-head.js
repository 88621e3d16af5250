import { LitElement, css, html } from "lit";

import { activeBadge } from "../instances.js";
import { link } from "../links.js";
import { servicePage } from "../pages.js";
import { needsOf } from "../services.js";
import { store } from "../store.js";
import { facts, panel } from "../styles.js";
import { texts } from "../texts.js";

const words = texts.service;

/** What a service is: its versions, whom it needs and who needs it. */
class ServiceHead extends LitElement {
  static properties = { service: { attribute: false }, instances: { attribute: false } };

  static styles = [
    panel,
    facts,
    css`
      h2 {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.7rem;
        font-size: 1.15rem;
      }
      h2 a {
        font-size: 0.95rem;
        font-weight: 400;
      }
    `,
  ];

  render() {
    const { service, instances } = this;
    const gateway = store.askedNode?.gateway;
    return html`<section aria-labelledby="title">
      <h2 id="title">
        <bdi class="name" title=${service}>${service}</bdi>
        ${instances.length > 0 ? activeBadge(instances) : ""}
        ${gateway ? link(`${gateway}/api/${encodeURIComponent(service)}/`, texts.services.throughGateway) : ""}
      </h2>
      ${instances.length > 0 ? this.#facts() : html`<p>${words.gone}</p>`}
    </section>`;
  }

  #facts() {
    const types = distinct(this.instances.map((instance) => instance.service_type));
    const versions = distinct(
      this.instances.map(
        (instance) => store.health.get(instance.service_id)?.vitals?.version ?? instance.metadata?.version,
      ),
    );
    const environments = distinct(this.instances.map((instance) => instance.environment));
    return html`<dl>
      ${fact(words.type, types.map(text))} ${fact(words.versions, versions.map(text))}
      ${fact(words.environments, environments.map(text))} ${fact(words.needs, this.#needs().map(to))}
      ${fact(words.neededBy, this.#neededBy().map(to))}
    </dl>`;
  }

  #needs() {
    return distinct(this.instances.flatMap(needsOf));
  }

  #neededBy() {
    const ids = new Set(this.instances.map((instance) => instance.service_id));
    return distinct(
      [...store.instances.values()]
        .filter((other) => (other.dependencies ?? []).some((id) => ids.has(id)))
        .map((other) => other.service_name),
    );
  }
}

function fact(name, values) {
  return values.length === 0 ? "" : html`<dt>${name}</dt><dd>${values}</dd>`;
}

function text(value) {
  return html`<bdi>${value}</bdi>`;
}

function to(service) {
  return html`<a href=${servicePage(service)}><bdi>${service}</bdi></a>`;
}

function distinct(values) {
  return [...new Set(values.filter((value) => value))].sort();
}

customElements.define("service-head", ServiceHead);

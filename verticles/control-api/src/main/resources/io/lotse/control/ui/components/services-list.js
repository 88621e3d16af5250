import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { HEALTH_TONES, activeBadge, endpoint, statusBadge } from "../instances.js";
import { link } from "../links.js";
import { servicePage } from "../pages.js";
import { RowLimit } from "../row-limit.js";
import { byTone, servicesOf } from "../services.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { store } from "../store.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./restart-button.js";
import "./time-stamp.js";

const words = texts.services;

/** The services, the worst first, each with its instances. */
class ServicesList extends LitElement {
  static styles = [
    panel,
    table,
    css`
      thead th:nth-child(1) {
        width: 28%;
      }
      thead th:nth-child(2) {
        width: 20%;
      }
      thead th:nth-child(3) {
        width: 12%;
      }
      thead th:nth-child(4) {
        width: 13%;
      }
      thead th:nth-child(5) {
        width: 13%;
      }
      thead th:nth-child(6) {
        width: 14%;
      }
      tbody th {
        background: color-mix(in srgb, var(--neutral-surface) 45%, var(--surface));
        font-weight: 400;
      }
      tbody th strong {
        font-size: 1.03rem;
      }
      .service {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.7rem;
      }
      .service > * {
        min-width: 0;
      }
      .service a.name {
        color: inherit;
      }
      .service bdi.name {
        max-width: 34rem;
      }
      td:first-child {
        font: 0.87rem/1.5 var(--mono);
      }
      @media (max-width: 700px) {
        tbody tr.group {
          background: color-mix(in srgb, var(--neutral-surface) 45%, var(--surface));
        }
        tbody th {
          background: none;
        }
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const services = servicesOf().sort(byTone);
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${services.length}</span></h2>
      ${services.length > 0 ? this.#table(services) : this.#nothing()}
    </section>`;
  }

  #nothing() {
    return html`<p>${words.empty}<code tabindex="0">${words.emptyCommand}</code>${words.emptyAfter}</p>`;
  }

  #table(services) {
    const gateway = store.askedNode?.gateway;
    const heads = ["instance", "endpoint", "status", "health", "environment", "registered"];
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(heads, words)}
        ${repeat(
          this.#limit.of(services),
          ({ name }) => name,
          (service) => this.#service(service, gateway, heads.length),
        )}
      </table>
      ${this.#limit.button(services)}`;
  }

  #service({ name, instances }, gateway, columns) {
    return html`<tbody role="rowgroup">
      <tr role="row" class="group">
        <th role="rowheader" scope="rowgroup" colspan=${columns}>
          <div class="service">
            <a class="name" href=${servicePage(name)}><strong><bdi class="name" title=${name}>${name}</bdi></strong></a>
            ${activeBadge(instances)}
            ${instances[0].service_type ? html`<bdi class="name muted" title=${instances[0].service_type}>${instances[0].service_type}</bdi>` : ""}
            ${gateway ? link(`${gateway}/api/${encodeURIComponent(name)}/`, words.throughGateway) : ""}
          </div>
        </th>
      </tr>
      ${repeat(instances, (instance) => instance.service_id, (instance) => this.#instance(instance))}
    </tbody>`;
  }

  #instance(instance) {
    const { service_id } = instance;
    return html`<tr role="row">
      <td role="cell" data-label=${words.instance}><bdi class="name" title=${service_id}>${service_id}</bdi></td>
      <td role="cell" data-label=${words.endpoint}>${endpoint(instance)}</td>
      <td role="cell" data-label=${words.status}>
        <span>${statusBadge(instance)} <restart-button .instance=${instance}></restart-button></span>
      </td>
      <td role="cell" data-label=${words.health}>${this.#health(store.health.get(service_id))}</td>
      <td role="cell" data-label=${words.environment}>${instance.environment}</td>
      <td role="cell" data-label=${words.registered}><time-stamp .at=${instance.registered_at}></time-stamp></td>
    </tr>`;
  }

  #health(report) {
    if (!report || report.status === "unknown") {
      return html`<span class="muted" title=${report?.detail ?? ""}>${words.notChecked}</span>`;
    }
    return html`<span title=${report.detail ?? ""}>
      <span class="badge ${HEALTH_TONES[report.status]}">${texts.healths[report.status]}</span>
    </span>`;
  }
}

customElements.define("services-list", ServicesList);

import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { gateway } from "../gateway.js";
import { pageLink } from "../pages.js";
import { routeRemoval } from "../route-editing.js";
import { RowLimit } from "../row-limit.js";
import { StoreController } from "../store-controller.js";
import { panel, table } from "../styles.js";
import { tableHead } from "../table-head.js";
import { texts } from "../texts.js";
import "./action-dialog.js";

const words = texts.routes;

/** The declared routes in the order in which they are tried, and what is to be said about them. */
class RoutesTable extends LitElement {
  static styles = [
    panel,
    table,
    css`
      thead th:nth-child(1) {
        width: 16%;
      }
      thead th:nth-child(2) {
        width: 34%;
      }
      thead th:nth-child(3) {
        width: 26%;
      }
      thead th:nth-child(4) {
        width: 10%;
      }
      thead th:nth-child(5) {
        width: 14%;
      }
      tbody th {
        font-weight: 600;
      }
      td.match {
        font: 0.87rem/1.5 var(--mono);
      }
      .actions button {
        margin: 0.2rem 0 0;
        padding: 0.1rem 0.5rem;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
    `,
  ];

  #limit = new RowLimit(this);

  constructor() {
    super();
    new StoreController(this, gateway);
  }

  render() {
    const { routes, refused } = gateway;
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.title}<span class="count">${routes.length}</span></h2>
      ${refused.map((why) => html`<p><span class="badge bad">${words.refused}</span> <bdi>${why}</bdi></p>`)}
      ${routes.length > 0 ? this.#table(routes) : html`<p>${words.empty}<code tabindex="0">${words.emptyCommand}</code></p>`}
      <p><a href=${pageLink("gateway", "", { new: 1 })}>${words.make}</a></p>
    </section>
    <action-dialog></action-dialog>`;
  }

  #table(routes) {
    return html`<table role="table" aria-labelledby="title">
        ${tableHead(["route", "match", "target", "source", "state"], words)}
        <tbody role="rowgroup">
          ${repeat(this.#limit.of(routes), ({ route }) => route.name, (entry) => this.#entry(entry))}
        </tbody>
      </table>
      ${this.#limit.button(routes)}`;
  }

  #actions(name) {
    return html`<span class="actions">
      <a href=${pageLink("gateway", name)}>${words.change}</a>
      <button @click=${() => this.renderRoot.querySelector("action-dialog").ask(routeRemoval(name))}>${words.remove}…</button>
    </span>`;
  }

  #entry({ route, source, warnings }) {
    return html`<tr role="row">
      <th role="rowheader" scope="row" data-label=${words.route}><bdi class="name" title=${route.name}>${route.name}</bdi></th>
      <td role="cell" class="match" data-label=${words.match}><bdi>${matched(route.match)}</bdi></td>
      <td role="cell" data-label=${words.target}>${list(targets(route))}</td>
      <td role="cell" data-label=${words.source}>${words.sources[source] ?? source}</td>
      <td role="cell" data-label=${words.state}>
        ${warnings.length > 0
          ? list(warnings)
          : html`<span><span class="badge good">${words.fine}</span></span>`}
        ${source === "ledger" ? this.#actions(route.name) : ""}
      </td>
    </tr>`;
  }
}

function list(lines) {
  return html`<ul>
    ${lines.map((line) => html`<li><bdi>${line}</bdi></li>`)}
  </ul>`;
}

/** As in a request: methods, host and path, then what else is asked of it. */
function matched({ methods = [], hosts = [], path = "", headers = {} }) {
  const wanted = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [methods.join(","), hosts.join(",") + path, ...wanted].filter((part) => part !== "").join(" ");
}

function targets({ targets = [], redirect, answer }) {
  if (redirect) {
    return [words.redirect(redirect.location)];
  }
  if (answer) {
    return [words.answer(answer.status)];
  }
  return targets.map(({ service, version, weight }) =>
    [service, version ?? "", targets.length > 1 ? words.weight(weight ?? 1) : ""].filter((part) => part !== "").join(" "),
  );
}

customElements.define("routes-table", RoutesTable);

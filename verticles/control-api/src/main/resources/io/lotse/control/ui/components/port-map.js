import { LitElement, css, html, nothing, svg } from "lit";

import { environmentBook } from "../environment-book.js";
import { pageLink } from "../pages.js";
import { portBook } from "../port-book.js";
import { STATES, strips } from "../port-strips.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, tabs } from "../styles.js";
import { texts } from "../texts.js";

const CELL = 10;
const PER_ROW = 125;
const words = texts.portMap;

/** The ranges of a host's ports and what is taken of them. */
class PortMap extends LitElement {
  static properties = { host: { attribute: false } };

  static styles = [
    panel,
    tabs,
    css`
      h3 {
        margin: 0;
        padding: 0.6rem 1rem 0.2rem;
        font-size: 0.9rem;
        font-weight: 400;
      }
      .cells {
        padding: 0 1rem;
      }
      svg {
        display: block;
        width: 100%;
        max-width: ${PER_ROW * CELL}px;
      }
      rect {
        cursor: pointer;
        stroke: var(--surface);
        stroke-width: 1;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1rem;
        margin: 0;
        padding: 0.2rem 1rem 0.6rem;
        color: var(--muted);
        font-size: 0.87rem;
        list-style: none;
      }
      .legend svg {
        display: inline;
        width: 0.8em;
        height: 0.8em;
      }
      .legend rect {
        stroke: none;
        cursor: default;
      }
      .free {
        fill: var(--neutral-surface);
      }
      .held {
        fill: var(--good);
      }
      .pending,
      .quarantined {
        fill: var(--curve-3);
      }
      .conflicting,
      .foreign {
        fill: var(--curve-2);
      }
      .reserved {
        fill: var(--muted);
      }
      .ephemeral {
        fill: var(--border);
      }
    `,
  ];

  constructor() {
    super();
    new StoreController(this);
    new StoreController(this, environmentBook);
    new StoreController(this, portBook);
  }

  render() {
    environmentBook.look();
    portBook.look();
    const { host } = this;
    const known = environmentBook.environments !== null && portBook.hosts !== null;
    return html`<section aria-labelledby="title">
      <h2 id="title">
        <span>${words.title} <bdi class="count">${host}</bdi></span>
        ${portBook.hosts?.length > 1 ? this.#hosts() : ""}
      </h2>
      ${environmentBook.failing || portBook.failing ? html`<p role="status">${words.failing}</p>` : ""}
      ${known ? strips(host).map((strip) => this.#strip(strip)) : html`<p>${texts.loading}</p>`}
    </section>`;
  }

  #hosts() {
    return html`<nav aria-label=${words.hosts}>
      ${portBook.hosts.map(
        ({ host }) => html`<a href=${pageLink("ports", "", { host })} aria-current=${host === this.host ? "true" : nothing}><bdi>${host}</bdi></a>`,
      )}
    </nav>`;
  }

  #strip({ name, from, to, cells }) {
    const counts = STATES.map((state) => [state, cells.reduce((sum, cell) => sum + (cell.counts.get(state) ?? 0), 0)]).filter(([, count]) => count > 0);
    const height = Math.ceil(cells.length / PER_ROW) * CELL;
    return html`<h3><bdi>${words.strip(name, from, to)}</bdi></h3>
      <div class="cells">
        <svg viewBox="0 0 ${PER_ROW * CELL} ${height}" aria-hidden="true" @click=${this.#clicked}>
          ${cells.map((cell, i) => square(cell, i))}
        </svg>
      </div>
      <ul class="legend">
        ${counts.map(([state, count]) => html`<li><svg viewBox="0 0 1 1" aria-hidden="true">${svg`<rect class=${state} width="1" height="1"></rect>`}</svg> ${count} ${words.states[state]}</li>`)}
      </ul>`;
  }

  #clicked = (event) => {
    const port = event.target.getAttribute("data-port");
    if (port !== null) {
      location.hash = pageLink("ports", "", { host: this.host, port });
    }
  };
}

function square({ from, to, state, port, counts }, i) {
  const states = [...counts].map(([name, count]) => `${count} ${words.states[name]}`).join(", ");
  return svg`<rect class=${state} data-port=${port} x=${(i % PER_ROW) * CELL} y=${Math.floor(i / PER_ROW) * CELL} width=${CELL} height=${CELL}>
    <title>${words.cell(from, to, states)}</title>
  </rect>`;
}

customElements.define("port-map", PortMap);

import { LitElement, css, html, svg } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { layered } from "../layers.js";
import { pageLink, servicePage } from "../pages.js";
import { quantity } from "../quantities.js";
import { servicesOf } from "../services.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, stack, tabs } from "../styles.js";
import { texts } from "../texts.js";

const COLUMN = 240;
const ROW = 58;
const WIDTH = 190;
const HEIGHT = 44;
const MARGIN = 16;
const words = texts.topology;

/** Who needs whom, how everybody is and what they are asked; of one service those that it touches. */
class TopologyPage extends LitElement {
  static properties = { page: { attribute: false } };

  static styles = [
    panel,
    stack,
    tabs,
    css`
      .map {
        overflow: auto;
      }
      svg {
        display: block;
        margin: 0 auto;
      }
      path {
        fill: none;
        stroke: var(--muted);
        stroke-width: 1.3;
        opacity: 0.55;
      }
      path.bad {
        stroke: var(--bad);
        opacity: 1;
      }
      marker path {
        fill: var(--muted);
        opacity: 1;
      }
      .node {
        display: grid;
        align-content: center;
        height: 100%;
        padding: 0 0.6rem;
        border: 1px solid var(--border);
        border-inline-start: 5px solid var(--neutral);
        border-radius: 7px;
        background: var(--surface);
        color: var(--text);
        line-height: 1.25;
        text-decoration: none;
      }
      .node > * {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .node:hover {
        background: var(--neutral-surface);
      }
      .node .muted {
        font-size: 0.8rem;
        font-variant-numeric: tabular-nums;
      }
      .node.good {
        border-inline-start-color: var(--good);
      }
      .node.warn {
        border-inline-start-color: var(--warn);
      }
      .node.bad {
        border-inline-start-color: var(--bad);
        background: var(--bad-surface);
      }
      .node.absent {
        border-style: dashed;
      }
      .free {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
        gap: 0.6rem;
        margin: 0;
        padding: 0.8rem 1rem;
        list-style: none;
      }
      .free li {
        height: 44px;
      }
    `,
  ];

  #drawn = { key: null, layout: null };

  constructor() {
    super();
    new StoreController(this);
  }

  /** The layout of a graph: reckoned anew when the graph is another one, not with each change of health or traffic. */
  #layout(names, edges) {
    const key = JSON.stringify([names, edges]);
    if (this.#drawn.key !== key) {
      this.#drawn = { key, layout: layered(names, edges) };
    }
    return this.#drawn.layout;
  }

  render() {
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    const { subject } = this.page;
    const graph = graphOf(servicesOf(), subject);
    return html`<section aria-labelledby="title">
        <h2 id="title">
          <span>${words.title}${subject ? html` <bdi class="count">${subject}</bdi>` : ""}<span class="count">${graph.connected.length}</span></span>
          ${subject
            ? html`<nav aria-label=${words.title}>
                <a href=${servicePage(subject)}>${words.service}</a> <a href=${pageLink("topology")}>${words.all}</a>
              </nav>`
            : ""}
        </h2>
        ${graph.connected.length > 0 ? this.#map(graph) : html`<p>${words.empty}<code tabindex="0">${words.emptyCommand}</code></p>`}
      </section>
      ${graph.free.length > 0 ? this.#free(graph.free) : ""}`;
  }

  #map({ connected, edges }) {
    const byName = new Map(connected.map((service) => [service.name, service]));
    const layout = this.#layout([...byName.keys()], edges);
    const rows = Math.max(...layout.layers);
    const width = layout.layers.length * COLUMN - (COLUMN - WIDTH) + 2 * MARGIN;
    const height = rows * ROW - (ROW - HEIGHT) + 2 * MARGIN;
    const place = placement(layout.layers, rows);
    return html`<div class="map" tabindex="0" role="region" aria-label=${words.map}>
      <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group" aria-label=${words.map}>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0,0 L8,4 L0,8 Z"></path>
          </marker>
        </defs>
        ${layout.edges.map(
          ({ to, via }) => svg`<path class=${byName.get(to).tone} d=${curve(via.map(place))} marker-end="url(#arrow)"></path>`,
        )}
        ${repeat(
          layout.nodes,
          ([name]) => name,
          ([name, at]) => svg`<foreignObject x=${place(at).x} y=${place(at).y} width=${WIDTH} height=${HEIGHT}>
            ${box(byName.get(name))}
          </foreignObject>`,
        )}
      </svg>
    </div>`;
  }

  #free(services) {
    return html`<section aria-labelledby="free">
      <h2 id="free"><span>${words.free}<span class="count">${services.length}</span></span></h2>
      <ul class="free">
        ${repeat(services, ({ name }) => name, (service) => html`<li>${box(service)}</li>`)}
      </ul>
    </section>`;
  }
}

/** The services that need others or are needed, their edges, and those of which neither is known; around one service where it is named. */
function graphOf(services, subject) {
  const known = new Map(services.map((service) => [service.name, service]));
  const needs = services.flatMap(({ name, needs: others }) => others.map((other) => [name, other]));
  const around = subject === "" ? null : new Set([...reached(subject, needs), ...reached(subject, needs.map(([a, b]) => [b, a]))]);
  const edges = around === null ? needs : needs.filter(([a, b]) => around.has(a) && around.has(b));
  const names = new Set(edges.flat());
  if (around !== null) {
    names.add(subject);
  }
  return {
    edges,
    connected: [...names].map((name) => known.get(name) ?? { name, active: 0, instances: [], tone: "bad", absent: true }),
    free: subject === "" ? services.filter(({ name }) => !names.has(name)) : [],
  };
}

/** What can be reached from a service along the edges, itself among it. */
function reached(from, edges) {
  const found = new Set([from]);
  for (const name of found) {
    edges.filter(([start]) => start === name).forEach(([, end]) => found.add(end));
  }
  return found;
}

/** Where a place of the layout stands: each layer is a column, in the middle of the height. */
function placement(layers, rows) {
  return ({ layer, row }) => ({
    x: MARGIN + layer * COLUMN,
    y: MARGIN + (row + (rows - layers[layer]) / 2) * ROW,
  });
}

/** From the right side of the first place to the left side of the last. */
function curve(places) {
  const back = places.at(-1).x < places[0].x;
  const points = places.map(({ x, y }, i) => {
    const side = i === 0 ? !back : i === places.length - 1 ? back : null;
    return [side === null ? x + WIDTH / 2 : side ? x + WIDTH : x, y + HEIGHT / 2];
  });
  return points
    .slice(1)
    .reduce(
      (path, [x, y], i) => {
        const [before, level] = points[i];
        const middle = (before + x) / 2;
        return `${path} C${middle},${level} ${middle},${y} ${x},${y}`;
      },
      `M${points[0].join(",")}`,
    );
}

function box({ name, active, instances, tone, traffic, absent }) {
  const state = absent ? words.absent : texts.services.active(active, instances.length);
  const asked = traffic ? ` · ${words.traffic(quantity(traffic.requests, "/s"))}` : "";
  const failed = traffic?.errors > 0 ? ` · ${words.failed(quantity(traffic.errors, "/s"))}` : "";
  return html`<a class="node ${tone} ${absent ? "absent" : ""}" href=${pageLink("topology", name)} title=${name}>
    <bdi>${name}</bdi><span class="muted">${state}${asked}${failed}</span>
  </a>`;
}

customElements.define("topology-page", TopologyPage);

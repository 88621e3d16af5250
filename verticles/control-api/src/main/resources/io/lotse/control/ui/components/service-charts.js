import { LitElement, css, html, nothing } from "lit";

import { RANGES, servicePage } from "../pages.js";
import { panel, tabs } from "../styles.js";
import { texts } from "../texts.js";
import "./time-chart.js";

const words = texts.figures;

/** What each chart shows: figures by name, the first that was measured of each row. */
const CHARTS = [
  { title: words.traffic, unit: "/s", curves: [["requests_per_second"], ["errors_per_second"]] },
  { title: words.latency, unit: "ms", curves: [["latency_p50_ms"], ["latency_p95_ms"], ["latency_p99_ms"], ["response_time_ms"]] },
  { title: words.processor, unit: "%", curves: [["cpu_percent", "process_cpu_percent"]] },
  { title: words.memory, unit: "B", curves: [["memory_bytes", "process_memory_bytes"], ["memory_floor_bytes"]] },
];

/** What was measured of a service, or of one instance, over a span of time that can be chosen. */
class ServiceCharts extends LitElement {
  static properties = { of: { attribute: false }, series: { attribute: false }, failing: { attribute: false } };

  static styles = [
    panel,
    tabs,
    css`
      .charts {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.5rem 1rem;
        padding: 0.7rem 1rem;
      }
      @media (max-width: 900px) {
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  render() {
    const { service, instance, range } = this.of;
    return html`<section aria-labelledby="title">
      <h2>
        <span id="title">${words.title}${instance ? html` <bdi class="count">${instance}</bdi>` : ""}</span>
        <nav aria-label=${words.range}>
          ${instance ? html`<a href=${servicePage(service, { range })}>${words.allInstances}</a>` : ""}
          ${Object.keys(RANGES).map(
            (name) => html`<a href=${servicePage(service, { instance, range: name })} aria-current=${name === range ? "true" : nothing}
              >${words.ranges[name]}</a
            >`,
          )}
        </nav>
      </h2>
      ${this.#content()}
    </section>`;
  }

  #content() {
    if (this.series === null) {
      return html`<p role="status">${this.failing ? words.failing : texts.loading}</p>`;
    }
    const charts = CHARTS.map(({ title, unit, curves }) => ({
      title,
      unit,
      curves: curves.map((names) => names.map((name) => this.series.get(name)).find(Boolean)).filter(Boolean),
    })).filter(({ curves }) => curves.length > 0);
    if (charts.length === 0) {
      return html`<p>${words.empty}</p>`;
    }
    return html`<div class="charts">
      ${charts.map(
        ({ title, unit, curves }) =>
          html`<time-chart .title=${title} .unit=${unit} .curves=${curves} .minutes=${RANGES[this.of.range]}></time-chart>`,
      )}
    </div>`;
  }
}

customElements.define("service-charts", ServiceCharts);

import { LitElement, css, html } from "lit";

import { charts } from "../charts.js";
import { quantity } from "../quantities.js";
import { texts } from "../texts.js";
import { shown } from "../times.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
/** A pause of so many steps is a gap in the curve. */
const GAP_STEPS = 3;

/** Curves over time. Who does not see them is told the last values. */
class TimeChart extends LitElement {
  static properties = {
    title: { attribute: false },
    unit: { attribute: false },
    curves: { attribute: false },
    minutes: { attribute: false },
  };

  static styles = css`
    figure {
      margin: 0;
    }
    figcaption {
      display: flex;
      flex-wrap: wrap;
      gap: 0.2rem 0.8rem;
      font-size: 0.9rem;
    }
    .latest {
      color: var(--muted);
    }
    .canvas {
      height: 190px;
    }
  `;

  #chart = null;
  #resized = new ResizeObserver(() => this.#chart?.resize());
  #themed = () => this.#draw();

  connectedCallback() {
    super.connectedCallback();
    dark.addEventListener("change", this.#themed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    dark.removeEventListener("change", this.#themed);
    this.#resized.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  render() {
    const latest = this.curves
      .map(({ metric, values }) => `${texts.figures.names[metric] ?? metric} ${quantity(values.at(-1), this.unit)}`)
      .join(", ");
    return html`<figure>
      <figcaption><strong>${this.title}</strong><span class="latest">${latest}</span></figcaption>
      <div class="canvas" aria-hidden="true"></div>
    </figure>`;
  }

  async updated() {
    const { init } = await charts();
    if (!this.isConnected) {
      return;
    }
    if (this.#chart === null) {
      const canvas = this.renderRoot.querySelector(".canvas");
      this.#chart = init(canvas);
      this.#resized.observe(canvas);
    }
    this.#draw();
  }

  #draw() {
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(name).trim();
    const now = Date.now();
    const text = { color: colour("--muted"), fontFamily: style.fontFamily };
    const line = { lineStyle: { color: colour("--border") } };
    this.#chart?.setOption(
      {
        animation: false,
        color: [1, 2, 3, 4].map((number) => colour(`--curve-${number}`)),
        textStyle: text,
        grid: { left: 8, right: 12, top: 12, bottom: this.curves.length > 1 ? 30 : 8, containLabel: true },
        legend: { show: this.curves.length > 1, bottom: 0, itemHeight: 8, textStyle: text },
        tooltip: {
          trigger: "axis",
          renderMode: "richText",
          confine: true,
          backgroundColor: colour("--surface"),
          borderColor: colour("--border"),
          textStyle: { color: colour("--text") },
          formatter: (points) => this.#hint(points),
        },
        xAxis: {
          type: "time",
          min: now - 60_000 * this.minutes,
          max: now,
          axisLabel: { ...text, hideOverlap: true },
          axisLine: line,
          splitLine: { show: false },
        },
        yAxis: {
          type: "value",
          min: 0,
          splitNumber: 3,
          axisLabel: { ...text, formatter: (value) => quantity(value, this.unit) },
          splitLine: line,
        },
        series: this.curves.map((curve) => ({
          type: "line",
          name: texts.figures.names[curve.metric] ?? curve.metric,
          showSymbol: curve.values.length === 1,
          lineStyle: { width: 1.6 },
          data: points(curve),
        })),
      },
      { notMerge: true },
    );
  }

  #hint(points) {
    const lines = points
      .filter(({ value }) => value[1] !== null)
      .map(({ seriesName, value }) => `${seriesName}: ${quantity(value[1], this.unit)}`);
    return [shown(points[0].value[0]), ...lines].join("\n");
  }
}

/** As the library takes them, with a hole where nothing was measured for a while. */
function points({ times, values }) {
  const step = Math.min(...times.slice(1).map((time, i) => time - times[i]));
  return times.flatMap((time, i) => {
    const point = [1000 * time, values[i]];
    const hole = i > 0 && time - times[i - 1] > GAP_STEPS * step;
    return hole ? [[1000 * (times[i - 1] + step), null], point] : [point];
  });
}

customElements.define("time-chart", TimeChart);

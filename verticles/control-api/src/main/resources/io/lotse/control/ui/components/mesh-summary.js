import { LitElement, css, html } from "lit";

import { serviceNames } from "../services.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { texts } from "../texts.js";

/** The mesh in four numbers. */
class MeshSummary extends LitElement {
  static styles = css`
    dl {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 0.75rem;
      margin: 0;
    }
    div {
      display: flex;
      flex-direction: column-reverse;
      padding: 0.6rem 1rem;
      background: var(--surface);
      border: 1px solid var(--border);
      border-radius: 10px;
    }
    dt {
      color: var(--muted);
      font-size: 0.87rem;
    }
    dd {
      margin: 0;
      font-size: 1.5rem;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    @media (max-width: 700px) {
      dl {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }
  `;

  constructor() {
    super();
    new StoreController(this);
  }

  render() {
    const instances = [...store.instances.values()];
    const active = instances.filter((instance) => instance.status === "active").length;
    const services = serviceNames().length;
    return html`<dl aria-label=${texts.summary.label}>
      ${this.#number(texts.summary.services, services)}
      ${this.#number(texts.summary.instances, `${active} / ${instances.length}`)}
      ${this.#number(texts.summary.ports, store.allocations.size)}
      ${this.#number(texts.summary.members, store.members.length)}
    </dl>`;
  }

  #number(label, value) {
    return html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  }
}

customElements.define("mesh-summary", MeshSummary);

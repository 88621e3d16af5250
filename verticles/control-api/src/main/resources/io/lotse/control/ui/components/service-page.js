import { LitElement, html } from "lit";

import { compareNames } from "../instances.js";
import { RANGES } from "../pages.js";
import { ServiceWatch } from "../service-watch.js";
import { StoreController } from "../store-controller.js";
import { store } from "../store.js";
import { panel, stack } from "../styles.js";
import { texts } from "../texts.js";
import "./service-charts.js";
import "./service-head.js";
import "./service-instances.js";
import "./service-troubles.js";

/** One service: how it is, what is wrong, what was measured, and its instances. */
class ServicePage extends LitElement {
  static properties = { of: { attribute: false } };

  static styles = [
    panel,
    stack,
  ];

  #watch = null;
  #changed = () => this.requestUpdate();

  constructor() {
    super();
    new StoreController(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch?.removeEventListener("change", this.#changed);
  }

  willUpdate(changes) {
    if (changes.has("of")) {
      const { service, instance, range } = this.of;
      this.#watch?.removeEventListener("change", this.#changed);
      this.#watch = new ServiceWatch(service, instance, RANGES[range]);
      this.#watch.addEventListener("change", this.#changed);
    }
  }

  render() {
    const { service } = this.of;
    if (!store.ready) {
      return html`<p>${texts.loading}</p>`;
    }
    const instances = [...store.instances.values()]
      .filter((instance) => instance.service_name === service)
      .sort((a, b) => compareNames(a.service_id, b.service_id));
    return html`
      <service-head .service=${service} .instances=${instances}></service-head>
      <service-troubles .verdicts=${this.#watch.verdicts} .breaches=${this.#watch.breaches} .known=${this.#watch.series !== null}></service-troubles>
      <service-charts .of=${this.of} .series=${this.#watch.series} .failing=${this.#watch.failing}></service-charts>
      <service-instances .of=${this.of} .instances=${instances}></service-instances>
    `;
  }
}

customElements.define("service-page", ServicePage);

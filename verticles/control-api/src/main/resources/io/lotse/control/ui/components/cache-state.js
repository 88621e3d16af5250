import { LitElement, html } from "lit";

import { write } from "../api.js";
import { gateway } from "../gateway.js";
import { quantity } from "../quantities.js";
import { StoreController } from "../store-controller.js";
import { facts, panel } from "../styles.js";
import { texts } from "../texts.js";
import "./action-dialog.js";

const words = texts.cache;

/** What the asked node's gateway keeps of answers. */
class CacheState extends LitElement {
  static styles = [panel, facts];

  constructor() {
    super();
    new StoreController(this, gateway);
  }

  render() {
    const { uris, bytes, max_bytes, hits, stale, revalidated, misses, evicted } = gateway.cache;
    const asked = hits + stale + revalidated + misses;
    return html`<section aria-labelledby="title">
        <h2 id="title">${words.title}</h2>
        ${asked === 0
          ? html`<p>${words.empty}</p>`
          : html`<dl>
                <dt>${words.kept}</dt>
                <dd>${words.uris(uris)} <span class="muted">${words.of(quantity(bytes, "B"), quantity(max_bytes, "B"))}</span></dd>
                <dt>${words.answered}</dt>
                <dd>${words.share(quantity((100 * (hits + stale + revalidated)) / asked, "%"))}</dd>
                <dt>${words.requests}</dt>
                <dd>
                  ${Object.entries({ hits, stale, revalidated, misses, evicted }).map(([name, count]) => html`<span>${count} <span class="muted">${words.counts[name]}</span></span>`)}
                </dd>
              </dl>
              <button @click=${() => this.renderRoot.querySelector("action-dialog").ask(purge())}>${words.purge}…</button>`}
      </section>
      <action-dialog></action-dialog>`;
  }
}

function purge() {
  return {
    title: words.purge,
    content: html`<p>${words.purgeHelp}</p>`,
    label: words.purge,
    danger: true,
    act: async () => {
      await write("POST", "/api/v1/gateway/cache/purge", { path: "/**" });
      await gateway.again();
    },
  };
}

customElements.define("cache-state", CacheState);

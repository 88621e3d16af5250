import { LitElement, html } from "lit";

import { cluster } from "../cluster.js";
import { quantity } from "../quantities.js";
import { StoreController } from "../store-controller.js";
import { facts, panel } from "../styles.js";
import { texts } from "../texts.js";
import "./time-stamp.js";

const words = texts.ledger;

/** The ledger: who has a vote, who leads, how far it is and how far this node has read it. */
class LedgerState extends LitElement {
  static styles = [panel, facts];

  constructor() {
    super();
    new StoreController(this, cluster);
  }

  render() {
    const { ledger, failing } = cluster;
    return html`<section aria-labelledby="title">
      <h2 id="title">
        ${words.title}
        ${ledger === null ? "" : html`<span class="badge ${ledger.in_touch ? "good" : "bad"}">${ledger.in_touch ? words.inTouch : words.outOfTouch}</span>`}
      </h2>
      ${failing ? html`<p role="status">${words.failing}</p>` : ""}
      ${ledger === null ? (failing ? "" : html`<p>${texts.loading}</p>`) : this.#facts(ledger)}
    </section>`;
  }

  #facts({ ledger, role, leader, revision, compacted_revision, storage }) {
    const { view, entries } = cluster;
    const behind = Math.max(0, revision - view.revision);
    return html`<dl>
      <dt>${words.kind}</dt>
      <dd>${words.kinds[ledger.kind] ?? ledger.kind} <bdi class="muted">${ledger.ledger_id}</bdi></dd>
      ${ledger.voters?.length > 0
        ? html`<dt>${words.voters}</dt>
            <dd>${ledger.voters.map((voter) => html`<span>${this.#voter(voter, leader)}</span>`)}</dd>`
        : ""}
      <dt>${words.role}</dt>
      <dd>${words.roles[role] ?? role}</dd>
      <dt>${words.revision}</dt>
      <dd>${revision} <span class="muted">${behind > 0 ? words.behind(behind) : words.upToDate}</span> <span class="muted">${words.since(compacted_revision)}</span></dd>
      <dt>${words.entries}</dt>
      <dd>${Object.entries(entries).map(([kind, count]) => html`<span>${count} <bdi class="muted">${kind}</bdi></span>`)}</dd>
      ${storage ? this.#storage(storage) : ""}
    </dl>`;
  }

  #voter({ node, address }, leader) {
    return html`<bdi>${node}</bdi> <bdi class="muted">${address}</bdi> ${node === leader ? html`<span class="badge good">${words.leads}</span>` : ""}`;
  }

  #storage({ folder, size_bytes, free_bytes, floor_bytes, snapshot_at, refusing }) {
    return html`<dt>${words.storage}</dt>
      <dd>
        <span>${quantity(size_bytes, "B")}</span> <bdi class="muted">${folder}</bdi>
        <span class="muted">${words.free(quantity(free_bytes, "B"), quantity(floor_bytes, "B"))}</span>
        ${refusing ? html`<span class="badge bad">${words.refusing}</span>` : ""}
      </dd>
      ${snapshot_at ? html`<dt>${words.snapshot}</dt><dd><time-stamp .at=${snapshot_at}></time-stamp></dd>` : ""}`;
  }
}

customElements.define("ledger-state", LedgerState);

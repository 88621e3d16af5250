import { html } from "lit";

import { write } from "./api.js";
import { environmentBook } from "./environment-book.js";
import { texts } from "./texts.js";

const words = texts.configuration;

/** How an editor changes the configuration of an environment, and what it says before. */
export function configEditing(environment) {
  return {
    put: async (config, dryRun) => {
      const query = new URLSearchParams({ environment, ...(dryRun ? { dry_run: true } : {}) });
      const outcome = await write("PUT", `/api/v1/ipmanager/config?${query}`, config);
      if (!dryRun) {
        await environmentBook.reload();
      }
      return outcome;
    },
    blocked: ({ holders_total }) => holders_total > 0,
    consequences,
  };
}

function consequences({ differences, holders, holders_total }) {
  return html`${differences.length === 0 ? html`<p>${words.noDifference}</p>` : ""}
    <ul>
      ${differences.map(({ field, before, after }) => html`<li><bdi>${field}</bdi>: <code>${before}</code> → <code>${after}</code></li>`)}
    </ul>
    ${holders_total > 0
      ? html`<p><span class="badge bad">${words.inTheWay(holders_total)}</span></p>
          <ul>
            ${holders.map(({ port, service_id, why }) => html`<li>${port} <bdi>${service_id}</bdi>: <bdi>${why}</bdi></li>`)}
          </ul>`
      : ""}`;
}

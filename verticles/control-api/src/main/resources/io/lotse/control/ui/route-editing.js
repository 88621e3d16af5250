import { html } from "lit";

import { write } from "./api.js";
import { gateway } from "./gateway.js";
import { texts } from "./texts.js";

const words = texts.routes;

/** What a new route may look like. */
export const NEW_ROUTE = { name: "shop", match: { path: "/shop/**" }, targets: [{ service: "orders" }], rewrite: "/**" };

/** How an editor changes a route of the ledger, and what it says before. */
export const routeEditing = {
  put: async (route, dryRun) => {
    const outcome = await write("PUT", `${address(route.name ?? "")}${dryRun ? "?dry_run=true" : ""}`, route);
    if (!dryRun) {
      await gateway.again();
    }
    return outcome;
  },
  blocked: () => false,
  consequences: ({ warnings }) =>
    warnings.length === 0
      ? html`<p>${words.nothingAgainst}</p>`
      : html`<ul>
          ${warnings.map((warning) => html`<li><bdi>${warning}</bdi></li>`)}
        </ul>`,
};

/** What an action dialog asks before a route of the ledger is taken away. */
export function routeRemoval(name) {
  return {
    title: words.remove,
    of: name,
    content: html`<p>${words.removeHelp}</p>`,
    label: words.remove,
    danger: true,
    act: async () => {
      await write("DELETE", address(name));
      await gateway.again();
    },
  };
}

function address(name) {
  return `/api/v1/gateway/routes/${encodeURIComponent(name)}`;
}

import { html } from "lit";

import { write } from "./api.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

const words = texts.deregister;

/** What an action dialog asks before an instance is deregistered: who is affected, as far as the page knows it. */
export function deregistration(instance) {
  const { service_id } = instance;
  return {
    title: words.title,
    of: service_id,
    content: html`<ul>
      ${consequences(instance).map((line) => html`<li><bdi>${line}</bdi></li>`)}
    </ul>`,
    label: words.act,
    danger: true,
    act: () => write("POST", "/api/v1/ipmanager/deregister", { service_id }),
  };
}

function consequences({ service_id, service_name, status, port }) {
  const all = [...store.instances.values()];
  const rest = all.filter(
    (other) => other.service_name === service_name && other.service_id !== service_id && other.status === "active",
  );
  const dependents = all.filter((other) => (other.dependencies ?? []).includes(service_id));
  return [
    status === "active" ? words.drained : words.notRouted,
    rest.length > 0 ? words.rest(rest.length, service_name) : words.nothingLeft(service_name),
    ...(port ? [words.port(port)] : []),
    ...dependents.map((other) => words.dependent(other.service_id)),
    words.process,
  ];
}

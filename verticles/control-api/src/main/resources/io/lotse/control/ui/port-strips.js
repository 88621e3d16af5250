import { environmentBook } from "./environment-book.js";
import { portBook } from "./port-book.js";
import { hostOf } from "./spaces.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

const MOST_CELLS = 250;
const words = texts.portMap;

/** What a cell shows of its ports, the most urgent first. */
export const STATES = ["conflicting", "foreign", "pending", "held", "quarantined", "reserved", "ephemeral", "free"];

/**
 * The ranges of a host's ports, each in cells of some ports.
 *
 * @returns [{name, from, to, cells: [{from, to, state, port, counts}]}]
 */
export function strips(host) {
  const states = statesOf(host);
  return environmentBook.environments.flatMap((known) => ranges(known).map((range) => strip(range, states, known.config, host)));
}

function ranges({ environment, config }) {
  const types = Object.entries(config.service_type_ranges ?? {});
  const slot = environment.ports;
  return [
    [slot ? words.slot : words.default, slot ?? config.default_port_range],
    ...types,
  ].map(([name, [from, to]]) => ({ name: `${environment.name}, ${name}`, from, to }));
}

/** By port, of those that are in any. */
function statesOf(host) {
  const states = new Map();
  const ofHost = ({ space }) => hostOf(space) === host;
  [...store.allocations.values()].filter(ofHost).forEach(({ port }) => states.set(port, "held"));
  portBook.states.filter(ofHost).forEach(({ port, state }) => states.set(port, state));
  (store.foreign.get(host) ?? []).forEach(({ listener }) => states.set(listener.port, "foreign"));
  return states;
}

function strip(range, states, config, host) {
  const { from, to } = range;
  const facts = portBook.hosts.find((known) => known.host === host);
  const reserved = (config.reserved_ports ?? []).map((span) => (Array.isArray(span) ? span : [span, span]));
  const within = (spans, port) => spans.some(([first, last]) => first <= port && port <= last);
  const kept = facts?.kernel_reserved ?? [];
  const ephemeral = facts?.ephemeral_ports ? [facts.ephemeral_ports] : [];
  const stateOf = (port) =>
    states.get(port) ??
    (within(reserved, port) ? "reserved" : within(ephemeral, port) && !within(kept, port) ? "ephemeral" : "free");
  const size = Math.ceil((to - from + 1) / MOST_CELLS);
  const cells = [];
  for (let first = from; first <= to; first += size) {
    cells.push(cell(first, Math.min(to, first + size - 1), stateOf));
  }
  return { ...range, cells };
}

function cell(from, to, stateOf) {
  const counts = new Map();
  let state = "free";
  let port = from;
  for (let at = from; at <= to; at++) {
    const found = stateOf(at);
    counts.set(found, (counts.get(found) ?? 0) + 1);
    if (STATES.indexOf(found) < STATES.indexOf(state)) {
      state = found;
      port = at;
    }
  }
  return { from, to, state, port, counts };
}

const SWEEPS = 6;

/**
 * Places the nodes of a directed graph in layers, from those that nobody points at to those that point at nobody, so that few
 * edges cross (after Sugiyama: cycles broken, layers by the longest path, order by the mean of neighbours).
 *
 * @param names the nodes
 * @param edges pairs of names
 * @returns {nodes: Map of name to {layer, row}, edges: [{from, to, via: [{layer, row}]}], layers: how many rows each has}
 */
export function layered(names, edges) {
  const ranks = longestPaths(names, withoutCycles(names, edges));
  const layers = [];
  const add = (node, layer) => (layers[layer] ??= []).push(node);
  names.forEach((name) => add(name, ranks.get(name)));
  const chains = edges.map(([from, to]) => chain(from, to, ranks, add));
  const neighbours = new Map();
  chains.forEach((points) => points.slice(1).forEach((point, i) => connect(neighbours, points[i], point)));
  for (let i = 0; i < SWEEPS; i++) {
    sweep(layers, neighbours, i % 2 === 0);
  }
  const places = new Map(layers.flatMap((nodes, layer) => nodes.map((node, row) => [node, { layer, row }])));
  return {
    nodes: new Map(names.map((name) => [name, places.get(name)])),
    edges: chains.map((points, i) => ({ from: edges[i][0], to: edges[i][1], via: points.map((point) => places.get(point)) })),
    layers: layers.map((nodes) => nodes.length),
  };
}

/** The edges with those turned round that close a cycle. */
function withoutCycles(names, edges) {
  const next = new Map(names.map((name) => [name, []]));
  edges.forEach(([from, to]) => next.get(from).push(to));
  const done = new Set();
  const open = new Set();
  const result = [];
  const visit = (name) => {
    open.add(name);
    for (const to of next.get(name)) {
      result.push(open.has(to) ? [to, name] : [name, to]);
      if (!open.has(to) && !done.has(to)) {
        visit(to);
      }
    }
    open.delete(name);
    done.add(name);
  };
  names.filter((name) => !edges.some(([, to]) => to === name)).forEach(visit);
  names.filter((name) => !done.has(name)).forEach(visit);
  return result.filter(([from, to]) => from !== to);
}

function longestPaths(names, edges) {
  const ranks = new Map(names.map((name) => [name, 0]));
  let changed = true;
  for (let i = 0; changed && i <= names.length; i++) {
    changed = false;
    for (const [from, to] of edges) {
      if (ranks.get(to) <= ranks.get(from)) {
        ranks.set(to, ranks.get(from) + 1);
        changed = true;
      }
    }
  }
  return ranks;
}

/** An edge over several layers has a place in each of them, so that it does not run through what stands there. */
function chain(from, to, ranks, add) {
  const [first, last] = [ranks.get(from), ranks.get(to)];
  const step = Math.sign(last - first);
  const points = [from];
  for (let layer = first + step; step !== 0 && layer !== last; layer += step) {
    const place = { from, to, layer };
    add(place, layer);
    points.push(place);
  }
  points.push(to);
  return points;
}

function connect(neighbours, a, b) {
  for (const [one, other] of [[a, b], [b, a]]) {
    neighbours.has(one) ? neighbours.get(one).push(other) : neighbours.set(one, [other]);
  }
}

function sweep(layers, neighbours, forward) {
  const order = forward ? layers.keys() : [...layers.keys()].reverse();
  for (const layer of order) {
    const before = layers[layer + (forward ? -1 : 1)];
    if (before !== undefined) {
      const rows = new Map(before.map((node, row) => [node, row]));
      const weights = new Map(layers[layer].map((node, row) => [node, mean(neighbours.get(node), rows) ?? row]));
      layers[layer].sort((a, b) => weights.get(a) - weights.get(b));
    }
  }
}

function mean(nodes = [], rows) {
  const known = nodes.map((node) => rows.get(node)).filter((row) => row !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, row) => sum + row, 0) / known.length;
}

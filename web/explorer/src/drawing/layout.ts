// Where entities stand: repulsion, springs along links, and room for labels. The same graph gets the same layout.
import forceAtlas2 from "graphology-layout-forceatlas2";
import type Graph from "graphology";

// Up to this many nodes every pair is looked at, and all is done at once.
export const small = 500;

// settle lays out a graph that is too large for that, some steps at a time: between them the page lives on and the
// drawing is seen to unfold. going says whether it is still wanted.
export async function settle(g: Graph, going: () => boolean, seen: () => void): Promise<void> {
  const settings = { ...forceAtlas2.inferSettings(g), barnesHutOptimize: true, gravity: 0.5, scalingRatio: 30 };
  const end = performance.now() + 12_000;
  for (let done = 0; done < 80 && performance.now() < end && going(); done += 4) {
    forceAtlas2.assign(g, { iterations: 4, settings });
    seen();
    await new Promise((next) => setTimeout(next, 0));
  }
}

// spread places a large graph by its communities: each is a disc of its own, with what has the most links in its middle,
// and the discs lie side by side, the largest in the middle. It is where settle begins.
export function spread(g: Graph): void {
  const ids = g.nodes();
  const at = new Map(ids.map((id, i) => [id, i]));
  const near = ids.map((id) => g.neighbors(id).map((n) => at.get(n)!));
  const golden = Math.PI * (3 - Math.sqrt(5)), room = 30;
  let placed = 0;
  for (const members of communities(near)) {
    // A spiral on which every disc gets an area by its size.
    const far = 1.25 * room * Math.sqrt(placed + members.length / 2), turn = golden * Math.sqrt(placed) * 2.4;
    const x = placed ? far * Math.cos(turn) : 0, y = placed ? far * Math.sin(turn) : 0;
    members.sort((a, b) => near[b].length - near[a].length || a - b);
    members.forEach((i, k) => {
      const r = room * Math.sqrt(k);
      g.mergeNodeAttributes(ids[i], { x: x + r * Math.cos(golden * k), y: y + r * Math.sin(golden * k) });
    });
    placed += members.length;
  }
}

// communities are the groups that nodes fall into when each joins the group of most of its neighbours, some times
// over (label propagation, Raghavan, Albert and Kumara 2007); a neighbour counts the less the more neighbours it has. The
// largest come first.
export function communities(near: number[][]): number[][] {
  const group = near.map((_, i) => i);
  for (let round = 0; round < 8; round++) {
    let changed = 0;
    for (let i = 0; i < near.length; i++) {
      const votes = new Map<number, number>();
      for (const n of near[i]) votes.set(group[n], (votes.get(group[n]) ?? 0) + 1 / Math.sqrt(near[n].length));
      let best = group[i], most = (votes.get(best) ?? 0) + 1e-9;
      for (const [label, weight] of votes) if (weight > most || (weight === most && label < best)) [best, most] = [label, weight];
      if (best !== group[i]) {
        group[i] = best;
        changed++;
      }
    }
    if (!changed) break;
  }
  const members = new Map<number, number[]>();
  group.forEach((label, i) => {
    const list = members.get(label);
    if (list) list.push(i);
    else members.set(label, [i]);
  });
  return [...members.values()].sort((a, b) => b.length - a.length || a[0] - b[0]);
}

// hash gives a number from 0 to 1 for a text.
export function hash(text: string): number {
  let x = 2166136261;
  for (let i = 0; i < text.length; i++) x = Math.imul(x ^ text.charCodeAt(i), 16777619);
  x ^= x >>> 13;
  x = Math.imul(x, 0x5bd1e995);
  return ((x ^ (x >>> 15)) >>> 0) / 4294967296;
}

// place gives nodes without a place one beside a neighbour that has one.
export function place(g: Graph): void {
  g.forEachNode((id, a) => {
    if (a.placed) return;
    const beside = g.neighbors(id).find((n) => g.getNodeAttribute(n, "placed"));
    const angle = hash(id) * 2 * Math.PI, far = 60 + 120 * hash(id + "#");
    const [x, y] = beside ? [g.getNodeAttribute(beside, "x"), g.getNodeAttribute(beside, "y")] : [0, 0];
    g.mergeNodeAttributes(id, { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle) });
  });
  g.forEachNode((id) => g.setNodeAttribute(id, "placed", true));
}

// arrange lays out a small graph for a view of the given size. Where it has to be made smaller to fit, labels take up
// more of it: it is then spread out again with that in mind.
export function arrange(g: Graph, width: number, height: number): void {
  if (g.order < 2) return;
  const ids = g.nodes();
  const at = new Map(ids.map((id, i) => [id, i]));
  const n = ids.length;
  const x = new Float64Array(n), y = new Float64Array(n), fx = new Float64Array(n), fy = new Float64Array(n);
  const wide = new Float64Array(n), degree = new Float64Array(n);
  ids.forEach((id, i) => {
    const a = g.getNodeAttributes(id);
    x[i] = a.x;
    y[i] = a.y;
    wide[i] = Math.max(24, Math.min(26, String(a.label ?? "").length) * 3.4);
    degree[i] = g.neighbors(id).length;
  });
  const springs: [number, number][] = [];
  const seen = new Set<string>();
  g.forEachEdge((_, __, s, t) => {
    const a = at.get(s)!, b = at.get(t)!;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    if (a !== b && !seen.has(key)) {
      seen.add(key);
      springs.push([a, b]);
    }
  });
  const first = n > 200 ? 200 : 380, second = n > 200 ? 80 : 160;
  let shrunk = 1;
  for (let round = 0; round < first + second; round++) {
    if (round === first) {
      const w = Math.max(...x) - Math.min(...x), h = Math.max(...y) - Math.min(...y);
      shrunk = Math.min(2.2, Math.max(1, w / Math.max(200, width - 140), h / Math.max(200, height - 140)));
    }
    const heat = round < first ? 26 * (1 - round / first) + 0.4 : 8 * shrunk * (1 - (round - first) / second) + 0.2;
    const low = 30 * shrunk;
    fx.fill(0);
    fy.fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        let dx = x[i] - x[j], dy = y[i] - y[j];
        const d2 = dx * dx + dy * dy || 0.01;
        let force = 9000 / d2;
        // Labels are wide and low: what is too near is pushed apart, most of all upwards and downwards.
        const tooNear = Math.abs(dx) < (wide[i] + wide[j]) * shrunk && Math.abs(dy) < low;
        if (tooNear) {
          const push = 1.1 * (low - Math.abs(dy)) * (dy >= 0 ? 1 : -1);
          fy[i] += push;
          fy[j] -= push;
          force *= 1.6;
        }
        dx *= force;
        dy *= force;
        fx[i] += dx;
        fy[i] += dy;
        fx[j] -= dx;
        fy[j] -= dy;
      }
      const alone = degree[i] ? 1 : 5; // what nothing holds is held by the middle
      fx[i] -= 0.035 * alone * x[i];
      fy[i] -= 0.05 * alone * y[i];
    }
    for (const [a, b] of springs) {
      const dx = x[b] - x[a], dy = y[b] - y[a];
      const d = Math.hypot(dx, dy) || 0.01;
      const rest = 130 + 9 * Math.sqrt(Math.max(degree[a], degree[b]));
      const force = (0.09 * (d - rest)) / d;
      fx[a] += dx * force;
      fy[a] += dy * force;
      fx[b] -= dx * force;
      fy[b] -= dy * force;
    }
    for (let i = 0; i < n; i++) {
      const f = Math.hypot(fx[i], fy[i]);
      if (f === 0) continue;
      const move = Math.min(f, heat) / f;
      x[i] += fx[i] * move;
      y[i] += fy[i] * move;
    }
  }
  ids.forEach((id, i) => g.mergeNodeAttributes(id, { x: x[i], y: y[i] }));
}

// The part of the graph that is shown: the neighbourhoods of the expanded entities, the pinned entities, and what
// links any two of them.
import { api } from "./api";
import type { Link, Neighbourhood, Node } from "./types";
import { type State, filterParams } from "./state";

export interface Shown { id: string; limit: number; label: string; showing: number; total: number; exact: boolean }

export interface Model {
  nodes: Map<string, Node>;
  links: Map<string, Link>;
  expanded: Shown[];
  degree: Map<string, number>; // claims that are shown
}

export const linkKey = (l: Link): string => [l.subject, l.relation ?? "", l.relation ? "" : l.label, l.object, l.status].join("\u0000");

// maxAmong is how many entities are asked about at once for what links them; the server takes 400.
const maxAmong = 300;

// early is given what is known where the rest takes long.
export async function load(s: State, signal: AbortSignal, early?: (m: Model) => void): Promise<Model> {
  const filters = { ...filterParams(s.filters), named: true };
  const model: Model = { nodes: new Map(), links: new Map(), expanded: [], degree: new Map() };
  const answers = await Promise.all(s.expanded.map((e) => api.neighbourhood(e.id, e.limit, filters, signal)));
  answers.forEach((n: Neighbourhood, i) => {
    model.nodes.set(n.centre.id, n.centre);
    for (const m of n.nodes) model.nodes.set(m.id, m);
    for (const l of n.links) model.links.set(linkKey(l), l);
    model.expanded.push({ ...s.expanded[i], label: n.centre.label, showing: n.nodes.length, total: n.total, exact: n.exact });
  });
  const ids = [...new Set([...s.pinned, ...model.nodes.keys()])];
  if (ids.length > 1 || s.pinned.length) {
    const asked = api.links(ids.slice(0, maxAmong), filters, signal);
    if (early && model.nodes.size) {
      const late = await Promise.race([asked.then(() => false, () => false), new Promise<boolean>((r) => setTimeout(() => r(true), patience))]);
      if (late && !signal.aborted) early(counted({ ...model, nodes: new Map(model.nodes), links: new Map(model.links), degree: new Map() }));
    }
    const among = await asked;
    for (const n of among.nodes) if (!model.nodes.has(n.id)) model.nodes.set(n.id, n);
    for (const l of among.items) {
      const key = linkKey(l);
      if (!model.links.has(key)) model.links.set(key, l);
    }
  }
  return counted(model);
}

// patience is how long the view waits for what links the neighbours, in milliseconds.
const patience = 300;

function counted(m: Model): Model {
  for (const l of m.links.values()) {
    for (const id of [l.subject, l.object]) m.degree.set(id, (m.degree.get(id) ?? 0) + l.claims);
  }
  return m;
}

export const label = (m: Model, id: string): string => m.nodes.get(id)?.label ?? id.replaceAll("_", " ");

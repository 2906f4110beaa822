// What the page shows. All of it is in the address, so that a link shows the same view.
import type { Params } from "./api";

export type View = "graph" | "table" | "timeline";
export type PageName = "home" | "explore" | "article" | "articles" | "queries" | "paths" | "load" | "find";
export type Show = "table" | "graph" | "chart"; // how the answer of a query is shown

export interface Filters { relation: string[]; class: string; from: string; to: string; publisher: string; confidence: string; status: string[] }
export interface Expanded { id: string; limit: number }
export type Selection = { node: string } | { subject: string; object: string; relation?: string } | null;


// ChartState is what a person has chosen to see as bars: columns, and a bar whose rows are listed.
export interface ChartState { x: string; y: string; by: string; at: string }
export const noChart = (): ChartState => ({ x: "", y: "", by: "", at: "" });

export interface State {
  page: PageName;
  view: View;
  expanded: Expanded[]; // entities whose neighbours are shown, and how many of them
  pinned: string[];     // entities that are shown by themselves
  selected: Selection;
  filters: Filters;
  article: string;
  claim: string;
  query: string;
  params: Record<string, string>;
  show: Show;
  chart: ChartState;
  start: string;
  end: string;
  find: string; // words
}

// step is how many neighbours are shown at first, and how many more each time.
export const step = 30;

export const noFilters = (): Filters => ({ relation: [], class: "", from: "", to: "", publisher: "", confidence: "", status: [] });

export const blank = (page: PageName = "home"): State => ({
  page, view: "graph", expanded: [], pinned: [], selected: null, filters: noFilters(),
  article: "", claim: "", query: "", params: {}, show: "table", chart: noChart(), start: "", end: "", find: "",
});

// explore is the view of one entity.
export const explore = (id: string, from?: State): State => ({
  ...blank("explore"), view: from?.page === "explore" ? from.view : "graph", expanded: [{ id, limit: step }], selected: { node: id },
});

export function parse(search: string): State {
  const q = new URLSearchParams(search);
  const s = blank();
  const text = (name: string) => q.get(name) ?? "";
  for (const e of q.getAll("e")) {
    const m = /^(.+)~(\d{1,3})$/.exec(e);
    s.expanded.push(m ? { id: m[1], limit: Math.min(500, Number(m[2])) } : { id: e, limit: step });
  }
  s.pinned = q.getAll("n");
  const view = text("view");
  if (view === "table" || view === "timeline") s.view = view;
  if (text("subject") && text("object")) s.selected = { subject: text("subject"), object: text("object"), relation: text("link") || undefined };
  else if (text("node")) s.selected = { node: text("node") };
  s.filters = {
    relation: q.getAll("relation"), class: text("class"), from: text("from"), to: text("to"),
    publisher: text("publisher"), confidence: text("confidence"), status: q.getAll("status"),
  };
  s.article = text("article");
  s.claim = text("claim");
  s.query = text("query");
  const show = text("show");
  if (s.query && (show === "graph" || show === "chart")) s.show = show;
  if (s.show === "chart") s.chart = { x: text("x"), y: text("y"), by: text("by"), at: text("at") };
  s.start = text("start");
  s.end = text("end");
  s.find = text("find");
  for (const [k, v] of q) if (k.startsWith("p.")) s.params[k.slice(2)] = v;
  const page = text("page");
  if (s.article) s.page = "article";
  else if (s.query || page === "queries") s.page = "queries";
  else if (s.start || s.end || page === "paths") s.page = "paths";
  else if (s.find || page === "find") s.page = "find";
  else if (page === "articles" || page === "load") s.page = page;
  else if (s.expanded.length || s.pinned.length) s.page = "explore";
  return s;
}

export function write(s: State): string {
  const q = new URLSearchParams();
  const put = (name: string, value: string | undefined) => { if (value) q.append(name, value); };
  switch (s.page) {
    case "article":
      put("article", s.article);
      put("claim", s.claim);
      break;
    case "articles":
    case "load":
      put("page", s.page);
      break;
    case "queries":
      if (!s.query) put("page", "queries");
      put("query", s.query);
      for (const [k, v] of Object.entries(s.params)) put("p." + k, v);
      if (s.show !== "table") put("show", s.show);
      if (s.show === "chart") for (const [k, v] of Object.entries(s.chart)) put(k, v);
      break;
    case "find":
      if (!s.find) put("page", "find");
      put("find", s.find);
      break;
    case "paths":
      if (!s.start && !s.end) put("page", "paths");
      put("start", s.start);
      put("end", s.end);
      break;
    case "explore":
      for (const e of s.expanded) put("e", e.limit === step && !/~\d{1,3}$/.test(e.id) ? e.id : `${e.id}~${e.limit}`);
      for (const n of s.pinned) put("n", n);
      if (s.view !== "graph") put("view", s.view);
      for (const r of s.filters.relation) put("relation", r);
      put("class", s.filters.class);
      put("from", s.filters.from);
      put("to", s.filters.to);
      put("publisher", s.filters.publisher);
      put("confidence", s.filters.confidence);
      for (const st of s.filters.status) put("status", st);
      break;
    case "home":
  }
  if (s.page !== "article" && s.selected) {
    if ("node" in s.selected) put("node", s.selected.node);
    else {
      put("subject", s.selected.subject);
      put("object", s.selected.object);
      put("link", s.selected.relation);
    }
  }
  const text = q.toString();
  return text ? "/?" + text : "/";
}

export function filterParams(f: Filters): Params {
  return {
    relation: f.relation, class: f.class, from: f.from, to: f.to, publisher: f.publisher,
    min_confidence: f.confidence, status: f.status,
  };
}

export const filterCount = (f: Filters): number =>
  f.relation.length + f.status.length + [f.class, f.from, f.to, f.publisher, f.confidence].filter(Boolean).length;

// The store of the state: one place changes it, the page follows.
type Listener = (s: State, before: State) => void;
let current: State = parse(location.search);
const listeners: Listener[] = [];

export const state = (): State => current;
export const onChange = (f: Listener): void => { listeners.push(f); };

function set(next: State): void {
  const before = current;
  current = next;
  for (const f of listeners) f(next, before);
}

// go shows another state; replace leaves no way back to the one before.
export function go(change: Partial<State>, replaceOld = false): void {
  const next = { ...current, ...change };
  const url = write(next);
  if (url !== write(current)) history[replaceOld ? "replaceState" : "pushState"](null, "", url);
  set(next);
}

addEventListener("popstate", () => set(parse(location.search)));

// to makes the attributes of a link to a state: a real address, so that it can be copied or opened elsewhere.
export function to(s: State): { href: string; onclick: (e: MouseEvent) => void } {
  return {
    href: write(s),
    onclick: (e) => {
      if (e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      go(s);
    },
  };
}

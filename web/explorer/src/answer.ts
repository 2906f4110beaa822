// The answer of a saved query: as a table, as bars where there is something to count, and as a graph where its rows
// name entities.
import { showChart } from "./chart/chart";
import { type Row, planOf, words } from "./chart/plan";
import { Drawing, available } from "./drawing/drawing";
import { day, h, number, plural, replace, save, say } from "./dom";
import { csv } from "./exporting";
import { load } from "./model";
import { blank, explore, go, noFilters, type Show, type State, state, to } from "./state";
import type { Answer, Link, SavedQuery } from "./types";

// part takes the id out of "<ent:Someone>".
const part = (v: unknown, prefix: string): string => (typeof v === "string" && v.startsWith(`<${prefix}:`) && v.endsWith(">") ? v.slice(prefix.length + 2, -1) : "");
const entityID = (v: unknown): string => part(v, "ent");
// A claim's id starts with that of its article, then the place of its sentence and a hash.
const ofClaim = (claim: string): string => (/\.\d+\.[0-9a-f]+$/.test(claim) ? claim.replace(/\.\d+\.[0-9a-f]+$/, "") : "");
const articleOf = (r: Row): string => part(r.articleId, "art") || part(r.article, "art") || ofClaim(part(r.claim, "claim"));

const canDraw = available();

export async function showAnswer(box: HTMLElement, q: SavedQuery, a: Answer, s: State, signal: AbortSignal): Promise<void> {
  const rows: Row[] = a.rows.map((r) => (typeof r === "object" && r !== null && !Array.isArray(r) ? (r as Row) : { value: r }));
  const columns = a.columns.length ? a.columns : [...new Set(rows.flatMap(Object.keys))].map((name) => ({ name, help: "" }));
  forget();
  if (!rows.length) {
    say("No rows");
    replace(box, h("p", { class: "notice" }, "No rows. Articles that have been loaded do not say so."));
    return;
  }
  const names = columns.map((c) => c.name);
  const ids = [...new Set(rows.flatMap((r) => Object.values(r).map(entityID)).filter(Boolean))];
  const plan = planOf(names, rows, s.chart);
  const ways: Show[] = ["table"];
  if (ids.length > 1 && canDraw) ways.push("graph");
  if (plan) ways.push("chart");
  const show = ways.includes(s.show) ? s.show : "table";
  const focus = box.contains(document.activeElement) ? document.activeElement?.id : "";
  const tabs = ways.length > 1 ? h("nav", { class: "tabs", "aria-label": "Answer as" }, ways.map((w) =>
    h("a", { ...to({ ...s, show: w }), id: "as-" + w, "aria-current": w === show ? "page" : null }, { table: "Table", graph: "Graph", chart: "Chart" }[w]))) : null;
  const body = h("div", { class: "answerbody" });
  replace(box,
    h("div", { class: "tools" }, tabs,
      h("span", { class: "soft count" }, plural(rows.length, "row") + (a.truncated ? ", there are more" : "")),
      h("button", { type: "button", onclick: () => save(q.name + ".csv", csv([names, ...rows.map((r) => names.map((n) => text(r[n])))]), "text/csv") }, "CSV"),
      h("button", { type: "button", onclick: () => save(q.name + ".json", JSON.stringify(a.rows, null, 1), "application/json") }, "JSON")),
    body);
  if (show === "chart" && plan) showChart(body, plan, q, s, (list) => table(columns, list));
  else if (show === "graph") await showGraph(body, rows, ids, signal);
  else body.append(table(columns, rows));
  if (focus) document.getElementById(focus)?.focus();
  say(plural(rows.length, "row") + (show === "table" ? "" : `, as a ${show}`));
}

function table(columns: { name: string; help: string }[], rows: Row[]): HTMLElement {
  const hasOrigin = !columns.some((c) => c.name === "article" || c.name === "sentence") && rows.some(articleOf);
  const origin = (r: Row): HTMLElement | null => {
    const article = articleOf(r);
    return article ? h("a", { ...to({ ...blank("article"), article, claim: part(r.claim, "claim") }), class: "origin" }, "article") : null;
  };
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" },
    h("table", null,
      h("thead", null, h("tr", null, columns.map((c) => h("th", { scope: "col", title: c.help }, c.name)), hasOrigin ? h("th", { scope: "col" }, "from") : null)),
      h("tbody", null, rows.map((r) => h("tr", null,
        columns.map((c) => h("td", { class: typeof r[c.name] === "number" ? "number" : long(r[c.name]) ? "quote" : null }, value(r, c.name))),
        hasOrigin ? h("td", null, origin(r)) : null)))));
}

const long = (v: unknown): boolean => typeof v === "string" && v.length > 60;

function value(r: Row, name: string): HTMLElement | string {
  const v = r[name];
  const id = entityID(v) || entityID(r[name + "Id"]) || (name === "name" || name === "value" ? entityID(r.id) : "");
  if (id && v !== "") return h("a", to(explore(id)), words(v));
  const article = part(v, "art") || (name === "article" || name === "headline" ? articleOf(r) || part(r.id, "art") : "");
  if (article) return h("a", to({ ...blank("article"), article }), part(v, "art") ? "article" : text(v));
  const claim = part(r[name + "Claim"], "claim") || (name === "sentence" ? part(r.claim, "claim") : "");
  if (ofClaim(claim)) return h("a", { ...to({ ...blank("article"), article: ofClaim(claim), claim }), class: "said" }, text(v));
  if (typeof v === "number") return number(v);
  if (typeof v === "string" && /^\d{4}-\d\d-\d\d$/.test(v)) return day(v);
  return text(v);
}

function text(v: unknown): string {
  if (v === null || v === undefined) return "";
  if (Array.isArray(v)) return v.map(text).join(", ");
  return typeof v === "object" ? JSON.stringify(v) : String(v);
}

// drawing is the one that is shown; a page has room for few.
let drawing: Drawing | undefined;

function forget(): void {
  drawing?.kill();
  drawing = undefined;
}

// maxDrawn is how many entities of an answer are drawn.
const maxDrawn = 150;

// showGraph draws what links the entities of the rows: between those that stand in one row, where rows have two.
async function showGraph(box: HTMLElement, rows: Row[], ids: string[], signal: AbortSignal): Promise<void> {
  const pinned = ids.slice(0, maxDrawn);
  const model = await load({ ...blank("explore"), pinned }, signal);
  if (signal.aborted) return;
  const pairs = new Set<string>();
  for (const r of rows) {
    const of = [...new Set(Object.values(r).map(entityID).filter(Boolean))];
    for (const a of of) for (const b of of) pairs.add(a + "\u0000" + b);
  }
  const inRow = [...model.links].filter(([, l]) => pairs.has(l.subject + "\u0000" + l.object));
  if (inRow.length) model.links = new Map(inRow);
  const all = { ...blank("explore"), pinned, filters: noFilters() };
  const canvas = h("div", { class: "canvas", role: "img", "aria-label": `Drawing of ${plural(model.nodes.size, "entity", "entities")} and ${plural(model.links.size, "link")} of the answer. The table shows its rows.` });
  replace(box,
    h("p", { class: "soft" }, ids.length > pinned.length ? `The first ${pinned.length} of ${number(ids.length)} entities. ` : null,
      "A click on a link opens its sentences. ", h("a", to(all), "Open in the explorer")),
    h("div", { class: "stage framed" }, canvas));
  drawing = new Drawing(canvas, {
    node: (id) => go({ ...all, selected: { node: id } }),
    expand: (id) => go({ ...all, expanded: [{ id, limit: 30 }], selected: { node: id } }),
    link: (l: Link) => go({ ...all, selected: { subject: l.subject, object: l.object, relation: l.relation } }),
    nothing: () => undefined,
  });
  drawing.show(model);
  new ResizeObserver(() => drawing?.resize()).observe(canvas);
}

// answerPositions are the places of the drawing of an answer.
export const answerPositions = (): ReturnType<Drawing["positions"]> | undefined => (state().page === "queries" ? drawing?.positions() : undefined);

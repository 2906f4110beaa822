// Saved queries: a form for the parameters, the answer as a table, and as a graph where it names entities.
import { api } from "./api";
import { combobox } from "./combobox";
import { day, h, number, plural, replace, save, say } from "./dom";
import { csv } from "./exporting";
import { blank, explore, go, type State, to } from "./state";
import type { Answer, SavedQuery } from "./types";

export async function showQueries(box: HTMLElement, s: State, signal: AbortSignal): Promise<void> {
  const { items } = await api.queries();
  if (signal.aborted) return;
  const chosen = items.find((q) => q.name === s.query);
  const list = h("nav", { class: "querylist", "aria-label": "Saved queries" }, h("h2", null, "Saved queries"),
    h("ul", null, items.map((q) => h("li", null, h("a", { ...to({ ...blank("queries"), query: q.name }), "aria-current": q === chosen ? "page" : null }, q.title)))));
  const main = h("div", { class: "query" });
  replace(box, h("div", { class: "queries" + (chosen ? " chosen" : "") }, list, main));
  if (!chosen) {
    main.append(h("h1", null, "Queries"), s.query
      ? h("p", { role: "alert" }, `There is no query called ${s.query}.`)
      : h("p", { class: "soft" }, "Each is a Gizmo script with a name. Choose one, fill in what it asks for, and read where each row comes from."));
    return;
  }
  const answer = h("div", { class: "answer" });
  main.append(h("a", { ...to(blank("queries")), class: "narrow" }, "All queries"), h("h1", null, chosen.title), h("p", null, chosen.description), form(chosen, s), answer);
  const ready = chosen.params.every((p) => !p.required || s.params[p.name]);
  if (!ready) return;
  answer.append(h("p", { class: "soft" }, "…"));
  try {
    const a = await api.run(chosen.name, s.params, signal);
    if (!signal.aborted) showAnswer(answer, chosen, a);
  } catch (err) {
    if (!signal.aborted) replace(answer, h("p", { class: "notice", role: "alert" }, err instanceof Error ? err.message : String(err)));
  }
}

function form(q: SavedQuery, s: State): HTMLElement {
  const values: Record<string, () => string> = {};
  const fields = q.params.map((p) => {
    const value = s.params[p.name] ?? "";
    const id = "param-" + p.name;
    const help = p.help ? h("span", { class: "soft", id: id + "-help" }, p.help) : null;
    const described = p.help ? id + "-help" : null;
    const name = h("span", { class: "name" }, p.name, p.required ? h("span", { class: "soft" }, " (needed)") : null);
    if (p.type === "entity") {
      const c = combobox(p.name, () => undefined, { keep: true, value, placeholder: p.default || "name of an entity" });
      c.input.required = p.required;
      if (described) c.input.setAttribute("aria-describedby", described);
      values[p.name] = () => c.input.value.trim();
      return h("div", { class: "field" }, name, c.root, help);
    }
    let control: HTMLInputElement | HTMLSelectElement;
    if (p.type === "enum") {
      control = h("select", { id }, h("option", { value: "" }, p.default || "–"), (p.values ?? []).map((v) => h("option", { value: v, selected: v === value }, v)));
    } else {
      control = h("input", { id, type: p.type === "number" ? "number" : p.type === "date" ? "date" : "text", value, placeholder: p.default || null });
    }
    if (p.required) control.required = true;
    if (described) control.setAttribute("aria-describedby", described);
    values[p.name] = () => control.value.trim();
    return h("label", { class: "field", for: id }, name, control, help);
  });
  return h("form", {
    class: "params",
    onsubmit: (e: Event) => {
      e.preventDefault();
      const params: Record<string, string> = {};
      for (const [k, f] of Object.entries(values)) if (f()) params[k] = f();
      go({ params });
    },
  }, fields, h("button", { class: "primary", type: "submit" }, "Run"));
}

type Row = Record<string, unknown>;

// entityID takes the id out of "<ent:Someone>".
const entityID = (v: unknown): string => /^<ent:(.+)>$/.exec(String(v))?.[1] ?? "";
const articleID = (v: unknown): string => /^<art:(.+)>$/.exec(String(v))?.[1] ?? "";
const claimID = (v: unknown): string => /^<claim:(.+)>$/.exec(String(v))?.[1] ?? "";

function showAnswer(box: HTMLElement, q: SavedQuery, a: Answer): void {
  const rows: Row[] = a.rows.map((r) => (typeof r === "object" && r !== null && !Array.isArray(r) ? (r as Row) : { value: r }));
  const columns = a.columns.length ? a.columns : [...new Set(rows.flatMap(Object.keys))].map((name) => ({ name, help: "" }));
  say(plural(rows.length, "row"));
  if (!rows.length) {
    replace(box, h("p", { class: "notice" }, "No rows. Articles that have been loaded do not say so."));
    return;
  }
  // The first two entities of a row are its ends.
  const ids = [...new Set(rows.flatMap((r) => Object.values(r).map(entityID)).filter(Boolean))];
  const origin = (r: Row): HTMLElement | null => {
    const article = articleID(r.article), claim = claimID(r.claim);
    return article ? h("a", to({ ...blank("article"), article, claim }), "article") : null;
  };
  const hasOrigin = rows.some((r) => articleID(r.article));
  replace(box,
    h("div", { class: "tools" },
      h("span", { class: "soft" }, plural(rows.length, "row") + (a.truncated ? ", there are more" : "")),
      ids.length > 1 ? h("a", { ...to({ ...blank("explore"), pinned: ids.slice(0, 80) }), class: "button" }, "Show as graph") : null,
      h("button", { type: "button", onclick: () => save(q.name + ".csv", csv([columns.map((c) => c.name), ...rows.map((r) => columns.map((c) => text(r[c.name])))]), "text/csv") }, "CSV"),
      h("button", { type: "button", onclick: () => save(q.name + ".json", JSON.stringify(a.rows, null, 1), "application/json") }, "JSON")),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" },
      h("table", null,
        h("thead", null, h("tr", null, columns.map((c) => h("th", { scope: "col", title: c.help }, c.name)), hasOrigin ? h("th", { scope: "col" }, "from") : null)),
        h("tbody", null, rows.map((r) => h("tr", null, columns.map((c) => h("td", { class: typeof r[c.name] === "number" ? "number" : c.name === "sentence" ? "quote" : null }, value(r, c.name))),
          hasOrigin ? h("td", null, origin(r)) : null))))));
}

function value(r: Row, name: string): HTMLElement | string {
  const v = r[name];
  const id = entityID(v) || entityID(r[name + "Id"]) || (name === "name" ? entityID(r.id) : "");
  if (id) return h("a", to(explore(id)), entityID(v) ? id.replaceAll("_", " ") : text(v));
  const article = articleID(v);
  if (article) return h("a", to({ ...blank("article"), article }), "article");
  if (typeof v === "number") return number(v);
  if (typeof v === "string" && /^\d{4}-\d\d-\d\d$/.test(v)) return day(v);
  return text(v);
}

function text(v: unknown): string {
  if (v === null || v === undefined) return "";
  if (Array.isArray(v)) return v.map(text).join(", ");
  return typeof v === "object" ? JSON.stringify(v) : String(v);
}

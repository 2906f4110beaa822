// Saved queries: a list of them, and a form for the parameters of one.
import { showAnswer } from "./answer";
import { api, onGraphChange } from "./api";
import { combobox } from "./combobox";
import { append, h, replace } from "./dom";
import { blank, go, state, type State, to } from "./state";
import type { Answer, SavedQuery } from "./types";

// last is the answer that is shown: another way to look at it asks nothing of the server.
let last: { key: string; box: HTMLElement; query: SavedQuery; answer: Answer } | undefined;
onGraphChange(() => { last = undefined; });

export async function showQueries(box: HTMLElement, s: State, signal: AbortSignal): Promise<void> {
  const key = JSON.stringify([s.query, s.params]);
  if (last?.key === key && box.contains(last.box)) {
    await showAnswer(last.box, last.query, last.answer, s, signal);
    return;
  }
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
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  append(main, [h("a", { ...to(blank("queries")), class: "narrow" }, "All queries"), h("h1", null, chosen.title), h("p", null, chosen.description), chosen.params.length ? form(chosen, s) : null, answer]);
  const ready = chosen.params.every((p) => !p.required || s.params[p.name]);
  if (!ready) return;
  answer.append(h("p", { class: "soft" }, "…"));
  try {
    const a = await api.run(chosen.name, s.params, signal);
    if (signal.aborted) return;
    last = { key, box: answer, query: chosen, answer: a };
    await showAnswer(answer, chosen, a, s, signal);
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
      go({ params, chart: { ...state().chart, at: "" } });
    },
  }, fields, h("button", { class: "primary", type: "submit" }, "Run"));
}

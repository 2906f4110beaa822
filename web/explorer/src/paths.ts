// How two entities are linked: the shortest chains of facts.
import { api } from "./api";
import { combobox } from "./combobox";
import { entityLink } from "./claims";
import { h, plural, replace, say } from "./dom";
import { blank, go, type State, to } from "./state";
import type { Node, Path, Step } from "./types";

export async function showPaths(box: HTMLElement, s: State, signal: AbortSignal): Promise<void> {
  const name = async (id: string) => (id ? (await api.entity(id, signal).catch(() => undefined))?.label ?? id.replaceAll("_", " ") : "");
  const [start, end] = await Promise.all([name(s.start), name(s.end)]);
  if (signal.aborted) return;
  const a = combobox("From", (hit) => go({ page: "paths", start: hit.id }), { keep: true, value: start, placeholder: "from whom" });
  const b = combobox("To", (hit) => go({ page: "paths", end: hit.id }), { keep: true, value: end, placeholder: "to whom" });
  const answer = h("div", { class: "answer" });
  replace(box, h("div", { class: "page paths" }, h("h1", null, "Paths"),
    h("p", { class: "soft" }, "The shortest chains of facts between two entities. Denied, planned and merely reported claims are no steps."),
    h("div", { class: "ends" }, a.root, h("button", { class: "plain", type: "button", "aria-label": "Swap", title: "Swap", onclick: () => go({ start: s.end, end: s.start }) }, "⇄"), b.root), answer));
  if (!s.start || !s.end) {
    (s.start ? b : a).input.focus();
    return;
  }
  try {
    const found = await api.paths(s.start, s.end, signal);
    if (signal.aborted) return;
    say(plural(found.items.length, "path"));
    if (!found.items.length) {
      replace(answer, h("p", { class: "notice" }, found.exact ? "No chain of facts joins the two." : "None was found; the search had to leave something out."));
      return;
    }
    const ids = [...new Set(found.items.flatMap((p) => p.nodes.map((n) => n.id)))];
    replace(answer,
      h("p", null, h("a", { ...to({ ...blank("explore"), pinned: ids }), class: "button" }, "Show as graph")),
      h("ol", { class: "chains" }, found.items.map(chain)),
      found.exact ? null : h("p", { class: "soft" }, "There may be more."));
  } catch (err) {
    if (!signal.aborted) replace(answer, h("p", { class: "notice", role: "alert" }, err instanceof Error ? err.message : String(err)));
  }
}

function chain(p: Path): HTMLElement {
  const parts: HTMLElement[] = [];
  const ids = p.nodes.map((n) => n.id);
  p.nodes.forEach((n: Node, i) => {
    if (i) parts.push(h("span", { class: "steps" }, p.steps[i - 1].slice(0, 3).map((st: Step) => {
      const [subject, object] = st.forward ? [p.nodes[i - 1].id, n.id] : [n.id, p.nodes[i - 1].id];
      return h("a", { ...to({ ...blank("explore"), pinned: ids, selected: { subject, object, relation: st.relation } }), class: "step", title: plural(st.articles, "article") },
        st.symmetric ? null : st.forward ? null : h("span", { "aria-label": "backwards" }, "← "), st.label, st.symmetric || !st.forward ? null : h("span", { "aria-hidden": "true" }, " →"));
    })));
    parts.push(entityLink(n));
  });
  return h("li", null, parts);
}


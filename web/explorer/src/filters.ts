// The filters of what is shown.
import { api } from "./api";
import { h, icon, number } from "./dom";
import { statusLabels, statuses } from "./look";
import { type Filters, filterCount, go, noFilters, state } from "./state";

// filterBox makes the form, folded behind a button.
export function filterBox(): HTMLElement {
  const s = state();
  const n = filterCount(s.filters);
  const form = h("form", { class: "filters", hidden: true, "aria-label": "Filters", onsubmit: (e: Event) => e.preventDefault() });
  const button = h("button", { type: "button", "aria-expanded": "false", "aria-controls": "filters" }, icon("filter"), n ? `Filters (${n})` : "Filters");
  form.id = "filters";
  button.addEventListener("click", async () => {
    const open = form.hidden;
    if (open && !form.childElementCount) await fill(form);
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) form.querySelector<HTMLElement>("select, input")?.focus();
  });
  form.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    form.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
  return h("div", { class: "filterbox" }, button, form);
}

async function fill(form: HTMLFormElement): Promise<void> {
  const [stats, schema] = await Promise.all([api.stats(), api.schema()]);
  const f = state().filters;
  const labels = new Map(schema.relations.map((r) => [r.id, r.label]));
  const classes = new Map(schema.classes.map((c) => [c.id, c.label]));
  const change = (part: Partial<Filters>) => go({ filters: { ...state().filters, ...part } });
  const option = (value: string, text: string, chosen: boolean) => h("option", { value, selected: chosen }, text);
  const field = (name: string, control: HTMLElement) => h("label", null, h("span", null, name), control);

  const relation = h("select", { onchange: () => change({ relation: relation.value ? [relation.value] : [] }) },
    option("", "any", !f.relation.length),
    stats.relations.map((r) => option(r.name, `${labels.get(r.name) ?? r.name} (${number(r.count)})`, f.relation.includes(r.name))));
  const cls = h("select", { onchange: () => change({ class: cls.value }) }, option("", "any", !f.class),
    stats.classes.map((c) => option(c.name, `${classes.get(c.name) ?? c.name} (${number(c.count)})`, f.class === c.name)));
  const publisher = h("select", { onchange: () => change({ publisher: publisher.value }) }, option("", "any", !f.publisher),
    stats.publishers.map((p) => option(p.name, `${p.name} (${number(p.count)})`, f.publisher === p.name)));
  const confidence = h("select", { onchange: () => change({ confidence: confidence.value }) },
    ["", "0.5", "0.7", "0.9"].map((v) => option(v, v ? `${100 * Number(v)} % or more` : "any", f.confidence === v)));
  const from = h("input", { type: "date", value: f.from, onchange: () => change({ from: from.value }) });
  const to = h("input", { type: "date", value: f.to, onchange: () => change({ to: to.value }) });
  const boxes = statuses.map((st) => {
    const box = h("input", { type: "checkbox", checked: !f.status.length || f.status.includes(st) });
    return { st, box, label: h("label", { class: "check" }, box, h("span", { class: "swatch " + st, "aria-hidden": "true" }), statusLabels[st]) };
  });
  for (const b of boxes) {
    b.box.addEventListener("change", () => {
      const on = boxes.filter((x) => x.box.checked).map((x) => x.st as string);
      change({ status: on.length === boxes.length || !on.length ? [] : on });
    });
  }
  form.replaceChildren(
    field("Relation", relation), field("Class of the other side", cls), field("Publisher", publisher), field("Confidence", confidence),
    field("From", from), field("To", to),
    h("fieldset", null, h("legend", null, "How far the text stands behind it"), boxes.map((b) => b.label)),
    h("button", { type: "button", onclick: () => go({ filters: noFilters() }) }, "Clear"));
}

// An answer as bars, with the figures in a table beside them, and the rows behind a bar beneath.
import { h, plural, replace, save } from "../dom";
import { csv } from "../exporting";
import { css } from "../look";
import { type ChartState, type State, go, state } from "../state";
import type { SavedQuery } from "../types";
import { draw, figure, picture, shade } from "./draw";
import { type Bucket, type Column, type Plan, type Row, counted, measureName } from "./plan";

export function showChart(box: HTMLElement, p: Plan, q: SavedQuery, s: State, table: (rows: Row[]) => HTMLElement): void {
  const change = (part: Partial<ChartState>) => go({ chart: { ...state().chart, ...part } });
  const select = (id: string, name: string, list: { name: string; text: string }[], chosen: string, f: (v: string) => void) => {
    const control = h("select", { id: "chart-" + id, onchange: () => f(control.value) }, list.map((c) => h("option", { value: c.name, selected: c.name === chosen }, c.text)));
    return h("label", null, h("span", { class: "soft" }, name + " "), control);
  };
  const named = (c: Column) => ({ name: c.name, text: c.name });
  const controls = h("div", { class: "chartbar" },
    select("y", "Show", [{ name: counted, text: "rows" }, ...p.ys.map((c) => ({ name: c.name, text: c.whole ? c.name : "average " + c.name }))], p.y?.name ?? counted, (y) => change({ y, at: "" })),
    select("x", "by", p.xs.map(named), p.x.name, (x) => change({ x, by: state().chart.by === x ? "" : state().chart.by, at: "" })),
    p.bys.length && !(p.y && !p.y.whole) ? select("by", "split by", [{ name: "", text: "nothing" }, ...p.bys.map(named)], p.by?.name ?? "", (by) => change({ by })) : null,
    h("button", { type: "button", onclick: () => { const c = drawn.querySelector<SVGElement>("svg"); if (c) void picture(c, css("--paper")).then((b) => save(q.name + ".png", b)); } }, "PNG"),
    h("button", { type: "button", onclick: () => save(q.name + "-figures.csv", csv(cells(p)), "text/csv") }, "Figures"));
  const pick = (b: Bucket) => change({ at: state().chart.at === b.key ? "" : b.key });
  const drawn = h("div", { class: "drawn" });
  const notes = [
    p.others ? `The first ${p.buckets.length}; ${plural(p.others, "other")} not drawn.` : "",
    p.left ? `${plural(p.left, "row")} without ${p.x.name}.` : "",
  ].filter(Boolean).join(" ");
  const chosen = s.chart.at ? p.buckets.find((b) => b.key === s.chart.at) : undefined;
  replace(box, controls,
    p.series.length ? h("ul", { class: "series", "aria-label": p.by?.name }, p.series.map((name, i) => h("li", null, svgSwatch(name, i), name || "none"))) : null,
    h("div", { class: p.series.length > 2 ? "chartbox stacked" : "chartbox" }, drawn, figures(p, s.chart.at, pick)),
    notes ? h("p", { class: "soft" }, notes) : null,
    chosen ? h("section", { class: "behind" }, h("h2", null, `${chosen.label || "none"}: ${plural(chosen.rows.length, "row")}`), table(chosen.rows)) : null);
  let width = 0;
  const redraw = () => {
    const now = Math.floor(drawn.clientWidth);
    if (!now || now === width) return;
    width = now;
    replace(drawn, draw(p, Math.max(260, width), s.chart.at, pick));
  };
  redraw();
  new ResizeObserver(redraw).observe(drawn);
}

const svgSwatch = (name: string, i: number): HTMLElement => h("span", { class: "box " + shade(name, i), "aria-hidden": "true" });

const cells = (p: Plan): (string | number)[][] => [
  [p.x.name, measureName(p), ...p.series],
  ...p.buckets.map((b) => [p.time ? b.key : b.label, b.value, ...b.parts]),
];

// figures is the table beside the bars: the same for one who does not see them, and for the keyboard.
function figures(p: Plan, at: string, pick: (b: Bucket) => void): HTMLElement {
  const shown = p.time ? p.buckets.filter((b) => b.rows.length) : p.buckets;
  return h("div", { class: "scroll figurestable", tabindex: "0", role: "region", "aria-label": "Figures" },
    h("table", { class: p.time ? "bytime" : null },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, p.time ?? p.x.name), h("th", { scope: "col", class: "number" }, measureName(p)),
        p.series.map((name) => h("th", { scope: "col", class: "number" }, name || "none")))),
      h("tbody", null, shown.map((b, i) => h("tr", { class: b.key === at ? "chosen" : null },
        h("th", { scope: "row" }, h("button", { class: "plain", id: "bar-" + i, type: "button", title: "Show its rows", "aria-pressed": String(b.key === at), onclick: () => pick(b) }, b.label || "none")),
        h("td", { class: "number" }, figure(b.value)),
        b.parts.map((v) => h("td", { class: "number" }, v ? figure(v) : "")))))));
}

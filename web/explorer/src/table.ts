// The same graph as a table, for the keyboard, the phone and a screen reader.
import { badge } from "./claims";
import { day, h, number, replace } from "./dom";
import { kindOf } from "./look";
import { type Model, label } from "./model";
import { go } from "./state";
import type { Link } from "./types";

type Key = "subject" | "label" | "object" | "claims" | "last";

export function tableOf(m: Model): HTMLElement {
  const links = [...m.links.values()];
  if (!links.length) return h("p", { class: "notice" }, "No link passes the filters.");
  let by: Key = "claims", up = false;
  const value = (l: Link): string | number =>
    by === "claims" ? l.claims : by === "last" ? l.last ?? "" : by === "label" ? l.label : label(m, l[by]);
  const body = h("tbody");
  const heads: [Key, string][] = [["subject", "Who"], ["label", "Relation"], ["object", "Whom"], ["claims", "Claims"], ["last", "Last"]];
  const cells = heads.map(([key, name]) => {
    const b = h("button", { class: "plain", type: "button", onclick: () => { up = by === key ? !up : key !== "claims" && key !== "last"; by = key; fill(); } }, name);
    return h("th", { scope: "col", "data-key": key }, b);
  });
  const entity = (id: string) => h("button", { class: "plain entity", type: "button", onclick: () => go({ selected: { node: id } }) },
    h("span", { class: "dot " + kindOf(m.nodes.get(id)?.class), "aria-hidden": "true" }), label(m, id));
  const fill = () => {
    links.sort((a, b) => {
      const x = value(a), y = value(b);
      const c = typeof x === "number" ? x - (y as number) : x.localeCompare(y as string);
      return (up ? c : -c) || label(m, a.subject).localeCompare(label(m, b.subject)) || a.label.localeCompare(b.label);
    });
    cells.forEach((c) => c.setAttribute("aria-sort", c.dataset.key !== by ? "none" : up ? "ascending" : "descending"));
    replace(body, links.slice(0, 1000).map((l) => h("tr", { class: l.status },
      h("td", null, entity(l.subject)),
      h("td", null, h("button", { class: "plain rel", type: "button", onclick: () => go({ selected: { subject: l.subject, object: l.object, relation: l.relation } }) }, l.label),
        l.status === "fact" ? null : [" ", badge(l.status)]),
      h("td", null, entity(l.object)),
      h("td", { class: "number" }, number(l.claims)),
      h("td", { class: "day" }, day(l.last)))));
  };
  fill();
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Links" },
    h("table", null, h("caption", { class: "hidden" }, "Links. Open a relation to read its sentences."), h("thead", null, h("tr", null, cells)), body),
    links.length > 1000 ? h("p", { class: "notice" }, `The first 1,000 of ${number(links.length)}; save it as CSV for all.`) : null);
}

// The panel beside the graph: an entity at a glance, or every sentence behind a link.
import { api, follow } from "./api";
import { badge, claimCard, entityLink } from "./claims";
import { day, h, icon, number, plural, replace, say } from "./dom";
import { classLabel, kindOf } from "./look";
import { editBox } from "./identity";
import { type Model, label } from "./model";
import { blank, explore, filterParams, go, state, step, to } from "./state";
import type { Claim, Contradiction, Entity, Link, Page, Ref } from "./types";

const closeButton = (): HTMLElement =>
  h("button", { class: "plain close", type: "button", "aria-label": "Close the panel", onclick: () => go({ selected: null }) }, icon("close"));

// showEntity fills the panel with an entity.
export async function showEntity(panel: HTMLElement, id: string, model: Model, signal: AbortSignal): Promise<void> {
  const e = await api.entity(id, signal);
  const edit = await editBox(e);
  if (signal.aborted) return;
  const links = [...model.links.values()].filter((l) => l.subject === id || l.object === id);
  const against = h("div");
  replace(panel, closeButton(), entityHead(e), expandBox(e, model), positions(e), linkList(id, links, model), against, otherLinks(e), edit);
  say(e.label);
  // Of what is said very often, finding what is denied too takes a while.
  void api.contradictions(id, signal).catch(() => undefined).then((found) => {
    const list = found && !signal.aborted ? contradictionList(found.items) : null;
    if (list) against.replaceWith(list);
    else against.remove();
  });
}

function entityHead(e: Entity): HTMLElement {
  const seen = e.first ? (e.first === e.last ? day(e.first) : `${day(e.first)} – ${day(e.last)}`) : "";
  const row = (name: string, ...value: (HTMLElement | string)[]) => h("div", null, h("dt", null, name), h("dd", null, value));
  const list = (refs: Ref[]) => refs.flatMap((r, i) => (i ? [", ", entityLink(r)] : [entityLink(r)]));
  return h("div", { class: "head" },
    h("h2", { tabindex: "-1" }, h("span", { class: "dot " + kindOf(e.class), "aria-hidden": "true" }), e.label),
    h("p", { class: "soft" }, [classLabel(e.class), plural(e.articles, "article"), plural(e.asSubject + e.asObject, "claim")].filter(Boolean).join(" · ")),
    h("dl", null,
      e.aliases.length ? row("Also called", e.aliases.slice(0, 8).join(", ") + (e.aliases.length > 8 ? " …" : "")) : null,
      e.standsFor.length ? row("Stands for", ...list(e.standsFor)) : null,
      e.stoodFor.length ? row("Also meant by", ...list(e.stoodFor)) : null,
      e.country ? row("Country", entityLink(e.country)) : null,
      seen ? row("In the news", seen) : null));
}

function expandBox(e: Entity, model: Model): HTMLElement {
  const shown = model.expanded.find((x) => x.id === e.id);
  const s = state();
  if (!shown) {
    return h("div", { class: "expand" },
      h("button", { type: "button", onclick: () => go({ expanded: [...s.expanded, { id: e.id, limit: step }] }) }, icon("plus"), "Add its neighbours"),
      h("a", { ...to(explore(e.id)), class: "button" }, "Start from here"));
  }
  const more = shown.showing < shown.total && shown.limit < 500;
  return h("div", { class: "expand" },
    h("p", null, `Showing ${number(shown.showing)} of ${number(shown.total)}${shown.exact ? "" : " or more"} neighbours`),
    more ? h("button", {
      type: "button",
      onclick: () => go({ expanded: s.expanded.map((x) => (x.id === e.id ? { id: x.id, limit: Math.min(500, x.limit + step) } : x)) }),
    }, icon("plus"), `Show ${number(Math.min(step, shown.total - shown.showing))} more`) : null,
    s.expanded.length + s.pinned.length > 1 ? h("button", { type: "button", onclick: () => go({ expanded: s.expanded.filter((x) => x.id !== e.id) }) }, icon("minus"), "Fold") : null);
}

function positions(e: Entity): HTMLElement | null {
  if (!e.positions.length) return null;
  const seen = new Set<string>();
  const rows = e.positions.filter((c) => {
    const key = c.label + (c.object?.id ?? c.literal ?? "");
    return !seen.has(key) && seen.add(key);
  });
  return h("section", null, h("h3", null, "Positions"),
    h("ul", { class: "lines" }, rows.slice(0, 6).map((c) => h("li", null,
      h("a", { ...to({ ...blank("article"), article: c.article.id, claim: c.id }), title: c.sentence }, c.label), " ",
      c.object ? entityLink(c.object) : c.literal ?? c.objectText ?? "",
      c.day ? h("span", { class: "soft" }, " " + day(c.day)) : null))));
}

// linkButton opens the sentences behind a link.
export function linkButton(l: Link, m: Model, from?: string): HTMLElement {
  const other = from === l.subject ? l.object : l.subject;
  const relation = l.status === "denied" ? "not: " + l.label : l.label;
  const words = from === l.subject || (from !== undefined && l.symmetric) ? `${relation} ${label(m, other)}` : `${label(m, l.subject)} ${relation} ${label(m, l.object)}`;
  return h("button", { class: "linkline", type: "button", onclick: () => go({ selected: { subject: l.subject, object: l.object, relation: l.relation } }) },
    h("span", { class: "swatch " + l.status, "aria-hidden": "true" }),
    h("span", null, words), l.status === "fact" ? null : badge(l.status),
    h("span", { class: "soft count", title: plural(l.claims, "claim") }, number(l.claims)));
}

function linkList(id: string, links: Link[], m: Model): HTMLElement | null {
  if (!links.length) return null;
  links.sort((a, b) => b.claims - a.claims || a.label.localeCompare(b.label));
  const box = h("ul", { class: "links" });
  const show = (n: number) => {
    replace(box, links.slice(0, n).map((l) => h("li", null, linkButton(l, m, id))),
      links.length > n ? h("li", null, h("button", { class: "plain more", type: "button", onclick: () => show(links.length) }, `${number(links.length - n)} more`)) : null);
  };
  show(25);
  return h("section", null, h("h3", null, "Links that are shown"), box);
}

function contradictionList(items: Contradiction[]): HTMLElement | null {
  if (!items.length) return null;
  return h("section", { class: "contradictions" }, h("h3", null, "Said and denied"),
    items.map((c) => h("div", { class: "against" },
      h("p", null, entityLink(c.subject), ` ${c.label} `, entityLink(c.object)),
      h("div", { class: "sides" },
        h("div", null, h("h4", null, "Said"), c.affirmed.map((x) => claimCard(x, { context: false }))),
        h("div", null, h("h4", null, "Denied"), c.denied.map((x) => claimCard(x, { context: false })))))));
}

function otherLinks(e: Entity): HTMLElement {
  const s = state();
  return h("p", { class: "also" },
    h("a", to({ ...s, view: "timeline" }), "Timeline"),
    h("a", to({ ...blank("paths"), start: e.id }), "Paths from here"));
}

// showLink fills the panel with the evidence of a link.
export async function showLink(panel: HTMLElement, s: { subject: string; object: string; relation?: string }, model: Model, signal: AbortSignal): Promise<void> {
  const filters = { ...filterParams(state().filters), relation: s.relation ? [s.relation] : state().filters.relation };
  const page = await api.evidence(s.subject, s.object, { ...filters, either: !s.relation }, signal);
  if (signal.aborted) return;
  const first = page.items[0];
  const name = (id: string) => {
    const known = [first?.subject, first?.object].find((r) => r?.id === id);
    return known ?? { id, label: label(model, id) };
  };
  const rel = first && s.relation ? page.items.find((c) => c.relation === s.relation)?.label ?? first.label : "and";
  const head = h("div", { class: "head" },
    h("h2", { tabindex: "-1", class: "link" }, entityLink(name(s.subject)), h("span", { class: "rel" }, ` ${rel} `), entityLink(name(s.object))),
    h("p", { class: "soft" }, counted(page)),
    s.relation ? h("p", { class: "also" }, h("a", to({ ...state(), selected: { subject: s.subject, object: s.object } }), "All that is said of the two")) : null);
  const denied = page.items.filter((c) => c.status === "denied");
  const rest = page.items.filter((c) => c.status !== "denied");
  replace(panel, closeButton(), head);
  if (denied.length && rest.length && !page.next) {
    panel.append(h("div", { class: "sides" },
      h("section", null, h("h3", null, "Said"), rest.map((c) => claimCard(c, { triple: !s.relation }))),
      h("section", null, h("h3", null, "Denied"), denied.map((c) => claimCard(c, { triple: !s.relation })))));
  } else {
    panel.append(growing(page, (c) => claimCard(c, { triple: !s.relation })));
  }
  say(`${plural(page.total, "sentence")} behind ${name(s.subject).label} ${rel} ${name(s.object).label}`);
}

function counted(page: Page<Claim>): string {
  if (!page.total) return "No sentence passes the filters.";
  const articles = new Set(page.items.map((c) => c.article.id)).size;
  return plural(page.total, "sentence") + (page.next ? "" : ` in ${plural(articles, "article")}`) + (page.exact ? "" : ", or more");
}

// growing is a list of claims with a button for the next page.
export function growing(page: Page<Claim>, show: (c: Claim) => HTMLElement): HTMLElement {
  const box = h("div", { class: "claims" });
  const add = (p: Page<Claim>) => {
    box.append(...p.items.map(show));
    if (!p.next) return;
    const more = h("button", {
      class: "more", type: "button",
      onclick: async () => {
        more.disabled = true;
        try {
          const next = await follow<Page<Claim>>(p.next!);
          more.remove();
          add(next);
        } catch (err) {
          more.disabled = false;
          say(String(err));
        }
      },
    }, "Show more");
    box.append(more);
  };
  add(page);
  return box;
}

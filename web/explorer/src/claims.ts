// A claim as people read it: the sentence in its place, and who says so, where and when.
import { append, day, h, titleOf } from "./dom";
import { statusHelp, statusLabels } from "./look";
import { blank, explore, to } from "./state";
import type { Claim, Ref, Status } from "./types";

export const badge = (status: Status): HTMLElement =>
  h("span", { class: "badge " + status, title: statusHelp[status] }, statusLabels[status]);

export const entityLink = (r: Ref): HTMLElement => h("a", { ...to(explore(r.id)), class: "entity" }, r.label);

// outside makes a link to a page elsewhere, if its address is one of the web: what an article gives as its address
// may be anything.
export function outside(url: string | undefined, text: string): HTMLElement | null {
  if (!url || !/^https?:\/\//i.test(url)) return null;
  return h("a", { href: url, rel: "noopener noreferrer external", target: "_blank" }, text);
}

// marked gives a sentence with the words of its subject, its relation and its object set off.
export function marked(c: Claim): DocumentFragment {
  const out = document.createDocumentFragment();
  const parts: { from: number; to: number; cls: string }[] = [];
  const add = (words: string | undefined, cls: string) => {
    if (!words) return;
    for (let at = c.sentence.indexOf(words); at >= 0; at = c.sentence.indexOf(words, at + 1)) {
      const whole = !/[\p{L}\p{N}]/u.test(c.sentence.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(c.sentence.charAt(at + words.length));
      if (whole && parts.every((p) => at >= p.to || at + words.length <= p.from)) {
        parts.push({ from: at, to: at + words.length, cls });
        return;
      }
    }
  };
  add(c.phrase, "phrase");
  add(c.subjectText, "arg");
  add(c.objectText ?? c.literal, "arg");
  parts.sort((a, b) => a.from - b.from);
  let at = 0;
  for (const p of parts) {
    append(out, [c.sentence.slice(at, p.from), h("span", { class: p.cls }, c.sentence.slice(p.from, p.to))]);
    at = p.to;
  }
  append(out, [c.sentence.slice(at)]);
  return out;
}

// triple is a claim in one line.
export function triple(c: Claim): HTMLElement {
  return h("span", { class: "triple" }, c.subject ? entityLink(c.subject) : h("span", null, c.subjectText ?? ""), " ", h("span", { class: "rel " + c.status }, c.status === "denied" ? "not: " : "", c.label), " ",
    c.object ? entityLink(c.object) : h("span", null, c.literal ?? c.objectText ?? ""));
}

// when says when a claim was so, if the text does.
export function when(c: Claim): string {
  if (!c.from && !c.to) return "";
  if (c.from === c.to) return day(c.from);
  return [c.from ? day(c.from) : "…", c.to ? day(c.to) : "…"].join(" – ");
}

// tight leaves out empty lines between paragraphs.
const tight = (text: string): string => text.replace(/\n\s*\n/g, "\n");

export interface CardOptions { triple?: boolean; context?: boolean }

// claimCard shows one claim with its evidence.
export function claimCard(c: Claim, options: CardOptions = {}): HTMLElement {
  const a = c.article;
  const source = [a.publisher, day(a.date)].filter(Boolean).join(", ");
  const facts: (HTMLElement | string)[] = [];
  if (c.saidBy || c.saidWith) facts.push(h("span", null, c.saidBy ? entityLink(c.saidBy) : "somebody", ` (${c.saidWith || "says so"})`));
  const time = when(c);
  if (time) facts.push(h("span", null, time));
  if (c.place) facts.push(h("span", null, "in ", entityLink(c.place)));
  facts.push(h("span", { class: "confidence", title: "How sure the reading is" }, meter(c.confidence), `${Math.round(100 * c.confidence)} %`));
  return h("article", { class: "claim " + c.status },
    h("header", null, badge(c.status), options.triple ? triple(c) : null),
    h("blockquote", { lang: a.language || "en" },
      options.context !== false && c.before ? h("span", { class: "around" }, tight(c.before)) : null,
      h("mark", null, marked(c)),
      options.context !== false && c.after ? h("span", { class: "around" }, tight(c.after)) : null),
    h("p", { class: "facts" }, facts),
    h("footer", null,
      h("a", { ...to({ ...blank("article"), article: a.id, claim: c.id }), class: "title" }, titleOf(a)),
      source ? h("span", { class: "soft" }, source) : null,
      outside(a.url, "source")));
}

function meter(x: number): HTMLElement {
  const level = Math.max(0, Math.min(4, Math.round(4 * x)));
  return h("span", { class: "meter m" + level, "aria-hidden": "true" });
}

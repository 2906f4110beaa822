// An article as it was read, with its claims marked in the text.
import { api } from "./api";
import { claimCard, outside } from "./claims";
import { append, day, h, plural, replace, say, titleOf } from "./dom";
import { blank, go, state, to } from "./state";
import type { Article, Claim, Source } from "./types";

// places turns offsets in bytes of UTF-8 into places in a text of JavaScript.
export function places(text: string, offsets: number[]): Map<number, number> {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  const out = new Map<number, number>();
  let bytes = 0, i = 0, next = 0;
  while (next < sorted.length) {
    if (bytes >= sorted[next] || i >= text.length) {
      out.set(sorted[next++], i);
      continue;
    }
    const c = text.codePointAt(i)!;
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    i += c > 0xffff ? 2 : 1;
  }
  return out;
}

export async function showArticle(box: HTMLElement, id: string, signal: AbortSignal): Promise<void> {
  const a = await api.article(id, signal);
  if (signal.aborted) return;
  const text = h("div", { class: "text", lang: a.language || "en" });
  const side = h("aside", { class: "panel", "aria-label": "Claims" });
  fill(text, a);
  const entities = [...new Map(a.claims.flatMap((c) => [c.subject, c.object]).flatMap((r) => (r ? [[r.id, r] as const] : []))).values()];
  replace(box, h("div", { class: "reading" },
    h("article", null,
      h("header", null,
        h("h1", null, titleOf(a)),
        h("p", { class: "soft" }, [a.publisher, day(a.date)].filter(Boolean).join(" · "), " ", outside(a.url, "source"))),
      text,
      h("footer", { class: "soft" },
        entities.length > 1 ? h("p", null, h("a", to({ ...blank("explore"), pinned: entities.slice(0, 60).map((e) => e.id) }), "Show what this article links")) : null,
        a.readFrom ? h("p", null, `Read from ${a.readFrom}`) : null)),
    side));
  showSide(side, a);
  mark(text, side, state().claim, a, true);
  say(`${a.title || "Article"}, ${plural(a.claims.length, "claim")}`);
}

// markClaim sets off another claim of the article that is shown.
export function markClaim(box: HTMLElement, claim: string): boolean {
  const text = box.querySelector<HTMLElement>(".text"), side = box.querySelector<HTMLElement>("aside");
  if (!text || !side) return false;
  mark(text, side, claim, undefined, true);
  return true;
}

// fill writes the text in paragraphs, with a mark for each sentence that makes claims.
function fill(box: HTMLElement, a: Article): void {
  const at = places(a.text, a.claims.flatMap((c) => [c.start, c.end]));
  const spans = new Map<string, { from: number; to: number; claims: Claim[] }>();
  for (const c of a.claims) {
    const from = at.get(c.start)!, to = at.get(c.end)!;
    const key = `${from} ${to}`;
    const span = spans.get(key) ?? { from, to, claims: [] };
    span.claims.push(c);
    spans.set(key, span);
  }
  const sorted = [...spans.values()].sort((x, y) => x.from - y.from || y.to - x.to);
  let p = h("p");
  const flush = () => {
    if (p.childNodes.length) box.append(p);
    p = h("p");
  };
  const plain = (t: string) => {
    t.split(/\n\s*\n/).forEach((part, i) => {
      if (i) flush();
      if (part) append(p, [part]);
    });
  };
  let done = 0;
  for (const s of sorted) {
    if (s.from < done) continue; // sentences do not overlap; what does is shown at the side only
    plain(a.text.slice(done, s.from));
    const ids = s.claims.map((c) => c.id);
    const m = h("mark", { tabindex: "0", role: "button", "data-claims": ids.join(" "), "aria-label": `${a.text.slice(s.from, s.to)} – ${plural(ids.length, "claim")}` }, a.text.slice(s.from, s.to));
    const open = () => go({ claim: ids[0] });
    m.addEventListener("click", open);
    m.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); open(); } });
    p.append(m);
    done = s.to;
  }
  plain(a.text.slice(done));
  flush();
}

function showSide(side: HTMLElement, a: Article): void {
  side.append(h("h2", null, plural(a.claims.length, "claim")));
  for (const c of a.claims) {
    const card = claimCard(c, { triple: true, context: false });
    card.dataset.claim = c.id;
    card.querySelector("footer")?.remove();
    side.append(card);
  }
}

function mark(text: HTMLElement, side: HTMLElement, claim: string, a: Article | undefined, scroll: boolean): void {
  let found: Element | undefined;
  for (const m of text.querySelectorAll<HTMLElement>("mark")) {
    const on = claim !== "" && (m.dataset.claims ?? "").split(" ").includes(claim);
    m.classList.toggle("chosen", on);
    if (on) found = m;
  }
  for (const card of side.querySelectorAll<HTMLElement>("[data-claim]")) {
    const on = card.dataset.claim === claim;
    card.classList.toggle("chosen", on);
    if (on && scroll) card.scrollIntoView({ block: "nearest" });
  }
  if (scroll) found?.scrollIntoView({ block: "center" });
  else if (a) scrollTo(0, 0);
}

// showArticles lists the articles.
export async function showArticles(box: HTMLElement, signal: AbortSignal): Promise<void> {
  const size = 50;
  const first = await api.articles(size, 0, signal);
  if (signal.aborted) return;
  const list = h("ul", { class: "articles" });
  const more = h("button", { class: "more", type: "button" }, "Show more");
  let shown = 0;
  const add = (items: Source[]) => {
    shown += items.length;
    list.append(...items.map(articleLine));
    more.hidden = shown >= first.total;
  };
  more.addEventListener("click", async () => add((await api.articles(size, shown)).items));
  add(first.items);
  replace(box, h("div", { class: "page" }, h("h1", null, "Articles"), h("p", { class: "soft" }, plural(first.total, "article")), list, more));
}

export const articleLine = (a: Source): HTMLElement =>
  h("li", null, h("a", to({ ...blank("article"), article: a.id }), titleOf(a)),
    h("span", { class: "soft" }, [a.publisher, day(a.date)].filter(Boolean).join(" · ")));


// Everything that has the words that a person looks for: entities, headlines and sentences.
import { api } from "./api";
import { articleLine } from "./article";
import { emphasised } from "./combobox";
import { day, h, number, plural, replace, say, titleOf } from "./dom";
import { classLabel, kindOf } from "./look";
import { blank, explore, go, type State, to } from "./state";
import type { TextHit } from "./types";

export async function showFind(box: HTMLElement, s: State, signal: AbortSignal): Promise<void> {
  const input = h("input", { type: "search", value: s.find, "aria-label": "Words", placeholder: "words of a name, a headline or a sentence" });
  const answer = h("div", { class: "answer" });
  replace(box, h("div", { class: "page find" }, h("h1", null, "Find"),
    h("form", { class: "findform", role: "search", onsubmit: (e: Event) => { e.preventDefault(); go({ ...blank("find"), find: input.value.trim() }); } }, input, h("button", { class: "primary", type: "submit" }, "Find")),
    answer));
  if (!s.find) return;
  const names = h("div"), texts = h("div", null, h("p", { class: "soft" }, "Looking through headlines and sentences …"));
  replace(answer, names, texts);
  let found = 0;
  const fail = (part: HTMLElement) => (err: unknown) => { if (!signal.aborted) replace(part, h("p", { class: "notice", role: "alert" }, err instanceof Error ? err.message : String(err))); };
  await Promise.all([
    api.search(s.find, 20, signal).then((a) => {
      found += a.items.length;
      if (a.items.length) replace(names, h("section", null, h("h2", null, "Names"), h("ul", { class: "cloud" }, a.items.map((n) =>
        h("li", null, h("a", { ...to(explore(n.id)), title: classLabel(n.class) }, h("span", { class: "dot " + kindOf(n.class), "aria-hidden": "true" }), n.label, h("span", { class: "soft" }, number(n.articles))))))));
    }).catch(fail(names)),
    api.texts(s.find, 50, signal).then((a) => {
      const headlines = a.headlines ?? [], sentences = a.sentences ?? [];
      found += headlines.length + sentences.length;
      replace(texts,
        headlines.length ? h("section", null, h("h2", null, "Headlines"), h("ul", { class: "articles" }, headlines.map((t) => articleLine(t.article)))) : null,
        sentences.length ? h("section", null, h("h2", null, "Sentences"), h("ul", { class: "sentences" }, sentences.map((t) => sentence(t, s.find)))) : null);
      say(`${plural(headlines.length, "headline")}, ${plural(sentences.length, "sentence")}`);
    }).catch(fail(texts)),
  ]);
  if (!found && !signal.aborted && !answer.querySelector("[role=alert]")) replace(answer, h("p", { class: "notice" }, "Nothing has these words."));
}

const sentence = (t: TextHit, words: string): HTMLElement =>
  h("li", null, h("a", to({ ...blank("article"), article: t.article.id, claim: t.claim ?? "" }), emphasised(t.text, words)),
    h("span", { class: "soft" }, [titleOf(t.article), t.article.publisher, day(t.article.date)].filter(Boolean).join(" · ")));

// The first page: what there is, and ways into it.
import { api } from "./api";
import { articleLine } from "./article";
import { combobox } from "./combobox";
import { h, number, replace } from "./dom";
import { kindOf } from "./look";
import { blank, explore, go, to } from "./state";

export async function showHome(box: HTMLElement, signal: AbortSignal): Promise<void> {
  const [top, articles, queries, config] = await Promise.all([api.search("", 18, signal), api.articles(6, 0, signal), api.queries(), api.config()]);
  if (signal.aborted) return;
  const find = combobox("Find a person, a body or a place", (hit) => go(explore(hit.id)), { big: true, texts: true, placeholder: "Find a person, a body, a place, a sentence" });
  const figure = (n: number, name: string) => h("div", null, h("dt", null, name), h("dd", null, number(n)));
  // Counting a large graph takes a while: the figures come when they are there.
  const figures = h("dl", { class: "figures" });
  void api.stats().then((s) => replace(figures, figure(s.articles, "articles"), figure(s.entities, "entities"), figure(s.claims, "claims"), figure(s.facts, "facts"))).catch(() => figures.remove());
  replace(box, h("div", { class: "page home" },
    h("h1", null, "Who did what to whom"),
    h("p", { class: "lead" }, "What the articles say, as a graph. Every link opens the sentences that say it."),
    find.root,
    articles.total ? null : h("p", { class: "notice" }, "The graph is empty. Load articles with ", h("code", null, "kg load FOLDER"), config.write ? [", or ", h("a", to(blank("load")), "add one here")] : null, "."),
    figures,
    h("section", null, h("h2", null, "Named most often"),
      h("ul", { class: "cloud" }, top.items.map((n) => h("li", null, h("a", to(explore(n.id)), h("span", { class: "dot " + kindOf(n.class), "aria-hidden": "true" }), n.label,
        h("span", { class: "soft" }, " " + number(n.articles))))))),
    h("div", { class: "columns" },
      h("section", null, h("h2", null, "Saved queries"),
        h("ul", { class: "plainlist" }, queries.items.slice(0, 8).map((q) => h("li", null, h("a", to({ ...blank("queries"), query: q.name }), q.title)))),
        queries.items.length > 8 ? h("p", null, h("a", to(blank("queries")), "All queries")) : null),
      h("section", null, h("h2", null, "Latest articles"), h("ul", { class: "articles" }, articles.items.map(articleLine)),
        articles.total > 6 ? h("p", null, h("a", to(blank("articles")), `All ${number(articles.total)} articles`)) : null))));
}

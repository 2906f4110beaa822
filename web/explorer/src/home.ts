// The first page: what there is, and ways into it. It stands at once, and its parts are filled in as they come: of a
// large graph, counting and the list of names take a while after the server has started.
import { api } from "./api";
import { articleLine } from "./article";
import { combobox } from "./combobox";
import { h, number, plural, replace } from "./dom";
import { kindOf } from "./look";
import { blank, explore, go, to } from "./state";

export async function showHome(box: HTMLElement, signal: AbortSignal): Promise<void> {
  const find = combobox("Find a person, a body or a place", (hit) => go(explore(hit.id)), { big: true, texts: true, placeholder: "Find a person, a body, a place, a sentence" });
  const figures = h("dl", { class: "figures" }), empty = h("div"), cloud = h("ul", { class: "cloud" }), queries = h("div"), articles = h("div");
  replace(box, h("div", { class: "page home" },
    h("h1", null, "Who did what to whom"),
    h("p", { class: "lead" }, "What the articles say, as a graph. Every link opens the sentences that say it."),
    find.root, empty, figures,
    h("section", null, h("h2", null, "Named most often"), cloud),
    h("div", { class: "columns" },
      h("section", null, h("h2", null, "Saved queries"), queries),
      h("section", null, h("h2", null, "Latest articles"), articles))));
  const fail = (part: HTMLElement) => (err: unknown) => { if (!signal.aborted) replace(part, h(part.tagName === "UL" ? "li" : "p", { class: "soft", role: "alert" }, err instanceof Error ? err.message : String(err))); };
  const figure = (n: number, name: string) => h("div", null, h("dt", null, name), h("dd", null, number(n)));
  void Promise.all([
    api.stats().then((s) => replace(figures, figure(s.articles, "articles"), figure(s.entities, "entities"), figure(s.claims, "claims"), figure(s.facts, "facts"))).catch(() => figures.remove()),
    api.search("", 18, signal).then((top) => replace(cloud, top.items.map((n) => h("li", null,
      h("a", { ...to(explore(n.id)), title: plural(n.articles, "article") }, h("span", { class: "dot " + kindOf(n.class), "aria-hidden": "true" }), n.label, h("span", { class: "soft" }, number(n.articles))))))).catch(fail(cloud)),
    api.queries().then((list) => replace(queries,
      h("ul", { class: "plainlist" }, list.items.slice(0, 8).map((q) => h("li", null, h("a", to({ ...blank("queries"), query: q.name }), q.title)))),
      list.items.length > 8 ? h("p", null, h("a", to(blank("queries")), "All queries")) : null)).catch(fail(queries)),
    Promise.all([api.articles(6, 0, signal), api.config()]).then(([a, config]) => {
      if (!a.total) replace(empty, h("p", { class: "notice" }, "The graph is empty. Load articles with ", h("code", null, "kg load FOLDER"), config.write ? [", or ", h("a", to(blank("load")), "add one here")] : null, "."));
      replace(articles, h("ul", { class: "articles" }, a.items.map(articleLine)),
        a.total > 6 ? h("p", null, h("a", to(blank("articles")), `All ${number(a.total)} articles`)) : null);
    }).catch(fail(articles)),
  ]);
}

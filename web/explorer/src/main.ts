// The explorer: the frame of the page, and which view fills it.
import { answerPositions } from "./answer";
import { api, onGraphChange } from "./api";
import { markClaim, showArticle, showArticles } from "./article";
import { combobox } from "./combobox";
import { toast } from "./dialog";
import { h, icon, replace } from "./dom";
import { Explore } from "./explore";
import { showFind } from "./find";
import { showHome } from "./home";
import { showLoad } from "./load";
import { setClassLabels } from "./look";
import { showPaths } from "./paths";
import { showQueries } from "./queries";
import { type PageName, type State, blank, explore, go, onChange, state, to } from "./state";

const find = combobox("Find", (hit) => go(explore(hit.id, state())), { placeholder: "Find a person, a body, a place, a sentence …", texts: true });
const nav = h("nav", { class: "main", "aria-label": "Main" });
const box = h("main", { id: "main", tabindex: "-1" });
const view = new Explore();
let loading = new AbortController();

let writable = false; // whether articles can be added here
const pages: { page: PageName; name: string }[] = [
  { page: "queries", name: "Queries" }, { page: "paths", name: "Paths" }, { page: "articles", name: "Articles" },
];

type Theme = "" | "light" | "dark";

function setTheme(t: Theme): void {
  if (t) document.documentElement.dataset.theme = t;
  else delete document.documentElement.dataset.theme;
  try { localStorage.setItem("kg-theme", t); } catch { /* the theme is for this visit only */ }
  view.restyle();
}

function storedTheme(): Theme {
  try {
    const t = localStorage.getItem("kg-theme");
    return t === "light" || t === "dark" ? t : "";
  } catch {
    return "";
  }
}

function themeButton(): HTMLElement {
  const dark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  return h("button", { class: "plain", type: "button", "aria-label": "Dark or light", title: "Dark or light", onclick: () => setTheme(dark() ? "light" : "dark") }, icon("theme"));
}

function shareButton(): HTMLElement {
  return h("button", {
    class: "plain", type: "button", "aria-label": "Copy a link to this view", title: "Copy a link to this view",
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        toast("The link to this view is copied.");
      } catch {
        toast("The address of this page is the link to this view.");
      }
    },
  }, icon("link"));
}

function showNav(s: State): void {
  replace(nav, [...pages, ...(writable || s.page === "load" ? [{ page: "load" as PageName, name: "Add" }] : [])].map((p) => h("a", { ...to(blank(p.page)), "aria-current": p.page === s.page ? "page" : null }, p.name)));
}

async function show(s: State, before?: State): Promise<void> {
  document.body.dataset.page = s.page;
  showNav(s);
  if (s.page === "explore") {
    if (box.firstChild !== view.root) replace(box, view.root);
    document.title = title(s);
    await view.update(s);
    return;
  }
  if (before && s.page === "article" && before.page === "article" && s.article === before.article && markClaim(box, s.claim)) return;
  loading.abort();
  const signal = (loading = new AbortController()).signal;
  document.title = title(s);
  box.setAttribute("aria-busy", "true");
  try {
    switch (s.page) {
      case "article": await showArticle(box, s.article, signal); break;
      case "articles": await showArticles(box, signal); break;
      case "queries": await showQueries(box, s, signal); break;
      case "load": await showLoad(box, signal); break;
      case "find": await showFind(box, s, signal); break;
      case "paths": await showPaths(box, s, signal); break;
      default: await showHome(box, signal);
    }
    if (!signal.aborted && before && before.page !== s.page) {
      scrollTo(0, 0);
      if (s.page !== "article") box.focus({ preventScroll: true });
    }
  } catch (err) {
    if (signal.aborted) return;
    replace(box, h("div", { class: "page" }, h("h1", null, "That did not work"), h("p", { role: "alert" }, err instanceof Error ? err.message : String(err)), h("p", null, h("a", to(blank()), "To the start"))));
  } finally {
    if (!signal.aborted) box.removeAttribute("aria-busy");
  }
}

function title(s: State): string {
  const names = [...s.expanded.map((e) => e.id), ...s.pinned].slice(0, 3).map((id) => id.replaceAll("_", " ")).join(", ");
  const text = s.page === "explore" ? names : s.page === "queries" ? s.query || "Queries" : s.page === "home" ? "" : s.page === "load" ? "Add articles" : s.page === "find" ? s.find || "Find" : s.page;
  return text ? `${text} – kg` : "kg";
}

async function start(): Promise<void> {
  setTheme(storedTheme());
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main" }, "Skip to the content"),
    h("header", { class: "top" }, h("a", { ...to(blank()), class: "brand", "aria-label": "kg, to the start" }, "kg"), find.root, nav,
      h("div", { class: "right" }, h("a", { href: "/ui/", class: "console", title: "Cayley’s query console" }, "Console"), shareButton(), themeButton())),
    box,
    h("div", { id: "said", class: "hidden", role: "status", "aria-live": "polite" }));
  addEventListener("keydown", (e) => {
    const t = e.target as HTMLElement;
    const typing = t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName);
    if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      find.input.focus();
    } else if (e.key === "Escape" && !typing && state().page === "explore" && state().selected) {
      go({ selected: null });
    }
  });
  onChange((s, before) => void show(s, before));
  // The page on which articles are added says itself what came of it.
  onGraphChange(() => {
    view.forget();
    if (state().page !== "load") void show(state());
  });
  Object.assign(window, { kgPositions: () => answerPositions() ?? view.positions() });
  // Names of classes are wanted by every view but the first; without them their ids are shown.
  const known = Promise.all([
    api.schema().then((s) => setClassLabels(s.classes)).catch(() => undefined),
    api.config().then((c) => {
      writable = c.write;
      showNav(state());
    }),
  ]);
  if (state().page !== "home") await known;
  await show(state());
}

void start();

// The explorer: the frame of the page, and which view fills it.
import { api } from "./api";
import { markClaim, showArticle, showArticles } from "./article";
import { combobox } from "./combobox";
import { h, icon, replace, say } from "./dom";
import { Explore } from "./explore";
import { showHome } from "./home";
import { setClassLabels } from "./look";
import { showPaths } from "./paths";
import { showQueries } from "./queries";
import { type PageName, type State, blank, explore, go, onChange, state, to } from "./state";

const find = combobox("Find", (hit) => go(explore(hit.id, state())), { placeholder: "Find a person, a body, a place …" });
const nav = h("nav", { class: "main", "aria-label": "Main" });
const box = h("main", { id: "main", tabindex: "-1" });
const view = new Explore();
let loading = new AbortController();

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

function toast(text: string): void {
  const old = document.querySelector(".toast");
  old?.remove();
  const t = h("div", { class: "toast" }, text);
  document.body.append(t);
  say(text);
  setTimeout(() => t.remove(), 4000);
}

async function show(s: State, before?: State): Promise<void> {
  document.body.dataset.page = s.page;
  replace(nav, pages.map((p) => h("a", { ...to(blank(p.page)), "aria-current": p.page === s.page ? "page" : null }, p.name)));
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
  const text = s.page === "explore" ? names : s.page === "queries" ? s.query || "Queries" : s.page === "home" ? "" : s.page;
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
  // Names of classes are wanted by every view; without them their ids are shown.
  await api.schema().then((s) => setClassLabels(s.classes)).catch(() => undefined);
  await show(state());
  Object.assign(window, { kgPositions: () => view.positions() });
}

void start();

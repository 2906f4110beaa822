// Articles read into the graph: pasted, as the HTML of a page, or as files, with the claims that are found in them.
import { api } from "./api";
import { claimCard } from "./claims";
import { h, icon, number, plural, replace, say, titleOf } from "./dom";
import { blank, to } from "./state";
import type { Config, LoadLine } from "./types";

type Way = "text" | "html" | "files";

const ways: { id: Way; name: string }[] = [{ id: "text", name: "Text" }, { id: "html", name: "HTML of a page" }, { id: "files", name: "Files" }];

export async function showLoad(box: HTMLElement, signal: AbortSignal): Promise<void> {
  const config = await api.config();
  if (signal.aborted) return;
  if (!config.write) {
    replace(box, h("div", { class: "page" }, h("h1", null, "Add articles"),
      h("p", { class: "notice" }, "This server only reads. Start it with ", h("code", null, "kg serve --write"), " to add articles here, or load them with ", h("code", null, "kg load FOLDER"), ".")));
    return;
  }
  const outcome = h("section", { class: "outcome", "aria-label": "What was read" });
  replace(box, h("div", { class: "page load" }, h("h1", null, "Add articles"),
    h("p", { class: "soft" }, "They are read on this machine, and what they say is added to the graph. An article that is there already is replaced."),
    form(config, outcome), outcome));
}

function form(config: Config, outcome: HTMLElement): HTMLElement {
  let way: Way = "text";
  const field = (name: string, control: HTMLElement, wide = false) => h("label", { class: wide ? "field wide" : "field" }, h("span", { class: "name" }, name), control);
  const input = (type: string, placeholder = "") => h("input", { type, placeholder: placeholder || null, autocomplete: "off" });
  const text = h("textarea", { rows: 9, required: true });
  const title = input("text"), publisher = input("text"), date = input("date"), url = input("url", "https://");
  const html = h("textarea", { rows: 9, spellcheck: "false", class: "code", placeholder: "<!doctype html> …" }), pageURL = input("url", "https://");
  const files = h("input", { type: "file", multiple: true, accept: (config.formats ?? []).join(",") });
  const picked = h("ul", { class: "picked" });
  const showPicked = () => replace(picked, [...(files.files ?? [])].slice(0, 20).map((f) => h("li", null, f.name, h("span", { class: "soft" }, ` ${number(Math.ceil(f.size / 1024))} kB`))),
    (files.files?.length ?? 0) > 20 ? h("li", { class: "soft" }, `and ${files.files!.length - 20} more`) : null);
  files.addEventListener("change", showPicked);

  const parts: Record<Way, HTMLElement> = {
    text: h("div", { class: "fields" }, field("Text of the article", text, true), field("Headline", title), field("Publisher", publisher), field("Published", date), field("Address", url)),
    html: h("div", { class: "fields", hidden: true }, field("Source of the page", html, true), field("Address of the page", pageURL),
      h("p", { class: "soft wide" }, "Headline, day and publisher are read from the page itself. Nothing is fetched: paste what the browser shows as the page’s source.")),
    files: h("div", { class: "fields", hidden: true },
      h("div", { class: "drop wide" }, field(`Files (${(config.formats ?? []).join(", ")})`, files, true), h("p", { class: "soft" }, "Choose them, or drop them here."), picked)),
  };
  const choose = (w: Way) => {
    way = w;
    for (const { id } of ways) parts[id].hidden = id !== w;
    text.required = w === "text";
    html.required = w === "html";
    files.required = w === "files";
  };
  const tabs = h("div", { class: "tabs", role: "radiogroup", "aria-label": "How" }, ways.map(({ id, name }) =>
    h("label", null, h("input", { type: "radio", name: "way", value: id, checked: id === way, onchange: () => choose(id) }), h("span", null, name))));
  const submit = h("button", { class: "primary", type: "submit" }, "Read");
  const root = h("form", { class: "loadform" }, tabs, parts.text, parts.html, parts.files, submit);

  // Files may be dropped anywhere on the form.
  root.addEventListener("dragover", (e) => { if (e.dataTransfer?.types.includes("Files")) e.preventDefault(); });
  root.addEventListener("drop", (e) => {
    if (!e.dataTransfer?.files.length) return;
    e.preventDefault();
    files.files = e.dataTransfer.files;
    root.querySelector<HTMLInputElement>("input[value=files]")!.checked = true;
    choose("files");
    showPicked();
  });
  root.addEventListener("submit", async (e) => {
    e.preventDefault();
    const trimmed = (o: Record<string, string>) => JSON.stringify(Object.fromEntries(Object.entries(o).filter(([, v]) => v.trim())));
    let body: string | FormData;
    if (way === "files") {
      body = new FormData();
      let size = 0;
      for (const f of files.files ?? []) {
        body.append("file", f, f.name);
        size += f.size;
      }
      if (config.maxLoad && size > config.maxLoad) {
        fail(outcome, `These files have ${number(Math.ceil(size / 1024))} kB; at most ${number(Math.floor(config.maxLoad / 1024))} kB are read at once.`);
        return;
      }
    } else if (way === "html") body = trimmed({ html: html.value, url: pageURL.value });
    else body = trimmed({ text: text.value, title: title.value, publisher: publisher.value, date: date.value, url: url.value });
    submit.disabled = true;
    try {
      if (await run(outcome, body)) {
        for (const field of [text, title, url, html, pageURL, files]) field.value = "";
        replace(picked);
      }
    } finally {
      submit.disabled = false;
    }
  });
  return root;
}

function fail(box: HTMLElement, message: string): void {
  replace(box, h("p", { class: "notice bad", role: "alert" }, message));
}

// run sends a body and shows what becomes of it; it reports whether all was read.
async function run(box: HTMLElement, body: string | FormData): Promise<boolean> {
  const stop = new AbortController();
  const bar = h("progress", { max: 1, "aria-label": "Articles read" });
  const words = h("span", null, "Reading …");
  const cancel = h("button", { type: "button", onclick: () => stop.abort() }, "Stop");
  const list = h("ul", { class: "loaded" });
  replace(box, h("div", { class: "progress" }, bar, words, cancel), list);
  box.scrollIntoView({ block: "start" });
  let done = 0, claims = 0, good = true;
  const seen = (line: LoadLine) => {
    if (line.progress) {
      bar.max = Math.max(1, line.progress.of);
      bar.value = line.progress.done;
      words.textContent = `Read ${number(line.progress.done)} of ${plural(line.progress.of, "article")} …`;
    }
    if (line.problem) {
      good = false;
      list.append(h("li", { class: "bad" }, line.problem.detail ?? "The rest was not read."));
    }
    if (line.status === undefined) return;
    done++;
    claims += line.claims ?? 0;
    good &&= line.status !== "failed";
    list.append(outcomeOf(line, done <= 5));
  };
  try {
    await api.load(body, seen, stop.signal);
    bar.value = bar.max;
    words.textContent = `${plural(done, "article")}, ${plural(claims, "claim")}.`;
  } catch (err) {
    good = false;
    words.textContent = stop.signal.aborted ? "Stopped. What is listed below is in the graph." : err instanceof Error ? err.message : String(err);
    words.setAttribute("role", "alert");
    bar.hidden = true;
  }
  cancel.remove();
  say(words.textContent ?? "");
  return good && done > 0;
}

const statusWords: Record<string, string> = { added: "added", replaced: "replaced", unchanged: "there already, unchanged", failed: "not read" };

// outcomeOf shows what became of an article; open shows its claims at once.
function outcomeOf(l: LoadLine, open: boolean): HTMLElement {
  const name = l.article ? titleOf({ id: l.article, title: l.title }) : l.title || l.source || "Article";
  if (!l.article || l.status === "failed") return h("li", { class: "bad" }, h("b", null, name), " ", l.error || "could not be read");
  const found = h("div", { class: "found" });
  const more = h("details", null, h("summary", null, `${plural(l.claims ?? 0, "claim")}, ${plural(l.facts ?? 0, "fact")}`), found);
  more.addEventListener("toggle", () => { if (more.open && !found.childElementCount) void showFound(found, l.article!); });
  more.open = open && (l.claims ?? 0) > 0;
  return h("li", null,
    h("p", null, h("a", to({ ...blank("article"), article: l.article }), name), " ", h("span", { class: "badge" }, statusWords[l.status ?? ""] ?? l.status)),
    more);
}

// showFound lists the claims of an article; the sentence of each opens it in its text.
async function showFound(box: HTMLElement, id: string): Promise<void> {
  replace(box, h("p", { class: "soft" }, "…"));
  try {
    const a = await api.article(id);
    const entities = [...new Set(a.claims.flatMap((c) => [c.subject?.id, c.object?.id]).filter((x): x is string => !!x))];
    replace(box,
      entities.length > 1 ? h("p", null, h("a", { ...to({ ...blank("explore"), pinned: entities.slice(0, 60) }), class: "button" }, icon("link"), "Show as graph")) : null,
      a.claims.map((c) => {
        const card = claimCard(c, { triple: true, context: false });
        replace(card.querySelector("footer")!, h("a", to({ ...blank("article"), article: id, claim: c.id }), "the sentence in its text"));
        return card;
      }));
  } catch (err) {
    replace(box, h("p", { role: "alert" }, err instanceof Error ? err.message : String(err)));
  }
}

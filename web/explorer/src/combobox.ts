// A field that finds entities as one types (the combobox pattern of WAI-ARIA).
import { api } from "./api";
import { append, day, h, icon, plural, say, titleOf } from "./dom";
import { classLabel, kindOf } from "./look";
import { blank, go } from "./state";
import type { Hit, Hits, TextHit } from "./types";

let made = 0;

// Sentences of a very large graph may take long to look through: then they are only looked for where they are asked for.
let slowTexts = false;
const tooSlow = 2500; // milliseconds

export interface Combobox { root: HTMLElement; input: HTMLInputElement; close: () => void }

// combobox makes the field; pick is called with what a person chooses. keep leaves its name in the field; texts finds
// headlines and sentences too, and opens what is chosen of them.
export function combobox(label: string, pick: (hit: Hit) => void, options: { placeholder?: string; keep?: boolean; value?: string; big?: boolean; texts?: boolean } = {}): Combobox {
  const id = `find-${++made}`;
  const list = h("div", { id: id + "-list", role: "listbox", "aria-label": label, class: "hits", hidden: true });
  const input = h("input", {
    id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-label": label, "aria-expanded": "false",
    "aria-controls": id + "-list", "aria-autocomplete": "list", placeholder: options.placeholder ?? label, value: options.value ?? "",
  });
  const root = h("div", { class: "combobox" + (options.big ? " big" : "") }, icon("search"), input, list);
  let items: { element: HTMLElement; choose: () => void }[] = [];
  let shownFor: string | undefined; // the text that items are for
  let active = -1;
  let pending: AbortController | undefined;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    pending?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (i: number) => {
    active = i;
    items.forEach((it, j) => it.element.setAttribute("aria-selected", String(j === i)));
    if (i >= 0) {
      input.setAttribute("aria-activedescendant", items[i].element.id);
      items[i].element.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const leave = (text: string) => {
    close();
    input.value = text;
  };
  const add = (to: HTMLElement, choose: () => void, ...content: HTMLElement[]) => {
    const element = h("div", { id: `${id}-${items.length}`, role: "option", "aria-selected": "false", class: "option" }, content);
    element.addEventListener("pointerdown", (e) => { e.preventDefault(); choose(); });
    items.push({ element, choose });
    to.append(element);
  };
  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const show = (found: Hit[], total: number, text: string) => {
    items = [];
    shownFor = text;
    list.replaceChildren();
    for (const hit of found) {
      add(list, () => { leave(options.keep ? hit.label : ""); pick(hit); },
        h("span", { class: "dot " + kindOf(hit.class), "aria-hidden": "true" }),
        h("span", { class: "hit" }, emphasised(hit.label, text),
          h("span", { class: "soft" }, [classLabel(hit.class), hit.name && !hit.label.includes(hit.name) && `also “${hit.name}”`].filter(Boolean).join(" · "))),
        h("span", { class: "soft count" }, plural(hit.articles, "article")));
    }
    if (!found.length) append(list, [h("div", { class: "soft none option", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is called so.")]);
    open();
    mark(-1);
    say(found.length ? `${plural(total, "name")} found` : "Nothing found");
  };
  // showTexts adds what the words were found in, below the names; what is marked stays so.
  const showTexts = (found: Hits, text: string) => {
    const group = (name: string, hits: TextHit[], open: (t: TextHit) => void) => {
      if (!hits.length) return;
      const box = h("div", { role: "group", "aria-label": name, class: "group" }, h("div", { class: "soft grouphead", role: "presentation" }, name));
      for (const t of hits) {
        add(box, () => { leave(""); open(t); },
          h("span", { class: "hit" }, emphasised(t.text, text), h("span", { class: "soft" }, [t.article.title !== t.text && titleOf(t.article), t.article.publisher, day(t.article.date)].filter(Boolean).join(" · "))));
      }
      list.append(box);
    };
    const article = (t: TextHit) => go({ ...blank("article"), article: t.article.id, claim: t.claim ?? "" });
    const headlines = found.headlines ?? [], sentences = found.sentences ?? [];
    if (!headlines.length && !sentences.length) return;
    if (items.length === 0) list.replaceChildren();
    group("Headlines", headlines.slice(0, 3), article);
    group("Sentences", sentences.slice(0, 4), article);
    showAll(text);
  };
  // findAll opens the page of all that has what was typed.
  const findAll = () => {
    const text = input.value.trim();
    if (!options.texts || !text) return;
    leave("");
    go({ ...blank("find"), find: text });
  };
  const showAll = (text: string) => {
    add(list, findAll, h("span", { class: "hit" }, h("span", { class: "name" }, `All that has “${text}”`)));
    open();
  };
  const look = async () => {
    pending?.abort();
    clearTimeout(timer);
    const text = input.value.trim();
    const mine = (pending = new AbortController());
    const wanted = () => !mine.signal.aborted && document.activeElement === input;
    try {
      const answer = await api.search(text, options.texts && text ? 6 : 8, mine.signal);
      if (!wanted()) return;
      show(answer.items, answer.total, text);
      if (!options.texts || text.length < 3) return;
      if (slowTexts) {
        showAll(text);
        return;
      }
      timer = window.setTimeout(() => {
        const late = window.setTimeout(() => {
          slowTexts = true;
          mine.abort();
          if (document.activeElement === input && shownFor === text) showAll(text);
        }, tooSlow);
        api.texts(text, 4, mine.signal).then((found) => { if (wanted()) showTexts(found, text); }).catch(() => undefined).finally(() => clearTimeout(late));
      }, 200);
    } catch (err) {
      if (!mine.signal.aborted) say(err instanceof Error ? err.message : String(err));
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, 90);
  });
  input.addEventListener("focus", () => { if (!options.keep || !input.value) void look(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    const n = list.hidden ? 0 : items.length;
    switch (e.key) {
      case "ArrowDown":
        if (list.hidden) void look();
        else if (n) mark((active + 1) % n);
        break;
      case "ArrowUp":
        if (n) mark((active - 1 + n) % n);
        break;
      case "Enter":
        // One who types faster than the answer comes wants what was typed, not what is shown.
        if (input.value.trim() && shownFor !== input.value.trim()) {
          clearTimeout(timer);
          void look().then(() => {
            if (shownFor !== input.value.trim()) return;
            if (items.length) items[0].choose();
            else findAll();
          });
        } else if (n) items[Math.max(active, 0)].choose();
        else if (options.texts && input.value.trim()) findAll();
        else return;
        break;
      case "Escape":
        if (list.hidden && (options.keep || !input.value)) return; // what it stands in may want to close
        if (list.hidden) input.value = "";
        close();
        break;
      default:
        return;
    }
    e.preventDefault();
    e.stopPropagation();
  });
  return { root, input, close };
}

// emphasised sets off what was typed: all of it, or else each of its words.
export function emphasised(text: string, typed: string): HTMLElement {
  const out = h("span", { class: "name" });
  const low = text.toLowerCase(), whole = typed.toLowerCase();
  const words = !whole ? [] : low.includes(whole) ? [whole] : whole.split(/\s+/).filter((w) => w.length > 1);
  let at = 0;
  while (at < text.length) {
    let next = -1, long = 0;
    for (const w of words) {
      const i = low.indexOf(w, at);
      if (i >= 0 && (next < 0 || i < next || (i === next && w.length > long))) [next, long] = [i, w.length];
    }
    if (next < 0) break;
    append(out, [text.slice(at, next), h("b", null, text.slice(next, next + long))]);
    at = next + long;
  }
  append(out, [text.slice(at)]);
  return out;
}

// A field that finds entities as one types (the combobox pattern of WAI-ARIA).
import { api } from "./api";
import { append, h, icon, plural, say } from "./dom";
import { classLabel, kindOf } from "./look";
import type { Hit } from "./types";

let made = 0;

export interface Combobox { root: HTMLElement; input: HTMLInputElement; close: () => void }

// combobox makes the field; pick is called with what a person chooses. keep leaves its name in the field.
export function combobox(label: string, pick: (hit: Hit) => void, options: { placeholder?: string; keep?: boolean; value?: string; big?: boolean } = {}): Combobox {
  const id = `find-${++made}`;
  const list = h("ul", { id: id + "-list", role: "listbox", "aria-label": label, class: "hits", hidden: true });
  const input = h("input", {
    id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-label": label, "aria-expanded": "false",
    "aria-controls": id + "-list", "aria-autocomplete": "list", placeholder: options.placeholder ?? label, value: options.value ?? "",
  });
  const root = h("div", { class: "combobox" + (options.big ? " big" : "") }, icon("search"), input, list);
  let hits: Hit[] = [];
  let shownFor: string | undefined; // the text that hits are for
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
    [...list.children].forEach((e, j) => e.setAttribute("aria-selected", String(j === i)));
    if (i >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-${i}`);
      list.children[i]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const choose = (hit: Hit) => {
    close();
    input.value = options.keep ? hit.label : "";
    pick(hit);
  };
  const show = (found: Hit[], total: number, text: string) => {
    hits = found;
    shownFor = text;
    list.replaceChildren();
    found.forEach((hit, i) => {
      const item = h("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false" },
        h("span", { class: "dot " + kindOf(hit.class), "aria-hidden": "true" }),
        h("span", { class: "hit" }, emphasised(hit.label, text),
          h("span", { class: "soft" }, [classLabel(hit.class), hit.name && !hit.label.includes(hit.name) && `also “${hit.name}”`].filter(Boolean).join(" · "))),
        h("span", { class: "soft count" }, plural(hit.articles, "article")));
      item.addEventListener("pointerdown", (e) => { e.preventDefault(); choose(hit); });
      list.append(item);
    });
    if (!found.length) append(list, [h("li", { class: "soft none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is called so.")]);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
    say(found.length ? `${plural(total, "name")} found` : "Nothing found");
  };
  const look = async () => {
    pending?.abort();
    const text = input.value.trim();
    const mine = (pending = new AbortController());
    try {
      const answer = await api.search(text, 8, mine.signal);
      if (!mine.signal.aborted && document.activeElement === input) show(answer.items, answer.total, text);
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
    const n = list.hidden ? 0 : hits.length;
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
          void look().then(() => { if (hits.length && shownFor === input.value.trim()) choose(hits[0]); });
        } else if (n) choose(hits[Math.max(active, 0)]);
        else return;
        break;
      case "Escape":
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

// emphasised sets off the part of a name that was typed.
function emphasised(name: string, text: string): HTMLElement {
  const at = text ? name.toLowerCase().indexOf(text.toLowerCase()) : -1;
  if (at < 0) return h("span", { class: "name" }, name);
  return h("span", { class: "name" }, name.slice(0, at), h("b", null, name.slice(at, at + text.length)), name.slice(at + text.length));
}

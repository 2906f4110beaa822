// Who is who: merging, splitting and renaming entities, and taking such decisions back, where writing is allowed.
import { api, follow, graphChanged } from "./api";
import { combobox } from "./combobox";
import { openDialog, toast } from "./dialog";
import { append, day, h, number, plural, replace, titleOf } from "./dom";
import { classLabel, kindOf } from "./look";
import { blank, explore, go, state, to } from "./state";
import type { Decided, Entity, LedgerRecord, Mention, SplitMention } from "./types";

// editBox is what may be done to an entity, folded away; nothing where writing is off.
export async function editBox(e: Entity): Promise<HTMLElement | null> {
  if (!(await api.config()).write) return null;
  const button = (name: string, f: (e: Entity) => void) => h("button", { type: "button", onclick: () => f(e) }, name);
  return h("section", { class: "edit", "aria-label": "Who this is" }, h("h3", null, "Who this is"),
    h("div", { class: "buttons" }, button("Merge …", merge), button("Split …", split), button("Rename …", rename), button("Decisions …", () => decisions())));
}

// told ends a dialog after a decision: the views are read again, and what was done is said.
function told(d: Decided, what: string): void {
  graphChanged();
  const failed = d.failed.length ? `; ${plural(d.failed.length, "article")} could not be: ${d.failed[0]}` : "";
  toast(`${what}: ${plural(d.articles, "article")} revised${failed}.`);
}

// sender makes the end of a dialog: why, the button, and what went wrong.
function sender(label: string, send: (note: string) => Promise<void>): { root: HTMLElement; button: HTMLButtonElement } {
  const note = h("input", { type: "text", maxlength: 500 });
  const wrong = h("p", { class: "notice bad", role: "alert", hidden: true });
  const button = h("button", { class: "primary", type: "submit" }, label);
  const root = h("form", {
    class: "sender",
    onsubmit: async (e: Event) => {
      e.preventDefault();
      button.disabled = wrong.hidden = true;
      root.setAttribute("aria-busy", "true");
      try {
        await send(note.value.trim());
      } catch (err) {
        wrong.textContent = err instanceof Error ? err.message : String(err);
        wrong.hidden = false;
      } finally {
        button.disabled = false;
        root.removeAttribute("aria-busy");
      }
    },
  }, h("label", { class: "field" }, h("span", { class: "name" }, "Why ", h("span", { class: "soft" }, "(kept with the decision)")), note), wrong, button);
  return { root, button };
}

// card is an entity at a glance, to be held against another.
function card(e: Entity): HTMLElement {
  const row = (name: string, value: string) => (value ? h("div", null, h("dt", null, name), h("dd", null, value)) : null);
  return h("div", { class: "who" },
    h("h3", null, h("span", { class: "dot " + kindOf(e.class), "aria-hidden": "true" }), e.label),
    h("dl", null,
      row("Class", classLabel(e.class)),
      row("Also called", e.aliases.slice(0, 6).join(", ")),
      row("Articles", number(e.articles)), row("Claims", number(e.asSubject + e.asObject)),
      row("In the news", e.first ? (e.first === e.last ? day(e.first) : `${day(e.first)} – ${day(e.last)}`) : ""),
      row("Country", e.country?.label ?? ""),
      row("Known as", e.exactMatch.slice(0, 3).join(", ")),
      row("Positions", [...new Set(e.positions.map((c) => `${c.label} ${c.object?.label ?? c.literal ?? c.objectText ?? ""}`))].slice(0, 3).join("; "))));
}

function merge(e: Entity): void {
  const dialog = openDialog(`Merge ${e.label} with another`, { wide: true });
  const both = h("div", { class: "both" });
  const end = h("div");
  const find = combobox("The same as", async (hit) => {
    if (hit.id === e.id) {
      replace(both, h("p", { class: "notice" }, "That is the same entity already."));
      replace(end);
      return;
    }
    replace(both, h("p", { class: "soft" }, "…"));
    try {
      const other = await api.entity(hit.id);
      // The one that is named more often stays, unless a person says otherwise.
      let stays = other.articles > e.articles ? other : e;
      const choice = (x: Entity) => h("label", { class: "choice" },
        h("input", { type: "radio", name: "stays", checked: x === stays, onchange: () => { stays = x; describe(); } }), h("span", null, "keep this name"), card(x));
      const words = h("p", null);
      const describe = () => {
        const goes = stays === e ? other : e;
        replace(words, h("b", null, goes.label), " becomes a name of ", h("b", null, stays.label), ": every claim about either is then about ", h("b", null, stays.label), ".");
      };
      describe();
      replace(both, h("fieldset", null, h("legend", { class: "hidden" }, "Which name stays"), choice(e), choice(other)), words);
      replace(end, sender("Merge", async (note) => {
        const goes = stays === e ? other : e;
        const done = await api.merge(stays.id, goes.id, note);
        dialog.close();
        go(withInstead(goes.id, stays.id));
        told(done, `${goes.label} is ${stays.label}`);
      }).root);
    } catch (err) {
      replace(both, h("p", { class: "notice bad", role: "alert" }, err instanceof Error ? err.message : String(err)));
    }
  }, { keep: true, placeholder: "name of the other" });
  append(dialog.body, [h("p", { class: "soft" }, "Two entities are one person, body or place. The decision is kept and can be taken back."), find.root, both, end]);
  find.input.focus();
}

// withInstead is what is shown, with an entity in the place of one that has become a name of it.
function withInstead(gone: string, stays: string): Partial<ReturnType<typeof state>> {
  const s = state();
  if (s.page !== "explore") return {};
  const swap = (id: string) => (id === gone ? stays : id);
  const expanded = s.expanded.map((x) => ({ ...x, id: swap(x.id) }));
  return {
    expanded: expanded.filter((x, i) => expanded.findIndex((y) => y.id === x.id) === i),
    pinned: [...new Set(s.pinned.map(swap))],
    selected: { node: stays },
  };
}

function split(e: Entity): void {
  const dialog = openDialog(`Split ${e.label}`, { wide: true });
  const chosen = new Map<string, SplitMention>();
  const list = h("div", { class: "mentions" }, h("p", { class: "soft" }, "Reading the articles again …"));
  let into = "";
  const find = combobox("They are", (hit) => { into = "ent:" + hit.id; }, { keep: true, placeholder: "a name, or somebody who is there already" });
  find.input.addEventListener("input", () => { into = ""; });
  const count = h("p", { class: "soft", "aria-live": "polite" });
  const end = sender("Split", async (note) => {
    const done = await api.split(e.id, [...chosen.values()], into || find.input.value.trim(), note);
    // Where every mention is somebody else, nobody is left.
    const gone = !list.querySelector(".mention input:not(:checked), .more");
    const other = done.records.find((r) => r.into)?.into;
    dialog.close();
    if (gone && other) go(explore(other.replace(/^ent:/, "")));
    told(done, `Some of ${e.label} is ${find.input.value.trim() || "somebody else"}`);
  });
  const counted = () => {
    end.button.disabled = !chosen.size;
    count.textContent = chosen.size ? `${plural(chosen.size, "name")} of an article chosen.` : "Choose the names that mean somebody else.";
  };
  counted();
  append(dialog.body, [h("p", { class: "soft" }, "One entity is several: choose where somebody else is meant, and say who that is. Without a name one is made up."),
    list, count, h("div", { class: "field" }, h("span", { class: "name" }, "They are"), find.root), end.root]);
  void pages(list, api.mentions(e.id), (m: Mention[]) => groups(m, chosen, counted));
}

// groups are the mentions of a page by article and words, each with a box to choose it.
function groups(mentions: Mention[], chosen: Map<string, SplitMention>, changed: () => void): HTMLElement[] {
  const articles = new Map<string, Map<string, Mention[]>>();
  for (const m of mentions) {
    const words = articles.get(m.article.id) ?? new Map<string, Mention[]>();
    articles.set(m.article.id, words);
    const list = words.get(m.text);
    if (list) list.push(m);
    else words.set(m.text, [m]);
  }
  return [...articles].map(([article, words]) => {
    const first = [...words.values()][0][0];
    return h("section", null,
      h("h3", null, h("a", { ...to({ ...blank("article"), article }), target: "_blank" }, titleOf(first.article)), " ", h("span", { class: "soft" }, [first.article.publisher, day(first.article.date)].filter(Boolean).join(", "))),
      [...words].map(([text, list]) => {
        const key = article + "\u0000" + text;
        const box = h("input", { type: "checkbox", checked: chosen.has(key) });
        box.addEventListener("change", () => {
          if (box.checked) chosen.set(key, { article, text });
          else chosen.delete(key);
          changed();
        });
        return h("label", { class: "mention" }, box, h("span", null,
          h("b", null, text), h("span", { class: "soft" }, list.length > 1 ? ` ${number(list.length)} times` : "", list[0].reason ? ` · ${list[0].reason}` : ""),
          list.slice(0, 3).map((m) => h("span", { class: "quote" }, m.sentence))));
      }));
  });
}

// pages fills a list, with a button for the next page.
async function pages<T>(box: HTMLElement, first: Promise<{ items: T[]; next?: string }>, show: (items: T[]) => HTMLElement[]): Promise<void> {
  try {
    let page = await first;
    replace(box, page.items.length ? null : h("p", { class: "notice" }, "There is nothing here yet."));
    const add = () => {
      append(box, show(page.items));
      if (!page.next) return;
      const more = h("button", {
        type: "button", class: "more",
        onclick: async () => {
          more.disabled = true;
          try {
            page = await follow(page.next!);
            more.remove();
            add();
          } catch {
            more.disabled = false;
          }
        },
      }, "Show more");
      box.append(more);
    };
    add();
  } catch (err) {
    replace(box, h("p", { class: "notice bad", role: "alert" }, err instanceof Error ? err.message : String(err)));
  }
}

function rename(e: Entity): void {
  const dialog = openDialog(`Rename ${e.label}`);
  const name = h("input", { type: "text", value: e.label, required: true, maxlength: 200 });
  const end = sender("Rename", async (note) => {
    const label = name.value.trim();
    const done = await api.rename(e.id, label, note);
    dialog.close();
    told(done, `${e.label} is now called ${label}`);
  });
  end.root.prepend(h("label", { class: "field" }, h("span", { class: "name" }, "Name"), name));
  append(dialog.body, [h("p", { class: "soft" }, "What it is called on the page; its other names stay."), end.root]);
  name.select();
}

// decisions lists the ledger, the newest first; what is in force can be taken back.
export function decisions(): void {
  const dialog = openDialog("Decisions about who is who", { wide: true });
  const list = h("ul", { class: "decisions" }, h("li", { class: "soft" }, "…"));
  dialog.body.append(list);
  const named = (text: string) => text.replace(/\bent:(\S+)/g, (_, id: string) => id.replaceAll("_", " "));
  const line = (r: LedgerRecord): HTMLElement => {
    const undo = h("button", {
      type: "button",
      onclick: async () => {
        undo.disabled = true;
        try {
          const done = await api.undo(r.n);
          dialog.close();
          if (r.entity && state().page === "explore") go(explore(r.entity.replace(/^ent:/, "")));
          told(done, `Taken back: ${named(r.text)}`);
        } catch (err) {
          undo.disabled = false;
          undo.after(h("span", { class: "bad", role: "alert" }, err instanceof Error ? err.message : String(err)));
        }
      },
    }, "Undo");
    return h("li", { class: r.inForce ? null : "gone" },
      h("span", { class: "soft" }, `${r.n}. `), h("span", null, named(r.text), r.note ? h("span", { class: "soft" }, ` – ${r.note}`) : null),
      r.inForce ? undo : h("span", { class: "badge" }, r.op === "undo" ? "undo" : "taken back"));
  };
  void pages(list, api.ledger(), (items: LedgerRecord[]) => items.map(line));
}

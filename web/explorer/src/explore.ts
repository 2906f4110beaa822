// The view of a part of the graph: as a drawing, a table or a timeline, with the panel beside it.
import { Drawing, available } from "./drawing/drawing";
import { h, icon, number, plural, replace, save, say } from "./dom";
import { saveCSV, saveGraphML, saveJSON } from "./exporting";
import { filterBox } from "./filters";
import { type Kind, kindLabels, kindOf, statusLabels, statuses } from "./look";
import { type Model, label, load } from "./model";
import { showEntity, showLink } from "./panel";
import { type Selection, type State, type View, go, state, to } from "./state";
import { tableOf } from "./table";
import { showTimeline } from "./timeline";
import type { Link, Status } from "./types";

const views: { id: View; name: string }[] = [{ id: "graph", name: "Graph" }, { id: "table", name: "Table" }, { id: "timeline", name: "Timeline" }];

export class Explore {
  readonly root = h("div", { class: "explore" });
  private readonly heading = h("h1", { class: "hidden" });
  private readonly bar = h("div", { class: "bar" });
  private readonly stage = h("div", { class: "stage" });
  private readonly panel = h("aside", { class: "panel", "aria-label": "Details" });
  private drawing: Drawing | undefined;
  private canvas = h("div", { class: "canvas", role: "img" });
  private model: Model | undefined;
  private shown = "";      // which part of the graph is loaded
  private shownPanel = "";
  private loading = new AbortController();
  private panelLoading = new AbortController();
  private readonly canDraw = available();

  constructor() {
    this.root.append(this.heading, h("section", { class: "work", "aria-label": "Graph" }, this.bar, this.stage), this.panel);
    this.stage.tabIndex = -1;
    new ResizeObserver(() => this.drawing?.resize()).observe(this.stage);
  }

  // update shows a state.
  async update(s: State): Promise<void> {
    const part = JSON.stringify([s.expanded, s.pinned, s.filters]);
    if (part !== this.shown) {
      this.loading.abort();
      const mine = (this.loading = new AbortController());
      let partial = false; // whether some of it is drawn already
      this.stage.setAttribute("aria-busy", "true");
      try {
        const model = await load(s, mine.signal, (m) => {
          partial = true;
          this.model = m;
          this.drawStage(s, true);
          this.drawBar(s);
        });
        if (mine.signal.aborted) return;
        this.model = model;
        this.shown = part;
        this.shownPanel = "";
      } catch (err) {
        if (mine.signal.aborted) return;
        this.shown = "";
        this.fail(this.stage, err);
        this.drop();
        this.drawBar(s);
        return;
      } finally {
        if (!mine.signal.aborted) this.stage.removeAttribute("aria-busy");
      }
      this.drawStage(s, true, partial);
      say(this.summary());
    } else {
      this.drawStage(s, false);
    }
    this.drawBar(s);
    await this.drawPanel(s.selected);
  }

  // forget makes the next update read the graph again.
  forget(): void {
    this.shown = this.shownPanel = "";
    delete this.stage.dataset.timeline;
  }

  restyle(): void { this.drawing?.restyle(); }
  positions(): unknown { return this.drawing?.positions(); }

  private fail(box: HTMLElement, err: unknown): void {
    replace(box, h("div", { class: "notice", role: "alert" }, h("p", null, err instanceof Error ? err.message : String(err))));
  }

  private drop(): void {
    this.drawing?.kill();
    this.drawing = undefined;
  }

  private summary(): string {
    const m = this.model!;
    const parts = m.expanded.filter((e) => e.showing < e.total).map((e) => `${e.label}: showing ${e.showing} of ${e.total}`);
    return [`${plural(m.nodes.size, "entity", "entities")}, ${plural(m.links.size, "link")}`, ...parts].join(". ");
  }

  // drawStage shows the model, afresh if it is another one; again lays out anew what was drawn already.
  private drawStage(s: State, fresh: boolean, again = false): void {
    const m = this.model!;
    const view = s.view === "graph" && !this.canDraw ? "table" : s.view;
    if (this.stage.dataset.view !== view) {
      this.drop();
      this.stage.dataset.view = view;
      fresh = true;
    }
    if (view === "table") {
      if (fresh) replace(this.stage, this.canDraw ? null : h("p", { class: "notice" }, "This browser cannot draw the graph (WebGL is off), so here it is as a table."), tableOf(m));
      return;
    }
    if (view === "timeline") {
      const node = s.selected && "node" in s.selected ? s.selected.node : s.expanded[0]?.id ?? s.pinned[0];
      void showTimeline(this.stage, node, label(m, node), s, this.loading.signal).catch((err) => { if (!this.loading.signal.aborted) this.fail(this.stage, err); });
      return;
    }
    if (!this.drawing) {
      this.canvas = h("div", { class: "canvas", role: "img" });
      replace(this.stage, this.canvas, this.controls());
      this.drawing = new Drawing(this.canvas, {
        node: (id) => go({ selected: { node: id } }),
        expand: (id) => {
          const now = state();
          if (!now.expanded.some((e) => e.id === id)) go({ expanded: [...now.expanded, { id, limit: 30 }], selected: { node: id } });
        },
        link: (l: Link) => go({ selected: { subject: l.subject, object: l.object, relation: l.relation } }),
        nothing: () => { if (state().selected) go({ selected: null }); },
      });
      this.stage.append(legend(m, this.drawing.show(m)));
    } else if (fresh) {
      this.stage.querySelector(".legend")?.replaceWith(legend(m, this.drawing.show(m, again)));
    }
    this.canvas.setAttribute("aria-label", `Drawing of ${this.summary()}. The table shows the same.`);
    this.drawing.select(s.selected);
  }

  private controls(): HTMLElement {
    const button = (name: string, what: string, f: () => void) =>
      h("button", { type: "button", "aria-label": what, title: what, onclick: f }, icon(name));
    const box = h("div", { class: "controls", role: "group", "aria-label": "Drawing" },
      button("plus", "Zoom in", () => this.drawing?.zoom(1.5)),
      button("minus", "Zoom out", () => this.drawing?.zoom(1 / 1.5)),
      button("fit", "Show all", () => this.drawing?.fit()));
    box.addEventListener("keydown", (e) => {
      const far = 0.08;
      const moves: Record<string, [number, number]> = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
      const move = moves[e.key];
      if (!move) return;
      e.preventDefault();
      this.drawing?.pan(...move);
    });
    return box;
  }

  private drawBar(s: State): void {
    const m = this.model;
    const chips = [...s.expanded.map((e) => e.id), ...s.pinned].slice(0, 12).map((id) => {
      const name = m ? label(m, id) : id.replaceAll("_", " ");
      const shown = m?.expanded.find((e) => e.id === id);
      return h("li", { class: "chip" },
        h("button", { class: "plain", type: "button", onclick: () => go({ selected: { node: id } }) }, name,
          shown ? h("span", { class: "soft" }, ` ${number(shown.showing)} of ${number(shown.total)}${shown.exact ? "" : "+"}`) : null),
        s.expanded.length + s.pinned.length > 1 ? h("button", {
          class: "plain", type: "button", "aria-label": `Take ${name} away`,
          onclick: () => go({ expanded: s.expanded.filter((e) => e.id !== id), pinned: s.pinned.filter((n) => n !== id) }),
        }, icon("close")) : null);
    });
    const tabs = h("nav", { class: "tabs", "aria-label": "View" },
      views.map((v) => h("a", { ...to({ ...s, view: v.id }), "aria-current": v.id === s.view ? "page" : null }, v.name)));
    this.heading.textContent = "What is around " + [...s.expanded.map((e) => e.id), ...s.pinned].slice(0, 3).map((id) => (m ? label(m, id) : id)).join(", ");
    const focus = this.bar.contains(document.activeElement);
    const open = this.bar.querySelector<HTMLElement>(".filters")?.hidden === false;
    replace(this.bar, tabs, h("ul", { class: "chips", "aria-label": "Shown around" }, chips), h("div", { class: "tools" }, filterBox(), this.exportBox()));
    if (open) this.bar.querySelector<HTMLElement>(".filterbox button")?.click();
    else if (focus) this.bar.querySelector<HTMLElement>("[aria-current]")?.focus();
  }

  private exportBox(): HTMLElement {
    const items: [string, () => void][] = [
      ["Picture (PNG)", () => void this.drawing?.picture().then((b) => save("kg.png", b))],
      ["Table (CSV)", () => saveCSV(this.model!)],
      ["GraphML", () => saveGraphML(this.model!)],
      ["JSON", () => saveJSON(this.model!)],
    ];
    const list = h("ul", { class: "menu", hidden: true });
    const button = h("button", { type: "button", "aria-expanded": "false" }, icon("download"), "Save");
    const close = () => {
      list.hidden = true;
      button.setAttribute("aria-expanded", "false");
    };
    for (const [name, f] of items) {
      if (name.startsWith("Picture") && !this.drawing) continue;
      list.append(h("li", null, h("button", { class: "plain", type: "button", onclick: () => { close(); if (this.model) f(); } }, name)));
    }
    button.addEventListener("click", () => {
      list.hidden = !list.hidden;
      button.setAttribute("aria-expanded", String(!list.hidden));
      if (!list.hidden) list.querySelector("button")?.focus();
    });
    const box = h("div", { class: "menubox" }, button, list);
    box.addEventListener("keydown", (e) => { if (e.key === "Escape") { close(); button.focus(); } });
    box.addEventListener("focusout", (e) => { if (!box.contains(e.relatedTarget as globalThis.Node | null)) close(); });
    return box;
  }

  private async drawPanel(s: Selection): Promise<void> {
    const key = JSON.stringify([s, this.shown]);
    this.root.classList.toggle("open", s !== null);
    if (key === this.shownPanel) return;
    this.shownPanel = key;
    this.panelLoading.abort();
    const mine = (this.panelLoading = new AbortController());
    if (!s) {
      replace(this.panel);
      return;
    }
    this.panel.setAttribute("aria-busy", "true");
    try {
      if ("node" in s) await showEntity(this.panel, s.node, this.model!, mine.signal);
      else await showLink(this.panel, s, this.model!, mine.signal);
      if (!mine.signal.aborted) {
        this.panel.scrollTop = 0;
        // On a phone the panel is below what was touched.
        if (matchMedia("(max-width: 52rem)").matches && this.panel.getBoundingClientRect().top > 0.7 * innerHeight) this.panel.scrollIntoView({ block: "start" });
      }
    } catch (err) {
      if (!mine.signal.aborted) this.fail(this.panel, err);
    } finally {
      if (!mine.signal.aborted) this.panel.removeAttribute("aria-busy");
    }
  }
}

// legend explains the colours and lines that are there, and what is not drawn.
function legend(m: Model, undrawn: number): HTMLElement {
  const kinds = new Set<Kind>([...m.nodes.values()].map((n) => kindOf(n.class)));
  const used = new Set<Status>([...m.links.values()].map((l) => l.status));
  return h("div", { class: "legend" },
    h("ul", { "aria-label": "Colours" }, (Object.keys(kindLabels) as Kind[]).filter((k) => kinds.has(k)).map((k) =>
      h("li", null, h("span", { class: "dot " + k, "aria-hidden": "true" }), kindLabels[k]))),
    undrawn ? h("p", null, `${number(undrawn)} weaker links between neighbours are in the table only`) : null,
    used.size > 1 || !used.has("fact") ? h("ul", { "aria-label": "Lines" }, statuses.filter((st) => used.has(st)).map((st) =>
      h("li", null, h("span", { class: "swatch " + st, "aria-hidden": "true" }), statusLabels[st]))) : null);
}

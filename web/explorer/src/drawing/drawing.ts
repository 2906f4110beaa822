// The drawing of the graph: sigma on WebGL, with our own edges and labels.
import Graph from "graphology";
import Sigma from "sigma";
import { css, kindOf, said } from "../look";
import { type Model, linkKey } from "../model";
import type { Selection } from "../state";
import type { Link, Status } from "../types";
import { drawNodeHover, drawNodeLabel, newFrame, readColours } from "./labels";
import { arrange, place, settle, small, spread } from "./layout";
import { curved, straight } from "./ribbon";
import { strongest } from "./strongest";

export interface Actions {
  node: (id: string) => void;
  expand: (id: string) => void;
  link: (l: Link) => void;
  nothing: () => void;
}

const dashes: Record<Status, number> = { fact: 0, stated: 16, reported: 9, intended: 4, uncertain: 2, denied: 6 };

// width is how thick a link of so many claims is.
const width = (claims: number): number => Math.min(4.5, 1.2 + 0.55 * Math.log2(claims));

// available reports whether the browser can draw.
export function available(): boolean {
  try {
    const c = document.createElement("canvas").getContext("webgl2");
    c?.getExtension("WEBGL_lose_context")?.loseContext();
    return c !== null;
  } catch {
    return false;
  }
}

// software reports whether there is no graphics card to draw with.
function software(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software/i.test(name);
}

export class Drawing {
  private graph = new Graph({ multi: true, type: "directed" });
  private readonly sigma: Sigma;
  private readonly slow = software();
  private selection: Selection = null;
  private hovered = "";
  private killed = false;
  private crowded = false; // so many entities that lines are only a haze until one is chosen
  private moved = false; // since the pointer went down
  private around = new Set<string>(); // the hovered or selected node and its neighbours

  constructor(private readonly box: HTMLElement, actions: Actions) {
    readColours();
    this.sigma = new Sigma(this.graph, box, {
      allowInvalidContainer: true,
      defaultEdgeType: "straight",
      edgeProgramClasses: { straight, curved },
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      labelFont: css("--sans"),
      labelSize: 13,
      labelDensity: 1.2,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 5,
      edgeLabelFont: css("--sans"),
      edgeLabelSize: 11,
      defaultDrawNodeLabel: drawNodeLabel as never,
      defaultDrawNodeHover: drawNodeHover as never,
      stagePadding: box.clientWidth < 500 ? 36 : 70,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      zIndex: true,
      hideLabelsOnMove: false,
      nodeReducer: (id, data) => this.showNode(id, data),
      edgeReducer: (id, data) => this.showEdge(id, data),
    });
    this.sigma.on("clickNode", ({ node }) => { if (!this.moved) actions.node(node); });
    this.sigma.on("doubleClickNode", (e) => { e.preventSigmaDefault(); actions.expand(e.node); });
    this.sigma.on("clickEdge", ({ edge }) => actions.link(this.graph.getEdgeAttribute(edge, "link")));
    this.sigma.on("clickStage", () => { if (!this.moved) actions.nothing(); });
    this.sigma.on("enterNode", ({ node }) => this.hover(node));
    this.sigma.on("leaveNode", () => this.hover(""));
    this.sigma.on("enterEdge", ({ edge }) => this.hover(edge));
    this.sigma.on("leaveEdge", () => this.hover(""));
    this.sigma.on("beforeRender", newFrame);
    this.dragNodes();
  }

  // show draws a model; what stood before stays where it is, unless it is to be laid out again. It gives the number of
  // links that are left out, so that the others can be seen.
  show(m: Model, again = false): number {
    // The drawing follows every single change of its graph, so a new one is made beside it and shown when it is done.
    const old = this.graph, g = new Graph({ multi: true, type: "directed" });
    this.graph = g;
    this.crowded = m.nodes.size > 1500;
    const centres = new Set(m.expanded.map((e) => e.id));
    const scale = (this.sigma.getDimensions().width < 500 ? 0.75 : 1) * Math.max(0.25, Math.min(1, Math.sqrt(250 / m.nodes.size)));
    const growth = Math.min(1.5, 9 / Math.log2(2 + Math.max(0, ...m.degree.values()))); // sizes differ however large they are
    for (const [id, n] of m.nodes) {
      const degree = m.degree.get(id) ?? 0;
      const size = Math.min(18, (centres.has(id) ? 9 : 5.5) + growth * Math.log2(1 + degree)) * scale;
      const { x = 0, y = 0, placed = false } = old.hasNode(id) ? old.getNodeAttributes(id) : {};
      g.addNode(id, { x, y, placed, label: n.label, kind: kindOf(n.class), size, strong: centres.has(id), degree });
    }
    const [drawn, undrawn] = strongest(pairs(m, g), centres, g.order);
    const dense = drawn.length > 2 * g.order && centres.size > 0;
    for (const links of drawn) this.addPair(links, dense && !centres.has(links[0].subject) && !centres.has(links[0].object));
    const fresh = again || g.nodes().some((id) => !g.getNodeAttribute(id, "placed"));
    if (fresh) {
      place(g);
      const { width, height } = this.sigma.getDimensions();
      if (g.order <= small) arrange(g, width, height);
      else if (!g.someNode((id) => old.hasNode(id))) spread(g);
    }
    this.frame();
    this.sigma.setSetting("hideEdgesOnMove", g.size > 2000 && this.slow);
    this.sigma.setSetting("labelRenderedSizeThreshold", this.crowded ? 1.5 : 5);
    this.sigma.setSetting("hideLabelsOnMove", g.order > 2000 && this.slow);
    this.sigma.setGraph(g);
    if (fresh) this.fit();
    if (fresh && g.order > small) {
      this.box.dataset.layout = "moving";
      void settle(g, () => this.graph === g && !this.killed, () => this.frame()).then(() => { if (this.graph === g) delete this.box.dataset.layout; });
    }
    return undrawn;
  }

  // addPair draws what links two entities: each link by itself, or of many the strongest, one that is denied,
  // and the rest as one bundle; as one line, all of them in a bundle.
  private addPair(links: Link[], oneLine = false): void {
    const g = this.graph;
    const flip = links[0].subject > links[0].object;
    const [a, b] = flip ? [links[0].object, links[0].subject] : [links[0].subject, links[0].object];
    links.sort((x, y) => y.claims - x.claims || x.label.localeCompare(y.label));
    let shown = links, rest: Link[] = [];
    if (oneLine && links.length > 1) [shown, rest] = [[], links];
    else if (links.length > 3) {
      const denied = links.find((l) => l.status === "denied");
      shown = [links[0], denied && denied !== links[0] ? denied : links[1]];
      rest = links.filter((l) => !shown.includes(l));
    }
    // They fan out: straight, to the left, to the right.
    const lanes = [0, 0.22, -0.22];
    shown.forEach((l, i) => {
      g.addEdgeWithKey(linkKey(l), l.subject, l.object, {
        link: l, label: said(l.label, l.status), size: width(l.claims), curvature: lanes[i] * (l.subject === a ? 1 : -1),
        type: lanes[i] ? "curved" : "straight", dash: dashes[l.status], arrow: !l.symmetric && !this.crowded, status: l.status,
      });
    });
    if (rest.length) {
      const claims = rest.reduce((n, l) => n + l.claims, 0);
      const bundle: Link = { subject: a, object: b, label: shown.length ? `${rest.length} more` : `${rest.length} links${rest.some((l) => l.status === "denied") ? ", some denied" : ""}`, status: "stated", symmetric: true, claims, articles: 0, confidence: 0 };
      g.addEdgeWithKey("bundle\u0000" + a + "\u0000" + b, a, b, {
        link: bundle, label: bundle.label, size: shown.length ? width(claims) : 1.2, curvature: shown.length ? lanes[2] : 0, type: shown.length ? "curved" : "straight", dash: 0, arrow: false, status: "stated",
      });
    }
  }

  // frame keeps a small graph from being blown up: a unit of the layout is a pixel at the most.
  private frame(): void {
    const { width, height } = this.sigma.getDimensions();
    const x: [number, number] = [Infinity, -Infinity], y: [number, number] = [Infinity, -Infinity];
    this.graph.forEachNode((_, a) => {
      x[0] = Math.min(x[0], a.x);
      x[1] = Math.max(x[1], a.x);
      y[0] = Math.min(y[0], a.y);
      y[1] = Math.max(y[1], a.y);
    });
    if (!this.graph.order) return;
    const widen = (range: [number, number], least: number): [number, number] => {
      const more = Math.max(0, least - (range[1] - range[0])) / 2;
      return [range[0] - more, range[1] + more];
    };
    this.sigma.setCustomBBox({ x: widen(x, 0.75 * width), y: widen(y, 0.75 * height) });
  }

  select(s: Selection): void {
    this.selection = s;
    this.look();
  }

  // restyle takes the colours of a new theme.
  restyle(): void {
    readColours();
    this.sigma.refresh();
  }

  fit(): void { void this.sigma.getCamera().animatedReset({ duration: reducedMotion() ? 0 : 250 }); }
  zoom(factor: number): void {
    const c = this.sigma.getCamera();
    void (factor > 1 ? c.animatedZoom({ factor }) : c.animatedUnzoom({ factor: 1 / factor }));
  }
  pan(dx: number, dy: number): void {
    const c = this.sigma.getCamera(), s = c.getState();
    c.setState({ x: s.x + dx * s.ratio, y: s.y + dy * s.ratio });
  }
  resize(): void { this.sigma.resize(); this.sigma.refresh(); }
  kill(): void {
    this.killed = true;
    this.sigma.kill();
  }

  // picture gives what is seen as a PNG.
  async picture(): Promise<Blob> {
    this.sigma.refresh();
    const layers = this.sigma.getCanvases();
    const first = layers.edges;
    const out = document.createElement("canvas");
    out.width = first.width;
    out.height = first.height;
    const c = out.getContext("2d")!;
    c.fillStyle = css("--canvas");
    c.fillRect(0, 0, out.width, out.height);
    // WebGL forgets its picture after each frame: it is drawn and copied within one.
    this.sigma.refresh({ schedule: false });
    for (const name of ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"]) {
      const layer = layers[name];
      if (layer?.width) c.drawImage(layer, 0, 0, out.width, out.height);
    }
    return new Promise((done, fail) => out.toBlob((b) => (b ? done(b) : fail(new Error("no picture"))), "image/png"));
  }

  // positions are where a test or a person with a pointer finds things on the page.
  positions(): { nodes: Record<string, { x: number; y: number }>; edges: Record<string, { x: number; y: number }> } {
    const box = this.box.getBoundingClientRect();
    const nodes: Record<string, { x: number; y: number }> = {};
    const edges: Record<string, { x: number; y: number }> = {};
    const at = (id: string) => {
      const { x, y } = this.graph.getNodeAttributes(id);
      return this.sigma.graphToViewport({ x, y });
    };
    this.graph.forEachNode((id) => {
      const p = at(id);
      nodes[id] = { x: box.x + p.x, y: box.y + p.y };
    });
    this.graph.forEachEdge((id, a, s, t) => {
      const p = at(s), q = at(t), out = a.curvature / 2;
      edges[id] = { x: box.x + (p.x + q.x) / 2 + (q.y - p.y) * out, y: box.y + (p.y + q.y) / 2 - (q.x - p.x) * out };
    });
    return { nodes, edges };
  }

  private hover(id: string): void {
    this.hovered = id;
    this.box.classList.toggle("pointing", id !== "");
    this.look();
  }

  private look(): void {
    const g = this.graph;
    this.around = new Set();
    const s = this.selection;
    const centre = g.hasNode(this.hovered) ? this.hovered : s && "node" in s && g.hasNode(s.node) ? s.node : "";
    if (centre && g.order > 12) {
      this.around.add(centre);
      for (const n of g.neighbors(centre)) this.around.add(n);
    } else if (s && "subject" in s && g.order > 12 && g.hasNode(s.subject) && g.hasNode(s.object)) {
      this.around.add(s.subject).add(s.object);
    }
    this.sigma.refresh({ skipIndexation: true });
  }

  private showNode(id: string, data: Record<string, unknown>): Record<string, unknown> {
    const dim = this.around.size > 0 && !this.around.has(id);
    const chosen = this.selection && "node" in this.selection && this.selection.node === id;
    return {
      ...data,
      color: dim ? css("--dim-node") : css("--" + String(data.kind)),
      label: dim ? "" : data.label,
      highlighted: chosen,
      forceLabel: !dim && (data.strong || this.graph.order <= 150 || this.around.has(id)),
      lit: chosen || this.hovered === id,
      zIndex: dim ? 0 : data.strong ? 2 : 1,
    };
  }

  private showEdge(id: string, data: Record<string, unknown>): Record<string, unknown> {
    const l = data.link as Link;
    const s = this.selection;
    const chosen = s !== null && "subject" in s && matches(l, s);
    const ends = this.around.has(l.subject) && this.around.has(l.object);
    const dim = this.around.size > 0 && !ends && !chosen;
    const lit = chosen || this.hovered === id;
    const haze = this.crowded && !this.around.size;
    const colour = lit ? css("--accent") : dim ? css("--dim-edge") : css("--edge-" + l.status) + (haze ? "2e" : "");
    return {
      ...data,
      color: colour,
      hidden: this.crowded && dim,
      size: lit ? (data.size as number) + 1.5 : haze ? 0.6 : data.size,
      label: dim ? "" : data.label,
      lit,
      forceLabel: lit || (!dim && (this.graph.size <= 250 || this.around.size > 0)),
      zIndex: lit ? 3 : dim ? 0 : 1,
    };
  }

  // dragNodes lets a person move nodes.
  private dragNodes(): void {
    let dragged = "";
    this.sigma.on("downStage", () => { this.moved = false; });
    this.sigma.on("downNode", (e) => {
      dragged = e.node;
      this.moved = false;
    });
    this.sigma.on("moveBody", ({ event }) => {
      if (!dragged) return;
      this.moved = true;
      const p = this.sigma.viewportToGraph(event);
      this.graph.mergeNodeAttributes(dragged, { x: p.x, y: p.y });
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    const drop = () => { dragged = ""; };
    this.sigma.on("upNode", drop);
    this.sigma.on("upStage", drop);
  }
}

// pairs gives the links by the two entities that they join, those of a loop left out.
function pairs(m: Model, g: Graph): Link[][] {
  const out = new Map<string, Link[]>();
  for (const l of m.links.values()) {
    if (l.subject === l.object || !g.hasNode(l.subject) || !g.hasNode(l.object)) continue;
    const key = l.subject < l.object ? l.subject + "\u0000" + l.object : l.object + "\u0000" + l.subject;
    const list = out.get(key);
    if (list) list.push(l);
    else out.set(key, [l]);
  }
  return [...out.values()];
}

// matches reports whether a selection of a link means l.
export function matches(l: Link, s: { subject: string; object: string; relation?: string }): boolean {
  const same = (l.subject === s.subject && l.object === s.object) || (l.subject === s.object && l.object === s.subject);
  return same && (!s.relation || l.relation === s.relation);
}

const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Labels of nodes and edges, drawn on a canvas with a halo of the background, so that they can be read over lines.
import type { Settings } from "sigma/settings";
import type { EdgeDisplayData, NodeDisplayData, PartialButFor } from "sigma/types";
import { css, forgetColours } from "../look";

type NodeData = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;
type EdgeData = PartialButFor<EdgeDisplayData, "label" | "color" | "size"> & { curvature?: number; lit?: boolean };
type End = PartialButFor<NodeDisplayData, "x" | "y" | "size">;

let ink = "", paper = "", accent = "";

// readColours takes the colours of the theme.
export function readColours(): void {
  forgetColours();
  ink = css("--ink");
  paper = css("--canvas");
  accent = css("--accent");
}

function haloed(c: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void {
  c.lineJoin = "round";
  c.lineWidth = 4;
  c.strokeStyle = paper;
  c.strokeText(text, x, y);
  c.fillStyle = colour;
  c.fillText(text, x, y);
}

// What labels cover so far in this frame, as a grid of small cells: a label that would cover another is left out.
const cell = 8;
const covered = new Set<number>();
export const newFrame = (): void => covered.clear();
const at = (x: number, y: number): number => Math.floor(x / cell) * 100003 + Math.floor(y / cell);

// points are where a text of the given width lies, in steps that no cell slips through.
function* points(x: number, y: number, angle: number, width: number, height: number): Generator<[number, number]> {
  const c = Math.cos(angle), s = Math.sin(angle);
  for (let u = -width / 2; ; u = Math.min(u + 6, width / 2)) {
    for (let v = -height / 2; v <= height / 2; v += height / 2) yield [x + u * c - v * s, y + u * s + v * c];
    if (u >= width / 2) return;
  }
}

function free(x: number, y: number, angle: number, width: number, height: number): boolean {
  for (const [px, py] of points(x, y, angle, width, height)) if (covered.has(at(px, py))) return false;
  return true;
}

function cover(x: number, y: number, angle: number, width: number, height: number): void {
  for (const [px, py] of points(x, y, angle, width, height)) covered.add(at(px, py));
}

const short = (text: string, max: number): string => (text.length > max ? text.slice(0, max - 1).trimEnd() + "…" : text);

export function drawNodeLabel(c: CanvasRenderingContext2D, data: NodeData & { strong?: boolean; lit?: boolean }, settings: Settings): void {
  if (!data.label) return;
  const size = data.strong ? settings.labelSize + 1 : settings.labelSize;
  c.font = `${data.strong ? 600 : 500} ${size}px ${settings.labelFont}`;
  c.textAlign = "center";
  c.textBaseline = "top";
  const text = short(data.label, data.strong ? 40 : 26);
  const width = c.measureText(text).width, top = data.y + data.size + 4;
  // What stands in the picture has its label in it too.
  const wide = c.canvas.width / (devicePixelRatio || 1);
  const x = data.x < 0 || data.x > wide ? data.x : Math.max(width / 2 + 3, Math.min(wide - width / 2 - 3, data.x));
  if (!data.strong && !data.lit && !free(x, top + size / 2, 0, width, size)) return;
  cover(x, top + size / 2, 0, width + 6, size);
  haloed(c, text, x, top, ink);
}

export function drawNodeHover(c: CanvasRenderingContext2D, data: NodeData, settings: Settings): void {
  c.beginPath();
  c.arc(data.x, data.y, data.size + 3.5, 0, 2 * Math.PI);
  c.lineWidth = 2.5;
  c.strokeStyle = accent;
  c.stroke();
  drawNodeLabel(c, { ...data, strong: true }, settings);
}

// drawEdgeLabel writes along the edge, never upside down.
export function drawEdgeLabel(c: CanvasRenderingContext2D, data: EdgeData, from: End, to: End, settings: Settings): void {
  if (!data.label) return;
  const dx = to.x - from.x, dy = to.y - from.y;
  const length = Math.hypot(dx, dy);
  const room = length - from.size - to.size - 12;
  if (room < 24) return;
  c.font = `500 ${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
  let text = data.label;
  if (c.measureText(text).width > room) {
    text = short(text, Math.max(4, Math.floor((room / c.measureText(text).width) * text.length)));
  }
  // A place on the curve that is free; the middle first. On the screen y points down.
  const width = c.measureText(text).width, bow = data.curvature ?? 0;
  const bendX = (from.x + to.x) / 2 + dy * bow, bendY = (from.y + to.y) / 2 - dx * bow;
  for (const t of data.lit ? [0.5] : places) {
    const x = (1 - t) * (1 - t) * from.x + 2 * t * (1 - t) * bendX + t * t * to.x;
    const y = (1 - t) * (1 - t) * from.y + 2 * t * (1 - t) * bendY + t * t * to.y;
    let angle = Math.atan2((1 - t) * (bendY - from.y) + t * (to.y - bendY), (1 - t) * (bendX - from.x) + t * (to.x - bendX));
    if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
    if (!data.lit && !free(x, y, angle, width, 10)) continue;
    cover(x, y, angle, width + 8, 12);
    c.save();
    c.translate(x, y);
    c.rotate(angle);
    c.textAlign = "center";
    c.textBaseline = "middle";
    haloed(c, text, 0, 0, data.color);
    c.restore();
    return;
  }
}

const places = [0.5, 0.6, 0.4, 0.7, 0.3];

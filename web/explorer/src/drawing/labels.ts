// Labels of nodes and edges, drawn on a canvas with a halo of the background, so that they can be read over lines.
import type { Settings } from "sigma/settings";
import type { EdgeDisplayData, NodeDisplayData, PartialButFor } from "sigma/types";
import { css, forgetColours } from "../look";

type NodeData = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;
type EdgeData = PartialButFor<EdgeDisplayData, "label" | "color" | "size"> & { curvature?: number };
type End = PartialButFor<NodeDisplayData, "x" | "y" | "size">;

let ink = "", soft = "", paper = "", accent = "";

// readColours takes the colours of the theme.
export function readColours(): void {
  forgetColours();
  ink = css("--ink");
  soft = css("--soft");
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

const short = (text: string, max: number): string => (text.length > max ? text.slice(0, max - 1).trimEnd() + "…" : text);

export function drawNodeLabel(c: CanvasRenderingContext2D, data: NodeData & { strong?: boolean }, settings: Settings): void {
  if (!data.label) return;
  const size = data.strong ? settings.labelSize + 1 : settings.labelSize;
  c.font = `${data.strong ? 600 : 500} ${size}px ${settings.labelFont}`;
  c.textAlign = "center";
  c.textBaseline = "top";
  haloed(c, short(data.label, 34), data.x, data.y + data.size + 4, ink);
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
  // The middle of the curve lies half as far out as its bend. On the screen y points down.
  const out = (data.curvature ?? 0) / 2;
  const x = (from.x + to.x) / 2 + dy * out, y = (from.y + to.y) / 2 - dx * out;
  let angle = Math.atan2(dy, dx);
  if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
  c.save();
  c.translate(x, y);
  c.rotate(angle);
  c.textAlign = "center";
  c.textBaseline = "middle";
  haloed(c, text, 0, 0, data.color === "quiet" ? soft : data.color);
  c.restore();
}

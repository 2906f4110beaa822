// Bars, drawn as SVG: lying for names, whose labels are long, and standing for time.
import { number, svg } from "../dom";
import { css } from "../look";
import { type Bucket, type Plan, measureName, ticks } from "./plan";

// shade is the class that colours a part of a bar: statuses have colours of their own.
const statuses = new Set(["fact", "stated", "reported", "denied", "uncertain"]);
const planned = new Set(["planned", "wanted", "intended"]);
const possible = new Set(["possible", "conditional"]);

export function shade(name: string, i: number): string {
  if (statuses.has(name)) return "part s-" + name;
  if (planned.has(name)) return "part s-intended";
  if (possible.has(name)) return "part s-uncertain";
  return "part p" + (i % 6);
}

// figure writes a number of a bar.
export const figure = (n: number): string => (Number.isInteger(n) ? number(n) : n.toFixed(2));

const ruler = document.createElement("canvas").getContext("2d");

// widthOf is how many pixels a label takes.
function widthOf(text: string, size = 12): number {
  if (!ruler) return text.length * 0.6 * size;
  ruler.font = `${size}px ${css("--sans")}`;
  return ruler.measureText(text).width;
}

function cutTo(text: string, pixels: number, size: number): string {
  if (widthOf(text, size) <= pixels) return text;
  let n = text.length - 1;
  while (n > 1 && widthOf(text.slice(0, n) + "…", size) > pixels) n--;
  return text.slice(0, n).trimEnd() + "…";
}

const label = (x: number, y: number, text: string, anchor: string, cls = "tick"): SVGElement =>
  svg("text", { x, y, "text-anchor": anchor, class: cls }, document.createTextNode(text));

function title(b: Bucket, p: Plan): SVGElement {
  const parts = p.series.map((s, i) => (b.parts[i] ? `${s || "none"}: ${figure(b.parts[i])}` : "")).filter(Boolean);
  const e = svg("title");
  e.textContent = `${b.label}: ${figure(b.value)} ${measureName(p)}${parts.length ? "\n" + parts.join("\n") : ""}`;
  return e;
}

// draw gives the picture for a width in pixels; pick is called for the bar that a person clicks.
export function draw(p: Plan, width: number, chosen: string, pick: (b: Bucket) => void): SVGElement {
  const most = Math.max(...p.buckets.map((b) => b.value), 0);
  const whole = !p.y || p.y.whole;
  const picture = p.time ? standing(p, width, most, whole, chosen, pick) : lying(p, width, most, whole, chosen, pick);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", inWords(p));
  return picture;
}

// inWords is what the picture shows, for one who does not see it.
export function inWords(p: Plan): string {
  const top = p.buckets.reduce((a, b) => (b.value > a.value ? b : a), p.buckets[0]);
  const what = `${measureName(p)} by ${p.time ?? p.x.name}${p.by ? `, split by ${p.by.name}` : ""}`;
  return `Bars: ${what}. The most: ${top.label}, ${figure(top.value)}. The table beside it has every figure.`;
}

function bar(b: Bucket, p: Plan, chosen: string, pick: (b: Bucket) => void, rect: (from: number, to: number) => Record<string, number>, zone: Record<string, number>): SVGElement {
  const g = svg("g", { class: "bar" + (b.key === chosen ? " chosen" : "") }, title(b, p), svg("rect", { ...zone, class: "zone" }));
  if (p.series.length) {
    let at = 0;
    p.series.forEach((s, i) => {
      if (!b.parts[i]) return;
      g.append(svg("rect", { ...rect(at, at + b.parts[i]), class: shade(s, i) }));
      at += b.parts[i];
    });
  } else if (b.value > 0) {
    g.append(svg("rect", { ...rect(0, b.value), class: "part p0" }));
  }
  if (b.rows.length) g.addEventListener("click", () => pick(b));
  return g;
}

function lying(p: Plan, width: number, most: number, whole: boolean, chosen: string, pick: (b: Bucket) => void): SVGElement {
  const line = 28, top = 24, room = 52;
  const longest = Math.max(...p.buckets.map((b) => widthOf(b.label || "none", 13))) + 12;
  const left = Math.min(longest, 0.42 * width);
  const height = top + line * p.buckets.length + 6;
  const marks = ticks(most, Math.max(2, Math.floor((width - left - room) / 90)), whole);
  const end = most || 1;
  const x = (v: number) => left + ((width - left - room) * v) / end;
  const out = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "chart" });
  for (const m of marks) {
    out.append(svg("line", { x1: x(m), x2: x(m), y1: top - 4, y2: height, class: "grid" }), label(x(m), top - 10, figure(m), "middle"));
  }
  p.buckets.forEach((b, i) => {
    const y = top + i * line;
    out.append(bar(b, p, chosen, pick,
      (from, to) => ({ x: x(from), y: y + 4, width: Math.max(1, x(to) - x(from) - (p.series.length ? 1 : 0)), height: line - 9 }),
      { x: 0, y, width, height: line }));
    const g = out.lastChild as SVGElement;
    g.append(label(left - 8, y + line / 2 + 4, cutTo(b.label || "none", left - 10, 13), "end", "name"), label(x(b.value) + 6, y + line / 2 + 4, figure(b.value), "start"));
  });
  return out;
}

function standing(p: Plan, width: number, most: number, whole: boolean, chosen: string, pick: (b: Bucket) => void): SVGElement {
  const height = 300, bottom = 34, top = 14;
  const marks = ticks(most, 5, whole);
  const end = most || 1;
  const left = Math.max(...marks.map((m) => widthOf(figure(m)))) + 14, right = 12;
  const n = p.buckets.length, wide = (width - left - right) / n;
  const y = (v: number) => height - bottom - ((height - bottom - top) * v) / end;
  const out = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "chart" });
  for (const m of marks) {
    out.append(svg("line", { x1: left, x2: width - right, y1: y(m), y2: y(m), class: "grid" }), label(left - 8, y(m) + 4, figure(m), "end"));
  }
  const gap = wide > 6 ? Math.min(8, wide * 0.2) : 0.5;
  p.buckets.forEach((b, i) => {
    const x = left + i * wide;
    out.append(bar(b, p, chosen, pick,
      (from, to) => ({ x: x + gap / 2, y: y(to), width: Math.min(80, Math.max(1, wide - gap)), height: Math.max(1, y(from) - y(to) - (p.series.length ? 1 : 0)) }),
      { x, y: top, width: wide, height: height - bottom - top }));
  });
  // Labels stand as near to each other as there is room for.
  const size = Math.max(...p.buckets.map((b) => widthOf(b.label))) + 14;
  const every = Math.max(1, Math.ceil(size / wide));
  p.buckets.forEach((b, i) => {
    if (i % every) return;
    const middle = left + i * wide + Math.min(80, wide) / 2;
    const half = widthOf(b.label) / 2;
    const at = Math.max(half, Math.min(width - half, middle));
    out.append(label(at, height - 12, b.label, "middle"), svg("line", { x1: middle, x2: middle, y1: height - bottom, y2: height - bottom + 5, class: "axis" }));
  });
  out.append(svg("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "axis" }));
  return out;
}

// picture gives the chart as a PNG, with the colours that it has on the page.
export async function picture(chart: SVGElement, paper: string): Promise<Blob> {
  const copy = chart.cloneNode(true) as SVGElement;
  const from = [chart, ...chart.querySelectorAll<SVGElement>("*")], to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((e, i) => {
    const c = getComputedStyle(e);
    for (const name of ["fill", "stroke", "font-family", "font-size", "font-weight", "opacity"]) to[i].setAttribute(name, c.getPropertyValue(name));
  });
  const width = Number(chart.getAttribute("width")), height = Number(chart.getAttribute("height"));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    const c = canvas.getContext("2d")!;
    c.fillStyle = paper;
    c.fillRect(0, 0, canvas.width, canvas.height);
    c.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob((b) => (b ? done(b) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

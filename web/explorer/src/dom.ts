// Building the page. Text is only ever set as text: nothing that an article says is read as HTML.

type Child = globalThis.Node | string | number | null | undefined | false | Child[];
type Attributes = Record<string, unknown>;

// h makes an element. An attribute that starts with "on" is a listener; false, null and undefined leave it out.
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs?: Attributes | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value as EventListener);
    else if (name === "value" && "value" in e) (e as HTMLInputElement).value = String(value);
    else e.setAttribute(name, value === true ? "" : String(value));
  }
  append(e, children);
  return e;
}

export function append(parent: globalThis.Node, children: Child[]): void {
  for (const c of children) {
    if (c === null || c === undefined || c === false) continue;
    if (Array.isArray(c)) append(parent, c);
    else parent.appendChild(typeof c === "object" ? c : document.createTextNode(String(c)));
  }
}

export function replace(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const svgNS = "http://www.w3.org/2000/svg";

export function svg(tag: string, attrs: Attributes = {}, ...children: globalThis.Node[]): SVGElement {
  const e = document.createElementNS(svgNS, tag);
  for (const [name, value] of Object.entries(attrs)) e.setAttribute(name, String(value));
  e.append(...children);
  return e;
}

// Icons are drawn by path, so that no font is needed.
const icons: Record<string, string> = {
  search: "M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12m4.5 10.5L20 20",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.6-5.6l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.6 5.6l1-1",
  download: "M12 4v11m-4.5-4L12 15.500l4.500-4.500M5 19.500h14",
  filter: "M4 6h16M7 12h10M10 18h4",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  back: "M14 6l-6 6 6 6",
};

export function icon(name: string): SVGElement {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: icons[name] }));
}

const count = new Intl.NumberFormat("en");
export const number = (n: number): string => count.format(n);
export const plural = (n: number, one: string, many = one + "s"): string => `${number(n)} ${n === 1 ? one : many}`;

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

// day writes "2016-08-26" as people do.
export function day(text: string | undefined): string {
  if (!text) return "";
  const d = new Date(text + "T00:00:00Z");
  return Number.isNaN(d.getTime()) ? text : dayFormat.format(d);
}

// titleOf is what an article is called: its headline, or else the beginning of its text, which its id is made of.
export const titleOf = (a: { id: string; title?: string }): string => a.title || a.id.replace(/-[0-9a-f]{10}$/, "").replaceAll("_", " ") + " …";

// save hands a file to the person.
export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// say tells a screen reader what has happened.
export function say(text: string): void {
  const region = document.getElementById("said");
  if (region) region.textContent = text;
}

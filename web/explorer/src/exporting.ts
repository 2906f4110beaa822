// What is seen, as a file.
import { save } from "./dom";
import type { Model } from "./model";

// cell writes a value for CSV; a spreadsheet must not take text for a formula.
function cell(v: string | number | undefined): string {
  let t = String(v ?? "");
  if (typeof v === "string" && /^[=+\-@\t\r]/.test(t)) t = "'" + t;
  return /[",\n\r]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t;
}

export const csv = (rows: (string | number | undefined)[][]): string => rows.map((r) => r.map(cell).join(",") + "\r\n").join("");

const xml = (v: unknown): string =>
  String(v ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export function saveCSV(m: Model): void {
  const rows: (string | number | undefined)[][] = [["subject", "subjectLabel", "relation", "label", "object", "objectLabel", "status", "claims", "articles", "first", "last", "confidence"]];
  for (const l of m.links.values()) {
    rows.push([l.subject, m.nodes.get(l.subject)?.label, l.relation, l.label, l.object, m.nodes.get(l.object)?.label, l.status, l.claims, l.articles, l.first, l.last, l.confidence]);
  }
  save("kg.csv", csv(rows), "text/csv");
}

export function saveJSON(m: Model): void {
  save("kg.json", JSON.stringify({ nodes: [...m.nodes.values()], links: [...m.links.values()] }, null, 1), "application/json");
}

export function graphML(m: Model): string {
  const keys = [["label", "node", "string"], ["class", "node", "string"], ["relation", "edge", "string"], ["status", "edge", "string"],
    ["claims", "edge", "int"], ["articles", "edge", "int"], ["first", "edge", "string"], ["last", "edge", "string"]];
  const data = (key: string, v: unknown) => (v === undefined || v === "" ? "" : `<data key="${key}">${xml(v)}</data>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n` +
    keys.map(([name, on, type]) => `<key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>\n`).join("") +
    `<graph edgedefault="directed">\n` +
    [...m.nodes.values()].map((n) => `<node id="${xml(n.id)}">${data("label", n.label)}${data("class", n.class)}</node>\n`).join("") +
    [...m.links.values()].map((l, i) => `<edge id="e${i}" source="${xml(l.subject)}" target="${xml(l.object)}" directed="${!l.symmetric}">` +
      data("relation", l.label) + data("status", l.status) + data("claims", l.claims) + data("articles", l.articles) + data("first", l.first) + data("last", l.last) + "</edge>\n").join("") +
    "</graph>\n</graphml>\n";
}

export const saveGraphML = (m: Model): void => save("kg.graphml", graphML(m), "application/graphml+xml");

// What can be tested of the page without a browser.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dir = await mkdtemp(join(tmpdir(), "kg-explorer-"));
after(() => rm(dir, { recursive: true }));

// The modules look at the address when they are loaded.
Object.assign(globalThis, { location: { search: "" }, addEventListener() {} });

async function load(name) {
  const { outputFiles } = await build({ entryPoints: [join(here, "../src", name)], bundle: true, format: "esm", write: false, logLevel: "warning" });
  const file = join(dir, name.replace("/", "-").replace(".ts", ".mjs"));
  await writeFile(file, outputFiles[0].contents);
  return import(pathToFileURL(file));
}

const { parse, write, blank, noFilters } = await load("state.ts");
const { places } = await load("article.ts");
const { lines } = await load("api.ts");
const { csv, graphML } = await load("exporting.ts");
const { communities } = await load("drawing/layout.ts");
const { strongest } = await load("drawing/strongest.ts");
const { planOf, ticks, words, counted } = await load("chart/plan.ts");

test("a state survives the address", () => {
  const states = [
    blank(),
    blank("articles"), blank("queries"), blank("paths"),
    { ...blank("explore"), expanded: [{ id: "John_Kerry", limit: 30 }, { id: "A&B=(c), d#?~x", limit: 150 }, { id: "Unit~7", limit: 30 }], pinned: ["Åse", "100%"], selected: { node: "Åse" } },
    { ...blank("explore"), view: "table", expanded: [{ id: "X", limit: 30 }], selected: { subject: "X", object: "Y", relation: "meets" } },
    { ...blank("explore"), view: "timeline", pinned: ["X"], filters: { relation: ["meets", "backs"], class: "Person", from: "2015-01-01", to: "2016-01-01", publisher: "A, B & C", confidence: "0.7", status: ["denied"] } },
    { ...blank("article"), article: "a-1", claim: "a-1.2" },
    { ...blank("queries"), query: "who-met-whom", params: { who: "John Kerry", since: "2015-01-01" } },
    { ...blank("queries"), query: "relations", show: "graph" },
    { ...blank("queries"), query: "timeline", params: { name: "x" }, show: "chart", chart: { x: "when", y: "rows*", by: "status", at: "2016-08" } },
    { ...blank("paths"), start: "X", end: "Y" },
    blank("load"), blank("find"), { ...blank("find"), find: "peace & talks" },
  ];
  for (const s of states) assert.deepEqual(parse(write(s).slice(1)), s, write(s));
});

test("a mistyped address is no error", () => {
  for (const q of ["?e=", "?view=none", "?e=X~99999", "?subject=X", "?p.=1", "?%", "?e=X&view=table&view=graph", "?claim=1"]) {
    const s = parse(q);
    assert.deepEqual(s.filters, noFilters(), q);
    assert.ok(["graph", "table"].includes(s.view), q);
  }
});

test("offsets in bytes become places in the text", () => {
  const text = "Åse – “tea” 😀 for €2.";
  const bytes = Buffer.from(text);
  for (const word of ["Åse", "“tea”", "😀", "for", "€2.", text]) {
    const from = bytes.indexOf(word), to = from + Buffer.byteLength(word);
    const at = places(text, [to, from]);
    assert.equal(text.slice(at.get(from), at.get(to)), word);
  }
  assert.equal(places("ab", [9]).get(9), 2);
  assert.equal(places("", [0]).get(0), 0);
});

test("a table holds no formula and every quote", () => {
  assert.equal(csv([["=1+1", "+x", "-2", "@a", 'say "hi"', "a,b", "l\nm", -3, undefined]]), `'=1+1,'+x,'-2,'@a,"say ""hi""","a,b","l\nm",-3,\r\n`);
});

test("GraphML holds no markup of a name", () => {
  const nodes = new Map([["<x>", { id: "<x>", label: `"&\u0001<b>`, articles: 1 }]]);
  const links = new Map([["k", { subject: "<x>", object: "<x>", label: "a<b", status: "fact", claims: 1, articles: 1, confidence: 1 }]]);
  const out = graphML({ nodes, links, expanded: [], degree: new Map() });
  assert.ok(out.includes(`<node id="&lt;x&gt;"><data key="label">&quot;&amp;&lt;b&gt;</data></node>`), out);
  assert.ok(out.includes(`<data key="relation">a&lt;b</data>`), out);
  assert.ok(!out.includes("\u0001"));
});

test("nodes that hang together are one community", () => {
  // Two rings of five, joined by one link, and one alone.
  const near = Array.from({ length: 11 }, (_, i) => (i === 10 ? [] : [...Array(5).keys()].map((k) => (i < 5 ? 0 : 5) + k).filter((k) => k !== i)));
  near[4].push(5);
  near[5].push(4);
  assert.deepEqual(communities(near).map((c) => c.sort((a, b) => a - b)), [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10]]);
  assert.deepEqual(communities([]), []);
});

test("of very many links between neighbours the weakest are left out, those of the middle never", () => {
  const link = (subject, object, claims) => [{ subject, object, claims }];
  const few = [link("c", "a", 1), link("a", "b", 5)];
  assert.deepEqual(strongest(few, new Set(["c"]), 3), [few, 0]);
  const many = [link("c", "a", 1), ...Array.from({ length: 100 }, (_, i) => link("a" + i, "b", i))];
  const [drawn, undrawn] = strongest(many, new Set(["c"]), 10);
  assert.equal(drawn.length, 41);
  assert.equal(undrawn, 60);
  assert.ok(drawn.includes(many[0]) && drawn.includes(many[100]) && !drawn.includes(many[1]));
  assert.deepEqual(strongest(many, new Set(), 10), [many, 0]);
});

const none = { x: "", y: "", by: "" };
const bars = (p) => p.buckets.map((b) => [b.key, b.value]);

test("rows of several days are counted by day, month or year, and no stretch is left out", () => {
  const rows = [["2016-08-30", "fact"], ["2016-09-02", "denied"], ["2016-09-02", "fact"], ["", "fact"]].map(([when, status]) => ({ when, status }));
  const p = planOf(["when", "status"], rows, { ...none, by: "status" });
  assert.deepEqual(bars(p), [["2016-08-30", 1], ["2016-08-31", 0], ["2016-09-01", 0], ["2016-09-02", 2]]);
  assert.deepEqual(p.series, ["fact", "denied"]);
  assert.deepEqual(p.buckets[3].parts, [1, 1]);
  assert.equal(p.left, 1);
  const at = (...days) => planOf(["when"], days.map((when) => ({ when })), none);
  assert.deepEqual(bars(at("2015-12-31", "2016-02-29")), [["2015-12", 1], ["2016-01", 0], ["2016-02", 1]]);
  assert.deepEqual(bars(at("1999-05-01", "2001-01-01", "2016-01-01")).slice(0, 3), [["1999", 1], ["2000", 0], ["2001", 1]]);
  assert.equal(at("2016-99-99", "2016-98-98"), undefined);
});

test("rows that are figures of one thing each are drawn by their figure", () => {
  const rows = [["<ent:A_B>", 3, 0.5], ["<ent:C>", 7, 0.25], ["<ent:D>", 1, 1]].map(([name, facts, sure]) => ({ name, facts, sure }));
  const names = ["name", "facts", "sure"];
  assert.deepEqual(bars(planOf(names, rows, none)), [["C", 7], ["A B", 3], ["D", 1]]);
  assert.deepEqual(bars(planOf(names, rows, { ...none, y: "sure" })), [["D", 1], ["A B", 0.5], ["C", 0.25]]);
  assert.deepEqual(bars(planOf(names, rows, { ...none, y: counted })), [["A B", 1], ["C", 1], ["D", 1]]);
  const months = [["2016-01", 4], ["2016-02", 5], ["2016-02", 1]].map(([month, facts]) => ({ month, facts }));
  assert.deepEqual(bars(planOf(["month", "facts"], months, none)), [["2016-01", 4], ["2016-02", 6]]);
});

test("rows that share something are counted by it, many are cut", () => {
  const rows = Array.from({ length: 90 }, (_, i) => ({ who: "n" + (i % 30), kind: "k" + (i % 9), sentence: "word ".repeat(20) + i }));
  const p = planOf(["sentence", "who", "kind"], rows, { ...none, x: "who", by: "kind" });
  assert.equal(planOf(["sentence", "who", "kind"], rows, none).x.name, "kind");
  assert.equal(p.buckets.length, 25);
  assert.equal(p.others, 5);
  assert.equal(p.series.length, 6);
  assert.equal(p.series[5], "other");
  for (const b of p.buckets) assert.equal(b.parts.reduce((n, v) => n + v), b.value);
});

test("what has nothing to count is no chart", () => {
  assert.equal(planOf(["sentence"], [{ sentence: "x ".repeat(50) }, { sentence: "y ".repeat(50) }], none), undefined);
  assert.equal(planOf(["who"], [{ who: "x" }], none), undefined);
  assert.equal(planOf([], [], none), undefined);
});

test("marks of an axis are round and whole where figures are", () => {
  assert.deepEqual(ticks(11, 4, true), [0, 5, 10]);
  assert.deepEqual(ticks(1, 5, true), [0, 1]);
  assert.deepEqual(ticks(0.95, 4, false), [0, 0.5]);
  assert.deepEqual(ticks(0, 4, true), [0]);
  assert.equal(words(["<ent:John_Kerry>", 3, null]), "John Kerry, 3, ");
});

test("lines of an answer are seen as they come, whatever the pieces", async () => {
  const text = '{"a":"ü"}\n\n{"a":2}\n{"a":3}';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 3, 7, 100]) {
    const pieces = new ReadableStream({ start(c) { for (let i = 0; i < bytes.length; i += size) c.enqueue(bytes.slice(i, i + size)); c.close(); } });
    const seen = [];
    await lines(new Response(pieces), (l) => seen.push(l.a));
    assert.deepEqual(seen, ["ü", 2, 3], String(size));
  }
});

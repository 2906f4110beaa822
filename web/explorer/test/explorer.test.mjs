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
  const file = join(dir, name.replace(".ts", ".mjs"));
  await writeFile(file, outputFiles[0].contents);
  return import(pathToFileURL(file));
}

const { parse, write, blank, noFilters } = await load("state.ts");
const { places } = await load("article.ts");
const { csv, graphML } = await load("exporting.ts");

test("a state survives the address", () => {
  const states = [
    blank(),
    blank("articles"), blank("queries"), blank("paths"),
    { ...blank("explore"), expanded: [{ id: "John_Kerry", limit: 30 }, { id: "A&B=(c), d#?~x", limit: 150 }, { id: "Unit~7", limit: 30 }], pinned: ["Åse", "100%"], selected: { node: "Åse" } },
    { ...blank("explore"), view: "table", expanded: [{ id: "X", limit: 30 }], selected: { subject: "X", object: "Y", relation: "meets" } },
    { ...blank("explore"), view: "timeline", pinned: ["X"], filters: { relation: ["meets", "backs"], class: "Person", from: "2015-01-01", to: "2016-01-01", publisher: "A, B & C", confidence: "0.7", status: ["denied"] } },
    { ...blank("article"), article: "a-1", claim: "a-1.2" },
    { ...blank("queries"), query: "who-met-whom", params: { who: "John Kerry", since: "2015-01-01" } },
    { ...blank("paths"), start: "X", end: "Y" },
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

// Builds the explorer into serve/explorer/dist. What is there already and comes from the repository stays.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../serve/explorer/dist");

await mkdir(out, { recursive: true });
await build({
  entryPoints: { explorer: join(here, "src/main.ts") },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: out,
  legalComments: "eof",
  logLevel: "warning",
});
await build({ entryPoints: [join(here, "explorer.css")], minify: true, outdir: out, logLevel: "warning" });
for (const name of ["index.html", "icon.svg"]) await copyFile(join(here, name), join(out, name));

// The licences of what is bundled go with it.
const bundled = {
  sigma: "LICENSE.txt", graphology: "LICENSE.txt", "graphology-utils": "LICENSE.txt",
  "graphology-layout-forceatlas2": "LICENSE.txt", events: "LICENSE",
};
const texts = await Promise.all(Object.entries(bundled).map(async ([name, file]) =>
  `${name}\n\n${await readFile(join(here, "../node_modules", name, file), "utf8")}`));
await writeFile(join(out, "licences.txt"), texts.join("\n\n----\n\n"));

// Builds the explorer into serve/explorer/dist. What is there already and comes from the repository stays.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
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

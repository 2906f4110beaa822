// Copies what Cayley's web UI loads from other hosts, its editor and its icons, to where kg embeds it.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '..', 'node_modules');
const out = join(here, '..', '..', 'serve', 'webui', 'assets');

// What the page asks of the editor for Gizmo, GraphQL, MQL and N-Quads.
const editor = [
  'loader.js',
  'editor/editor.main.js',
  'editor/editor.main.css',
  'editor/editor.main.nls.js',
  'base/worker/workerMain.js',
  'basic-languages/graphql/graphql.js',
  'basic-languages/javascript/javascript.js',
  'basic-languages/typescript/typescript.js',
  'language/json/jsonMode.js',
  'language/json/jsonWorker.js',
  'language/typescript/tsMode.js',
  'language/typescript/tsWorker.js',
];
const files = [
  ...editor.map((f) => [join('monaco-editor', 'min', 'vs', f), join('vs', f)]),
  [join('monaco-editor', 'LICENSE'), join('licences', 'monaco-editor.txt')],
  [join('monaco-editor', 'ThirdPartyNotices.txt'), join('licences', 'monaco-editor-third-party.txt')],
  [join('material-icons', 'iconfont', 'material-icons.woff2'), 'material-icons.woff2'],
  [join('material-icons', 'LICENSE'), join('licences', 'material-icons.txt')],
];

for (const name of readdirSync(out)) {
  if (name !== '.gitignore' && name !== 'README.md') rmSync(join(out, name), { recursive: true });
}
let bytes = 0;
for (const [from, to] of files) {
  const source = join(modules, from);
  mkdirSync(dirname(join(out, to)), { recursive: true });
  cpSync(source, join(out, to));
  bytes += statSync(source).size;
}
// The style sheet names the font by the place where kg serves it.
const css = readFileSync(join(modules, 'material-icons', 'iconfont', 'filled.css'), 'utf8');
const url = /url\("\.\/material-icons\.woff2"\)/;
if (!url.test(css)) throw new Error('material-icons: filled.css names no material-icons.woff2');
writeFileSync(
  join(out, 'material-icons.css'),
  css.replace(/src:[^;]*;/, 'src: url("/ui/material-icons.woff2") format("woff2");'),
);
console.log(`serve/webui/assets: ${files.length + 1} files, ${Math.round(bytes / 1024)} KB`);

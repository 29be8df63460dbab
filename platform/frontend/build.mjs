// Bundles the entries of entries.json into platform/licorne/static/dist: files of `src/` under their names without it, the islands,
// which live beside the Python that they belong to, under the name that the list gives them.
// Names stay as they are: the pages add the hash of the content to the address (licorne/web/assets.py).
import { copyFile, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, "../licorne/static/dist");
const entries = JSON.parse(await readFile(path.join(here, "entries.json"), "utf8"));

// The islands import packages too, and have no node_modules above them.
const nodePaths = [path.join(here, "node_modules")];

function named(entry) {
  return typeof entry === "string" ? { in: entry, out: entry.replace(/^src\/|\.\w+$/g, "") } : entry;
}

// What customers load is split by itself: a piece that it shared with an island would be one more request of their phone.
const publicOnes = entries.filter((entry) => entry === "src/core/public-form.ts");
const others = entries.filter((entry) => !publicOnes.includes(entry));

await rm(out, { recursive: true, force: true });
for (const group of [publicOnes, others]) await build({
  absWorkingDir: here,
  entryPoints: group.map(named),
  outdir: out,
  nodePaths,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file" },
  // Browsers with top-level await, CSS nesting and :has(): all that still get updates.
  target: ["chrome111", "firefox121", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
});

// The font's licence (SIL OFL 1.1) travels with the font.
const licence = path.join(here, "node_modules/@fontsource-variable/inter/LICENSE");
await copyFile(licence, path.join(out, "fonts/LICENSE-inter.txt"));

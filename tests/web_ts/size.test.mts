// Public pages stay small: what a visitor's phone loads of the evaluator, bundled as build.mjs bundles it.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const frontend = new URL("../../platform/frontend/", import.meta.url);
const { build } = createRequire(new URL("package.json", frontend))("esbuild");

async function bytesOf(contents: string): Promise<number> {
  const options = { bundle: true, minify: true, format: "esm", write: false, target: ["chrome111", "firefox121", "safari16.4"] };
  const stdin = { contents, resolveDir: fileURLToPath(new URL("src/logic", frontend)), loader: "ts" };
  const { outputFiles } = await build({ ...options, stdin });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

test("the evaluator is at most 6 kB for a visitor", async (t) => {
  const names = "evaluateCondition, evaluateFormula";
  const bytes = await bytesOf(`import { ${names} } from "./expression.ts"; window.a = [${names}];`);
  t.diagnostic(`evaluator: ${bytes} bytes minified and compressed`);
  assert.ok(bytes <= 6_000);
});

test("the whole preview of a form is at most 8 kB for a visitor", async (t) => {
  const bytes = await bytesOf('import { view } from "./view.ts"; window.a = view;');
  t.diagnostic(`view of a form: ${bytes} bytes minified and compressed`);
  assert.ok(bytes <= 8_000);
});

test("who asks for no trace loads none", async () => {
  const one = await bytesOf('import { evaluateCondition } from "./expression.ts"; window.a = evaluateCondition;');
  const both = await bytesOf('import { evaluateCondition, trace } from "./expression.ts"; window.a = [evaluateCondition, trace];');
  assert.ok(both > one + 100);
});

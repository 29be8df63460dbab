// Patterns mean what RE2 says they mean: tests/forms/test_twins.py asks RE2 about the same list.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { evaluateCondition } from "../../platform/frontend/src/logic/expression.ts";

const { decided, left_to_the_server: left } = JSON.parse(readFileSync(new URL("patterns.json", import.meta.url), "utf8"));

function matches(pattern: string, text: string): boolean | undefined {
  return evaluateCondition({ left: { fact: "text" }, operator: "matches", right: { value: pattern } }, { text });
}

for (const [pattern, yes, no] of decided) {
  test(`the pattern ${JSON.stringify(pattern)} describes whole texts`, () => {
    assert.deepEqual(yes.map((text: string) => matches(pattern, text)), yes.map(() => true));
    assert.deepEqual(no.map((text: string) => matches(pattern, text)), no.map(() => false));
  });
}

for (const pattern of left) {
  test(`the pattern ${JSON.stringify(pattern)} is left to the server`, () => assert.equal(matches(pattern, "a"), undefined));
}

test("a pattern that hangs a browser's RegExp is answered at once or left to the server", () => {
  const began = performance.now();
  assert.equal(matches("(a+)+b", "a".repeat(5_000)), false);
  assert.equal(matches("(a|a)*(a|aa)*(.*a){9}c", "a".repeat(500)), false);
  assert.equal(matches("((a{0,99}){0,99}){0,9}b", "a".repeat(20_000)), false);
  assert.equal(matches(`${".*a".repeat(60)}c`, "a".repeat(20_000)), undefined);
  assert.ok(performance.now() - began < 3_000);
});

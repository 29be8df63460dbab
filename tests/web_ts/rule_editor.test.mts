// The pure parts of the rule editor: steps moved anywhere, blocks, the clipboard, verdicts in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shiftedAt } from "../../platform/frontend/src/editing/conditions.ts";
import { trace } from "../../platform/frontend/src/logic/trace.ts";
import { clippedText, unclippedStep } from "../../rules/editor/clipboard.ts";
import { nameIn, rootOf, withMember, withMembers, withRoot } from "../../rules/editor/document.ts";
import type { RuleDocument } from "../../rules/editor/document.ts";
import { move, pathOf, stepAt, withBlockAt } from "../../rules/editor/steps.ts";
import type { Step, Steps } from "../../rules/editor/steps.ts";

const act = (id: string): Step => ({ id, action: "create_task", settings: {} });
const branch = (id: string, steps: Steps, otherwise: Steps = []): Step => ({ id, kind: "branch", cases: [{ if: { all: [] }, steps }], else: otherwise });
const order = (steps: Steps): string => JSON.stringify(steps, (name, value: unknown) => (name === "" || Array.isArray(value) || typeof value === "object" ? value : name === "id" ? value : undefined));

test("a step is moved into a branch, out of it, and never into itself", () => {
  const steps = [act("a"), branch("b", [act("c")]), act("d")];
  const within = move(steps, "0", "1/case0/1");
  assert.equal(pathOf(within, "a"), "0/case0/1");
  assert.equal(pathOf(within, "d"), "1");
  const out = move(within, "0/case0/0", "2");
  assert.equal(pathOf(out, "c"), "2");
  assert.equal(move(steps, "1", "1/case0/0"), steps);
  assert.deepEqual(move(steps, "2", "0").map((one) => one.id), ["d", "a", "b"]);
});

test("a step that is moved keeps its id and all that is in it", () => {
  const steps = [branch("b", [act("c")], [act("e")]), act("a")];
  const moved = move(steps, "0", "2");
  assert.deepEqual(moved[1], steps[0]);
  assert.equal(order(move(moved, "1", "0")), order(steps));
});

test("a block is given and taken away with what is in it", () => {
  const steps = [{ ...act("a") }];
  const given = withBlockAt(steps, "0", "error", true);
  assert.deepEqual(given[0]?.["on_error"], []);
  assert.deepEqual(withBlockAt(given, "0", "error", false), steps);
});

test("the rule is one step around all others, and nothing is written of failures that nobody takes care of", () => {
  const rule: RuleDocument = { name: { en: "A", fr: "B" }, steps: [act("a")], limits: { daily: 3 } };
  const root = rootOf(rule);
  assert.equal(pathOf(root, "a"), "0/do/0");
  assert.equal(JSON.stringify(withRoot(rule, root)), JSON.stringify(rule));
  const failing = withRoot(rule, [{ ...root[0], on_error: [act("f")] } as unknown as Step]);
  assert.equal(stepAt(rootOf(failing), "0/error/0")?.id, "f");
  assert.equal(nameIn(rule, "fr"), "B");
});

test("members that become nothing go, the others keep their order", () => {
  assert.equal(JSON.stringify(withMember({ b: 1, a: 2 }, "b", undefined)), '{"a":2}');
  assert.equal(JSON.stringify(withMember({ b: 1, a: 2 }, "b", 3)), '{"b":3,"a":2}');
  assert.deepEqual(withMembers({ priority: 1 }, { priority: undefined }), {});
});

test("a copied step is found again, and any other text is none", () => {
  assert.deepEqual(unclippedStep(clippedText(act("a"))), act("a"));
  assert.equal(unclippedStep("licorne-step"), null);
  assert.equal(unclippedStep('{"licorne-step": 1, "step": {}}'), null);
});

test("a condition is moved within its group and stays at its end", () => {
  const leaf = (fact: string) => ({ left: { fact }, operator: "is_empty" });
  const tree = { all: [leaf("a"), { any: [leaf("b"), leaf("c")] }] };
  assert.deepEqual(shiftedAt(tree, [1, 0], 1), { all: [leaf("a"), { any: [leaf("c"), leaf("b")] }] });
  assert.deepEqual(shiftedAt(tree, [0], 1), { all: [tree.all[1], leaf("a")] });
  assert.equal(shiftedAt(tree, [0], -1), tree);
});

test("each comparison of a trace stands at the path at which the editor shows it", () => {
  const tree = { all: [{ left: { fact: "answers.pages" }, operator: "at_least", right: { value: "3" } }, { none: [{ left: { fact: "answers.rush" }, operator: "is_true" }] }] };
  const found = trace(tree, { answers: { pages: "4", rush: false } });
  assert.ok(found && "items" in found);
  assert.deepEqual(found.items.map((one) => one.truth), [true, true]);
});

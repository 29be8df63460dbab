// The steps of a rule as a tree: put in, taken away, moved, doubled and undone without touching the rest.
import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../platform/frontend/src/editing/history.ts";
import { duplicate, idsOf, insert, remove, replace, shift, stepAt } from "../../rules/editor/steps.ts";
import type { Step, Steps } from "../../rules/editor/steps.ts";

const tag = (id: string): Step => ({ id, action: "tag_contact", settings: { tag: id } });
const steps: Steps = [
  tag("first"),
  { id: "which", kind: "branch", cases: [{ if: { all: [] }, steps: [tag("yes")] }], else: [tag("no")] },
  { id: "ask", kind: "approval", settings: { ask: ["role:owner"], title: "?" }, on_refused: [tag("refused")] },
];

test("a path leads into cases and other blocks", () => {
  assert.equal(stepAt(steps, "1/case0/0")?.id, "yes");
  assert.equal(stepAt(steps, "1/else/0")?.id, "no");
  assert.equal(stepAt(steps, "2/refused/0")?.id, "refused");
  assert.equal(stepAt(steps, "0/else/0"), undefined);
  assert.deepEqual(idsOf(steps), ["first", "which", "yes", "no", "ask", "refused"]);
});

test("what is put in gets ids that nobody has, also within it", () => {
  const next = insert(steps, "1/else/1", steps[1] as Step, ["which_2"]);
  assert.deepEqual(idsOf(next), ["first", "which", "yes", "no", "which_3", "yes_2", "no_2", "ask", "refused"]);
  assert.equal(next[0], steps[0], "what did not change is shared");
});

test("a block that was not there begins with what is put into it", () => {
  assert.deepEqual(idsOf(insert(steps, "0/error/0", tag("oops"))), ["first", "oops", "which", "yes", "no", "ask", "refused"]);
});

test("an id that is free stays as it was written", () => {
  assert.equal(insert(steps, "3", tag("a-b"))[3]?.id, "a-b");
});

test("a doubled step stands behind itself", () => {
  assert.deepEqual(idsOf(duplicate(steps, "2")), ["first", "which", "yes", "no", "ask", "refused", "ask_2", "refused_2"]);
});

test("a step moves within its block and not out of it", () => {
  assert.deepEqual(shift(steps, "0", 1).map((one) => one.id), ["which", "first", "ask"]);
  assert.deepEqual(shift(steps, "2", -1).map((one) => one.id), ["first", "ask", "which"]);
  assert.equal(shift(steps, "1/else/0", 1), steps);
  assert.equal(shift(steps, "0", -1), steps);
});

test("a step is replaced and taken away where it stands", () => {
  assert.equal(stepAt(replace(steps, "1/case0/0", tag("other")), "1/case0/0")?.id, "other");
  assert.deepEqual(idsOf(remove(steps, "1")), ["first", "ask", "refused"]);
  assert.equal(remove(steps, "7"), steps);
});

test("two hundred changes are undone and done again to the byte", () => {
  const history = new History<Steps>(steps);
  const seen = [JSON.stringify(steps)];
  for (let turn = 0; turn < 200; turn += 1) {
    history.commit(turn % 3 === 2 ? shift(history.now, "1", -1) : turn % 3 === 1 ? duplicate(history.now, "1/else/0") : insert(history.now, "0", tag("more")));
    if (JSON.stringify(history.now) !== seen[seen.length - 1]) seen.push(JSON.stringify(history.now));
  }
  for (const text of [...seen].reverse().slice(1)) {
    history.undo();
    assert.equal(JSON.stringify(history.now), text);
  }
  for (const text of seen.slice(1)) {
    history.redo();
    assert.equal(JSON.stringify(history.now), text);
  }
});

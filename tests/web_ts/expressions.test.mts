// The fixture that every implementation of the expression language runs, and what only a browser has to fear.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { evaluateCondition, evaluateFormula, trace } from "../../platform/frontend/src/logic/expression.ts";
import "../../platform/frontend/src/logic/holidays.ts";

const fixture = JSON.parse(readFileSync(new URL("../rules/fixtures/expressions.json", import.meta.url), "utf8"));
const value = (it: unknown) => ({ value: it });
const call = (name: string, ...args: unknown[]) => ({ call: name, args });
const leaf = (left: unknown, operator: string, right?: unknown) => ({
  left: { value: left },
  operator,
  ...(right === undefined ? {} : { right: { value: right } }),
});

test("the fixture has its cases", () => assert.ok(fixture.cases.length >= 264));

for (const { kind, name, tree, expected, server_only } of fixture.cases) {
  test(`the shared fixture holds: ${name}`, () => {
    const evaluate = kind === "condition" ? evaluateCondition : evaluateFormula;
    assert.deepStrictEqual(evaluate(tree, fixture.facts), server_only ? undefined : expected);
  });
}

for (const { name, tree, expected, server_only } of fixture.cases.filter((one: { kind: string }) => one.kind === "condition")) {
  test(`the trace comes to the same: ${name}`, () => assert.equal(trace(tree, fixture.facts)?.truth, server_only ? undefined : expected));
}

test("amounts that floating point gets wrong are exact", () => {
  assert.equal(evaluateFormula(call("sum", value("0.1"), value("0.2")), {}), "0.3");
  assert.equal(evaluateFormula(call("multiply", value("1.005"), value("1000")), {}), "1005");
  assert.equal(evaluateFormula(call("round", value("2.675"), value(2)), {}), "2.68");
  assert.equal(evaluateFormula(call("round", value("-0.5")), {}), "-1");
  assert.equal(evaluateFormula(call("divide", value("1"), value("3")), {}), "0.333333333333");
});

test("products are rounded half even to twelve places", () => {
  const half = (number: string) => evaluateFormula(call("multiply", value(number), value("0.5")), {});
  assert.deepEqual([half("0.000000000001"), half("0.000000000003"), half("-0.000000000003")], [
    "0",
    "0.000000000002",
    "-0.000000000002",
  ]);
});

test("what a prototype brings is no fact", () => {
  for (const fact of ["constructor", "answers.constructor.name", "answers.__proto__", "answers.list.length", "toString"]) {
    assert.equal(evaluateFormula({ fact }, { answers: { list: ["a"] } }), null);
  }
  assert.equal(evaluateFormula({ fact: "__proto__.a" }, JSON.parse('{"__proto__": {"a": "own"}}')), "own");
});

test("what a prototype brings is no operator and no function", () => {
  assert.equal(evaluateCondition(leaf("a", "toString", "a"), {}), undefined);
  assert.equal(evaluateFormula(call("constructor", value("a")), {}), undefined);
});

test("what the browser does not know it leaves to the server, unless the rest settles it", () => {
  const newer = leaf("a", "rhymes_with", "b");
  const [yes, no] = [leaf(true, "is_true"), leaf(true, "is_false")];
  const truths = [{ all: [newer, no] }, { all: [newer, yes] }, { any: [newer, yes] }, { any: [newer, no] }, { none: [newer, yes] }];
  assert.deepEqual(truths.map((tree) => evaluateCondition(tree, {})), [false, undefined, true, undefined, false]);
  assert.equal(evaluateFormula(call("concat", newer, value("a")), {}), undefined);
});

test("broken trees are left to the server", () => {
  for (const tree of [null, "x", 1, [], {}, { all: 1 }, { left: 1 }, { left: {}, operator: "is" }, { call: "add", args: 1 }]) {
    assert.equal(evaluateCondition(tree, {}), undefined);
    assert.equal(evaluateFormula(tree, {}), undefined);
    assert.equal(trace(tree, {})?.truth, undefined);
  }
});

test("a tree that is too deep is left to the server", () => {
  const nested = (depth: number) => JSON.parse('{"all":['.repeat(depth) + "]}".repeat(depth));
  assert.equal(evaluateCondition(nested(32), {}), true);
  assert.equal(evaluateCondition(nested(33), {}), undefined);
  assert.equal(evaluateCondition(nested(3000), {}), undefined);
});

test("an integer that JSON has already rounded is left to the server", () => {
  assert.equal(evaluateCondition(leaf(2 ** 53, "at_least", "1"), {}), undefined);
  assert.equal(evaluateCondition(leaf(2 ** 53 - 1, "equals", "9007199254740991"), {}), true);
  assert.equal(evaluateCondition(leaf(1.5, "equals", "1.5"), {}), false);
});

test("half a surrogate pair is left to the server", () => {
  assert.equal(evaluateCondition(leaf("😀", "contains", "\ud83d"), {}), undefined);
});

test("a text that grows beyond its cap and work beyond the budget are left to the server", () => {
  let tree: object = { fact: "a" };
  for (let count = 0; count < 12; count++) tree = call("concat", tree, tree);
  assert.equal(evaluateFormula(tree as never, { a: "x".repeat(1000) }), undefined);
  const includes = { left: { fact: "a" }, operator: "includes", right: value("x") };
  const list = Array.from({ length: 10_000 }, () => "y");
  assert.equal(evaluateCondition({ any: Array(90).fill(includes) }, { a: list }), false);
  assert.equal(evaluateCondition({ any: Array(101).fill(includes) }, { a: list }), undefined);
});

test("a long run of blanks inside a text costs no quadratic time", () => {
  const began = performance.now();
  const text = `a${" ".repeat(60_000)}b`;
  assert.equal(evaluateFormula(call("trim", { fact: "a" }), { a: text }), text);
  assert.ok(performance.now() - began < 500);
});

test("the trace says what every comparison saw", () => {
  const tree = { all: [{ left: { fact: "answers.pages" }, operator: "at_least", right: value("1") }, leaf("x", "is_true")] };
  assert.deepEqual(trace(tree, { answers: { pages: null } }, "/conditions"), {
    kind: "all",
    truth: false,
    place: "/conditions",
    items: [
      {
        truth: false,
        operator: "at_least",
        fact: "answers.pages",
        left: null,
        right: "1",
        note: "no_value",
        place: "/conditions/all/0",
      },
      { truth: false, operator: "is_true", fact: null, left: "x", right: null, note: "wrong_type", place: "/conditions/all/1" },
    ],
  });
});

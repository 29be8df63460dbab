// What a page shows and asks for; tests/forms/test_twins.py asks Python about thousands of random forms besides.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldDocument, FormDocument } from "../../platform/frontend/src/logic/form.ts";
import { given } from "../../platform/frontend/src/logic/form-values.ts";
import { view } from "../../platform/frontend/src/logic/view.ts";

const is = (name: string, value: string) => ({ left: { fact: `answers.${name}` }, operator: "is", right: { value } });
const newer = (name: string) => ({ left: { fact: `answers.${name}` }, operator: "rhymes_with", right: { value: "b" } });
const text = (id: string, more: Partial<FieldDocument> = {}): FieldDocument => ({ id, type: "text", ...more });
const form = (fields: FieldDocument[], more: Partial<FormDocument> = {}): FormDocument => ({
  default_language: "en",
  currency: "EUR",
  fields,
  ...more,
});
const seen = (document: FormDocument, answers: object) => {
  const found = view(document, answers as never, "2026-03-10", "fr");
  assert.ok(found);
  return found;
};

test("what is hidden has no answer, also for what looks at it", () => {
  const fields = [text("a"), text("b", { shown_if: is("a", "x") }), text("c", { shown_if: is("b", "y") })];
  assert.deepEqual([...seen(form(fields), { a: "x", b: "y", c: "z" }).visible], ["a", "b", "c"]);
  const hidden = seen(form(fields), { a: "", b: "y", c: "z" });
  assert.deepEqual([...hidden.visible], ["a"]);
  assert.deepEqual(hidden.answers, { a: "", b: null, c: null });
});

test("rows of a section are decided one by one and summed", () => {
  const price = { call: "multiply", args: [{ fact: "item.count" }, { value: "19.90" }] };
  const total = { call: "sum", args: [{ call: "pluck", args: [{ fact: "answers.lines" }, { value: "price" }] }] };
  const lines = [
    { id: "count", type: "quantity" },
    { id: "price", type: "calculated", format: "money", formula: price },
  ];
  const fields = [
    { id: "lines", type: "section", fields: lines },
    { id: "total", type: "calculated", format: "money", formula: total },
  ];
  const found = seen(form(fields), { lines: [{ count: "3" }, { count: "1" }, {}] });
  assert.deepEqual(found.computed, { total: "79.60" });
  assert.deepEqual(found.rows["lines"]?.map((row) => row.computed), [{ price: "59.70" }, { price: "19.90" }, { price: null }]);
});

test("a jump leaves out the pages in between, and a stop says why in the language of the page", () => {
  const fields = [text("a"), { id: "p1", type: "page_break" }, text("b"), { id: "p2", type: "page_break" }, text("c")];
  const steps = [
    { do: "jump", to: "p2" },
    { do: "stop", message: { en: "No.", fr: "Non." } },
  ];
  const logic = [{ id: "e", when: is("a", "x"), then: steps }];
  const found = seen(form(fields, { logic }), { a: "x" });
  assert.deepEqual(found.pages, [
    { id: "_first", fields: ["a"] },
    { id: "p2", fields: ["c"] },
  ]);
  assert.equal(found.stopped, "Non.");
});

test("what only the server can decide is shown, named and looked at by nobody", () => {
  const fields = [text("a"), text("b", { shown_if: newer("a") }), text("c", { shown_if: is("b", "y") }), text("d")];
  const found = seen(form(fields), { a: "x", b: "y", d: "z" });
  assert.deepEqual([...found.visible], ["a", "b", "c", "d"]);
  assert.deepEqual([...found.undecided], ["b", "c"]);
  assert.deepEqual(found.answers, { a: "x", d: "z" });
});

test("a page whose condition only the server knows stays open", () => {
  const fields = [text("a"), { id: "p", type: "page_break", shown_if: newer("a") }, text("b")];
  assert.deepEqual(seen(form(fields), {}).pages.map(({ id }) => id), ["_first", "p"]);
});

test("fields that run in a circle, which no published form has, end", () => {
  const fields = [text("a", { shown_if: is("b", "x") }), text("b", { shown_if: is("a", "x") })];
  assert.deepEqual([...seen(form(fields), { a: "x", b: "x" }).undecided], ["a", "b"]);
});

test("conditions that cost more than the server spends are left to it", () => {
  const leaf = { left: { fact: "answers.a" }, operator: "includes", right: { value: "x" } };
  const fields = [text("b", { shown_if: { any: Array(900).fill(leaf) } })];
  const many = Array.from({ length: 20_000 }, () => "y");
  assert.equal(view(form([{ id: "a", type: "multiple_choice" }, ...fields]), { a: many }, "2026-03-10", "en"), undefined);
});

test("values that the form gives are judged like typed ones", () => {
  const options = ["a", "b", "c"].map((value) => ({ value }));
  const cases: [Partial<FieldDocument>, unknown, unknown][] = [
    [{ type: "text" }, "Ada Lovelace", ["Ada Lovelace"]],
    [{ type: "text", max_length: 3 }, "Adam", []],
    [{ type: "text" }, "Zoé", undefined],
    [{ type: "text" }, 3, []],
    [{ type: "text" }, " ", [null]],
    [{ type: "number" }, "50", ["50"]],
    [{ type: "number", max: 50 }, "50", ["50"]],
    [{ type: "number", max: 50 }, "51", []],
    [{ type: "number" }, "-1", []],
    [{ type: "number" }, "1.5", []],
    [{ type: "number" }, "1,5", undefined],
    [{ type: "number" }, 7, ["7"]],
    [{ type: "money" }, "7", ["7.00"]],
    [{ type: "percentage" }, "100.01", []],
    [{ type: "choice", options }, "b", ["b"]],
    [{ type: "choice", options }, "z", []],
    [{ type: "multiple_choice", options }, ["c", "a", "c"], [["a", "c"]]],
    [{ type: "multiple_choice", options }, "a", []],
    [{ type: "yes_no" }, null, [false]],
    [{ type: "yes_no" }, "yes", []],
    [{ type: "date" }, "2026-02-29", []],
    [{ type: "date" }, "2028-02-29", ["2028-02-29"]],
    [{ type: "date", max: "today" }, "2028-02-29", undefined],
    [{ type: "email" }, "a@b.example", undefined],
    [{ type: "email" }, null, [null]],
  ];
  for (const [field, value, expected] of cases) {
    assert.deepEqual(given({ id: "f", ...field } as FieldDocument, value as never, "EUR"), expected, JSON.stringify([field, value]));
  }
});

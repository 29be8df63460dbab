// Formulas as people write them: read into trees that the evaluator computes, and written back as text that means the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../forms/builder/facts.ts";
import type { FormDocument } from "../../forms/builder/document.ts";
import { FormulaError, readFormula } from "../../platform/frontend/src/editing/formula-read.ts";
import { writeFormula } from "../../platform/frontend/src/editing/formula-write.ts";
import { evaluateFormula } from "../../platform/frontend/src/logic/expression.ts";

const form = {
  title: { en: "T" }, default_language: "en", currency: "EUR",
  fields: [
    { id: "pages", type: "number" }, { id: "rush", type: "yes_no" }, { id: "service", type: "choice" }, { id: "day", type: "date" },
    { id: "home", type: "address" }, { id: "item", type: "product" },
    { id: "items", type: "section", fields: [{ id: "goods", type: "product" }, { id: "amount", type: "calculated", format: "money" }] },
  ],
} as unknown as FormDocument;
const operators = ["contains", "is_empty", "is_true", "is_false", "is_one_of"];
const around = (section = "") => ({ facts: factsOf(form, section), rows: { items: ["goods", "amount"] }, operators });
const facts = {
  answers: {
    pages: "5", rush: true, service: "web", day: "2026-03-01", item: { product: "a", quantity: "2" },
    items: [{ amount: "10.50" }, { amount: "0.25" }],
  },
  item: { goods: { product: "b", quantity: "3" } },
  catalogue: { a: { price: "7.00" }, b: { price: "2.50" }, "web-page": { price: "240.00" } },
  today: "2026-03-10",
};

const CASES: [string, unknown, string?][] = [
  ["pages × 240 + if(rush, 300, 0)", "1500"],
  ["1 + 2 * 3", "7"],
  ["(1 + 2) * 3", "9"],
  ["10 − 2 − 3", "5"],
  ["10 - (2 - 3)", "11"],
  ["8 / 2 / 2", "2"],
  ["-pages + 7", "2"],
  ["pages-1", "4"],
  ["sum(items.amount)", "10.75"],
  ["count(items)", "2"],
  ["price(item) × item.quantity", "14"],
  ["price(goods) × goods.quantity", "7.5", "items"],
  ['price("web-page") × pages', "1200"],
  ['if(service = "web", 1, 2)', "1"],
  ['if(service != "web", 1, 2)', "2"],
  ["if(pages >= 5, 1, 2)", "1"],
  ["if(and(pages > 5, rush), 1, 2)", "2"],
  ["if(or(pages > 5, rush), 1, 2)", "1"],
  ["if(not(rush), 1, 2)", "2"],
  ["if(day < today, 1, 2)", "1"],
  ['if(contains(service, "e"), 1, 2)', "1"],
  ["if(is_empty(home.city), 1, 2)", "1"],
  ['"A" & pages & "!"', "A5!"],
  ["round(percent(pages × 10.5, 20), 1)", "10.5"],
  ["max(pages; 7)", "7"],
];

for (const [written, expected, section] of CASES) {
  test(`it computes: ${written}`, () => {
    const tree = readFormula(written, around(section));
    assert.deepEqual(evaluateFormula(tree, facts), expected);
    const again = readFormula(writeFormula(tree, around(section)), around(section));
    assert.deepEqual(again, tree, "written back, it means the same");
  });
}

const WRONG: [string, string, string][] = [
  ["pages +", "unfinished", ""],
  ["(pages", "unfinished", ")"],
  ["", "unfinished", ""],
  ["price per page", "unknown", "price"],
  ["secret", "unknown", "secret"],
  ["eval(pages)", "unknown", "eval"],
  ["round()", "arguments", "round"],
  ["pages pages", "unexpected", "pages"],
  ["pages $ 2", "unexpected", "$"],
  ["constructor", "unknown", "constructor"],
  ["constructor(1)", "unknown", "constructor"],
  ["toString(1)", "unknown", "tostring"],
];

for (const [written, code, word] of WRONG) {
  test(`it is refused, with the word: ${written || "nothing"}`, () => {
    assert.throws(() => readFormula(written, around()), (error) => error instanceof FormulaError && error.code === code && error.word === word);
  });
}

/** What conditions and formulas of a form may look at: the answers and their parts, in rows those of the row, and the day. */
import { textOf } from "./document.ts";
import type { Field, FormDocument } from "./document.ts";

export interface Fact {
  /** As trees name it: `answers.pages`, `item.note`, `today`. */
  readonly path: string;
  /** As formulas write it: `pages`, `home.city`. */
  readonly name: string;
  readonly kind: string;
  readonly field?: Field;
  readonly part: string;
}

const PARTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  address: [["street", "text"], ["postcode", "text"], ["city", "text"], ["country", "text"]],
  company: [["name", "text"]],
  person_name: [["given", "text"], ["family", "text"]],
  date_range: [["from", "date"], ["to", "date"]],
  product: [["product", "text"], ["variant", "text"], ["quantity", "number"]],
};
const KINDS: Readonly<Record<string, string>> = {
  number: "number", money: "number", percentage: "number", quantity: "number", date: "date", yes_no: "boolean", consent: "boolean",
  multiple_choice: "list", file: "list", section: "list",
};
const NO_ANSWER = new Set(["heading", "text_block", "page_break", "image"]);

/** All of them; `section` is the one in whose rows the condition stands. */
export function factsOf(form: FormDocument, section = ""): Fact[] {
  const rows = form.fields.find((one) => one.id === section)?.fields ?? [];
  const inRow = rows.flatMap((one) => of(one, "item"));
  const taken = new Set(inRow.map((one) => one.name));
  const around = form.fields.filter((one) => one.id !== section).flatMap((one) => of(one, "answers"));
  return [...inRow, ...around.filter((one) => !taken.has(one.name)), { path: "today", name: "today", kind: "date", part: "" }];
}

/** The data type of a field's answer; `any` where only its parts can be compared. */
export function kindOf(field: Field): string {
  if (field.type === "calculated") return field["format"] === "date" || field["format"] === "text" ? String(field["format"]) : "number";
  if (PARTS[field.type]) return field.type === "person_name" && field["format"] === "single" ? "text" : "any";
  return KINDS[field.type] ?? "text";
}

/** What a fact is called, in the language that is read. */
export function factWord(fact: Fact, form: FormDocument, language: string, partWord: (part: string) => string): string {
  if (!fact.field) return partWord(fact.path);
  const label = textOf(fact.field.label, language, form) || fact.field.id;
  return fact.part ? `${label}: ${partWord(fact.part)}` : label;
}

function of(field: Field, root: string): Fact[] {
  if (NO_ANSWER.has(field.type)) return [];
  const path = `${root}.${field.id}`;
  const kind = kindOf(field);
  const whole = kind === "any" ? [] : [{ path, name: field.id, kind, field, part: "" }];
  const parts = kind === "any" ? (PARTS[field.type] ?? []) : [];
  return [...whole, ...parts.map(([part, type]) => ({ path: `${path}.${part}`, name: `${field.id}.${part}`, kind: type, field, part }))];
}

/** A form's definition as the page carries it: what of docs/forms.md 1 decides what is shown, asked and computed. */
import { isObject, type Json } from "./json.ts";

export type Texts = { [language: string]: string };

export interface FieldDocument {
  id: string;
  type: string;
  required?: boolean;
  default?: Json;
  shown_if?: Json;
  required_if?: Json;
  read_only_if?: Json;
  /** Of `calculated`. */
  formula?: Json;
  format?: string;
  decimals?: number;
  /** Of `section`: the questions of a row. */
  fields?: FieldDocument[];
  /** What the types of values that logic can set ask of them. */
  min?: Json;
  max?: Json;
  max_length?: number;
  options?: { value: string }[];
  working_days?: boolean;
}

export interface Step {
  do: string;
  field?: string;
  page?: string;
  to?: string;
  value?: Json;
  message?: Texts;
}

export interface Entry {
  id: string;
  when: Json;
  then: Step[];
}

export interface FormDocument {
  default_language: string;
  currency: string;
  fields: FieldDocument[];
  logic?: Entry[];
}

const LAYOUT = ["page_break", "heading", "text_block", "image"];

/** Whether the field has an answer at all. */
export function answers({ type }: FieldDocument): boolean {
  return !LAYOUT.includes(type);
}

/** Whether somebody is asked for the answer. */
export function isAsked(field: FieldDocument): boolean {
  return answers(field) && field.type !== "calculated" && field.type !== "auto_id";
}

/** The tree in `{"formula": tree}`, nothing for a plain value. */
export function formulaIn(raw: Json | undefined): Json | undefined {
  return isObject(raw) && Object.keys(raw).join() === "formula" ? raw["formula"] : undefined;
}

/** The text in the language, else in its base language, else in the form's own. */
export function localised(texts: Texts, language: string, otherwise: string): string {
  return texts[language] || texts[language.split("-")[0] ?? ""] || texts[otherwise] || "";
}

/** The names under `root` that a tree looks at. */
export function namesIn(tree: Json | undefined, root: string): string[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => namesIn(one, root));
  if (!isObject(tree) || Object.hasOwn(tree, "value")) return [];
  const [first, name] = String(tree["fact"]).split(".");
  return first === root && name ? [name] : Object.values(tree).flatMap((one) => namesIn(one, root));
}

/** The words and signs of written formulas. */
import type { Json } from "./json.ts";

export interface Token {
  readonly kind: "number" | "text" | "name" | "sign";
  readonly text: string;
}

/** Signs between two values → function, those that bind weakest first. */
export const INFIX: readonly Readonly<Record<string, string>>[] = [
  { "&": "concat" },
  { "+": "add", "-": "subtract", "−": "subtract" },
  { "*": "multiply", "×": "multiply", "/": "divide", "÷": "divide" },
];

/** Functions with how many arguments they take, least and most (rules/expression/functions). */
export const FUNCTIONS: Readonly<Record<string, readonly [number, number]>> = {
  add: [2, 100], subtract: [2, 2], multiply: [2, 100], divide: [2, 2], percent: [2, 2], round: [1, 2], sum: [1, 100], min: [1, 100],
  max: [1, 100], concat: [1, 100], lower: [1, 1], upper: [1, 1], trim: [1, 1], length: [1, 1], date_add_days: [2, 2], today: [0, 0],
  if: [2, 3], coalesce: [1, 100], count: [1, 100], pluck: [2, 2], entry: [2, 4],
};

const PATTERN = /\s+|(\d+(?:\.\d+)?)|"([^"]*)"|([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*)|(<=|>=|!=|<>|[-+*/×÷−&()=<>≤≥≠,;])|(.)/gsu;

/** The text in pieces; what is none of them is a sign that nobody expects. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const [whole, number, quoted, name, sign] of text.matchAll(PATTERN)) {
    if (number !== undefined) found.push({ kind: "number", text: number });
    else if (quoted !== undefined) found.push({ kind: "text", text: quoted });
    else if (name !== undefined) found.push(...named(name));
    else if (sign !== undefined || whole.trim()) found.push({ kind: "sign", text: whole });
  }
  return found;
}

/** `pages-1` is a subtraction: ids have no hyphens, only codes of the catalogue have. */
function named(name: string): Token[] {
  if (name.startsWith("catalogue.") || !name.includes("-")) return [{ kind: "name", text: name }];
  return name.split(/(-)/).filter(Boolean).map((text) => ({ kind: text === "-" ? "sign" : /^\d/.test(text) ? "number" : "name", text }));
}

/** The operator that a sign means for values of a kind. */
export function comparisonOf(sign: string, kind: string, right: Json): string {
  const value = (right as { value?: Json } | null)?.value;
  const numeric = kind === "number" || (kind !== "text" && typeof value === "string" && /^-?\d/.test(value) && kind !== "date");
  const words = kind === "date" ? DATES : numeric ? NUMBERS : TEXTS;
  return words[PLAIN[sign] ?? sign] ?? "is";
}

const PLAIN: Readonly<Record<string, string>> = { "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=" };
const NUMBERS: Readonly<Record<string, string>> = {
  "=": "equals", "!=": "not_equals", "<": "less_than", "<=": "at_most", ">": "greater_than", ">=": "at_least",
};
const DATES: Readonly<Record<string, string>> = { "=": "on", "<": "before", "<=": "on_or_before", ">": "after", ">=": "on_or_after" };
const TEXTS: Readonly<Record<string, string>> = { ...NUMBERS, "=": "is", "!=": "is_not" };

/** Operator → the sign that writes it, the other way round. */
export const SIGNS: Readonly<Record<string, string>> = Object.fromEntries(
  [NUMBERS, DATES, TEXTS].flatMap((words) => Object.entries(words).map(([sign, name]) => [name, sign])),
);

/** Every function of `rules/expression/functions`. Where one has no result it gives `null`. */
import { addMonths, monthEnd } from "./calendar.ts";
import { addDays, asDate, daysBetween, today } from "./dates.ts";
import type { Json, Read, Value } from "./json.ts";
import { asNumber, difference, ONE, product, quotient, rounded, sum } from "./numbers.ts";
import { lookup, parsePath } from "./paths.ts";
import type { Scope } from "./scope.ts";
import { asText, isBlank, lengthOf, listedTexts } from "./values.ts";

export type Apply = (values: readonly Value[], scope: Scope) => Value | undefined;
const BLANKS = " \t\n\r\u00a0";
type Operation = (left: bigint, right: bigint) => bigint | null;

/** What is missing is missing for sure, whatever the server says of the rest. */
function numbers(values: readonly Value[]): Read<bigint[]> {
  const read = values.map(asNumber);
  if (read.includes(null)) return null;
  return read.includes(undefined) ? undefined : (read as bigint[]);
}

const folding =
  (operation: Operation): Apply =>
  (values) => {
    const found = numbers(values);
    const next = (total: bigint | null, one: bigint) => (total === null ? null : operation(total, one));
    return found && found.slice(1).reduce<bigint | null>(next, found[0] ?? 0n);
  };

/** Lists opened one level, blanks left out. */
function flat(values: readonly Value[], scope: Scope): Value[] {
  const found = (values as Json[]).flat() as Value[];
  scope.charge(found.length * 4);
  return found.filter((value) => !isBlank(value));
}

const choosing =
  (better: (one: bigint, other: bigint) => boolean): Apply =>
  (values, scope) => {
    const found = numbers(flat(values, scope));
    return found && (found.length ? found.reduce((best, one) => (better(one, best) ? one : best)) : null);
  };

const reading =
  (change: (text: string, scope: Scope) => Value): Apply =>
  ([value = null], scope) => {
    const text = asText(value);
    return typeof text === "string" ? change(text, scope) : text;
  };

const add = folding(sum);
const multiply = folding(product);

function percent(values: readonly Value[], scope: Scope): Value | undefined {
  const found = multiply(values, scope);
  return typeof found === "bigint" ? quotient(found, 100n * ONE) : found;
}

function round([value = null, places = 0n]: readonly Value[]): Value | undefined {
  const known = numbers([value, places]);
  return known && rounded(known[0] ?? 0n, known[1] ?? 0n);
}

function concat(values: readonly Value[], scope: Scope): string | undefined {
  let joined = "";
  for (const value of values) {
    if (Array.isArray(value)) scope.charge(value.length);
    const piece = Array.isArray(value) ? listedTexts(value)?.join(", ") : asText(value);
    if (piece === undefined) return undefined;
    joined = scope.text(joined + (piece ?? ""));
  }
  return joined;
}

/** By hand: a RegExp takes quadratic time for a long run of blanks inside the text. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANKS.includes(text.charAt(from))) from++;
  while (from < to && BLANKS.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

function moved([start = null, days = null]: readonly Value[]): Value | undefined {
  const from = asDate(start);
  const by = asNumber(days);
  if (from === null || by === null) return null;
  return by === undefined ? undefined : addDays(from, by);
}

const MOST = 10_000n * ONE;

/** A day moved by whole steps, at most 10,000 of them. */
export const stepping =
  (move: (day: string, steps: number, more: Value) => string | null): Apply =>
  ([start = null, steps = null, more = null], scope) => {
    const [day, by] = [asDate(start), asNumber(steps)];
    if (day === null || by === null) return null;
    if (by === undefined) return undefined;
    if (by % ONE || by > MOST || by < -MOST) return null;
    scope.charge(2 * Math.abs(Number(by / ONE)));
    return move(day, Number(by / ONE), more);
  };

/** The same part of every row. */
function pluck([rows = null, name = null]: readonly Value[], scope: Scope): Value {
  const path = parsePath(name);
  if (!Array.isArray(rows) || !path) return null;
  scope.charge(rows.length * path.length);
  return rows.map((row) => lookup(row, path) as Json);
}

/** The part of an object whose name is itself a value. */
function entry([whole = null, ...names]: readonly Value[], scope: Scope): Value | undefined {
  return names.reduce<Value | undefined>((found, name) => {
    const path = parsePath(name);
    if (found === undefined) return undefined;
    if (!path || typeof found !== "object") return null;
    scope.charge(path.length);
    return lookup(found, path);
  }, whole);
}

export const FUNCTIONS: Readonly<Record<string, Apply>> = {
  add,
  subtract: folding(difference),
  multiply,
  divide: folding(quotient),
  percent,
  round,
  sum: (values, scope) => add([0n, ...flat(values, scope)], scope),
  min: choosing((one, other) => one < other),
  max: choosing((one, other) => one > other),
  concat,
  lower: reading((text, scope) => scope.text(text.toLowerCase())),
  upper: reading((text, scope) => scope.text(text.toUpperCase())),
  trim: reading((text, scope) => scope.text(trimmed(text))),
  length: reading((text) => BigInt(lengthOf(text)) * ONE),
  date_add_days: moved,
  date_add_months: stepping(addMonths),
  days_between: ([first = null, last = null]) => {
    const [from, to] = [asDate(first), asDate(last)];
    return from === null || to === null ? null : daysBetween(from, to);
  },
  month_end: ([value = null]) => {
    const day = asDate(value);
    return day === null ? null : monthEnd(day);
  },
  today: (_, { facts }) => today(facts),
  if: ([condition, yes = null, no = null]) => (condition === true ? yes : no),
  coalesce: (values) => values.find((value) => !isBlank(value)) ?? null,
  pluck,
  entry,
  count: (values, scope) => BigInt(flat(values, scope).length) * ONE,
};

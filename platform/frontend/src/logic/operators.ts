/** Every operator of `rules/expression/operators`: how it reads its sides and what it asks of them. */
import { inPeriod, isPeriod, monthEnd, weekday } from "./calendar.ts";
import { asDate, daysBetween, today } from "./dates.ts";
import type { Read, Value } from "./json.ts";
import { asNumber, ONE } from "./numbers.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import type { Scope } from "./scope.ts";
import { asBoolean, asHeld, asItems, asText, asTexts, isBlank, isIban, lengthOf } from "./values.ts";

/** A test receives exactly what the two readers made, hence `unknown` in the registry's own type. */
export interface Operator {
  readonly left: (value: Value) => Read<unknown>;
  readonly right?: (value: Value) => Read<unknown>;
  readonly test: (left: never, right: never, scope: Scope) => boolean;
}

export function binary<L, R>(
  left: (value: Value) => Read<L>,
  right: (value: Value) => Read<R>,
  test: (left: L, right: R, scope: Scope) => boolean,
): Operator {
  return { left, right, test };
}

const text = (test: (left: string, right: string) => boolean) => binary(asText, asText, test);
const number = (test: (left: bigint, right: bigint) => boolean) => binary(asNumber, asNumber, test);
const day = (test: (left: string, right: string) => boolean) => binary(asDate, asDate, test);
const length = (test: (left: bigint, right: bigint) => boolean) =>
  binary(asText, asNumber, (left, right) => test(BigInt(lengthOf(left)) * ONE, right));

/** Days from `from` to `to`, none of them negative, at most as many as asked. */
const within = (ends: (day: string, now: string) => readonly [from: string, to: string]) =>
  binary(asDate, asDays, (day, most, { facts }) => {
    const now = today(facts);
    const gone = now === null ? -1n : daysBetween(...ends(day, now));
    return gone >= 0n && gone <= most;
  });

function asDays(value: Value): Read<bigint> {
  const days = asNumber(value);
  return days && days < 0n ? null : days;
}

const oneOf = (wanted: boolean) =>
  binary(asText, asTexts, (left, right, scope) => {
    scope.charge(right.size >> 4);
    return right.has(left) === wanted;
  });

interface Listed {
  readonly found: Set<string>;
  readonly length: number;
}

function asListed(value: Value): Read<Listed> {
  const found = asTexts(value);
  return found && { found, length: (value as Value[]).length };
}

const listed = <R>(right: (value: Value) => Read<R>, test: (found: Set<string>, wanted: R) => boolean) =>
  binary(asListed, right, (left, wanted, scope) => {
    scope.charge(left.length);
    return test(left.found, wanted);
  });

interface Range {
  readonly read: (value: Value) => Read<bigint | string>;
  readonly ends: readonly [low: bigint | string, high: bigint | string];
}

function asRange(value: Value): Read<Range> {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const range = rangeOf(asNumber, value) ?? rangeOf(asDate, value);
  return range ?? (value.map(asNumber).includes(undefined) ? undefined : null);
}

function rangeOf(read: Range["read"], value: Value[]): Range | undefined {
  const [low, high] = value.map(read);
  return low != null && high != null ? { read, ends: [low, high] } : undefined;
}

/** The value itself where it is a number or a day: which of the two is meant, the range says. */
function asPoint(value: Value): Read<Value> {
  const number = asNumber(value);
  return number === null ? asDate(value) : number;
}

function between(point: Value, { read, ends: [low, high] }: Range): boolean {
  const at = read(point);
  return at != null && low <= at && at <= high;
}

const count = (test: (length: bigint, wanted: bigint) => boolean) =>
  binary(asItems, asNumber, (left, right) => test(BigInt(left.length) * ONE, right));
const apart = (days: (day: string, now: string) => bigint) =>
  binary(asDate, asDays, (day, least, { facts }) => {
    const now = today(facts);
    return now !== null && days(day, now) >= least;
  });

function asWeekdays(value: Value): Read<readonly number[]> {
  if (!Array.isArray(value)) return null;
  const days = value.map((one) => [1, 2, 3, 4, 5, 6, 7].find((day) => asNumber(one) === BigInt(day) * ONE));
  return days.includes(undefined) || new Set(days).size < days.length ? null : (days as number[]);
}

function asTolerance(value: Value): Read<readonly [number: bigint, percent: bigint]> {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [number = null, percent = null] = value.map(asNumber);
  if (number === null || percent === null || (percent !== undefined && percent < 0n)) return null;
  return number === undefined || percent === undefined ? undefined : [number, percent];
}

const size = (number: bigint) => (number < 0n ? -number : number);
const EMAIL = /^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$/;

export const OPERATORS: Readonly<Record<string, Operator>> = {
  is: text((left, right) => left === right),
  is_not: text((left, right) => left !== right),
  contains: text((left, right) => left.includes(right)),
  not_contains: text((left, right) => !left.includes(right)),
  starts_with: text((left, right) => left.startsWith(right)),
  ends_with: text((left, right) => left.endsWith(right)),
  is_one_of: oneOf(true),
  is_none_of: oneOf(false),
  length_at_least: length((left, right) => left >= right),
  length_at_most: length((left, right) => left <= right),
  length_is: length((left, right) => left === right),
  length_is_not: length((left, right) => left !== right),
  length_more_than: length((left, right) => left > right),
  length_less_than: length((left, right) => left < right),
  not_starts_with: text((left, right) => !left.startsWith(right)),
  not_ends_with: text((left, right) => !left.endsWith(right)),
  is_ignoring_case: text((left, right) => left.toLowerCase() === right.toLowerCase()),
  contains_ignoring_case: text((left, right) => left.toLowerCase().includes(right.toLowerCase())),
  not_matches: binary(
    asText,
    (value): Read<Pattern> => (typeof value === "string" ? compilePattern(value) : null),
    (left, right, scope) => !right(left, scope),
  ),
  is_email: { left: asText, test: (left: string) => EMAIL.test(left) },
  is_iban: { left: asText, test: isIban },
  multiple_of: number((left, right) => right !== 0n && left % right === 0n),
  within_percent_of: binary(asNumber, asTolerance, (left, [number, percent]) =>
    size(left - number) * 100n * ONE <= size(number) * percent,
  ),
  not_on: day((left, right) => left !== right),
  at_least_days_ago: apart((day, now) => daysBetween(day, now)),
  at_least_days_ahead: apart((day, now) => daysBetween(now, day)),
  in_period: binary(
    asDate,
    (value): Read<string> => (typeof value === "string" && isPeriod(value) ? value : null),
    (day, period, { facts }) => {
      const now = today(facts);
      return now !== null && inPeriod(day, period, now);
    },
  ),
  on_weekdays: binary(asDate, asWeekdays, (day, wanted) => wanted.includes(weekday(day))),
  is_end_of_month: { left: asDate, test: (day: string) => day === monthEnd(day) },
  not_between: binary(asPoint, asRange, (point, range) => range.read(point) != null && !between(point, range)),
  includes_none: listed(asTexts, (found, wanted) => ![...wanted].some((one) => found.has(one))),
  count_is: count((length, wanted) => length === wanted),
  count_at_most: count((length, wanted) => length <= wanted),
  same_as: binary(asHeld, asHeld, (left, right) => left === right),
  differs_from: binary(asHeld, asHeld, (left, right) => left !== right),
  matches: binary(
    asText,
    (value): Read<Pattern> => (typeof value === "string" ? compilePattern(value) : null),
    (left, right, scope) => right(left, scope),
  ),
  equals: number((left, right) => left === right),
  not_equals: number((left, right) => left !== right),
  greater_than: number((left, right) => left > right),
  at_least: number((left, right) => left >= right),
  less_than: number((left, right) => left < right),
  at_most: number((left, right) => left <= right),
  on: day((left, right) => left === right),
  before: day((left, right) => left < right),
  after: day((left, right) => left > right),
  on_or_before: day((left, right) => left <= right),
  on_or_after: day((left, right) => left >= right),
  within_last_days: within((day, now) => [day, now]),
  within_next_days: within((day, now) => [now, day]),
  between: binary(asPoint, asRange, between),
  is_true: { left: asBoolean, test: (left: boolean) => left },
  is_false: { left: asBoolean, test: (left: boolean) => !left },
  includes: listed(asText, (found, wanted) => found.has(wanted)),
  excludes: listed(asText, (found, wanted) => !found.has(wanted)),
  includes_any: listed(asTexts, (found, wanted) => [...wanted].some((one) => found.has(one))),
  includes_all: listed(asTexts, (found, wanted) => [...wanted].every((one) => found.has(one))),
  count_at_least: count((length, wanted) => length >= wanted),
  is_empty: { left: isBlank, test: (left: boolean) => left },
  is_not_empty: { left: isBlank, test: (left: boolean) => !left },
};

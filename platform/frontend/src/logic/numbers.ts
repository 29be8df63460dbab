/** Decimal fixed point as `rules/expression/numbers.py`: 18 digits before the point, 12 after it, in units of 10⁻¹². */
import type { Read, Value } from "./json.ts";

const DECIMALS = 12;
export const ONE = 10n ** 12n;
const LIMIT = 10n ** 30n;
const SHAPE = /^(-?\d{1,18})(?:\.(\d{1,12}))?$/;

/**
 * A computed number, an integer or a decimal string; `null` for anything else, the server decides for an integer that
 * JSON.parse has already rounded.
 */
export function asNumber(value: Value): Read<bigint> {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) * ONE : unsafe(value);
  const parts = typeof value === "string" ? SHAPE.exec(value) : null;
  return parts && BigInt((parts[1] ?? "") + (parts[2] ?? "").padEnd(DECIMALS, "0"));
}

/** Of numbers that are no exact integers: what is not whole is no number of the language, the rest we cannot know. */
export function unsafe(value: number): null | undefined {
  return Number.isInteger(value) ? undefined : null;
}

export function sum(left: bigint, right: bigint): bigint | null {
  return fitting(left + right);
}

export function difference(left: bigint, right: bigint): bigint | null {
  return fitting(left - right);
}

export function product(left: bigint, right: bigint): bigint | null {
  return fitting(divided(left * right, ONE, isOdd));
}

export function quotient(left: bigint, right: bigint): bigint | null {
  return right ? fitting(divided(left * ONE, right, isOdd)) : null;
}

/** Half away from zero, as invoices round; `places` from 0 to 12, given in units of 10⁻¹². */
export function rounded(number: bigint, places: bigint): bigint | null {
  const whole = places / ONE;
  if (places < 0n || whole > 12n || places % ONE) return null;
  const step = 10n ** (12n - whole);
  return fitting(divided(number, step, () => true) * step);
}

/** Plain digits, no exponent, no trailing zeros, no negative zero. */
export function numberText(number: bigint): string {
  const digits = magnitude(number).toString().padStart(DECIMALS + 1, "0");
  const text = `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, "");
  return number < 0n ? `-${text}` : text;
}

/** The quotient to the nearest; `tie` says of the digits so far whether exactly a half goes up. */
function divided(left: bigint, right: bigint, tie: (whole: bigint) => boolean): bigint {
  const above = magnitude(left);
  const below = magnitude(right);
  const whole = above / below;
  const rest = 2n * (above % below);
  const found = rest > below || (rest === below && tie(whole)) ? whole + 1n : whole;
  return left < 0n === right < 0n ? found : -found;
}

function isOdd(whole: bigint): boolean {
  return whole % 2n === 1n;
}

function magnitude(number: bigint): bigint {
  return number < 0n ? -number : number;
}

function fitting(number: bigint): bigint | null {
  return magnitude(number) < LIMIT ? number : null;
}

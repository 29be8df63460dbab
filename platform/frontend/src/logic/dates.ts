/** Calendar days as ISO text, years 0001 to 9999, without time or zone; as texts they compare like days. */
import { type Facts, type Value } from "./json.ts";
import { ONE } from "./numbers.ts";

const DAY = 86_400_000;
const SHAPE = /^\d{4}-\d\d-\d\d$/;
const FIRST = -62_135_596_800_000;
const LAST = 253_402_214_400_000;

/** The day, where the text names one that the calendar has. */
export function asDate(value: Value): string | null {
  if (typeof value !== "string" || !SHAPE.test(value)) return null;
  return written(Date.parse(value)) === value ? value : null;
}

/** The day that came with the facts: the evaluator reads no clock. */
export function today(facts: Facts): string | null {
  return Object.hasOwn(facts, "today") ? asDate(facts["today"] ?? null) : null;
}

/** Days from one to the other. */
export function daysBetween(from: string, to: string): bigint {
  return BigInt((Date.parse(to) - Date.parse(from)) / DAY) * ONE;
}

/** Moves by whole days, in units of 10⁻¹²; `null` where they are not whole or the calendar ends. */
export function addDays(start: string, days: bigint): string | null {
  return days % ONE ? null : written(Date.parse(start) + Number(days / ONE) * DAY);
}

function written(moment: number): string | null {
  return moment >= FIRST && moment <= LAST ? new Date(moment).toISOString().slice(0, 10) : null;
}

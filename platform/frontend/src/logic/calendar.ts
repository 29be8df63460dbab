/** Weeks, months and their ends. */
import { addDays, daysBetween } from "./dates.ts";
import { ONE } from "./numbers.ts";

const pad = (number: number, length = 2) => String(number).padStart(length, "0");
export const iso = (year: number, month: number, day: number) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
export const moved = (day: string, days: number) => addDays(day, BigInt(days) * ONE) ?? day;
/** 1 Monday … 7 Sunday. */
export const weekday = (day: string) => (dayNumber(day) % 7) + 1;

/** Days since Monday, 1 January of the year 1. */
function dayNumber(day: string): number {
  return Number(daysBetween("0001-01-01", day) / ONE);
}

export function monthEnd(day: string): string {
  const [year = 1, month = 1] = day.split("-").map(Number);
  const lengths = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return iso(year, month, lengths[month - 1] ?? 31);
}

/** The same day of another month, or its last where it has none such. */
export function addMonths(day: string, months: number): string | null {
  const [year = 1, month = 1, date = 1] = day.split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  const moved = Math.floor(at / 12);
  if (moved < 1 || moved > 9999) return null;
  const last = monthEnd(iso(moved, (at % 12) + 1, 1));
  return iso(moved, (at % 12) + 1, Math.min(date, Number(last.slice(8))));
}

const STEP: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };

/** The number of the week, month, quarter or year of a day; `undefined` for another word. */
function numberOf(day: string, unit: string): number | undefined {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const week = Math.floor(dayNumber(day) / 7);
  return { week, month: months, quarter: Math.floor(months / 3), year: Number(day.slice(0, 4)) }[unit];
}

export function isPeriod(period: string): boolean {
  const [which = "", unit = "", ...rest] = period.split("_");
  return !rest.length && Object.hasOwn(STEP, which) && ["week", "month", "quarter", "year"].includes(unit);
}

/** Whether a day lies in `last_week`, `this_month`, `next_year` …, seen from `now`. */
export function inPeriod(day: string, period: string, now: string): boolean {
  const [which = "", unit = ""] = period.split("_");
  return numberOf(day, unit) === (numberOf(now, unit) ?? 0) + (STEP[which] ?? 0);
}

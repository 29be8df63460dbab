/**
 * Public holidays and working days: the twin of `rules/expression/holidays.py`. Public pages do not load it (13 countries weigh
 * as much as a sixth of the evaluator): what needs it is left to the server there. Who imports this module has it.
 */
import { iso, monthEnd, moved, weekday } from "./calendar.ts";
import { addDays, asDate } from "./dates.ts";
import { FUNCTIONS, stepping } from "./functions.ts";
import type { Read, Value } from "./json.ts";
import { ONE } from "./numbers.ts";
import { binary, OPERATORS } from "./operators.ts";

/** See the Python twin for the words: fixed days, days around Easter, Nth weekdays, days that are moved off the weekend. */
const RULES: Readonly<Record<string, string>> = {
  AT: "0101 0106 E+1 0501 E+39 E+50 E+60 0815 1026 1101 1208 1225 1226",
  BE: "0101 E+1 0501 E+39 E+50 0721 0815 1101 1111 1225",
  CH: "0101 E+39 0801 1225",
  DE: "0101 E-2 E+1 0501 E+39 E+50 1003 1225 1226",
  ES: "0101 0106 E-2 0501 0815 1012 1101 1206 1208 1225",
  FR: "0101 E+1 0501 0508 E+39 E+50 0714 0815 1101 1111 1225",
  GB: "~0101 E-2 E+1 05#1 05#-1 08#-1 ~1225 ~1226",
  IE: "~0101 02#1 ~0317 E+1 05#1 06#1 08#1 10#-1 ~1225 ~1226",
  IT: "0101 0106 E+1 0425 0501 0602 0815 1101 1208 1225 1226",
  LU: "0101 E+1 0501 0509 E+39 E+50 0623 0815 1101 1225 1226",
  NL: "0101 E+1 0427 E+39 E+50 1225 1226",
  PT: "0101 E-2 0425 0501 E+60 0610 0815 1005 1101 1201 1208 1225",
  US: "!0101 01#3 02#3 @0601 !0619 !0704 09#1 10#2 !1111 11#4/4 !1225",
};
const kept = new Map<string, Set<string>>();
const asCountry = (value: Value): Read<string> => typeof value === "string" && Object.hasOwn(RULES, value) ? value : null;

function easter(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leap = Math.floor(century / 4);
  const epact = (19 * golden + century - leap - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const full = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4 - (century * 100) % 4)) % 7;
  const shift = epact + full - 7 * Math.floor((golden + 11 * epact + 22 * full) / 451) + 114;
  return iso(year, Math.floor(shift / 31), (shift % 31) + 1);
}

function nth(year: number, rule: string): string {
  const [month = 1, count = 1, wanted = 1] = rule.split(/[#/]/).map(Number);
  const first = iso(year, month, 1);
  if (count > 0) return moved(first, ((wanted - weekday(first) + 7) % 7) + 7 * (count - 1));
  const last = monthEnd(first);
  return moved(last, -((weekday(last) - wanted + 7) % 7));
}

function ruled(year: number, rule: string): string {
  if (rule.startsWith("E")) return moved(easter(year), Number(rule.slice(1)));
  if (rule.includes("#")) return nth(year, rule);
  const fixed = rule.replace(/^\D/, "");
  const day = iso(year, Number(fixed.slice(0, 2)), Number(fixed.slice(2)));
  return rule.startsWith("@") ? moved(day, -(weekday(day) - 1 || 7)) : day;
}

function offWeekend(day: string, how: string, taken: Set<string>): string {
  if (how === "!" && weekday(day) === 6) return moved(day, -1);
  let free = day;
  while (weekday(free) > 5 || taken.has(free)) free = moved(free, 1);
  return free;
}

function holidays(year: number, country: string): Set<string> {
  const key = `${country}${year}`;
  const found = kept.get(key) ?? new Set<string>();
  if (!kept.has(key)) {
    for (const rule of (RULES[country] ?? "").split(" ").filter(Boolean)) {
      const day = ruled(year, rule);
      found.add(/^[~!]/.test(rule) ? offWeekend(day, rule.charAt(0), found) : day);
    }
    kept.set(key, found);
  }
  return found;
}

function isHoliday(day: string, country: string): boolean {
  const year = Number(day.slice(0, 4));
  return holidays(year, country).has(day) || (year < 9999 && day.endsWith("12-31") && holidays(year + 1, country).has(day));
}

function isWorkingDay(day: string, country: string): boolean {
  return weekday(day) < 6 && !isHoliday(day, country);
}

/** So many working days after, or before, a day; with 0 the day itself or the next working day. `null`: the calendar ends. */
function addWorkingDays(start: string, days: number, country: string): string | null {
  let left = Math.abs(days);
  let day: string | null = start;
  const step = days < 0 ? -ONE : ONE;
  while (day !== null && (left || (!days && !isWorkingDay(day, country)))) {
    day = addDays(day, step);
    if (left && day !== null && isWorkingDay(day, country)) left--;
  }
  return day;
}

Object.assign(OPERATORS, {
  is_working_day: binary(asDate, asCountry, isWorkingDay),
  is_holiday: binary(asDate, asCountry, isHoliday),
});
Object.assign(FUNCTIONS, {
  date_add_working_days: stepping((day, steps, country) => addWorkingDays(day, steps, typeof country === "string" ? country : "")),
});

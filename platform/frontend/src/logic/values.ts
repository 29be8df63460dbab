/** How a value is read as a text, a list or a truth, and how it goes back to JSON: `rules/expression/values.py`. */
import type { Json, Read, Value } from "./json.ts";
import { numberText, unsafe } from "./numbers.ts";

const HALF_A_PAIR = /\p{Cs}/u;

/**
 * A text as it is, a number in its one written form. Half a surrogate pair is a character to Python and part of one to
 * a browser, so such texts are left to the server (which refuses them where they are posted).
 */
export function asText(value: Value): Read<string> {
  if (typeof value === "string") return HALF_A_PAIR.test(value) ? undefined : value;
  if (typeof value === "bigint") return numberText(value);
  if (typeof value !== "number") return null;
  return Number.isSafeInteger(value) ? String(value) : unsafe(value);
}

/** The texts of a list; elements that are no text are passed over. */
export function listedTexts(values: Json[]): string[] | undefined {
  const texts = values.map(asText);
  return texts.includes(undefined) ? undefined : texts.filter((text) => typeof text === "string");
}

/** The texts of a list as a set. */
export function asTexts(value: Value): Read<Set<string>> {
  const texts = asItems(value) && listedTexts(value as Json[]);
  return texts && new Set(texts);
}

export function asItems(value: Value): Json[] | null {
  return Array.isArray(value) ? value : null;
}

export function asBoolean(value: Value): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** No value, an empty text, an empty list or object. Zero and false are something. */
export function isBlank(value: Value): boolean {
  if (typeof value === "object") return value === null || !Object.keys(value).length;
  return value === "";
}

/** A value for comparison, whatever it is: nothing at all is like an empty text or list; objects are left to the server. */
export function asHeld(value: Value): Read<string> {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return "";
  const text = asText(value);
  if (text !== null) return text === undefined ? text : `t${text}`;
  const plain = Array.isArray(value) && value.every((one) => one === null || typeof one !== "object");
  return plain || typeof value === "boolean" ? `j${JSON.stringify(value)}` : undefined;
}

/** ISO 13616: blanks between groups do not count, the check digits must fit. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "").toUpperCase();
  if (lengthOf(text) > 50 || !/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => Number.parseInt(sign, 36));
  return BigInt(digits.join("")) % 97n === 1n;
}

/** Python counts characters, JavaScript halves of them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Computed numbers become their text. */
export function toJson(value: Value | undefined): Json | undefined {
  return typeof value === "bigint" ? numberText(value) : value;
}

/** Values that the form itself gives, as answers of the field's type: what the server's readers make of them. */
import { asDate } from "./dates.ts";
import type { FieldDocument } from "./form.ts";
import type { Json, Value } from "./json.ts";
import { asNumber, numberText, rounded, ONE } from "./numbers.ts";
import { asText } from "./values.ts";

/** `[]` where the field's type refuses the value; `undefined`: only the server can read it. */
export type Given = [Json] | [] | undefined;
type Reader = (field: FieldDocument, text: string, currency: string) => Given;

const NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const PLAIN = /^[!-~]+( [!-~]+)*$/;
const NUMBER = /^-?\d{1,17}(?:\.(\d{1,12}))?$/;

/** What a formula computed for a `calculated` field; amounts are rounded half up, as invoices are. */
export function written(field: FieldDocument, value: Value | undefined, currency: string): Json | undefined {
  if (value === undefined) return undefined;
  if (field.type !== "calculated") return typeof value === "bigint" ? numberText(value) : value;
  if (field.format === "text") return asText(value);
  if (field.format === "date") return asDate(value);
  const places = field.format === "money" ? currencyDecimals(currency) : (field.decimals ?? 2);
  const known = asNumber(value);
  const number = typeof known === "bigint" ? rounded(known, BigInt(places) * ONE) : known;
  if (typeof number !== "bigint") return number;
  return field.format === "money" ? fixed(number, places) : numberText(number);
}

/** A value that logic sets, or a default, judged like one that is typed. */
export function given(field: FieldDocument, value: Json, currency: string): Given {
  if (field.type === "yes_no" || field.type === "consent") return ticked(value);
  if (field.type === "multiple_choice") return chosen(field, value);
  if (field.type === "section") return undefined;
  if (value === null || field.type === "calculated" || field.type === "auto_id") return [null];
  const text = NUMERIC.includes(field.type) ? asTyped(value) : value;
  if (typeof text !== "string") return text === undefined || !READERS[field.type] ? undefined : [];
  return text.trim() ? READERS[field.type]?.(field, text, currency) : [null];
}

const NUMERIC = ["number", "quantity", "percentage", "money"];

function asTyped(value: Json): Json | undefined {
  if (typeof value !== "number") return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function ticked(value: Json): Given {
  if (value === null) return [false];
  if (typeof value !== "boolean") return [];
  return [value];
}

function chosen({ options = [], ...field }: FieldDocument, value: Json): Given {
  if (value === null) return [null];
  if (!Array.isArray(value)) return [];
  if (Object.keys(field).some((name) => name.endsWith("_choices"))) return undefined;
  const known = options.map((option) => option.value);
  const filled = value.filter((one) => one !== "");
  if (!filled.every((one) => known.includes(one as string))) return [];
  return filled.length ? [known.filter((one) => filled.includes(one))] : [null];
}

const line: Reader = ({ max_length: most = 200 }, text) => {
  if (!PLAIN.test(text)) return undefined;
  return text.length <= most ? [text] : [];
};

const number: Reader = (field, text, currency) => {
  const typed = NUMBER.exec(text);
  const value = typed && asNumber(text);
  if (!typed || typeof value !== "bigint") return undefined;
  const [decimals, most] = bounds(field, currency);
  const [low, high] = [asNumber(field.min ?? 0), asNumber(field.max ?? most)];
  if (low == null || high == null) return undefined;
  if ((typed[1] ?? "").length > decimals || value < low || value > high) return [];
  return [field.type === "money" ? fixed(value, decimals) : numberText(value)];
};

function bounds({ type, decimals }: FieldDocument, currency: string): [decimals: number, most: number] {
  if (type === "money") return [currencyDecimals(currency), 1e9];
  return type === "percentage" ? [decimals ?? 2, 100] : [decimals ?? 0, 1e9];
}

const choice: Reader = ({ options = [] }, text) => (options.some(({ value }) => value === text) ? [text] : []);

const day: Reader = ({ min, max, working_days: working }, text) => {
  const found = asDate(text.replace(/^ +| +$/g, ""));
  if (found === null || found < "1900" || found > "2201") return [];
  return min || max || working ? undefined : [found];
};

const READERS: Readonly<Record<string, Reader | undefined>> = {
  text: line,
  hidden: line,
  choice,
  date: day,
  number,
  quantity: number,
  percentage: number,
  money: number,
};

/** ISO 4217; a browser's Intl counts what is in daily use instead. */
function currencyDecimals(code: string): number {
  if (NO_DECIMALS.includes(code)) return 0;
  if ("BHD IQD JOD KWD LYD OMR TND".includes(code)) return 3;
  return "CLF UYW".includes(code) ? 4 : 2;
}

function fixed(number: bigint, decimals: number): string {
  const [whole = "", part = ""] = numberText(number).split(".");
  return decimals ? `${whole}.${part.padEnd(decimals, "0")}` : whole;
}

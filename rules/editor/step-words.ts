/** What a step does, in a few words read off its settings. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import { wordsOf } from "../../platform/frontend/src/editing/condition-words.ts";
import type { Shape } from "./data.ts";
import { kindOf, shapesOf } from "./kinds.ts";
import type { Step } from "./steps.ts";
import { data, known } from "./store.ts";
import { termsAt } from "./terms.ts";

/** The line below its title; empty where its title says it all. */
export function detailOf(step: Step): string {
  const kind = kindOf(step);
  if (kind === "each") return listWord((step["in"] as { fact?: string } | undefined)?.fact ?? "");
  if (kind === "wait") return waitWords(step.settings ?? {});
  const settings = step.settings ?? {};
  const parts = shapesOf(kind).filter((one) => settings[one.name] !== undefined && !QUIET.has(one.name)).map((one) => settingWords(one, settings[one.name] ?? null));
  return parts.filter(Boolean).slice(0, 3).join(" · ");
}

/** What everybody assumes, or what only an expert asks for. */
const QUIET = new Set(["contact", "currency", "generation", "need", "detail"]);

/** What it would do with the values of the event; of what is no action, what it is for. */
export function wouldWords(trial: { readonly kind: string; readonly words: string }, step: Step): string {
  const detail = detailOf(step);
  return trial.kind === "action" || !detail ? trial.words : t("%(word)s: %(value)s", { word: trial.words, value: detail });
}

/** A condition in words; “always” where nothing is asked. */
export function conditionWords(tree: Json | undefined, path: string): string {
  return (tree === undefined || tree === null ? "" : wordsOf(tree, termsAt(path))) || t("always");
}

function settingWords(shape: Shape, value: Json): string {
  const made = isFormula(value) ? /^steps\.(\w+)\./.exec(String((value as { formula: { fact?: string } | null }).formula?.fact ?? ""))?.[1] : undefined;
  if (made) return t("%(word)s: %(value)s", { word: shape.word, value: made });
  if (isFormula(value)) return t("%(word)s: computed", { word: shape.word });
  switch (shape.shape) {
    case "list":
      return Array.isArray(value) ? (value.length === 1 ? lineWords(value[0] ?? null) : t("%(number)s lines", { number: String(value.length) })) : "";
    case "people":
      return Array.isArray(value) ? value.map((one) => personWord(String(one))).join(", ") : "";
    case "choice":
      return shape.values?.find((one) => one.value === value)?.word ?? String(value);
    case "switch":
      return value === true ? shape.word : "";
    case "integer":
      return t("%(word)s: %(value)s", { word: shape.word, value: String(value) });
    case "object":
    case "map":
      return "";
    case "text":
      return value ? t("“%(text)s”", { text: readable(String(value)) }) : "";
    default:
      return value ? readable(String(value)) : "";
  }
}

function lineWords(line: Json): string {
  const { product, quantity } = line as { product?: string; quantity?: Json };
  const name = data.products.find((one) => one.value === product)?.word ?? product ?? "";
  return typeof quantity === "string" ? `${quantity} × ${name}` : name;
}

/** Who is asked, told or chosen. */
export function personWord(person: string): string {
  if (person === "contact_owner") return t("who looks after the contact");
  return data.people.find((one) => one.value === person)?.word ?? person;
}

function listWord(path: string): string {
  return known.value.rows.find((one) => one.path === path)?.word ?? path;
}

/** Merge tags by the names of what they stand for. */
export function readable(text: string): string {
  return text.replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_whole, path: string) => `[${factWord(path)}]`);
}

function factWord(path: string): string {
  if (path.startsWith("steps.")) return path.split(".").pop() ?? path;
  return known.value.facts.find((one) => one.path === path)?.word ?? path;
}

function waitWords(settings: { readonly [name: string]: Json | undefined }): string {
  const span = settings["for"] as { amount?: number; unit?: string } | undefined;
  if (span) return spanWords(span);
  const until = settings["until"] as { date?: Json; offset?: number; unit?: string } | undefined;
  if (until) return t("until %(date)s", { date: dateWords(until.date ?? "") }) + (until.offset ? ` ${until.offset > 0 ? "+" : "−"} ${spanWords({ amount: Math.abs(until.offset), unit: until.unit ?? "days" })}` : "");
  const event = settings["event"] as { kind?: string } | undefined;
  return event ? t("until this happens: %(event)s", { event: data.triggers.find((one) => one.kind === event.kind)?.word ?? event.kind ?? "" }) : "";
}

function dateWords(date: Json): string {
  const fact = (date as { formula?: { fact?: string } } | null)?.formula?.fact;
  return fact ? factWord(fact) : readable(String(date ?? ""));
}

/** “3 working days”. */
export function spanWords(span: { amount?: number; unit?: string }): string {
  const units = data.flow["wait"]?.find((one) => one.name === "for")?.fields?.find((one) => one.name === "unit")?.values ?? [];
  return `${span.amount ?? 0} ${units.find((one) => one.value === span.unit)?.word ?? span.unit ?? ""}`;
}

function isFormula(value: Json): boolean {
  return typeof value === "object" && value !== null && "formula" in value;
}

/** The types of fields that the server offers, and what a fresh field of each looks like. */
import type { Field, Texts } from "./document.ts";
import type { Value } from "../../platform/frontend/src/editing/controls.tsx";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";

export type { Value };

export interface Setting {
  readonly name: string;
  readonly word: string;
  /** Whether it means anything in the rows of a section. */
  readonly inRows: boolean;
  readonly shape: "switch" | "integer" | "line" | "choice" | "ticks" | "texts" | "options" | "products" | "rows" | "formula" | "picture";
  readonly values?: readonly Value[];
  readonly long?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Kind {
  readonly type: string;
  readonly word: string;
  readonly group: string;
  readonly groupWord: string;
  readonly asked: boolean;
  readonly answers: boolean;
  readonly labelled: boolean;
  readonly inRows: boolean;
  readonly kind: string;
  readonly contact: readonly string[];
  readonly needs: readonly string[];
  readonly settings: readonly Setting[];
}

export interface Product {
  readonly code: string;
  readonly name: Texts;
  readonly variants: readonly { readonly code: string; readonly name: Texts }[];
}

/** Words that a fresh field carries in the reader's language. */
export interface FreshWords {
  readonly option: (number: number) => string;
  readonly agree: string;
  readonly text: string;
  readonly item: string;
  readonly quantity: string;
}

/** A field of this type that could stand in a form as it is, as far as that is possible. */
export function freshField(kind: Kind, language: string, words: FreshWords, products: readonly Product[], taken: ReadonlySet<string>): Field {
  const label = kind.type === "page_break" ? {} : { label: { [language]: kind.word } };
  const named = kind.type === "hidden" || kind.type === "text_block" ? {} : label;
  return { id: freshId(kind.type, taken), type: kind.type, ...named, ...needed(kind, language, words, products) };
}

function needed(kind: Kind, language: string, words: FreshWords, products: readonly Product[]): Record<string, unknown> {
  switch (kind.type) {
    case "choice":
    case "multiple_choice":
      return { options: [1, 2].map((number) => ({ value: `option_${number}`, label: { [language]: words.option(number) } })) };
    case "consent":
      return { text: { [language]: words.agree }, required: true };
    case "text_block":
      return { text: { [language]: words.text } };
    case "product":
      return { products: products.slice(0, 3).map((one) => ({ code: one.code })) };
    case "section":
      return { fields: rows(language, words, products), min: 1 };
    case "calculated":
      return { formula: { value: 0 }, format: "number" };
    default:
      return {};
  }
}

/** Rows begin as the lines of an order, where there are products; otherwise as a list of texts. */
function rows(language: string, words: FreshWords, products: readonly Product[]): Field[] {
  if (!products.length) return [{ id: "item", type: "text", label: { [language]: words.item }, required: true }];
  const offered = products.slice(0, 3).map((one) => ({ code: one.code }));
  return [{ id: "item", type: "product", label: { [language]: words.item }, required: true, products: offered }];
}

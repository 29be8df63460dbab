/** What the server wrote into the page for the rule editor. */
import type { Choice, Fact, Operator } from "../../platform/frontend/src/editing/facts.ts";
import type { Kept } from "../../platform/frontend/src/editing/draft.ts";
import type { Value } from "../../platform/frontend/src/editing/controls.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { RuleDocument } from "./document.ts";

/** A setting, and what edits it. */
export interface Shape {
  readonly name: string;
  readonly word: string;
  readonly hint?: string;
  readonly needed: boolean;
  readonly default?: Json;
  readonly shape: string;
  readonly values?: readonly Value[];
  readonly fields?: readonly Shape[];
  readonly long?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Kind {
  readonly kind: string;
  readonly word: string;
  readonly settings: readonly Shape[];
}

/** What later steps may look at of one. */
export interface Result {
  readonly name: string;
  readonly kind: string;
  readonly word: string;
  readonly choices: readonly Choice[];
}

/** A list that an `each` can go over. */
export interface Rows {
  readonly path: string;
  readonly word: string;
  readonly parts: readonly PlainFact[];
}

/** A fact as the server tells it. */
export type PlainFact = Omit<Fact, "choices"> & { readonly choices?: readonly Choice[] };

/** What a rule of one trigger may look at. */
export interface Known {
  readonly facts: readonly PlainFact[];
  readonly rows: readonly Rows[];
}

export interface Saved extends Kept {
  /** The rule in words; empty while it is not finished. */
  readonly sentence: string;
}

export interface Draft extends Saved {
  readonly document: RuleDocument;
}

export interface Data {
  readonly draft: Draft;
  readonly known: Known;
  readonly triggers: readonly Kind[];
  readonly actions: readonly Kind[];
  readonly flow: Readonly<Record<string, readonly Shape[]>>;
  readonly limits: readonly Shape[];
  readonly results: Readonly<Record<string, readonly Result[]>>;
  readonly operators: readonly Operator[];
  readonly rights: Readonly<Record<string, readonly Choice[]>>;
  readonly fresh: Readonly<Record<string, { readonly [name: string]: Json }>>;
  readonly forms: readonly Value[];
  readonly products: readonly Value[];
  readonly people: readonly Value[];
  readonly called: readonly Value[];
  readonly csrf: string;
  readonly language: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly ruleId: string;
}

/** Reads it; the page is ours, so its shape is taken as said. */
export function readData(): Data {
  const holder = document.getElementById("rule-data");
  if (!holder?.textContent) throw new Error("the page carries no rule-data");
  return JSON.parse(holder.textContent) as Data;
}

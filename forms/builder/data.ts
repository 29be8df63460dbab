/** What the server wrote into the page for the builder. */
import type { FormDocument } from "./document.ts";
import type { Kept, Problem } from "../../platform/frontend/src/editing/draft.ts";
import type { Operator } from "../../platform/frontend/src/editing/facts.ts";
import type { Kind, Product } from "./kinds.ts";

export type { Problem };

/** A draft without its document. */
export interface Saved extends Kept {
  readonly slug: string;
  readonly addressFixed: boolean;
  readonly publicUrl: string;
  readonly warnings: readonly Problem[];
}

export interface Draft extends Saved {
  readonly document: FormDocument;
}

export interface Data {
  readonly draft: Draft;
  readonly kinds: readonly Kind[];
  readonly operators: readonly Operator[];
  readonly products: readonly Product[];
  readonly csrf: string;
  readonly language: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly formId: string;
}

/** Reads it; the page is ours, so its shape is taken as said. */
export function readData(): Data {
  const holder = document.getElementById("builder-data");
  if (!holder?.textContent) throw new Error("the page carries no builder-data");
  return JSON.parse(holder.textContent) as Data;
}

/** What the server has not confirmed yet stays in this browser, so that a lost network or a closed tab loses nothing. */
import type { FormDocument } from "./document.ts";

export interface Copy {
  readonly revision: number;
  readonly document: FormDocument;
}

const nameOf = (formId: string): string => `licorne-draft:${formId}`;

/** Keeps a copy; a browser that keeps nothing only loses this safety. */
export function remember(formId: string, revision: number, document: FormDocument): void {
  storing((storage) => storage.setItem(nameOf(formId), JSON.stringify({ revision, document })));
}

/** Drops the copy: the server has it. */
export function forget(formId: string): void {
  storing((storage) => storage.removeItem(nameOf(formId)));
}

/** The copy that an earlier visit left, nothing where it was all saved. */
export function remembered(formId: string): Copy | null {
  let found: string | null = null;
  storing((storage) => (found = storage.getItem(nameOf(formId))));
  return found ? (JSON.parse(found) as Copy) : null;
}

function storing(act: (storage: Storage) => void): void {
  try {
    act(localStorage);
  } catch (error) {
    console.info("this browser keeps no copy of the draft", error);
  }
}

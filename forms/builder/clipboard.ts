/** Fields on the clipboard: text, so that they can be kept anywhere and pasted into any form. */
import type { Field } from "./document.ts";

const MARK = "licorne-fields";

/** The text of these fields. */
export function clippedText(fields: readonly Field[]): string {
  return JSON.stringify({ [MARK]: 1, fields }, null, 1);
}

/** The fields in a text that `clippedText` made, nothing in any other. */
export function unclippedFields(text: string): Field[] | null {
  if (!text.includes(MARK)) return null;
  try {
    const found = JSON.parse(text) as { fields?: unknown; [MARK]?: unknown };
    return found[MARK] === 1 && Array.isArray(found.fields) ? (found.fields as Field[]) : null;
  } catch {
    return null; // a text that only speaks of it: it is a list of labels like any other
  }
}

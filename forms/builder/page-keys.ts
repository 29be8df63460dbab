/** What the builder does by keys and with the clipboard. */
import { takesText } from "../../platform/frontend/src/core/fields.ts";
import { listenToKeys } from "../../platform/frontend/src/editing/page-keys.ts";
import { addAll, duplicateSelected, outerPoint, removeSelected, select, selectedFields } from "./actions.ts";
import { clippedText, unclippedFields } from "./clipboard.ts";
import { addLines } from "./lines.ts";
import { openPublish } from "./publishing.ts";
import type { Field } from "./document.ts";
import { dialog, form, kinds, redo, selection, undo } from "./store.ts";

/** Begins to listen. */
export function startPageKeys(): void {
  listenToKeys({
    commands: () => (dialog.value = "commands"),
    publish: openPublish,
    undo,
    redo,
    chord,
    plain,
    copied: () => (selection.value.length ? clippedText(selectedFields()) : null),
    remove: removeSelected,
    pasted,
  });
}

function chord(key: string): (() => void) | null {
  if (key === "d") return selection.value.length ? duplicateSelected : null;
  return key === "a" ? () => select(form.value.fields.map((one) => one.id)) : null;
}

function plain(event: KeyboardEvent): (() => void) | null {
  if (takesText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return selection.value.length ? removeSelected : null;
  if (event.key === "Escape") return selection.value.length ? () => select([]) : null;
  if (document.body.dataset["keys"] === "off") return null;
  if (event.key === "?") return () => (dialog.value = "keys");
  return event.key === "/" ? () => (dialog.value = "insert") : null;
}

/** Where the selected field is, unless one of them cannot stand in rows. */
function put(fields: readonly Field[]): void {
  if (fields.every((one) => kinds.get(one.type)?.inRows)) addAll(fields);
  else addAll(fields, outerPoint(), "");
}

function pasted(text: string): boolean {
  if (!text) return false;
  const fields = unclippedFields(text);
  if (fields) put(fields);
  else void addLines(text);
  return true;
}

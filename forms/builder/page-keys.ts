/** Keys of the whole page, and the clipboard. Inside a text they are that text's own, but for Ctrl K and publishing. */
import { takesText } from "../../platform/frontend/src/core/fields.ts";
import { addAll, duplicateSelected, outerPoint, removeSelected, select, selectedFields } from "./actions.ts";
import { clippedText, unclippedFields } from "./clipboard.ts";
import { addLines } from "./lines.ts";
import { openPublish } from "./publishing.ts";
import type { Field } from "./document.ts";
import { dialog, form, kinds, redo, selection, undo } from "./store.ts";

/** Listens before the rest of the page does: Ctrl K opens the builder's own palette here. */
export function startPageKeys(): void {
  window.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("copy", (event) => copy(event));
  document.addEventListener("cut", (event) => {
    if (copy(event)) removeSelected();
  });
  document.addEventListener("paste", paste);
}

function pressed(event: KeyboardEvent): void {
  if (document.querySelector("dialog[open]")) return;
  const act = (event.ctrlKey || event.metaKey) && !event.altKey ? chord(event) : plainKey(event);
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

function chord(event: KeyboardEvent): (() => void) | null {
  switch (event.key.toLowerCase()) {
    case "k":
      return () => (dialog.value = "commands");
    case "enter":
      return openPublish;
    case "z":
      return event.shiftKey ? redo : undo;
    case "y":
      return redo;
    case "d":
      return takesText(event.target) || !selection.value.length ? null : duplicateSelected;
    case "a":
      return takesText(event.target) ? null : () => select(form.value.fields.map((one) => one.id));
    default:
      return null;
  }
}

function plainKey(event: KeyboardEvent): (() => void) | null {
  if (takesText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return selection.value.length ? removeSelected : null;
  if (event.key === "Escape") return selection.value.length ? () => select([]) : null;
  if (document.body.dataset["keys"] === "off") return null;
  if (event.key === "?") return () => (dialog.value = "keys");
  return event.key === "/" ? () => (dialog.value = "insert") : null;
}

function isOurs(event: Event): boolean {
  return !takesText(event.target) && !document.querySelector("dialog[open]");
}

function copy(event: ClipboardEvent): boolean {
  const text = document.getSelection()?.toString();
  if (!isOurs(event) || text || !selection.value.length) return false;
  event.clipboardData?.setData("text/plain", clippedText(selectedFields()));
  event.preventDefault();
  return true;
}

/** Where the selected field is, unless one of them cannot stand in rows. */
function put(fields: readonly Field[]): void {
  if (fields.every((one) => kinds.get(one.type)?.inRows)) addAll(fields);
  else addAll(fields, outerPoint(), "");
}

function paste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!isOurs(event) || !text) return;
  event.preventDefault();
  const fields = unclippedFields(text);
  if (fields) put(fields);
  else void addLines(text);
}

/** Keys of the whole page, and the clipboard. Inside a text they are that text's own, but for Ctrl K, undo and publishing. */
import { takesText } from "../../platform/frontend/src/core/fields.ts";
import { duplicateSelected, insertionPoint, openInsert, put, removeSelected, select } from "./actions.ts";
import { clippedText, unclippedStep } from "./clipboard.ts";
import { openPublish } from "./publishing.ts";
import { dialog, focusNext, redo, selected, selection, sheet, undo } from "./store.ts";

/** Listens before the rest of the page does: Ctrl K opens the editor's own palette here. */
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
      return takesText(event.target) || !selected.value ? null : duplicateSelected;
    default:
      return null;
  }
}

function plainKey(event: KeyboardEvent): (() => void) | null {
  if (event.key === "Escape") return escape(event.target);
  if (takesText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === "Delete" || event.key === "Backspace") return selected.value && onCard(event.target) ? removeSelected : null;
  if (document.body.dataset["keys"] === "off") return null;
  if (event.key === "?") return () => (dialog.value = "keys");
  if (event.key === "/") return () => openInsert(spotOf(event.target) ?? insertionPoint());
  return null;
}

/** Back from the settings, or from a condition, to what they belong to; from there to nothing. */
function escape(target: EventTarget | null): (() => void) | null {
  if (target instanceof HTMLElement && target.closest(".side-box")) {
    return () => {
      sheet.value = false;
      focusNext.value = `[data-head="${selection.value || "@trigger"}"]`;
    };
  }
  const head = target instanceof HTMLElement && takesText(target) ? target.closest(".step-card")?.querySelector<HTMLElement>("[data-head]") : null;
  if (head) return () => head.focus();
  return selection.value ? () => select("") : null;
}

function onCard(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.closest("[data-head], .step-tools") !== null);
}

function spotOf(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.closest<HTMLElement>("[data-spot]")?.dataset["spot"] : undefined;
}

function isOurs(event: Event): boolean {
  return !takesText(event.target) && !document.querySelector("dialog[open]");
}

function copy(event: ClipboardEvent): boolean {
  const step = selected.value;
  if (!isOurs(event) || document.getSelection()?.toString() || !step) return false;
  event.clipboardData?.setData("text/plain", clippedText(step));
  event.preventDefault();
  return true;
}

/** Below what is selected; on a place between steps, there. */
function paste(event: ClipboardEvent): void {
  const step = isOurs(event) ? unclippedStep(event.clipboardData?.getData("text/plain") ?? "") : null;
  if (!step) return;
  event.preventDefault();
  put(step, spotOf(document.activeElement) ?? insertionPoint());
}

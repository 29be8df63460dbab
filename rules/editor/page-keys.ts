/** What the editor does by keys and with the clipboard. */
import { takesText } from "../../platform/frontend/src/core/fields.ts";
import { listenToKeys } from "../../platform/frontend/src/editing/page-keys.ts";
import { duplicateSelected, insertionPoint, openInsert, put, removeSelected, select } from "./actions.ts";
import { clippedText, unclippedStep } from "./clipboard.ts";
import { openPublish } from "./publishing.ts";
import { dialog, focusNext, redo, selected, selection, sheet, undo } from "./store.ts";

/** Begins to listen. */
export function startPageKeys(): void {
  listenToKeys({
    commands: () => (dialog.value = "commands"),
    publish: openPublish,
    undo,
    redo,
    chord: (key) => (key === "d" && selected.value ? duplicateSelected : null),
    plain,
    copied: () => (selected.value ? clippedText(selected.value) : null),
    remove: removeSelected,
    pasted,
  });
}

function plain(event: KeyboardEvent): (() => void) | null {
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

/** Below what is selected; on a place between steps, there. */
function pasted(text: string): boolean {
  const step = unclippedStep(text);
  if (step) put(step, spotOf(document.activeElement) ?? insertionPoint());
  return step !== null;
}

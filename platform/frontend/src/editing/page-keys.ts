/** Keys of the whole page, and the clipboard. Inside a text they are that text's own, but for Ctrl K, undo and publishing. */
import { takesText } from "../core/fields.ts";

type Act = (() => void) | null;

/** What an island does by its keys. Null where a key is not for it. */
export interface PageKeys {
  readonly commands: () => void;
  readonly publish: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Ctrl with another letter, outside texts. */
  readonly chord: (key: string) => Act;
  /** A key by itself. */
  readonly plain: (event: KeyboardEvent) => Act;
  /** What is selected, as text; null for nothing. */
  readonly copied: () => string | null;
  readonly remove: () => void;
  /** Whether the text was one of ours. */
  readonly pasted: (text: string) => boolean;
}

/** Listens before the rest of the page does: Ctrl K opens the island's own palette here. */
export function listenToKeys(keys: PageKeys): void {
  window.addEventListener("keydown", (event) => pressed(event, keys), { capture: true });
  document.addEventListener("copy", (event) => copy(event, keys));
  document.addEventListener("cut", (event) => {
    if (copy(event, keys)) keys.remove();
  });
  document.addEventListener("paste", (event) => {
    if (isOurs(event) && keys.pasted(event.clipboardData?.getData("text/plain").trim() ?? "")) event.preventDefault();
  });
}

function pressed(event: KeyboardEvent, keys: PageKeys): void {
  if (document.querySelector("dialog[open]")) return;
  const act = (event.ctrlKey || event.metaKey) && !event.altKey ? chord(event, keys) : keys.plain(event);
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

function chord(event: KeyboardEvent, keys: PageKeys): Act {
  const key = event.key.toLowerCase();
  switch (key) {
    case "k":
      return keys.commands;
    case "enter":
      return keys.publish;
    case "z":
      return event.shiftKey ? keys.redo : keys.undo;
    case "y":
      return keys.redo;
    default:
      return takesText(event.target) ? null : keys.chord(key);
  }
}

function isOurs(event: Event): boolean {
  return !takesText(event.target) && !document.querySelector("dialog[open]");
}

function copy(event: ClipboardEvent, keys: PageKeys): boolean {
  const text = isOurs(event) && !document.getSelection()?.toString() ? keys.copied() : null;
  if (text === null) return false;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  return true;
}

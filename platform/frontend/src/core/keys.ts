/**
 * Single-letter keys (WCAG 2.1.4: off inside fields, and off altogether by a preference).
 * A button or link declares its key with `data-key="c"`; J and K walk the rows, / goes to the search, ? lists the keys.
 */
import { takesText } from "./fields.ts";
import { showKeys } from "./key-help.ts";

type Open = () => void;

/** Listens for keys; `openPalette` answers Ctrl K, which is no single letter and therefore always on. */
export function startKeys(openPalette: Open): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    } else if (isSingle(event) && act(event.key)) {
      event.preventDefault();
    }
  });
}

function isSingle(event: KeyboardEvent): boolean {
  const off = document.body.dataset["keys"] === "off" || document.querySelector("dialog[open]") !== null;
  return !off && !event.ctrlKey && !event.metaKey && !event.altKey && !takesText(event.target);
}

function act(key: string): boolean {
  switch (key) {
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "/":
      return focus(document.querySelector<HTMLElement>("[data-search]"));
    case "?":
      return showKeys();
    default:
      return press(key);
  }
}

function press(key: string): boolean {
  if (!/^[a-z]$/.test(key)) return false;
  const target = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  target?.click();
  return target !== null;
}

/** Moves the focus to the main link of the next row, in lists and tables alike. */
function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main .what a, main tbody th a")];
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by;
  return focus(rows[Math.max(0, Math.min(next, rows.length - 1))]);
}

function focus(target: HTMLElement | null | undefined): boolean {
  target?.focus();
  return target != null;
}

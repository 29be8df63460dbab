/**
 * Single-letter keys (WCAG 2.1.4: off inside fields, and off altogether by a preference).
 * A button or link declares its key with `data-key="c"`; J and K walk the rows, / goes to the search, ? lists the keys.
 * What is done to one row declares `data-row-key="a"`: the key does it to the row that has the focus, never to another one.
 */
import { takesText } from "./fields.ts";
import { showKeys } from "./key-help.ts";

type Open = () => void;

/** Where the focus was when a key sent the page away, so that the next row is at hand when it comes back. */
const PLACE = "licorne-row";

/** Listens for keys; `openPalette` answers Ctrl K, which is no single letter and therefore always on. */
export function startKeys(openPalette: Open): void {
  resume();
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
  if (document.querySelector(`[data-row-key="${key}"]`)) return pressInRow(key);
  const target = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  target?.click();
  return target !== null;
}

/** Without a row in focus the first one takes it: nobody answers what they have not looked at. */
function pressInRow(key: string): boolean {
  const row = document.activeElement?.closest("main li, main tr");
  const target = row?.querySelector<HTMLElement>(`[data-row-key="${key}"]`);
  if (!row) return step(1);
  if (!target) return false;
  const place = rowLinks().findIndex((link) => row.contains(link));
  sessionStorage.setItem(PLACE, `${location.pathname} ${place}`);
  target.click();
  row.querySelector<HTMLElement>("details[open] textarea, details[open] select")?.focus();
  return true;
}

function resume(): void {
  const [path, place] = (sessionStorage.getItem(PLACE) ?? "").split(" ");
  sessionStorage.removeItem(PLACE);
  const rows = rowLinks();
  if (path === location.pathname) focus(rows[Math.min(Number(place), rows.length - 1)]);
}

function rowLinks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main .what a, main tbody th a")];
}

/** Moves the focus to the main link of the next row, in lists and tables alike. */
function step(by: number): boolean {
  const rows = rowLinks();
  const now = rows.findIndex((row) => row === document.activeElement || row.closest("li, tr")?.contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by;
  return focus(rows[Math.max(0, Math.min(next, rows.length - 1))]);
}

function focus(target: HTMLElement | null | undefined): boolean {
  target?.focus();
  return target != null;
}

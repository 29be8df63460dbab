/** The list of keys of this page, in a dialog: made from what the page declares, so it cannot be out of date. */
import { t } from "./texts.ts";

/** Opens the list; Escape closes it. */
export function showKeys(): boolean {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-labelledby", "key-help-title");
  const box = document.createElement("div");
  box.className = "key-help";
  box.append(title(), list(), closing());
  dialog.append(box);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

function title(): HTMLElement {
  const heading = document.createElement("h2");
  heading.id = "key-help-title";
  heading.textContent = t("Keys");
  return heading;
}

function list(): HTMLElement {
  const pairs = document.createElement("dl");
  for (const [key, meaning] of [...common(), ...declared()]) {
    const term = document.createElement("dt");
    const shape = document.createElement("kbd");
    const text = document.createElement("dd");
    shape.textContent = key;
    text.textContent = meaning;
    term.append(shape);
    pairs.append(term, text);
  }
  return pairs;
}

function common(): [string, string][] {
  return [
    ["Ctrl K", t("Search and commands")],
    ["J", t("Next row")],
    ["K", t("Previous row")],
    ["/", t("Search")],
    ["?", t("This list")],
  ];
}

function declared(): [string, string][] {
  const seen = new Map<string, string>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key], [data-row-key]")) {
    const key = element.dataset["key"] ?? element.dataset["rowKey"] ?? "";
    if (!seen.has(key)) seen.set(key, meaning(element));
  }
  return [...seen].map(([key, meaning]) => [key.toUpperCase(), meaning]);
}

/** What it does; of what is done to a row, the word alone and not the row that happens to be the first. */
function meaning(element: HTMLElement): string {
  if (element.dataset["rowKey"] === undefined) return element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
  return (element.querySelector("[data-word]") ?? element.firstChild)?.textContent?.trim() ?? "";
}

function closing(): HTMLElement {
  const form = document.createElement("form");
  const button = document.createElement("button");
  form.method = "dialog";
  button.className = "btn";
  button.textContent = t("Close");
  form.append(button);
  return form;
}

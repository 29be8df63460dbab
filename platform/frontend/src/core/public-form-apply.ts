/** What the logic says about a question, done to its controls. Imports nothing that pages without logic load: one file less. */
import type { Json } from "../logic/json.ts";
import type { Control } from "./public-form-controls.ts";

interface Tongue {
  readonly language: string;
  readonly form: { readonly currency: string };
}

const controlsIn = (element: Element) => [...element.querySelectorAll<Control>("input, select, textarea")];

function isTickable(control: Control): control is HTMLInputElement {
  return ["radio", "checkbox"].includes(control.type);
}

/** Whether it has to be answered: for the browser's constraints, and in the label. Parts say by `data-needed` if they are. */
export function setRequired(element: HTMLElement, required: boolean, optional: string): void {
  for (const control of controlsIn(element)) {
    const part = control.closest<HTMLElement>("[data-part]");
    const many = control.type === "checkbox" && element.tagName === "FIELDSET";
    if (control.closest("[data-row]") !== element.closest("[data-row]") || many || control.type === "hidden") continue;
    control.required = required && (!part || part.dataset["needed"] !== undefined);
  }
  const mark = element.querySelector(":scope > :is(label, legend) > :is(.q-star, .q-optional)");
  if (!mark || mark.classList.contains("q-star") === required) return;
  mark.className = required ? "q-star" : "q-optional";
  mark.textContent = required ? "*" : `(${optional})`;
  mark.toggleAttribute("aria-hidden", required);
  if (required) mark.setAttribute("aria-hidden", "true");
}

/** Puts a value there that the form gives; what was typed before comes back with `release`. */
export function settle(element: HTMLElement, value: Json, language: string): void {
  for (const control of controlsIn(element)) {
    if (element.dataset["settled"] === undefined) remember(control);
    write(control, value, language);
    lock(control, true);
  }
  element.dataset["settled"] = "";
}

export function release(element: HTMLElement): void {
  if (element.dataset["settled"] === undefined) return;
  delete element.dataset["settled"];
  for (const control of controlsIn(element)) {
    if (isTickable(control)) control.checked = control.dataset["typed"] === "yes";
    else control.value = control.dataset["typed"] ?? "";
    lock(control, false);
  }
}

function remember(control: Control): void {
  control.dataset["typed"] = isTickable(control) ? (control.checked ? "yes" : "") : control.value;
}

function write(control: Control, value: Json, language: string): void {
  const texts = (Array.isArray(value) ? value : [value]).map((one) => (one === true ? "yes" : one === false ? "no" : one));
  if (isTickable(control)) control.checked = texts.includes(control.value);
  else control.value = typed(control, texts[0] ?? "", language);
}

/** A fraction in a box for text is written with the language's mark. */
function typed(control: Control, value: Json, language: string): string {
  const text = String(value);
  const comma = new Intl.NumberFormat(language).format(1.5).includes(",");
  return comma && control.inputMode === "decimal" ? text.replace(".", ",") : text;
}

/** What the server computes anyway need not be posted. */
function lock(control: Control, locked: boolean): void {
  // What is fully booked stays what it is.
  if (isTickable(control) || control instanceof HTMLSelectElement) control.disabled = locked || control.dataset["taken"] !== undefined;
  else control.readOnly = locked;
}

/** A calculated value as the reader writes it. */
export function inWords(value: Json, format: string | undefined, { language, form }: Tongue): string {
  if (value === null) return "";
  const text = String(value);
  if (format === "text") return text;
  if (format === "date") return day(text, language);
  const money = { style: "currency", currency: form.currency } as const;
  const options = format === "money" ? money : { maximumFractionDigits: 6 };
  return new Intl.NumberFormat(language, options).format(Number(text));
}

/** 24 Nov 2026: day first in every language, as our other pages have it. */
function day(iso: string, language: string): string {
  const parts = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  const found = new Intl.DateTimeFormat(language, parts).formatToParts(new Date(`${iso}T00:00Z`));
  const named = (type: string) => found.find((part) => part.type === type)?.value ?? "";
  return `${named("day")} ${named("month")} ${named("year")}`;
}

/** "Add a row" and "Remove", at once; without a script the same buttons send the page and get it back. */
import { controlsIn, isTickable } from "./public-form-controls.ts";

const NAMED = ["id", "name", "for", "value", "aria-describedby", "data-q", "data-part", "data-row"];

export function startRows(form: HTMLFormElement): void {
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.name === "_add") add(form, button);
    else if (button?.name === "_remove") remove(form, button);
    else return;
    event.preventDefault();
    form.dispatchEvent(new Event("input"));
  });
  for (const rows of form.querySelectorAll<HTMLElement>("[data-rows]")) number(form, rows);
}

function add(form: HTMLFormElement, button: HTMLButtonElement): void {
  const rows = form.querySelector<HTMLElement>(`[data-rows="${button.value}"]`);
  const last = rows?.lastElementChild;
  if (!(rows && last instanceof HTMLElement)) return;
  const fresh = last.cloneNode(true) as HTMLElement;
  const name = last.dataset["row"] ?? "";
  rename(fresh, name, `${button.value}.${Number(name.split(".").at(-1)) + 1}`);
  clear(fresh);
  rows.append(fresh);
  number(form, rows);
  controlsIn(fresh).find((control) => control.type !== "hidden")?.focus();
}

function remove(form: HTMLFormElement, button: HTMLButtonElement): void {
  const row = button.closest<HTMLElement>("[data-row]");
  const rows = row?.parentElement;
  if (!(row && rows)) return;
  if (rows.childElementCount > 1) row.remove();
  else clear(row);
  number(form, rows);
  adder(form, rows)?.focus();
}

function rename(row: HTMLElement, from: string, to: string): void {
  const [id, other] = [from.replace(".", "-"), to.replace(".", "-")];
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of NAMED) {
      const value = element.getAttribute(name);
      if (value === from || value?.startsWith(`${from}.`)) element.setAttribute(name, to + value.slice(from.length));
      else if (name !== "value" && value) element.setAttribute(name, value.replaceAll(`-${id}-`, `-${other}-`));
    }
  }
}

function clear(row: HTMLElement): void {
  for (const control of controlsIn(row)) {
    control.removeAttribute("aria-invalid");
    if (control.type === "hidden" || control.closest(".part-country")) continue;
    if (isTickable(control)) control.checked = false;
    else control.value = "";
  }
  for (const gone of row.querySelectorAll(".q-error, [data-kept]")) gone.remove();
  for (const wrong of row.querySelectorAll(".wrong")) wrong.classList.remove("wrong");
  for (const output of row.querySelectorAll("output")) output.value = "";
}

/** Rows are counted for the ear, and there are never more than may be. */
function number(form: HTMLFormElement, rows: HTMLElement): void {
  [...rows.children].forEach((row, place) => {
    relabel(row, /\d+$/, place + 1);
    const button = row.querySelector(":scope > [name=_remove]");
    if (button) relabel(button, /\d+/, place + 1);
  });
  const button = adder(form, rows);
  if (button) button.hidden = rows.childElementCount >= Number(rows.dataset["most"]);
}

function relabel(element: Element, digits: RegExp, place: number): void {
  element.setAttribute("aria-label", (element.getAttribute("aria-label") ?? "").replace(digits, `${place}`));
}

function adder(form: HTMLFormElement, rows: HTMLElement): HTMLButtonElement | null {
  return form.querySelector(`[name=_add][value="${rows.dataset["rows"]}"]`);
}

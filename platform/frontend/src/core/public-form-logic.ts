/** A form that follows its answers: what is shown, asked, computed. The server decides again when it is sent. */
import { answers as hasAnswer, type FieldDocument, type FormDocument, isAsked } from "../logic/form.ts";
import type { Facts, Json } from "../logic/json.ts";
import { type FieldsView, view } from "../logic/view.ts";
import { Reader } from "./public-form-answers.ts";
import { inWords, release, setRequired, settle } from "./public-form-apply.ts";

/** What `web/question_logic.py` writes into the page. */
interface Preview {
  readonly form: FormDocument;
  readonly today: string;
  readonly language: string;
  readonly known: Facts;
}

export function startLogic(form: HTMLFormElement, preview: unknown): void {
  const following = new Following(form, preview as Preview);
  form.addEventListener("input", () => following.update());
  form.addEventListener("change", () => following.update());
  following.update();
}

class Following {
  readonly #form: HTMLFormElement;
  readonly #preview: Preview;

  constructor(form: HTMLFormElement, preview: Preview) {
    this.#form = form;
    this.#preview = preview;
  }

  update(): void {
    const { fields } = this.#preview.form;
    const reader = new Reader(this.#form, this.#preview.language);
    const seen = this.#view(reader.read(fields));
    // A blank row is no answer, and yet its questions have to be shown or not.
    const rows = this.#view(reader.read(fields, "", true))?.rows;
    if (!seen) return;
    this.#apply(fields, seen, "");
    for (const field of fields) {
      if (field.type === "section") this.#applyRows(field, rows?.[field.id] ?? []);
    }
    this.#stop(seen.stopped);
    this.#leaveOut(seen.pages.map(({ id }) => id));
  }

  #view(answers: Facts) {
    const { form, today, language, known } = this.#preview;
    return view(form, answers, today, language, known);
  }

  #apply(fields: readonly FieldDocument[], seen: FieldsView, prefix: string): void {
    for (const field of fields) {
      const element = this.#form.querySelector<HTMLElement>(`[data-q="${prefix}${field.id}"]`);
      if (!element) continue;
      element.hidden = !seen.visible.has(field.id);
      if (!hasAnswer(field)) continue;
      if (isAsked(field)) this.#ask(field, element, seen);
      else this.#show(field, element, seen.computed[field.id]);
    }
  }

  #ask(field: FieldDocument, element: HTMLElement, seen: FieldsView): void {
    setRequired(element, seen.required.has(field.id), this.#form.dataset["optional"] ?? "");
    const value = seen.computed[field.id];
    if (value === undefined) release(element);
    else settle(element, value, this.#preview.language);
  }

  #show(field: FieldDocument, element: HTMLElement, value: Json | undefined): void {
    const output = element.querySelector("output");
    const words = inWords(value ?? null, field.format, this.#preview);
    if (output && output.value !== words) output.value = words;
  }

  #applyRows(section: FieldDocument, seen: readonly FieldsView[]): void {
    const rows = this.#form.querySelectorAll<HTMLElement>(`[data-rows="${section.id}"] > [data-row]`);
    rows.forEach((row, place) => {
      const one = seen[place];
      if (one) this.#apply(section.fields ?? [], one, `${row.dataset["row"]}.`);
    });
  }

  #stop(message: string | null): void {
    const place = this.#form.querySelector<HTMLElement>("[data-stopped]");
    if (!place) return;
    place.hidden = message === null;
    if (place.textContent !== (message ?? "")) place.textContent = message;
    this.#form.toggleAttribute("data-stopped-now", message !== null);
  }

  #leaveOut(there: readonly string[]): void {
    for (const page of this.#form.querySelectorAll<HTMLElement>("[data-page]")) {
      page.toggleAttribute("data-left-out", !there.includes(page.dataset["page"] ?? ""));
    }
    this.#form.dispatchEvent(new Event("pages"));
  }
}

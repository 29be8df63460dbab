/** What is filled in, as the answers that the server would keep: the preview's side of `forms/validate.py`. */
import type { FieldDocument } from "../logic/form.ts";
import type { Facts, Json } from "../logic/json.ts";

const NUMERIC = ["number", "quantity", "percentage", "money"];
const SPACES = /[\s\u00a0\u2009\u202f'’]/g;

export class Reader {
  readonly #form: HTMLFormElement;
  readonly #comma: boolean;
  readonly #posted: FormData;

  /** The answers as they are now; a later look needs another reader. */
  constructor(form: HTMLFormElement, language: string) {
    this.#form = form;
    this.#posted = new FormData(form);
    this.#comma = new Intl.NumberFormat(language).format(1.5).includes(",");
  }

  /** The answers under `prefix`; `undefined` is "the server decides". Blank rows are left out, as the server does. */
  read(fields: readonly FieldDocument[], prefix = "", blanks = false): Facts {
    return Object.fromEntries(fields.map((field) => [field.id, this.#answer(field, prefix + field.id, blanks)]));
  }

  #answer(field: FieldDocument, name: string, blanks: boolean): Json | undefined {
    if (field.type === "section") return this.#rows(field, name, blanks);
    if (field.type === "yes_no" || field.type === "consent") return this.#ticked(field, name);
    if (field.type === "multiple_choice") return this.#all(name).length ? this.#all(name) : null;
    if (field.type === "product") return this.#product(name);
    const typed = this.#all(name)[0]?.trim() || this.#parts(name);
    if (!typed || typeof typed !== "string") return typed || null;
    if (NUMERIC.includes(field.type)) return this.number(typed);
    // The organisation's zone decides which instant is meant.
    return field.type === "date_time" ? undefined : typed;
  }

  /** A number in its canonical form; the text itself where it is none. */
  number(typed: string): string {
    const bare = typed.replace(SPACES, "").replace("−", "-").replace(/%$/, "");
    const mark = this.#mark(bare);
    const canonical = bare.replaceAll(mark === "," ? "." : ",", "").replace(mark, ".");
    return /^-?\d+(\.\d+)?$/.test(canonical) ? canonical : typed;
  }

  #mark(text: string): string {
    const [comma, point] = [text.lastIndexOf(","), text.lastIndexOf(".")];
    if (comma >= 0 && point >= 0) return comma > point ? "," : ".";
    return this.#comma && point < 0 ? "," : ".";
  }

  #ticked(field: FieldDocument, name: string): Json {
    const [word] = this.#all(name);
    const buttons = this.#form.querySelector(`[name="${name}"][type=radio]`) !== null;
    return field.type === "yes_no" && buttons && word === undefined ? null : word === "yes";
  }

  #rows(field: FieldDocument, name: string, blanks: boolean): Json | undefined {
    const rows = [...this.#form.querySelectorAll<HTMLElement>(`[data-rows="${name}"] > [data-row]`)];
    const names = rows.map((row) => `${row.dataset["row"]}.`);
    const kept = names.filter((row) => blanks || !this.#isBlank(row, field.fields ?? []));
    const read = kept.map((row) => this.read(field.fields ?? [], row));
    return read.length ? (read as Json[]) : null;
  }

  #product(name: string): Json {
    const holder = this.#form.querySelector<HTMLElement>(`[data-offer="${name}"]`);
    const [product] = this.#all(`${name}.product`);
    const [quantity] = this.#all(`${name}.quantity`);
    const only = quantity || this.#all(`${name}.variant`)[0] ? holder?.dataset["product"] : undefined;
    const code = product || only;
    if (!code) return null;
    const count = quantity ? this.number(quantity) : (holder?.dataset["quantity"] ?? null);
    return { product: code, variant: this.#all(`${name}.variant`)[0] || null, quantity: count };
  }

  #parts(name: string): { [part: string]: Json } | null {
    const parts = this.#below(`${name}.`).map((one) => one.slice(name.length + 1));
    const values = parts.map((part) => [part, this.#all(`${name}.${part}`)[0]?.trim() || null] as const);
    return values.some(([part, value]) => value && part !== "country") ? Object.fromEntries(values) : null;
  }

  /** A chosen country alone is no answer, and hidden values are put there by the page. */
  #isBlank(row: string, fields: readonly FieldDocument[]): boolean {
    const hidden = fields.filter(({ type }) => type === "hidden").map(({ id }) => row + id);
    const names = this.#below(row).filter((name) => !hidden.includes(name) && !name.endsWith(".country"));
    return !names.some((name) => this.#all(name).some((value) => value.trim()));
  }

  #below(prefix: string): string[] {
    return [...this.#posted.keys()].filter((name) => name.startsWith(prefix));
  }

  /** Everything that would be posted under the name, without what is left empty. */
  #all(name: string): string[] {
    return this.#posted.getAll(name).filter((value) => typeof value === "string" && value !== "") as string[];
  }
}

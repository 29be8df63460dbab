/**
 * Deciding about the fields of a form or of a row, each when another asks for it: `forms/logic_run.py`, where they are
 * put in order beforehand. What runs in a circle, which no published form does, is left to the server.
 */
import { truth, valueOf } from "./evaluate.ts";
import { answers, type Entry, type FieldDocument, formulaIn, isAsked, type Step } from "./form.ts";
import { leavesOut, type Page, pageNumbers, pagesOf } from "./form-pages.ts";
import { given, type Given, written } from "./form-values.ts";
import type { Facts, Json } from "./json.ts";
import { Scope } from "./scope.ts";

/** All conditions of a form together; a rule has a tenth for itself. */
const UNITS = 10_000_000;

/** What was decided about a field; `undefined` wherever the server decides. */
export interface Decided {
  readonly visible: boolean | undefined;
  readonly value: Json | undefined;
  readonly computed?: boolean;
  readonly readOnly?: boolean;
  readonly rows?: readonly Run[];
}

const UNKNOWN: Decided = { visible: undefined, value: undefined };

export class Run {
  /** The answers with what is computed and without what is hidden; reading one decides it. */
  readonly answers: Facts = {};
  readonly pages: readonly Page[];
  readonly fields: readonly FieldDocument[];
  readonly #entries: readonly Entry[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #scope: Scope;
  readonly #source: Facts;
  readonly #currency: string;
  readonly #decided = new Map<string, Decided>();
  readonly #truths = new Map<string | Entry, boolean | undefined>();

  /** `root` is the name of the answers among the facts: "answers", or "item" for a row. */
  constructor(fields: FieldDocument[], entries: Entry[], source: Facts, root: string, facts: Facts, currency: string) {
    this.#entries = entries;
    this.#source = source;
    this.#currency = currency;
    this.pages = pagesOf(fields);
    this.fields = this.pages.flatMap((page) => page.fields);
    this.#numbers = pageNumbers(this.pages);
    this.#scope = new Scope({ ...facts, [root]: this.answers as Json }, UNITS);
    for (const field of this.fields.filter(answers)) {
      const get = () => this.decide(field).value;
      Object.defineProperty(this.answers, field.id, { get, enumerable: true });
    }
  }

  decide(field: FieldDocument): Decided {
    const known = this.#decided.get(field.id);
    if (known) return known;
    this.#decided.set(field.id, UNKNOWN);
    const visible = this.#isVisible(field);
    const found = visible === false || !answers(field) ? { value: null } : this.#valueOf(field);
    const decided = visible === undefined ? UNKNOWN : { ...found, visible };
    this.#decided.set(field.id, decided);
    return decided;
  }

  /** Whether a visible field has to be answered. */
  demands(field: FieldDocument): boolean | undefined {
    const own = field.required_if === undefined ? [] : [this.#truth(field.required_if)];
    const truths = [...own, ...this.#steps(field, "require").map(([entry]) => this.#holds(entry))];
    if (truths.includes(true) || (field.required && (isAsked(field) || truths.length))) return true;
    return truths.includes(undefined) ? undefined : false;
  }

  /** Whether a page is left out. */
  isClosed(page: number): boolean | undefined {
    return this.#remembered(`page ${page}`, () => {
      const shown = this.pages[page]?.shown;
      const open = shown === undefined || this.#truth(shown);
      if (open === false) return true;
      const skips = this.#all().filter(([entry, step]) => leavesOut(entry, step, page, this.#numbers));
      const truths = skips.map(([entry]) => this.#holds(entry));
      if (truths.includes(true)) return true;
      return open === undefined || truths.includes(undefined) ? undefined : false;
    });
  }

  /** The step that stops the form. */
  stopped(): Step | undefined {
    return this.#all().find(([entry, step]) => step.do === "stop" && this.#holds(entry))?.[1];
  }

  #isVisible(field: FieldDocument): boolean | undefined {
    const closed = this.isClosed(this.#numbers.get(field.id) ?? 0);
    if (closed) return false;
    const switches = this.#steps(field, "show", "hide");
    const waits = switches.some(([, step]) => step.do === "show");
    let shown = field.shown_if === undefined ? !waits : this.#truth(field.shown_if);
    for (const [entry, step] of switches) {
      const holds = this.#holds(entry);
      const then = step.do === "show";
      if (holds === undefined && shown !== then) shown = undefined;
      if (holds) shown = then;
    }
    return closed === undefined && shown ? undefined : shown;
  }

  #valueOf(field: FieldDocument): Omit<Decided, "visible"> {
    if (field.formula !== undefined) {
      return { value: written(field, this.#formula(field.formula), this.#currency), computed: true };
    }
    for (const [entry, step] of this.#steps(field, "set").reverse()) {
      const holds = this.#holds(entry);
      if (holds === undefined) return { value: undefined };
      if (holds) return this.#given(field, step.value);
    }
    const readOnly = field.read_only_if === undefined ? false : this.#truth(field.read_only_if);
    if (readOnly === undefined) return { value: undefined };
    return readOnly ? { ...this.#given(field, field.default), readOnly } : this.#answered(field);
  }

  #given(field: FieldDocument, raw: Json | undefined): Omit<Decided, "visible"> {
    const tree = formulaIn(raw);
    const value = tree === undefined ? (raw ?? null) : written({ id: "", type: "" }, this.#formula(tree), "");
    const found: Given = value === undefined ? undefined : given(field, value, this.#currency);
    return found?.length === 0 ? { value: null } : { value: found?.[0], computed: true };
  }

  #answered(field: FieldDocument): Omit<Decided, "visible"> {
    const value = isAsked(field) ? (this.#source[field.id] ?? null) : null;
    if (field.type !== "section") return { value };
    const rows = (Array.isArray(value) ? value : []).filter((row) => typeof row === "object" && row !== null);
    const facts = this.#scope.facts;
    const runs = rows.map((row) => new Run(field.fields ?? [], [], row as Facts, "item", facts, this.#currency));
    const read = runs.map((run) => run.read());
    return { rows: runs, value: read.includes(undefined) ? undefined : read.length ? (read as Json[]) : null };
  }

  /** All answers as plain data, `undefined` where one of them is. */
  read(): { [name: string]: Json } | undefined {
    const found = { ...this.answers };
    return Object.values(found).includes(undefined) ? undefined : (found as { [name: string]: Json });
  }

  #all(): [Entry, Step][] {
    return this.#entries.flatMap((entry) => entry.then.map((step): [Entry, Step] => [entry, step]));
  }

  #steps(field: FieldDocument, ...names: string[]): [Entry, Step][] {
    return this.#all().filter(([, step]) => step.field === field.id && names.includes(step.do));
  }

  #holds(entry: Entry): boolean | undefined {
    return this.#remembered(entry, () => this.#truth(entry.when));
  }

  #remembered(key: string | Entry, find: () => boolean | undefined): boolean | undefined {
    if (!this.#truths.has(key)) {
      this.#truths.set(key, undefined);
      this.#truths.set(key, find());
    }
    return this.#truths.get(key);
  }

  #truth(tree: Json): boolean | undefined {
    return truth(tree, this.#scope, 1);
  }

  #formula(tree: Json) {
    return valueOf(tree, this.#scope, 1);
  }
}

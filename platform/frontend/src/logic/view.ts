/** What a form shows and asks for, given the answers so far: the preview of `forms/logic.py`, which decides. */
import { type FieldDocument, type FormDocument, localised } from "./form.ts";
import { Run } from "./form-run.ts";
import type { Facts, Json } from "./json.ts";
import { Overspent } from "./scope.ts";

/** A page that is not left out, with the visible fields on it. */
export interface PageView {
  readonly id: string;
  readonly fields: readonly string[];
}

/** Of a form, or of a row of a section. `undecided` are the fields that only the server can decide: they are shown. */
export interface FieldsView {
  readonly visible: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  readonly read_only: ReadonlySet<string>;
  readonly undecided: ReadonlySet<string>;
  readonly computed: { readonly [name: string]: Json };
}

export interface View extends FieldsView {
  readonly pages: readonly PageView[];
  readonly stopped: string | null;
  readonly answers: { readonly [name: string]: Json };
  readonly rows: { readonly [section: string]: readonly FieldsView[] };
}

/**
 * Decides everything about answers that are plain JSON as the server keeps them. `today` is an ISO date, `known` are
 * further facts such as `catalogue`. `undefined` where the conditions cost more than the server would spend.
 */
export function view(
  form: FormDocument,
  answers: Facts,
  today: string,
  language: string,
  known: Facts = {},
): View | undefined {
  try {
    const facts = { ...known, today, language };
    return viewed(form, new Run(form.fields, form.logic ?? [], answers, "answers", facts, form.currency), language);
  } catch (error) {
    if (error instanceof Overspent) return undefined;
    throw error;
  }
}

function viewed(form: FormDocument, run: Run, language: string): View {
  const fields = fieldsView(run);
  const names = (all: FieldDocument[]) => all.map(({ id }) => id).filter((id) => fields.visible.has(id));
  const open = run.pages.filter((_, index) => !run.isClosed(index));
  const sections = run.fields.filter(({ type }) => type === "section");
  const message = run.stopped()?.message;
  return {
    ...fields,
    pages: open.map((page) => ({ id: page.id, fields: names(page.fields) })).filter((page) => page.fields.length),
    stopped: message ? localised(message, language, form.default_language) : null,
    answers: definite(run.answers),
    rows: Object.fromEntries(sections.map((section) => rowsOf(run, section))),
  };
}

function rowsOf(run: Run, section: FieldDocument): [string, FieldsView[]] {
  return [section.id, (run.decide(section).rows ?? []).map(fieldsView)];
}

function fieldsView(run: Run): FieldsView {
  const visible = run.fields.filter((field) => run.decide(field).visible !== false);
  const ids = (fields: FieldDocument[]) => new Set(fields.map(({ id }) => id));
  const values = visible.filter((field) => run.decide(field).computed).map(({ id }) => [id, run.answers[id]] as const);
  return {
    visible: ids(visible),
    required: ids(visible.filter((field) => run.demands(field))),
    read_only: ids(visible.filter((field) => run.decide(field).readOnly)),
    undecided: ids(visible.filter((field) => [run.decide(field).value, run.demands(field)].includes(undefined))),
    computed: definite(Object.fromEntries(values)),
  };
}

/** Without what only the server knows. */
function definite(values: Facts): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, Json] => one[1] !== undefined));
}

/** Pages are what stands between two page breaks: `forms/logic_pages.py`. */
import { type Entry, type FieldDocument, namesIn, type Step } from "./form.ts";
import type { Json } from "./json.ts";

/** `id` is that of the page break that opens the page, whose condition is the page's. */
export interface Page {
  readonly id: string;
  readonly shown: Json | undefined;
  readonly fields: FieldDocument[];
}

export function pagesOf(fields: readonly FieldDocument[]): Page[] {
  const first: Page = { id: "_first", shown: undefined, fields: [] };
  const pages = [first];
  for (const field of fields) {
    if (field.type === "page_break") pages.push({ id: field.id, shown: field.shown_if, fields: [] });
    else pages.at(-1)?.fields.push(field);
  }
  return pages;
}

/** The number of the page under the id of every field and page. */
export function pageNumbers(pages: readonly Page[]): Map<string, number> {
  const names = pages.map(({ id, fields }) => [id, ...fields.map((field) => field.id)]);
  return new Map(names.flatMap((ids, index) => ids.map((name) => [name, index] as const)));
}

/** Whether a step, where its condition holds, leaves out the page. A jump begins after all answers that it looks at. */
export function leavesOut(entry: Entry, step: Step, page: number, numbers: ReadonlyMap<string, number>): boolean {
  if (step.do === "skip_page") return numbers.get(step.page ?? "") === page;
  if (step.do !== "jump") return false;
  const after = Math.max(0, ...namesIn(entry.when, "answers").map((name) => numbers.get(name) ?? 0));
  return page > after && page < (step.to === "_end" ? Infinity : (numbers.get(step.to ?? "") ?? 0));
}

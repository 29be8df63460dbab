/** What people do to the form, said to screen readers as it happens. Pure operations do the work. */
import { announce } from "../../platform/frontend/src/core/announce.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { fieldAt, sectionOf, siblings } from "./document.ts";
import type { Field, Place } from "./document.ts";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";
import { freshField } from "./kinds.ts";
import type { FreshWords } from "./kinds.ts";
import * as operations from "./operations.ts";
import { data, edit, focusNext, form, fresh, kinds, panel, selection, sheet, shownText } from "./store.ts";

/** The name of a field as people read it. */
export function nameOf(field: Field | undefined): string {
  if (!field) return "";
  return shownText(field.label) || kinds.get(field.type)?.word || field.id;
}

/** Adds a field of a type below the selected one, and lets its label be typed. */
export function add(type: string, index = insertionPoint().index, section = insertionPoint().section): void {
  const kind = kinds.get(type);
  if (!kind) return;
  const into = section && kind.inRows ? section : "";
  const at = section && !into ? outerPoint() : index;
  const taken = new Set(siblings(form.value, into).map((one) => one.id));
  const field = freshField(kind, form.value.default_language, freshWords(), data.products, taken);
  addAll([field], at, into);
  announce(t("%(name)s added at position %(number)s", { name: kind.word, number: String(at + 1) }));
}

/** Adds these fields, selects them, and puts the focus on the first. */
export function addAll(fields: readonly Field[], index = insertionPoint().index, section = insertionPoint().section): void {
  if (!fields.length) return;
  const [next, places] = operations.insert(form.value, fields, index, section);
  edit(next);
  for (const place of places) fresh.add(place);
  sheet.value = "";
  panel.value = "field";
  select(places);
  const first = places[0] ?? "";
  focusNext.value = fields.length === 1 ? `[data-label="${first}"]` : `[data-grip="${first}"]`;
}

/** Below the last selected field; at the end where nothing is selected. */
export function insertionPoint(): { index: number; section: string } {
  const last = selection.value[selection.value.length - 1];
  const section = last ? sectionOf(last) : "";
  const table = siblings(form.value, section);
  const at = table.findIndex((one) => operations.placed(section, one.id) === last);
  return { index: at < 0 ? table.length : at + 1, section };
}

/** The same in the form itself: behind the section, where a field of its rows is selected. */
export function outerPoint(): number {
  const { index, section } = insertionPoint();
  return section ? form.value.fields.findIndex((one) => one.id === section) + 1 : index;
}

/** Selects fields; what they are is shown beside. */
export function select(places: readonly Place[]): void {
  selection.value = places;
}

/** Adds a field to the selection, or takes it out. */
export function toggle(place: Place): void {
  const without = selection.value.filter((one) => one !== place);
  const same = without.every((one) => sectionOf(one) === sectionOf(place));
  select(without.length < selection.value.length ? without : same ? [...without, place] : [place]);
}

/** Moves the selected fields one step, and keeps the focus on the one that has it. */
export function shift(by: -1 | 1, place = selection.value[0] ?? ""): void {
  const places = selection.value.includes(place) ? selection.value : [place];
  edit(operations.shift(form.value, places, by));
  focusNext.value = `[data-grip="${place}"]`;
  sayWhere(place);
}

/** Moves fields before the one at `index`. */
export function moveTo(places: readonly Place[], index: number): void {
  edit(operations.moveTo(form.value, places, index));
  const first = places[0] ?? "";
  focusNext.value = `[data-grip="${first}"]`;
  sayWhere(first);
}

function sayWhere(place: Place): void {
  const table = siblings(form.value, sectionOf(place));
  const at = table.findIndex((one) => operations.placed(sectionOf(place), one.id) === place) + 1;
  const values = { name: nameOf(fieldAt(form.value, place)), number: String(at), total: String(table.length) };
  announce(t("%(name)s is now %(number)s of %(total)s", values));
}

/** Takes the selected fields away; nobody is asked, undo brings them back. */
export function removeSelected(): void {
  const places = selection.value;
  const first = places[0];
  if (first === undefined) return;
  const table = siblings(form.value, sectionOf(first));
  const at = table.findIndex((one) => operations.placed(sectionOf(first), one.id) === first);
  edit(operations.remove(form.value, places));
  const left = siblings(form.value, sectionOf(first));
  const next = left[Math.min(at, left.length - 1)];
  select(next ? [operations.placed(sectionOf(first), next.id)] : []);
  focusNext.value = next ? `[data-grip="${operations.placed(sectionOf(first), next.id)}"]` : "[data-canvas]";
  announce(t("Removed. Ctrl Z brings it back."));
}

/** The selected fields once more. */
export function duplicateSelected(): void {
  if (!selection.value.length) return;
  const [next, places] = operations.duplicate(form.value, selection.value);
  edit(next);
  select(places);
  focusNext.value = `[data-grip="${places[0] ?? ""}"]`;
  announce(t("Duplicated"));
}

/** The selected fields, in the order of the form. */
export function selectedFields(): Field[] {
  const section = sectionOf(selection.value[0] ?? "");
  return siblings(form.value, section).filter((one) => selection.value.includes(operations.placed(section, one.id)));
}

/** Once a label is written, the id of a field that nobody can refer to yet follows it; where the field is then. */
export function settleId(place: Place): Place {
  const field = fieldAt(form.value, place);
  const label = field?.label?.[form.value.default_language];
  if (!field || !label || !fresh.has(place)) return place;
  fresh.delete(place);
  const section = sectionOf(place);
  const others = siblings(form.value, section).filter((one) => one.id !== field.id);
  const id = freshId(label, new Set(others.map((one) => one.id)));
  if (id === field.id) return place;
  edit(operations.rename(form.value, place, id), `text:label:${place}`);
  const renamed = operations.placed(section, id);
  select(selection.value.map((one) => (one === place ? renamed : one)));
  return renamed;
}

function freshWords(): FreshWords {
  return {
    option: (number) => t("Option %(number)s", { number: String(number) }),
    agree: t("I agree."),
    text: t("Text"),
    item: t("Item"),
    quantity: t("Quantity"),
  };
}

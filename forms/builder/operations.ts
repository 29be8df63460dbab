/**
 * What can be done to a form. Every operation takes a definition and gives the next one; what did not change is shared, so that
 * hundreds of steps of undo cost little. None of them judges: the server says what is wrong with the result.
 */
import { fieldAt, sectionOf, siblings } from "./document.ts";
import type { Field, FormDocument, Json, Place, Texts } from "./document.ts";
import { withContact } from "./contact.ts";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";
import { renamedPlaces, tidied } from "./places.ts";

/** Puts fields before the one at `index`, under ids that are free. Returns the form and where they are. */
export function insert(form: FormDocument, fields: readonly Field[], index: number, section = ""): [FormDocument, Place[]] {
  const table = siblings(form, section);
  const taken = new Set(table.map((one) => one.id));
  const named = fields.map((one) => {
    const id = taken.has(one.id) ? freshId(one.id, taken) : one.id;
    taken.add(id);
    return { ...one, id };
  });
  const next = withTable(form, section, [...table.slice(0, index), ...named, ...table.slice(index)]);
  return [section ? next : withContact(next), named.map((one) => placed(section, one.id))];
}

/** Takes fields away, and with them what they said about the contact. */
export function remove(form: FormDocument, places: readonly Place[]): FormDocument {
  const gone = new Set(places);
  const next = { ...form, fields: kept(form.fields, "", gone) };
  const map = Object.entries(form.contact?.map ?? {}).filter(([, field]) => !gone.has(field));
  return tidied(form.contact ? { ...next, contact: { ...form.contact, map: Object.fromEntries(map) } } : next);
}

function kept(fields: readonly Field[], section: string, gone: ReadonlySet<Place>): Field[] {
  const left = fields.filter((one) => !gone.has(placed(section, one.id)));
  return left.map((one) => (one.fields ? { ...one, fields: kept(one.fields, one.id, gone) } : one));
}

/** Moves fields of one table together, to stand before the one that is at `index` now. */
export function moveTo(form: FormDocument, places: readonly Place[], index: number): FormDocument {
  const section = sectionOf(places[0] ?? "");
  const table = siblings(form, section);
  const moving = table.filter((one) => places.includes(placed(section, one.id)));
  const before = table.slice(0, index).filter((one) => !moving.includes(one));
  const after = table.slice(index).filter((one) => !moving.includes(one));
  return withTable(form, section, [...before, ...moving, ...after]);
}

/** Moves fields of one table one step up (-1) or down (1); at the end they stay. */
export function shift(form: FormDocument, places: readonly Place[], by: -1 | 1): FormDocument {
  const section = sectionOf(places[0] ?? "");
  const table = siblings(form, section);
  const spots = table.flatMap((one, at) => (places.includes(placed(section, one.id)) ? [at] : []));
  const first = spots[0];
  const last = spots[spots.length - 1];
  if (first === undefined || last === undefined) return form;
  if (by < 0) return first === 0 ? form : moveTo(form, places, first - 1);
  return last === table.length - 1 ? form : moveTo(form, places, last + 2);
}

/** The same fields once more, right behind the last of them. */
export function duplicate(form: FormDocument, places: readonly Place[]): [FormDocument, Place[]] {
  const section = sectionOf(places[0] ?? "");
  const table = siblings(form, section);
  const copied = table.filter((one) => places.includes(placed(section, one.id)));
  const last = copied[copied.length - 1];
  return last ? insert(form, copied, table.indexOf(last) + 1, section) : [form, []];
}

/** Gives a field other settings; `undefined` takes a setting away. */
export function change(form: FormDocument, place: Place, settings: Readonly<Record<string, unknown>>): FormDocument {
  return tidied(replaced(form, place, (field) => merged(field, settings) as Field));
}

/** Gives the form itself other settings. */
export function changeForm(form: FormDocument, settings: Readonly<Record<string, unknown>>): FormDocument {
  return merged(form, settings) as FormDocument;
}

/** Writes a text of a field in one language; an empty one is taken away, and the whole setting with the last of them. */
export function write(form: FormDocument, place: Place, setting: string, language: string, text: string): FormDocument {
  const texts = fieldAt(form, place)?.[setting] as Texts | undefined;
  return change(form, place, { [setting]: written(texts, language, text) });
}

/** Texts with another one in this language. */
export function written(texts: Texts | undefined, language: string, text: string): Texts | undefined {
  const next = { ...texts, [language]: text };
  if (!text) delete next[language];
  return Object.keys(next).length ? next : undefined;
}

/** Gives a field another type: what both types know is kept, `fresh` says the rest. */
export function retype(form: FormDocument, place: Place, fresh: Field, known: readonly string[]): FormDocument {
  const typed = replaced(form, place, (field) => {
    const settings = Object.entries(field).filter(([name]) => known.includes(name));
    return { ...fresh, ...Object.fromEntries(settings), id: field.id, type: fresh.type };
  });
  return tidied(typed);
}

/** Gives a field of the form another id, everywhere it is named: contact, conditions, formulas, steps. */
export function rename(form: FormDocument, place: Place, id: string): FormDocument {
  const section = sectionOf(place);
  const old = place.split(".").pop() ?? "";
  if (old === id || siblings(form, section).some((one) => one.id === id)) return form;
  const renamed = replaced(form, place, (field) => ({ ...field, id }));
  if (section) return renamed;
  const map = Object.entries(form.contact?.map ?? {}).map(([name, field]) => [name, field === old ? id : field]);
  const contact = form.contact && { ...form.contact, map: Object.fromEntries(map) as Record<string, string> };
  const next = contact ? { ...renamed, contact } : renamed;
  return renamedPlaces(renamedIn(next as unknown as Json, old, id) as unknown as FormDocument, old, id);
}

function renamedIn(value: Json, old: string, id: string): Json {
  if (Array.isArray(value)) return value.map((one) => renamedIn(one, old, id));
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value as Record<string, Json>).map(([name, one]) => [name, inner(name, one, old, id)]);
  return Object.fromEntries(pairs) as Json;
}

function inner(name: string, value: Json, old: string, id: string): Json {
  if (name === "fact" && (value === `answers.${old}` || String(value).startsWith(`answers.${old}.`))) {
    return `answers.${id}${String(value).slice(`answers.${old}`.length)}`;
  }
  if (["field", "page", "to"].includes(name) && value === old) return id;
  return renamedIn(value, old, id);
}

function replaced(form: FormDocument, place: Place, by: (field: Field) => Field): FormDocument {
  const section = sectionOf(place);
  const table = siblings(form, section).map((one) => (placed(section, one.id) === place ? by(one) : one));
  return withTable(form, section, table);
}

function withTable(form: FormDocument, section: string, table: readonly Field[]): FormDocument {
  if (!section) return { ...form, fields: table };
  return { ...form, fields: form.fields.map((one) => (one.id === section ? { ...one, fields: table } : one)) };
}

function merged(whole: object, settings: Readonly<Record<string, unknown>>): object {
  const pairs = Object.entries({ ...whole, ...settings }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs);
}

/** The place of a field in a table. */
export function placed(section: string, id: string): Place {
  return section ? `${section}.${id}` : id;
}

/** A form's definition as the builder holds it (docs/architecture.md 4.1): plain JSON that is never changed, only replaced. */
import type { Json, Texts } from "../../platform/frontend/src/editing/json.ts";

export type { Json, Texts };

export interface Field {
  readonly id: string;
  readonly type: string;
  readonly label?: Texts;
  readonly help?: Texts;
  readonly required?: boolean;
  readonly width?: string;
  readonly fields?: readonly Field[];
  readonly [setting: string]: unknown;
}

export interface Step {
  readonly do: string;
  readonly field?: string;
  readonly page?: string;
  readonly to?: string;
  readonly value?: Json;
  readonly message?: Texts;
}

export interface Entry {
  readonly id: string;
  readonly when: Json;
  readonly then: readonly Step[];
}

export interface Contact {
  readonly key: string;
  readonly map: Readonly<Record<string, string>>;
}

export interface FormDocument {
  readonly title: Texts;
  readonly default_language: string;
  readonly languages?: readonly string[];
  readonly currency: string;
  readonly fields: readonly Field[];
  readonly contact?: Contact;
  readonly logic?: readonly Entry[];
  readonly theme?: Readonly<Record<string, Json>>;
  readonly [setting: string]: unknown;
}

/** Where a field is: its id, or `section.id` for a field in the rows of a section. */
export type Place = string;

/** The languages that the form has, its own first. */
export function languagesOf(form: FormDocument): string[] {
  const others = (form.languages ?? Object.keys(form.title ?? {})).filter((one) => one !== form.default_language);
  return [form.default_language, ...others];
}

/** A text in a language, else in the form's own, else in any. */
export function textOf(texts: Texts | undefined, language: string, form: Pick<FormDocument, "default_language">): string {
  return texts?.[language] || texts?.[form.default_language] || Object.values(texts ?? {})[0] || "";
}

/** The field at a place, nothing where there is none. */
export function fieldAt(form: FormDocument, place: Place): Field | undefined {
  const [outer, inner] = place.split(".");
  const field = form.fields.find((one) => one.id === outer);
  return inner === undefined ? field : field?.fields?.find((one) => one.id === inner);
}

/** The places of all fields, those of rows after their section. */
export function placesOf(form: FormDocument): Place[] {
  return form.fields.flatMap((one) => [one.id, ...(one.fields ?? []).map((inner) => `${one.id}.${inner.id}`)]);
}

/** The section that a place is in; empty for the form itself. */
export function sectionOf(place: Place): string {
  return place.includes(".") ? (place.split(".")[0] ?? "") : "";
}

/** The fields that stand in one table with each other: those of the form, or of one section's rows. */
export function siblings(form: FormDocument, section: string): readonly Field[] {
  return section ? (form.fields.find((one) => one.id === section)?.fields ?? []) : form.fields;
}

/** How often each option may be chosen: `limits.per_option`, by field and option. Only fields of the form itself have such limits. */
import type { Field, FormDocument } from "./document.ts";
import { optionsOf } from "./options.ts";

type Most = Readonly<Record<string, number>>;
export type PerOption = Readonly<Record<string, Most>>;
const KINDS = ["choice", "multiple_choice"];

/** The fields whose options can be limited. */
export function limitable(form: FormDocument): readonly Field[] {
  return form.fields.filter((one) => KINDS.includes(one.type) && optionsOf(one).length > 0);
}

/** The limits as they are written down. */
export function perOption(form: FormDocument): PerOption {
  return (limitsOf(form)["per_option"] ?? {}) as PerOption;
}

/** The form with another limit for an option; `undefined` takes it away. */
export function withPlaces(form: FormDocument, field: string, value: string, most: number | undefined): FormDocument {
  const all = perOption(form);
  return written(form, { ...all, [field]: without({ ...all[field], [value]: most }) });
}

/** The form without limits of fields and options that are gone: nobody could hold them. */
export function tidied(form: FormDocument): FormDocument {
  const there = new Map(limitable(form).map((one) => [one.id, new Set(optionsOf(one).map((option) => option.value))]));
  const all = Object.entries(perOption(form));
  const gone = all.some(([field, most]) => Object.keys(most).some((value) => !there.get(field)?.has(value)));
  if (!gone) return form;
  const left = all.map(([field, most]) => [field, Object.fromEntries(Object.entries(most).filter(([value]) => there.get(field)?.has(value)))]);
  return written(form, Object.fromEntries(left) as PerOption);
}

/** The limits of a field under its new id. */
export function renamedPlaces(form: FormDocument, old: string, id: string): FormDocument {
  const all = perOption(form);
  if (!all[old]) return form;
  return written(form, Object.fromEntries(Object.entries(all).map(([field, most]) => [field === old ? id : field, most])));
}

function limitsOf(form: FormDocument): Readonly<Record<string, unknown>> {
  return (form["limits"] ?? {}) as Readonly<Record<string, unknown>>;
}

function written(form: FormDocument, all: PerOption): FormDocument {
  const some = Object.fromEntries(Object.entries(all).filter(([, most]) => Object.keys(most).length));
  const limits = without({ ...limitsOf(form), per_option: Object.keys(some).length ? some : undefined });
  const { limits: _before, ...rest } = form as FormDocument & { limits?: unknown };
  return Object.keys(limits).length ? { ...form, limits } : (rest as FormDocument);
}

function without<T>(settings: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Record<string, T>;
}

/** Which answers say who the sender is. A form must tell its contacts apart, so the first address that is asked for becomes the key. */
import type { Contact, Field, FormDocument } from "./document.ts";

const KEYS = ["email", "phone"] as const;
/** Attributes that a fresh field of this type says by itself, if nothing says them yet. */
const SAID: Readonly<Record<string, string>> = { person_name: "name", company: "company" };
const ADDRESS = ["street", "postcode", "city", "country"] as const;

/** The form with a key for its contacts where it had none that works, and with what fresh fields say about them. */
export function withContact(form: FormDocument): FormDocument {
  const contact = form.contact ?? { key: "email", map: {} };
  const keyed = hasKey(form, contact) ? form : keyedBy(form, contact);
  return told(keyed);
}

function hasKey(form: FormDocument, contact: Contact): boolean {
  const field = contact.map[contact.key];
  return field !== undefined && form.fields.some((one) => one.id === field);
}

function keyedBy(form: FormDocument, contact: Contact): FormDocument {
  for (const key of KEYS) {
    const field = form.fields.find((one) => one.type === key);
    if (!field) continue;
    const fields = form.fields.map((one) => (one === field ? { ...one, required: true } : one));
    return { ...form, fields, contact: { key, map: { ...contact.map, [key]: field.id } } };
  }
  return { ...form, contact };
}

function told(form: FormDocument): FormDocument {
  const contact = form.contact;
  if (!contact) return form;
  const map: Record<string, string> = { ...contact.map };
  for (const field of form.fields) {
    for (const attribute of attributesOf(field)) map[attribute] ??= field.id;
  }
  return Object.keys(map).length === Object.keys(contact.map).length ? form : { ...form, contact: { ...contact, map } };
}

function attributesOf(field: Field): readonly string[] {
  if (field.type === "address") return ADDRESS;
  if (KEYS.some((key) => key === field.type)) return [field.type];
  const said = SAID[field.type];
  if (said) return [said];
  return field.type === "text" && field["autocomplete"] === "name" ? ["name"] : [];
}

/** Where a problem's place (`fields[2].options`) is in the form. */
import type { FormDocument, Place } from "./document.ts";

export interface Path {
  /** The field; empty where it is about the form itself. */
  readonly place: Place;
  /** The first setting below the field or the form. */
  readonly setting: string;
}

/** The field and setting that a problem is about. */
export function pathOf(form: FormDocument, at: string): Path {
  const found = /^fields\[(\d+)\](?:\.fields\[(\d+)\])?(?:[./]?(\w+))?/.exec(at);
  if (!found) return { place: "", setting: /^\w+/.exec(at)?.[0] ?? "" };
  const outer = form.fields[Number(found[1])];
  const inner = found[2] === undefined ? undefined : outer?.fields?.[Number(found[2])];
  const place = outer ? (inner ? `${outer.id}.${inner.id}` : outer.id) : "";
  return { place, setting: found[3] ?? "" };
}

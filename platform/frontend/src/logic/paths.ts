/** Paths such as `answers.pages`: own names of objects and indexes of lists, never what a prototype brings. */
import { isObject, type Json, type Value } from "./json.ts";

const SHAPE = /^[\w-]{1,80}(\.[\w-]{1,80}){0,15}$/;

/** At most 16 names of letters, digits, `_` and `-`, joined by points; `null` for anything else. */
export function parsePath(text: Value | undefined): string[] | null {
  return typeof text === "string" && SHAPE.test(text) ? text.split(".") : null;
}

/** The value at the path, `null` where a name is unknown; of what only the server knows it is `undefined`. */
export function lookup(root: Json | undefined, path: string[]): Json | undefined {
  return path.reduce(child, root);
}

function child(parent: Json | undefined, name: string): Json | undefined {
  if (parent === undefined) return undefined;
  if (Array.isArray(parent)) return /^\d+$/.test(name) ? (parent[Number(name)] ?? null) : null;
  return isObject(parent) && Object.hasOwn(parent, name) ? parent[name] : null;
}

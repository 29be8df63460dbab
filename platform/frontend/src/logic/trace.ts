/** What every comparison saw, also where the answer was already known: the shape of `rules/expression/trace.py`. */
import { type GroupKind, groupOf, joined, look, read, type Seen, within } from "./evaluate.ts";
import { type Facts, isObject, type Json } from "./json.ts";
import type { Scope } from "./scope.ts";
import { toJson } from "./values.ts";

/** What a group came to, with all its items. */
export interface GroupTrace {
  readonly kind: GroupKind;
  readonly truth: boolean | undefined;
  readonly place: string;
  readonly items: readonly Trace[];
}

type Note = "no_value" | "wrong_type" | null;

/** What a comparison saw. `note` says why an answer is no beyond the comparison. */
export interface LeafTrace {
  readonly truth: boolean | undefined;
  readonly operator: string;
  readonly fact: string | null;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
  readonly note: Note | undefined;
  readonly place: string;
}

export type Trace = GroupTrace | LeafTrace;

/** Evaluates a condition; `place` is the JSON pointer to it. `undefined`: it costs more than the server would spend. */
export function trace(tree: Json, facts: Facts, place = ""): Trace | undefined {
  return within(facts, (scope) => traced(tree, scope, place, 1));
}

function traced(tree: Json, scope: Scope, place: string, depth: number): Trace {
  const node = isObject(tree) ? tree : {};
  const kind = groupOf(node);
  if (kind === undefined || Object.hasOwn(node, "left")) return tracedLeaf(node, scope, place, depth);
  const below = `${place}/${kind}`;
  const items = (node[kind] as Json[]).map((item, index) => traced(item, scope, `${below}/${index}`, depth + 1));
  const truths = items.map((item) => item.truth);
  return { kind, truth: joined(kind, truths), place, items };
}

function tracedLeaf(node: { [name: string]: Json }, scope: Scope, place: string, depth: number): LeafTrace {
  const seen = look(node, scope, depth);
  const left = node["left"];
  const fact = isObject(left) && typeof left["fact"] === "string" ? left["fact"] : null;
  const sides = { left: toJson(seen.left), right: toJson(seen.right) };
  return { truth: seen.truth, operator: String(node["operator"]), fact, ...sides, note: noteOf(seen), place };
}

function noteOf({ operator, left, right }: Seen): Note | undefined {
  const ofLeft = operator && note(left, operator.left);
  return ofLeft === null && operator?.right ? note(right, operator.right) : ofLeft;
}

function note(value: Seen["left"], reader: Parameters<typeof read>[0]): Note | undefined {
  if (value === null) return "no_value";
  const found = read(reader, value);
  return found === null ? "wrong_type" : found === undefined ? undefined : null;
}

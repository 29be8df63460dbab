/**
 * The twin of `rules/expression/evaluate.py`: the same JSON tree, the same answers. It takes trees that the server has
 * read and found right; what it does not know (a newer operator, a pattern of RE2 alone) it leaves to the server.
 */
import { FUNCTIONS } from "./functions.ts";
import { type Facts, isObject, type Json, type Read, type Value } from "./json.ts";
import { type Operator, OPERATORS } from "./operators.ts";
import { lookup, parsePath } from "./paths.ts";
import { Overspent, Scope } from "./scope.ts";
import { toJson } from "./values.ts";

const DEEPEST = 32;
type Node = { [name: string]: Json };

/** The condition's truth, or `undefined`: the server decides. Never throws, whatever the tree and the facts are. */
export function evaluateCondition(tree: Json, facts: Facts): boolean | undefined {
  return within(facts, (scope) => truth(tree, scope, 1));
}

/** The formula's value as JSON: numbers and dates as text, `null` for no value, `undefined`: the server decides. */
export function evaluateFormula(tree: Json, facts: Facts): Json | undefined {
  return within(facts, (scope) => toJson(valueOf(tree, scope, 1)));
}

/** Runs an evaluation under the budget; one that costs too much is left to the server, which refuses it. */
export function within<T>(facts: Facts, evaluation: (scope: Scope) => T): T | undefined {
  try {
    return evaluation(new Scope(facts));
  } catch (error) {
    if (error instanceof Overspent) return undefined;
    throw error;
  }
}

/** The truth of a group or comparison. */
export function truth(tree: Json, scope: Scope, depth: number): boolean | undefined {
  if (depth > DEEPEST || !isObject(tree)) return undefined;
  if (Object.hasOwn(tree, "left")) return look(tree, scope, depth).truth;
  const kind = groupOf(tree);
  return kind && joined(kind, truths(tree[kind] as Json[], scope, depth + 1));
}

export type GroupKind = "all" | "any" | "none";

/** Which group it is, if it is one. */
export function groupOf(tree: Node): GroupKind | undefined {
  return (["all", "any", "none"] as const).find((kind) => Array.isArray(tree[kind]));
}

/** `all` of nothing is true, `any` of nothing is false; the unknown counts only where the others don't settle it. */
export function joined(kind: GroupKind, items: Iterable<boolean | undefined>): boolean | undefined {
  const settling = kind !== "all";
  const settled = kind === "any";
  let known = true;
  for (const item of items) {
    if (item === settling) return settled;
    known &&= item !== undefined;
  }
  return known ? !settled : undefined;
}

function* truths(items: Json[], scope: Scope, depth: number): Iterable<boolean | undefined> {
  for (const item of items) yield truth(item, scope, depth);
}

/** What a comparison saw. */
export interface Seen {
  readonly operator: Operator | undefined;
  readonly left: Value | undefined;
  readonly right: Value | undefined;
  readonly truth: boolean | undefined;
}

/** Looks at both sides of a comparison; a side that does not fit makes the answer no. */
export function look(leaf: Node, scope: Scope, depth: number): Seen {
  const operator = known(OPERATORS, leaf["operator"]);
  const left = valueOf(leaf["left"], scope, depth + 1);
  const right = operator?.right ? valueOf(leaf["right"], scope, depth + 1) : null;
  return { operator, left, right, truth: operator && compared(operator, left, right, scope) };
}

type Side = Value | undefined;

function compared(operator: Operator, left: Side, right: Side, scope: Scope): boolean | undefined {
  const sides = [read(operator.left, left), operator.right ? read(operator.right, right) : 0];
  if (sides.includes(null)) return false;
  return sides.includes(undefined) ? undefined : operator.test(sides[0] as never, sides[1] as never, scope);
}

/** A side as its operator wants it; of what the server decides nothing can be read. */
export function read(reader: Operator["left"], value: Value | undefined): Read<unknown> {
  return value === undefined ? undefined : reader(value);
}

/** The value of a formula; a condition is one too. */
export function valueOf(tree: Json | undefined, scope: Scope, depth: number): Value | undefined {
  if (depth > DEEPEST || !isObject(tree)) return undefined;
  if (Object.hasOwn(tree, "value")) return tree["value"];
  if (Object.hasOwn(tree, "fact")) return fact(tree["fact"], scope);
  return Object.hasOwn(tree, "call") ? call(tree, scope, depth) : truth(tree, scope, depth);
}

function fact(name: Json | undefined, { facts }: Scope): Json | undefined {
  const path = parsePath(name);
  return path ? lookup(facts as Json, path) : undefined;
}

function call(tree: Node, scope: Scope, depth: number): Value | undefined {
  const given = tree["args"] ?? [];
  const apply = known(FUNCTIONS, tree["call"]);
  const values = Array.isArray(given) ? given.map((one) => valueOf(one, scope, depth + 1)) : [undefined];
  return values.includes(undefined) ? undefined : apply?.(values as Value[], scope);
}

function known<T>(registry: Readonly<Record<string, T>>, name: Json | undefined): T | undefined {
  return typeof name === "string" && Object.hasOwn(registry, name) ? registry[name] : undefined;
}

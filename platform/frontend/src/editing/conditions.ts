/** Conditions as trees (rules/expression): groups of comparisons, changed at a path like `[0, 2]` without touching the rest. */
import type { Choice, NamedFact } from "./facts.ts";
import type { Json } from "./json.ts";

export type GroupKind = "all" | "any" | "none";

export interface Leaf {
  readonly left: Json;
  readonly operator: string;
  readonly right?: Json;
}

export type Tree = Json;
export type Path = readonly number[];

interface Operator {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly right: string;
}

interface Fact extends Pick<NamedFact, "path" | "kind"> {
  readonly choices: readonly Choice[];
}

const KINDS: readonly GroupKind[] = ["all", "any", "none"];

/** The kind of a group; undefined for a comparison. */
export function groupKind(tree: Tree | undefined): GroupKind | undefined {
  return KINDS.find((kind) => tree !== null && typeof tree === "object" && kind in (tree as object));
}

/** What is in a group. */
export function itemsOf(tree: Tree): readonly Tree[] {
  const kind = groupKind(tree);
  return kind ? ((tree as Record<string, readonly Tree[]>)[kind] ?? []) : [];
}

/** A condition as a group: one comparison alone becomes a group of one. */
export function asGroup(tree: Tree | undefined): Tree {
  if (tree === undefined || tree === null) return { all: [] };
  return groupKind(tree) ? tree : { all: [tree] };
}

/** What is kept of a group: nothing of an empty one. */
export function settled(tree: Tree): Tree | undefined {
  return itemsOf(tree).length ? tree : undefined;
}

/** The tree with something else at the path; `undefined` takes it away. */
export function replacedAt(tree: Tree, path: Path, by: Tree | undefined): Tree {
  const [first, ...rest] = path;
  if (first === undefined) return by ?? { all: [] };
  const kind = groupKind(tree) ?? "all";
  const items = itemsOf(tree).flatMap((one, at) => {
    if (at !== first) return [one];
    if (rest.length) return [replacedAt(one, rest, by)];
    return by === undefined ? [] : [by];
  });
  return { [kind]: items };
}

/** The tree with one thing more in the group at the path. */
export function addedAt(tree: Tree, path: Path, item: Tree): Tree {
  const group = path.reduce<Tree>((now, at) => itemsOf(now)[at] ?? null, tree);
  return replacedAt(tree, path, { [groupKind(group) ?? "all"]: [...itemsOf(group), item] });
}

/** A comparison about a fact, with the first operator that fits it. */
export function freshLeaf(fact: Fact, operators: readonly Operator[]): Leaf {
  const operator = operatorsFor(fact.kind, operators)[0];
  return withRight({ left: { fact: fact.path }, operator: operator?.name ?? "is_not_empty" }, operator?.right ?? "", fact);
}

/** The operators that can judge answers of a kind, the common ones first. */
export function operatorsFor<One extends Operator>(kind: string, operators: readonly One[]): One[] {
  const first: Record<string, string> = { text: "is", number: "at_least", date: "on_or_after", boolean: "is_true", list: "includes" };
  const fitting = operators.filter((one) => kind === "any" || one.kinds.includes(kind));
  return [...fitting].sort((one, other) => Number(other.name === first[kind]) - Number(one.name === first[kind]));
}

/** The comparison by another operator; its right side is kept where it still fits. */
export function byOperator(leaf: Leaf, operator: Operator, fact: Fact, before: Operator | undefined): Leaf {
  const next = { left: leaf.left, operator: operator.name };
  if (operator.right && before?.right === operator.right && leaf.right !== undefined) return { ...next, right: leaf.right };
  return withRight(next, operator.right, fact);
}

/** The name of the fact that stands on the left; empty for a formula. */
export function leftOf(leaf: Leaf): string {
  const left = leaf.left as { fact?: unknown } | null;
  return typeof left === "object" && typeof left?.fact === "string" ? left.fact : "";
}

/** The tree with the item at the path one place up (-1) or down (1) in its group; at the end it stays. */
export function shiftedAt(tree: Tree, path: Path, by: -1 | 1): Tree {
  const [last, above] = [path[path.length - 1] ?? 0, path.slice(0, -1)];
  const group = above.reduce<Tree>((now, at) => itemsOf(now)[at] ?? null, tree);
  const items = [...itemsOf(group)];
  const [one, other] = [items[last], items[last + by]];
  if (one === undefined || other === undefined) return tree;
  items[last] = other;
  items[last + by] = one;
  return replacedAt(tree, above, { [groupKind(group) ?? "all"]: items });
}

function withRight(leaf: { left: Json; operator: string }, kind: string, fact: Fact): Leaf {
  if (!kind) return leaf;
  const first = fact.choices[0]?.[0] ?? "";
  const values: Record<string, Json> = {
    text: first, texts: first ? [first] : [], number: "1", days: 7, range: ["1", "2"], pattern: "", date: "", weekdays: ["1"], tolerance: ["100", "5"],
  };
  if (kind === "date") return { ...leaf, right: { fact: "today" } };
  if (kind === "range" && fact.kind === "date") return { ...leaf, right: { value: ["2026-01-01", "2026-12-31"] } };
  return { ...leaf, right: { value: values[kind] ?? "" } };
}

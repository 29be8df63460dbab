/** A condition in words: “Service is Website and Pages is at least 5”. */
import { t } from "../core/texts.ts";
import { groupKind, itemsOf, leftOf } from "./conditions.ts";
import type { Leaf, Tree } from "./conditions.ts";
import type { Fact, Terms } from "./facts.ts";

/** The sentence; empty where nothing is asked. */
export function wordsOf(tree: Tree, terms: Terms): string {
  const kind = groupKind(tree);
  if (!kind) return leafWords(tree as unknown as Leaf, terms);
  const items = itemsOf(tree).map((one) => (itemsOf(one).length > 1 ? `(${wordsOf(one, terms)})` : wordsOf(one, terms)));
  if (kind === "none") return t("none of: %(conditions)s", { conditions: items.join(", ") });
  return items.join(kind === "all" ? ` ${t("and")} ` : ` ${t("or")} `);
}

function leafWords(leaf: Leaf, terms: Terms): string {
  const fact = factAt(leftOf(leaf), terms);
  const operator = terms.operators.find((one) => one.name === leaf.operator);
  const left = fact?.word ?? (leftOf(leaf) || t("a formula"));
  const right = operator?.right ? rightWords(leaf, fact, operator.right, terms) : "";
  return [left, operator?.before, right, operator?.after].filter(Boolean).join(" ");
}

function rightWords(leaf: Leaf, fact: Fact | undefined, kind: string, terms: Terms): string {
  const right = leaf.right as { value?: unknown; fact?: string } | undefined;
  if (right?.fact !== undefined) return factAt(right.fact, terms)?.word ?? right.fact;
  const values = Array.isArray(right?.value) ? right.value : [right?.value];
  const choices = fact?.choices.length ? fact.choices : (terms.rights?.[kind] ?? []);
  return values.map((one) => choices.find(([code]) => code === String(one))?.[1] ?? String(one ?? "…")).join(", ");
}

function factAt(path: string, terms: Terms): Fact | undefined {
  return terms.facts.find((one) => one.path === path);
}

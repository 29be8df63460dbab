/** A condition in words: “Service is Website and Pages is at least 5”. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import { groupKind, itemsOf, leftOf } from "./conditions.ts";
import type { Leaf, Tree } from "./conditions.ts";
import { textOf } from "./document.ts";
import { factWord, factsOf } from "./facts.ts";
import type { Fact } from "./facts.ts";
import { optionsOf } from "./options.ts";
import { partWord } from "./part-words.ts";
import { data, form, language } from "./store.ts";

/** The sentence; `section` is the one in whose rows the condition stands. */
export function conditionWords(tree: Tree, section: string): string {
  return worded(tree, factsOf(form.value, section));
}

function worded(tree: Tree, facts: readonly Fact[]): string {
  const kind = groupKind(tree);
  if (!kind) return leafWords(tree as unknown as Leaf, facts);
  const items = itemsOf(tree).map((one) => (itemsOf(one).length > 1 ? `(${worded(one, facts)})` : worded(one, facts)));
  if (kind === "none") return t("none of: %(conditions)s", { conditions: items.join(", ") });
  return items.join(kind === "all" ? ` ${t("and")} ` : ` ${t("or")} `);
}

function leafWords(leaf: Leaf, facts: readonly Fact[]): string {
  const fact = facts.find((one) => one.path === leftOf(leaf));
  const operator = data.operators.find((one) => one.name === leaf.operator);
  const left = fact ? factWord(fact, form.value, language.value, partWord) : leftOf(leaf) || t("a formula");
  const right = operator?.right ? rightWords(leaf, fact) : "";
  return [left, operator?.before, right, operator?.after].filter(Boolean).join(" ");
}

function rightWords(leaf: Leaf, fact: Fact | undefined): string {
  const right = leaf.right as { value?: unknown; fact?: string } | undefined;
  if (right?.fact !== undefined) return partWord(right.fact);
  const values = Array.isArray(right?.value) ? right.value : [right?.value];
  const options = fact?.field && !fact.part ? optionsOf(fact.field) : [];
  return values.map((one) => wordOf(String(one ?? "…"), options)).join(", ");
}

function wordOf(value: string, options: ReturnType<typeof optionsOf>): string {
  const option = options.find((one) => one.value === value);
  return option ? textOf(option.label, language.value, form.value) || value : value;
}

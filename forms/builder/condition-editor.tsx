/** A condition as sentences: “Pages is at least 5”, joined by all, any or none; groups may stand in groups. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { addedAt, asGroup, byOperator, freshLeaf, groupKind, itemsOf, leftOf, operatorsFor, replacedAt, settled } from "./conditions.ts";
import type { GroupKind, Leaf, Path, Tree } from "./conditions.ts";
import { factWord, factsOf } from "./facts.ts";
import type { Fact } from "./facts.ts";
import { Icon } from "./icons.tsx";
import { Operand } from "./operand.tsx";
import { data, form, language } from "./store.ts";
import { partWord } from "./part-words.ts";

export interface ConditionProps {
  readonly tree: Tree | undefined;
  readonly write: (tree: Tree | undefined) => void;
  readonly said: string;
  readonly section?: string;
  readonly without?: string;
}

/** The whole of it. `without` is a field that cannot be asked about: its own. */
export function ConditionEditor({ tree, write, said, section, without }: ConditionProps): JSX.Element {
  const root = asGroup(tree);
  const facts = factsOf(form.value, section ?? "").filter((one) => one.field?.id !== without);
  const change = (next: Tree): void => write(settled(next));
  return (
    <div class="condition" role="group" aria-label={said}>
      <GroupBox root={root} group={root} path={[]} facts={facts} change={change} />
    </div>
  );
}

interface Inner {
  readonly root: Tree;
  readonly path: Path;
  readonly facts: readonly Fact[];
  readonly change: (tree: Tree) => void;
}

function GroupBox({ root, group, path, facts, change }: Inner & { group: Tree }): JSX.Element {
  const items = itemsOf(group);
  const kind = groupKind(group) ?? "all";
  const first = facts.find((one) => one.kind !== "list") ?? facts[0];
  const add = (item: Tree): void => change(addedAt(root, path, item));
  const join = (next: string): void => change(replacedAt(root, path, { [next as GroupKind]: items }));
  return (
    <>
      {items.length > 1 || path.length ? <Joiner kind={kind} write={join} /> : null}
      <ul class="terms">
        {items.map((item, at) => (
          <li key={at} class={groupKind(item) ? "term nested" : "term"}>
            {groupKind(item) ? (
              <GroupBox root={root} group={item} path={[...path, at]} facts={facts} change={change} />
            ) : (
              <Sentence leaf={item as unknown as Leaf} facts={facts} write={(leaf) => change(replacedAt(root, [...path, at], leaf as unknown as Tree))} />
            )}
            <button type="button" class="tool" aria-label={t("Remove this condition")} onClick={() => change(replacedAt(root, [...path, at], undefined))}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="toolbar">
        <button type="button" class="btn sm" disabled={!first} onClick={() => first && add(freshLeaf(first, data.operators) as unknown as Tree)}>
          <Icon name="plus" />
          {items.length ? t("And one more") : t("Add a condition")}
        </button>
        {items.length && path.length < 2 && first ? (
          <button type="button" class="btn sm ghost" onClick={() => add({ any: [freshLeaf(first, data.operators) as unknown as Tree] })}>
            {t("Add a group")}
          </button>
        ) : null}
      </div>
    </>
  );
}

function Joiner({ kind, write }: { kind: GroupKind; write: (kind: string) => void }): JSX.Element {
  return (
    <select class="in" aria-label={t("How these go together")} value={kind} onChange={(event) => write(event.currentTarget.value)}>
      <option value="all">{t("All of these hold")}</option>
      <option value="any">{t("Any of these holds")}</option>
      <option value="none">{t("None of these holds")}</option>
    </select>
  );
}

function Sentence({ leaf, facts, write }: { leaf: Leaf; facts: readonly Fact[]; write: (leaf: Leaf) => void }): JSX.Element {
  const path = leftOf(leaf);
  const fact = facts.find((one) => one.path === path);
  if (!fact) return <Unknown leaf={leaf} facts={facts} write={write} />;
  const fitting = operatorsFor(fact.kind, data.operators);
  const operator = data.operators.find((one) => one.name === leaf.operator);
  const about = (next: string): void => {
    const other = facts.find((one) => one.path === next);
    if (other) write(freshLeaf(other, data.operators));
  };
  const by = (name: string): void => {
    const next = data.operators.find((one) => one.name === name);
    if (next) write(byOperator(leaf, next, fact, operator));
  };
  return (
    <div class="sentence">
      <Facts facts={facts} value={path} write={about} />
      <select class="in" aria-label={t("Comparison")} value={leaf.operator} onChange={(event) => by(event.currentTarget.value)}>
        {fitting.map((one) => (
          <option key={one.name} value={one.name}>
            {[one.before, one.after].filter(Boolean).join(" … ")}
          </option>
        ))}
      </select>
      {operator?.right ? <Operand kind={operator.right} fact={fact} value={leaf.right} write={(right) => write({ ...leaf, right })} /> : null}
    </div>
  );
}

function Facts({ facts, value, write }: { facts: readonly Fact[]; value: string; write: (path: string) => void }): JSX.Element {
  return (
    <select class="in" aria-label={t("Question")} value={value} onChange={(event) => write(event.currentTarget.value)}>
      {facts.some((one) => one.path === value) ? null : <option value={value}>—</option>}
      {facts.map((one) => (
        <option key={one.path} value={one.path}>
          {factWord(one, form.value, language.value, partWord)}
        </option>
      ))}
    </select>
  );
}

/** About something that is not in the form, or computed: it is kept as it is until somebody chooses another question. */
function Unknown({ leaf, facts, write }: { leaf: Leaf; facts: readonly Fact[]; write: (leaf: Leaf) => void }): JSX.Element {
  const about = (path: string): void => {
    const fact = facts.find((one) => one.path === path);
    if (fact) write(freshLeaf(fact, data.operators));
  };
  return (
    <div class="sentence">
      <Facts facts={facts} value="" write={about} />
      <span class="quiet mono">{leftOf(leaf) || t("a formula")}</span>
    </div>
  );
}

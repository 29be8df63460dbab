/** A condition as sentences: “Pages is at least 5”, joined by all, any or none; groups may stand in groups. */
import type { JSX, TargetedEvent, TargetedKeyboardEvent } from "preact";
import { t } from "../core/texts.ts";
import { addedAt, asGroup, byOperator, freshLeaf, groupKind, itemsOf, leftOf, operatorsFor, replacedAt, settled, shiftedAt } from "./conditions.ts";
import type { GroupKind, Leaf, Path, Tree } from "./conditions.ts";
import type { Fact, Operator, Terms } from "./facts.ts";
import { Icon } from "./icons.tsx";
import { Operand } from "./operand.tsx";

/** What a comparison or a group came to on something that has happened. */
export interface Verdict {
  readonly truth: boolean | undefined;
  readonly saw: string;
}

export interface TreeProps {
  readonly tree: Tree | undefined;
  readonly write: (tree: Tree | undefined) => void;
  /** What it decides, for screen readers. */
  readonly said: string;
  readonly terms: Terms;
  /** How deep groups may stand in groups. */
  readonly deepest?: number;
  readonly seen?: (path: Path) => Verdict | undefined;
}

/** The whole of it. */
export function ConditionTree({ tree, write, said, terms, deepest = 2, seen }: TreeProps): JSX.Element {
  const root = asGroup(tree);
  const change = (next: Tree): void => write(settled(next));
  const look = tree === undefined || groupKind(tree) ? seen : (path: Path): Verdict | undefined => seen?.(path.slice(1));
  return (
    <div class="condition" role="group" aria-label={said}>
      <GroupBox root={root} group={root} path={[]} terms={terms} deepest={deepest} change={change} seen={look} />
    </div>
  );
}

interface Inner {
  readonly root: Tree;
  readonly path: Path;
  readonly terms: Terms;
  readonly deepest: number;
  readonly change: (tree: Tree) => void;
  readonly seen: ((path: Path) => Verdict | undefined) | undefined;
}

function GroupBox(props: Inner & { group: Tree }): JSX.Element {
  const { root, group, path, terms, change } = props;
  const items = itemsOf(group);
  const kind = groupKind(group) ?? "all";
  const join = (next: string): void => change(replacedAt(root, path, { [next as GroupKind]: items }));
  return (
    <>
      {items.length > 1 || path.length ? <Joiner kind={kind} write={join} verdict={path.length ? props.seen?.(path) : undefined} /> : null}
      <ul class="terms">
        {items.map((item, at) => (
          <Item key={at} {...props} item={item} path={[...path, at]} />
        ))}
      </ul>
      <Adders {...props} count={items.length} terms={terms} />
    </>
  );
}

function Item(props: Inner & { item: Tree }): JSX.Element {
  const { root, item, path, terms, change } = props;
  const nested = groupKind(item) !== undefined;
  const verdict = props.seen?.(path);
  const moved = (event: TargetedKeyboardEvent<HTMLLIElement>): void => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!by || !event.altKey || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    event.stopPropagation();
    change(shiftedAt(root, path, by));
  };
  const removed = (event: TargetedEvent<HTMLElement>): void => {
    const list = event.currentTarget.closest("ul");
    change(replacedAt(root, path, undefined));
    focusSoon(list, path[path.length - 1] ?? 0);
  };
  return (
    <li class={`term${nested ? " nested" : ""}${toneOf(verdict)}`} onKeyDown={moved}>
      {nested ? (
        <GroupBox {...props} group={item} />
      ) : (
        <Sentence leaf={item as unknown as Leaf} terms={terms} write={(leaf) => change(replacedAt(root, path, leaf as unknown as Tree))} verdict={verdict} />
      )}
      <button type="button" class="tool" aria-label={nested ? t("Remove this group") : t("Remove this condition")} onClick={removed}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function Adders({ root, group, path, terms, deepest, change, count }: Inner & { group: Tree; count: number }): JSX.Element {
  const first = terms.facts.find((one) => one.kind !== "list" && one.kind !== "any") ?? terms.facts[0];
  const add = (event: TargetedEvent<HTMLElement>, item: Tree): void => {
    const list = event.currentTarget.parentElement?.previousElementSibling ?? null;
    change(addedAt(root, path, item));
    focusSoon(list, count);
  };
  const leaf = (fact: Fact): Tree => freshLeaf(fact, terms.operators) as unknown as Tree;
  return (
    <div class="toolbar">
      <button type="button" class="btn sm" disabled={!first} onClick={(event) => first && add(event, leaf(first))}>
        <Icon name="plus" />
        {count ? t("And one more") : t("Add a condition")}
      </button>
      {count && path.length < deepest && first ? (
        <button type="button" class="btn sm ghost" onClick={(event) => add(event, { [groupKind(group) === "any" ? "all" : "any"]: [leaf(first)] })}>
          {t("Add a group")}
        </button>
      ) : null}
    </div>
  );
}

/** Once it is drawn, the item at `at` of a list has the focus; the last one where there are fewer, what adds one where there is none. */
function focusSoon(list: Element | null, at: number): void {
  requestAnimationFrame(() => {
    const item = list?.children[Math.min(at, list.children.length - 1)];
    const target = item?.querySelector<HTMLElement>(".sentence select") ?? list?.nextElementSibling?.querySelector("button");
    target?.focus();
  });
}

function Joiner({ kind, write, verdict }: { kind: GroupKind; write: (kind: string) => void; verdict: Verdict | undefined }): JSX.Element {
  return (
    <div class="joiner">
      <select class="in" aria-label={t("How these go together")} value={kind} onChange={(event) => write(event.currentTarget.value)}>
        <option value="all">{t("All of these hold")}</option>
        <option value="any">{t("Any of these holds")}</option>
        <option value="none">{t("None of these holds")}</option>
      </select>
      {verdict ? <Truth truth={verdict.truth} /> : null}
    </div>
  );
}

interface SentenceProps {
  readonly leaf: Leaf;
  readonly terms: Terms;
  readonly write: (leaf: Leaf) => void;
  readonly verdict: Verdict | undefined;
}

function Sentence({ leaf, terms, write, verdict }: SentenceProps): JSX.Element {
  const path = leftOf(leaf);
  const fact = terms.facts.find((one) => one.path === path);
  const operator = terms.operators.find((one) => one.name === leaf.operator);
  const about = (next: string): void => {
    const other = terms.facts.find((one) => one.path === next);
    if (other) write(freshLeaf(other, terms.operators));
  };
  return (
    <div class="sentence">
      <Facts terms={terms} value={fact ? path : ""} write={about} />
      {fact ? <Comparison leaf={leaf} fact={fact} operator={operator} terms={terms} write={write} /> : <span class="quiet mono">{path || t("a formula")}</span>}
      {verdict ? <Saw verdict={verdict} /> : null}
    </div>
  );
}

interface ComparisonProps {
  readonly leaf: Leaf;
  readonly fact: Fact;
  readonly operator: Operator | undefined;
  readonly terms: Terms;
  readonly write: (leaf: Leaf) => void;
}

function Comparison({ leaf, fact, operator, terms, write }: ComparisonProps): JSX.Element {
  const by = (name: string): void => {
    const next = terms.operators.find((one) => one.name === name);
    if (next) write(byOperator(leaf, next, fact, operator));
  };
  return (
    <>
      <select class="in" aria-label={t("Comparison")} value={leaf.operator} onChange={(event) => by(event.currentTarget.value)}>
        {operatorsFor(fact.kind, terms.operators).filter((one) => !one.past || terms.asksPast || one.name === leaf.operator).map((one) => (
          <option key={one.name} value={one.name}>
            {[one.before, one.after].filter(Boolean).join(" … ")}
          </option>
        ))}
      </select>
      {operator?.right ? <Operand kind={operator.right} fact={fact} value={leaf.right} terms={terms} write={(right) => write({ ...leaf, right })} /> : null}
      {operator?.right && terms.compares && !operator.fixed ? <Turn leaf={leaf} fact={fact} operator={operator} terms={terms} write={write} /> : null}
    </>
  );
}

/** From a fixed value to another fact, and back. */
function Turn({ leaf, fact, operator, terms, write }: ComparisonProps): JSX.Element | null {
  const isFact = (leaf.right as { fact?: string } | undefined)?.fact !== undefined;
  const other = terms.facts.find((one) => one.path !== fact.path && one.kind === fact.kind);
  if (!operator || (!isFact && !other)) return null;
  const turn = (): void => {
    const right = isFact ? byOperator({ left: leaf.left, operator: leaf.operator }, operator, fact, undefined).right : { fact: other?.path ?? "" };
    write({ ...leaf, ...(right === undefined ? {} : { right }) });
  };
  const said = isFact ? t("Compare with a fixed value") : t("Compare with something else that is known");
  return (
    <button type="button" class="tool" aria-label={said} title={said} aria-pressed={isFact} onClick={turn}>
      <Icon name="link" />
    </button>
  );
}

function Facts({ terms, value, write }: { terms: Terms; value: string; write: (path: string) => void }): JSX.Element {
  const groups = [...new Set(terms.facts.map((one) => one.group ?? ""))];
  return (
    <select class="in" aria-label={t("Question")} value={value} onChange={(event) => write(event.currentTarget.value)}>
      {terms.facts.some((one) => one.path === value) ? null : <option value={value}>—</option>}
      {groups.map((group) => {
        const options = terms.facts.filter((one) => (one.group ?? "") === group).map((one) => (
          <option key={one.path} value={one.path}>
            {one.word}
          </option>
        ));
        return group ? (
          <optgroup key={group} label={group}>
            {options}
          </optgroup>
        ) : (
          options
        );
      })}
    </select>
  );
}

/** Yes or no, by a sign and a word. */
export function Truth({ truth }: { truth: boolean | undefined }): JSX.Element {
  if (truth === undefined) return <span class="chip">{t("Not known yet")}</span>;
  return (
    <span class={`chip ${truth ? "ok" : "no"}`}>
      <Icon name={truth ? "check" : "close"} />
      {truth ? t("True") : t("False")}
    </span>
  );
}

function Saw({ verdict }: { verdict: Verdict }): JSX.Element {
  return (
    <p class="saw">
      <Truth truth={verdict.truth} /> {verdict.saw}
    </p>
  );
}

function toneOf(verdict: Verdict | undefined): string {
  return verdict?.truth === undefined ? "" : verdict.truth ? " holds" : " fails";
}

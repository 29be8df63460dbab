/** What a condition, a formula or a text may look at where it stands: facts of the trigger, results of earlier steps, the row. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Fact, Terms } from "../../platform/frontend/src/editing/facts.ts";
import type { WordedNames } from "../../platform/frontend/src/editing/formula-editor.tsx";
import type { PlainFact } from "./data.ts";
import { kindOf, kindWord } from "./kinds.ts";
import { blockNames, blockOf } from "./steps.ts";
import type { Step, Steps } from "./steps.ts";
import { data, known, root } from "./store.ts";

/** What a condition at a path can be made of; without one, of the rule itself. `within` says that its own results count: a case of it. */
export function termsAt(path = ""): Terms {
  const facts = [...rowFacts(path), ...known.value.facts.map(whole), ...resultFacts(path)];
  return { facts, operators: data.operators, today: t("the day of the event"), rights: data.rights, compares: true };
}

/** What a formula at a path can name. */
export function namesAt(path: string): WordedNames {
  const rows = Object.fromEntries(known.value.rows.map((one) => [one.path.replace(/^answers\./, ""), one.parts.map((part) => part.name.replace(/^item\./, ""))]));
  return { facts: termsAt(path).facts, rows, operators: data.operators.map((one) => one.name), open: OPEN };
}

const OPEN = /^(catalogue|contact|steps|item|invoice|submission|form|organisation|event|call|button|schedule|failure|wait|approval)\./;

/** The steps that are done before the one at a path, nearest last. */
export function earlierThan(path: string, steps: Steps = root.value): Step[] {
  const [index, name, ...rest] = path.split("/");
  if (!path || index === undefined) return [];
  const before = steps.slice(0, Number(index)).flatMap(withInner);
  const around = steps[Number(index)];
  if (name === undefined || !around) return before;
  const failing = name === "error" ? blockOf(around, "do").flatMap(withInner) : [];
  return [...before, ...(around.id ? [around] : []), ...failing, ...earlierThan(rest.join("/"), blockOf(around, name))];
}

function withInner(step: Step): Step[] {
  return [step, ...blockNames(step).flatMap((name) => blockOf(step, name).flatMap(withInner))];
}

function resultFacts(path: string): Fact[] {
  return earlierThan(path).flatMap((step) => {
    const kind = kindOf(step);
    const group = `${kindWord(kind)} (${step.id})`;
    return (data.results[kind] ?? []).map((one) => {
      const fact = `steps.${step.id}.${one.name}`;
      return { path: fact, name: fact, kind: one.kind, word: `${group}: ${one.word}`, choices: one.choices, group: t("Earlier steps") };
    });
  });
}

/** The row, where the path lies within an `each`. */
function rowFacts(path: string, steps: Steps = root.value): Fact[] {
  const [index, name, ...rest] = path.split("/");
  const step = steps[Number(index)];
  if (!step || name === undefined) return [];
  const list = name === "do" && step.id ? (step["in"] as { fact?: string } | undefined)?.fact : undefined;
  const own = known.value.rows.find((one) => one.path === list)?.parts.map(whole) ?? [];
  return [...own, ...rowFacts(rest.join("/"), blockOf(step, name))];
}

function whole(fact: PlainFact): Fact {
  return { ...fact, choices: fact.choices ?? [] };
}

/** Where a problem's place (`/steps/2/cases/0/if/all/1`) is in the rule. */
import { computed } from "@preact/signals";
import { FAILURE, MAIN, rootOf } from "./document.ts";
import type { RuleDocument } from "./document.ts";
import { blockNames, blockOf, stepAt } from "./steps.ts";
import type { Step, Steps } from "./steps.ts";
import { root, rule, saved } from "./store.ts";

export interface Place {
  /** The id of the step; `@trigger` or `@conditions`, empty where it is about the rule itself. */
  readonly what: string;
  /** The first setting below it. */
  readonly setting: string;
}

const BLOCKS: Readonly<Record<string, string>> = { steps: "do", else: "else", on_error: "error", on_timeout: "timeout", on_refused: "refused" };

/** What a JSON pointer is about. */
export function placeOf(steps: Steps, pointer: string): Place {
  const [first = "", ...rest] = pointer.split(":")[0]?.split("/").slice(1) ?? [];
  if (first === "trigger") return { what: "@trigger", setting: rest[rest.length - 1] ?? "" };
  if (first === "conditions") return { what: "@conditions", setting: "" };
  if ((first === "steps" || first === "on_error") && rest.length) return below(steps, first === "steps" ? MAIN : FAILURE, rest);
  return { what: "", setting: first };
}

function below(steps: Steps, block: string, parts: readonly string[]): Place {
  const [index = "", member = "", ...rest] = parts;
  const path = `${block}/${index}`;
  const here = { what: stepAt(steps, path)?.id ?? "", setting: member === "settings" ? (rest[0] ?? "") : member };
  const inner = member === "cases" ? (rest[1] === "steps" ? `${path}/case${rest[0] ?? ""}` : "") : BLOCKS[member] ? `${path}/${BLOCKS[member]}` : "";
  const left = member === "cases" ? rest.slice(2) : rest;
  return inner && left.length ? below(steps, inner, left) : here;
}

/** The ids of all steps in which something is wrong. */
export const stepPlaces = computed<ReadonlySet<string>>(() => new Set(saved.value.problems.map((one) => placeOf(root.value, one.place).what)));

/** What is doubtful about a rule though it can be published: what is never reached. */
export function deadSteps(now: RuleDocument): string[] {
  return deadIn(now.steps ?? []);
}

const ENDS = new Set(["stop", "fail"]);

function deadIn(steps: Steps): string[] {
  const end = steps.findIndex((one) => ENDS.has(one.kind ?? ""));
  const after = end < 0 ? [] : steps.slice(end + 1).map((one) => one.id);
  const inner = steps.flatMap((one) => [...(one.cases ?? []).flatMap((each) => deadIn(each.steps)), ...Object.keys(BLOCKS).flatMap((name) => (Array.isArray(one[name]) ? deadIn(one[name] as Steps) : []))]);
  return [...after, ...inner];
}

/** The steps that nobody ever comes to. */
export const dead = computed<readonly string[]>(() => deadSteps(rule.value));

/** The steps by which a rule calls itself. */
export function selfCalls(now: RuleDocument): string[] {
  const own = now.trigger?.kind === "rule.called" ? now.trigger.settings?.["called"] : undefined;
  if (typeof own !== "string") return [];
  return everyStep(rootOf(now)).filter((one) => one.kind === "call" && one.settings?.["rule"] === own).map((one) => one.id);
}

function everyStep(steps: Steps): Step[] {
  return steps.flatMap((one) => [one, ...blockNames(one).flatMap((name) => everyStep(blockOf(one, name)))]);
}

/** The same of the rule that is built. */
export const circles = computed<readonly string[]>(() => selfCalls(rule.value));

/**
 * The rule on something that has happened. Conditions are judged here at once, by the twin of the server's evaluator; what every step
 * would do is asked of the server a moment after each change. Planning is pure: nothing is done.
 */
import { computed, effect, signal } from "@preact/signals";
import { get, post } from "../../platform/frontend/src/editing/server.ts";
import { trace } from "../../platform/frontend/src/logic/trace.ts";
import type { Trace } from "../../platform/frontend/src/logic/trace.ts";
import type { Facts, Json as Plain } from "../../platform/frontend/src/logic/json.ts";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { Known } from "./data.ts";
import { MAIN } from "./document.ts";
import type { RuleDocument } from "./document.ts";
import { data, known, rule } from "./store.ts";

export interface Past {
  readonly id: string;
  readonly words: string;
}

/** What one step would do. */
export interface StepTrial {
  readonly path: string;
  readonly kind: string;
  readonly words: string;
  readonly outcome: string;
  readonly code: string;
  readonly cases: readonly (boolean | null)[];
  readonly problems: readonly string[];
}

interface Told {
  readonly matched: boolean;
  readonly steps: readonly StepTrial[];
}

export const events = signal<readonly Past[]>([]);
export const event = signal("");
/** Whether the trial is shown; a person may look at the bare rule. */
export const trying = signal(true);
const facts = signal<Facts | null>(null);
const told = signal<Told | null>(null);
/** Whether the server could not say: the rule is not finished. */
export const unfinished = signal(false);

const PAUSE = 120;

/** What the conditions of the rule saw. */
export const seenByRule = computed<Trace | undefined>(() => (trying.value && facts.value ? traceOf(rule.value.conditions ?? { all: [] }) : undefined));

/** Whether the rule would answer; undefined where that is not known. */
export const matched = computed<boolean | undefined>(() => (trying.value && facts.value ? (seenByRule.value?.truth ?? told.value?.matched) : undefined));

/** What a condition saw; undefined while nothing is tried, or where results of steps decide. */
export function traceOf(tree: Json): Trace | undefined {
  if (!trying.value || !facts.value || LATER.test(JSON.stringify(tree))) return undefined;
  return trace(tree as Plain, facts.value);
}

/** What the browser does not have: results of steps, rows, the catalogue. */
const LATER = /"(steps|item|catalogue)\./;

/** What would be done, in reading order: without what is only done when something is refused, late or failed. */
export const steps = computed<readonly StepTrial[]>(() => {
  const all = trying.value ? (told.value?.steps ?? []) : [];
  return all.filter((one) => one.code !== "not_reached" && one.kind !== "branch" && one.kind !== "each" && !/\/(refused|timeout|error)\//.test(one.path));
});

/** What the step at a path would do; nothing for steps that are only done when others fail. */
export function trialAt(path: string): StepTrial | undefined {
  if (!trying.value || !told.value) return undefined;
  return told.value.steps.find((one) => `${MAIN}/${one.path}` === path);
}

/** Chooses the event to try it on. */
export async function choose(id: string): Promise<void> {
  event.value = id;
  trying.value = true;
  await load(about(rule.value), id);
}

function about(now: RuleDocument): { kind: string; form: string } {
  const form = now.trigger?.settings?.["form"];
  return { kind: now.trigger?.kind ?? "", form: typeof form === "string" ? form : "" };
}

async function load({ kind, form }: { kind: string; form: string }, chosen = ""): Promise<void> {
  const answer = await get(`${data.urls["events"] ?? ""}?${new URLSearchParams({ kind, form, event: chosen }).toString()}`);
  if (answer?.status !== 200) return;
  const found = answer.body as { events: readonly Past[]; event: string; facts: Facts };
  events.value = found.events;
  event.value = found.event;
  facts.value = found.event ? found.facts : null;
  await ask();
}

let asked = 0;

async function ask(): Promise<void> {
  const mine = (asked += 1);
  if (!event.value) {
    told.value = null;
    return;
  }
  const answer = await post(data.urls["try"] ?? "", data.csrf, { document: rule.peek(), event: event.peek() });
  if (mine !== asked) return; // a later question is under way
  const found = answer?.status === 200 ? (answer.body as Told | { problems: unknown }) : null;
  unfinished.value = found !== null && "problems" in found;
  told.value = found && "steps" in found ? found : null;
}

async function learn({ kind, form }: { kind: string; form: string }): Promise<void> {
  const answer = await get(`${data.urls["facts"] ?? ""}?${new URLSearchParams({ kind, form }).toString()}`);
  if (answer?.status === 200) known.value = answer.body as Known;
}

/** Follows the rule: other facts and events for another trigger, another trial after each change. */
export function startTrials(): void {
  let shown = JSON.stringify(about(rule.peek()));
  let timer = 0;
  // Pages of runs and events lead here with the one that they are about.
  void load(about(rule.peek()), new URLSearchParams(location.search).get("event") ?? "");
  effect(() => {
    const now = JSON.stringify(about(rule.value));
    window.clearTimeout(timer);
    if (now === shown) {
      timer = window.setTimeout(() => void ask(), PAUSE);
      return;
    }
    shown = now;
    timer = window.setTimeout(() => {
      void learn(about(rule.peek()));
      void load(about(rule.peek()));
    }, PAUSE);
  });
}

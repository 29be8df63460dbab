/** A rule as the editor holds it (docs/rules.md, 1): plain JSON that is never changed, only replaced, however unfinished it is. */
import type { Json, Texts } from "../../platform/frontend/src/editing/json.ts";
import type { Step, Steps } from "./steps.ts";

export type Settings = { readonly [name: string]: Json | undefined };

export interface RuleDocument {
  readonly name?: Texts;
  readonly trigger?: { readonly kind: string; readonly settings?: Settings };
  readonly conditions?: Json;
  readonly steps?: Steps;
  readonly on_error?: Steps;
  readonly limits?: Settings;
  readonly priority?: number;
  readonly match?: string;
  readonly stop_processing?: boolean;
  readonly [member: string]: unknown;
}

/** The name of the block that holds all steps, and of the one for when something fails. */
export const MAIN = "0/do";
export const FAILURE = "0/error";

/** The rule as one step around all others, so that every path begins alike: `0/do/2` is the third step, `0/error/0` the first for failures. */
export function rootOf(rule: RuleDocument): Steps {
  return [{ id: "", kind: "each", steps: rule.steps ?? [], on_error: rule.on_error ?? [] } as Step];
}

/** The rule with other steps. Where nothing is done for failures, the document does not speak of it. */
export function withRoot(rule: RuleDocument, root: Steps): RuleDocument {
  const { steps, on_error: failure } = root[0] as unknown as { steps: Steps; on_error: Steps };
  const { on_error: _before, ...rest } = rule;
  const kept = steps === rule.steps ? rest : { ...rest, steps };
  if (!failure.length) return kept;
  return { ...rule, steps, on_error: failure };
}

/** The rule with other members; `undefined` takes one away. */
export function withMembers(rule: RuleDocument, members: { readonly [name in keyof RuleDocument]?: RuleDocument[name] | undefined }): RuleDocument {
  const next = { ...rule, ...members };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

/** An object with another member; `undefined` takes it away. Members keep their order. */
export function withMember(object: Settings, name: string, value: Json | undefined): Settings {
  return Object.fromEntries(Object.entries({ ...object, [name]: value }).filter(([, one]) => one !== undefined));
}

/** Its name in a language, else in any. */
export function nameIn(rule: RuleDocument, language: string): string {
  return rule.name?.[language] || Object.values(rule.name ?? {})[0] || "";
}

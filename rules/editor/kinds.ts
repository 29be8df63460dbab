/** The kinds of steps: how they are called, drawn, and begun. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { Shape } from "./data.ts";
import type { Step } from "./steps.ts";
import { data } from "./store.ts";

/** What a step of that kind or action is called. */
export function kindWord(kind: string): string {
  const action = data.actions.find((one) => one.kind === kind);
  if (action) return capital(action.word);
  const words: Record<string, string> = {
    branch: t("Branch"), each: t("For each row"), wait: t("Wait"), approval: t("Ask for approval"), call: t("Call another rule"),
    stop: t("Stop here"), fail: t("Fail on purpose"),
  };
  return words[kind] ?? kind;
}

/** The action of an action, the kind of any other step. */
export function kindOf(step: Step): string {
  return (step.kind ?? "action") === "action" ? (step.action ?? "") : (step.kind ?? "");
}

/** The settings that a kind has, and what edits them. */
export function shapesOf(kind: string): readonly Shape[] {
  return data.actions.find((one) => one.kind === kind)?.settings ?? data.flow[kind] ?? [];
}

export const FLOW: readonly string[] = ["branch", "each", "wait", "approval", "call", "stop", "fail"];

const ICONS: Readonly<Record<string, string>> = {
  issue_invoice: "receipt", send_email: "email", create_task: "consent", set_reminder: "bell", tag_contact: "tag", notify: "bell", add_note: "text_block",
  update_contact: "person_name", assign: "person_name", complete_task: "check", call_webhook: "link", branch: "branch", each: "section", wait: "clock",
  approval: "approve", call: "send", stop: "stop", fail: "alert",
};
const TONES: Readonly<Record<string, string>> = {
  issue_invoice: "accent", send_email: "teal", notify: "teal", call_webhook: "teal", create_task: "pink", complete_task: "pink", set_reminder: "pink",
  branch: "blue", each: "blue", call: "blue", wait: "warn", approval: "warn", stop: "no", fail: "no",
};

/** Its drawing and colour. */
export function lookOf(kind: string): { icon: string; tone: string } {
  return { icon: ICONS[kind] ?? "gear", tone: TONES[kind] ?? "ok" };
}

/** A step of a kind that could be done as it is, as far as that is possible. */
export function freshStep(kind: string, taken: ReadonlySet<string>, list: string): Step {
  const id = freshId(kind, taken);
  const settings = data.fresh[kind] ?? {};
  switch (kind) {
    case "branch":
      return { id, kind, cases: [{ if: { all: [] }, steps: [] }], else: [] };
    case "each":
      return { id, kind, in: { fact: list } as Json, steps: [] };
    case "stop":
      return { id, kind };
    case "approval":
      return { id, kind, settings, on_refused: [{ id: freshId("refused_stop", taken), kind: "stop" }] };
    default:
      return FLOW.includes(kind) ? { id, kind, settings } : { id, action: kind, settings };
  }
}

/** With a capital at the beginning. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What a step is called, with its id: two of a kind are told apart by it. */
export function nameOfStep(step: Step): string {
  return `${kindWord(kindOf(step))} (${step.id})`;
}

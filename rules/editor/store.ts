/** The one state of the page. Components read signals; everything that changes the rule goes through `edit`. */
import { computed, signal } from "@preact/signals";
import { DraftStore } from "../../platform/frontend/src/editing/draft.ts";
import { readData } from "./data.ts";
import type { Known, Saved } from "./data.ts";
import { rootOf, withRoot } from "./document.ts";
import type { RuleDocument } from "./document.ts";
import { pathOf, stepAt } from "./steps.ts";
import type { Step, Steps } from "./steps.ts";

export type Panel = "step" | "try" | "rule" | "versions";
export type Dialog = "" | "commands" | "insert" | "publish" | "done" | "keys";
/** What is selected: the trigger, the conditions, or a step by its id. */
export type Selection = "" | "@trigger" | "@conditions" | string;

export const data = readData();
export const draft = new DraftStore<RuleDocument, Saved>(data.draft, { id: data.ruleId, url: data.urls["show"] ?? "", csrf: data.csrf }, (now) => {
  const id = selection.value;
  if (id && !id.startsWith("@") && pathOf(rootOf(now), id) === undefined) selection.value = "";
});

export const rule = draft.document;
export const { canUndo, canRedo, saving, saved, theirs } = draft;
export const { edit, undo, redo, saveNow, revision, adopt, insist, contest, keep, leave } = draft;

export const known = signal<Known>(data.known);
export const selection = signal<Selection>("");
export const panel = signal<Panel>("try");
/** On a narrow screen: whether the panel covers the rule. */
export const sheet = signal(false);
export const dialog = signal<Dialog>("");
/** Where the quick insert puts what is chosen. */
export const insertAt = signal("");
/** What is to have the focus once it is drawn: selectors with bars between, the best one first. */
export const focusNext = signal("");

/** All steps, as one step around them. */
export const root = computed<Steps>(() => rootOf(rule.value));

/** The path of the selected step, nothing where it is none. */
export const selectedPath = computed<string | undefined>(() => (selection.value && !selection.value.startsWith("@") ? pathOf(root.value, selection.value) : undefined));

/** The selected step. */
export const selected = computed<Step | undefined>(() => (selectedPath.value === undefined ? undefined : stepAt(root.value, selectedPath.value)));

/** Makes these the steps of the rule. Changes under one key within a moment are one step of undo. */
export function editSteps(next: Steps, key = ""): void {
  if (next !== root.value) edit(withRoot(rule.value, next), key);
}

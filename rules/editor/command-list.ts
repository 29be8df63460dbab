/** Every command of the editor, and every place of the navigation. */
import { placesToGo } from "../../platform/frontend/src/editing/chooser.tsx";
import type { Command } from "../../platform/frontend/src/editing/chooser.tsx";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { add, duplicateSelected, insertionPoint, openInsert, openPanel, removeSelected, select, shift } from "./actions.ts";
import { FLOW, kindWord, lookOf } from "./kinds.ts";
import { openPublish } from "./publishing.ts";
import { data, dialog, focusNext, insertAt, known, redo, selected, undo } from "./store.ts";
import type { Panel } from "./store.ts";
import { trying } from "./trial.ts";

/** What the quick insert offers. */
export function inserts(at = insertAt.value || insertionPoint()): Command[] {
  const flow = FLOW.filter((one) => one !== "each" || (known.value.rows.length && !withinEach(at)));
  return [...data.actions.map((one) => one.kind), ...flow].map((kind) => ({ id: kind, label: kindWord(kind), icon: lookOf(kind).icon, hint: "", run: () => add(kind, at) }));
}

function withinEach(path: string): boolean {
  return /\/do\//.test(path.slice("0/do/".length));
}

/** What Ctrl K offers. */
export function commands(): Command[] {
  return [...editing(), ...selectedOne(), ...adding(), ...panels(), ...placesToGo()];
}

function editing(): Command[] {
  return [
    { id: "publish", label: t("Publish"), icon: "send", hint: "Ctrl ⏎", run: openPublish },
    { id: "add", label: t("Add a step"), icon: "plus", hint: "/", run: () => openInsert() },
    { id: "trial", label: trying.value ? t("Hide the trial") : t("Show the trial"), icon: "eye", hint: "", run: () => (trying.value = !trying.value) },
    { id: "keys", label: t("Keys"), icon: "list", hint: "?", run: () => (dialog.value = "keys") },
    { id: "undo", label: t("Undo"), icon: "undo", hint: "Ctrl Z", run: undo },
    { id: "redo", label: t("Redo"), icon: "redo", hint: "Ctrl ⇧ Z", run: redo },
  ];
}

function selectedOne(): Command[] {
  if (!selected.value) return [];
  return [
    { id: "up", label: t("Move up"), icon: "up", hint: "Alt ↑", run: () => shift(-1) },
    { id: "down", label: t("Move down"), icon: "down", hint: "Alt ↓", run: () => shift(1) },
    { id: "duplicate", label: t("Duplicate"), icon: "copy", hint: "Ctrl D", run: duplicateSelected },
    { id: "remove", label: t("Remove"), icon: "bin", hint: "Del", run: removeSelected },
  ];
}

function adding(): Command[] {
  return inserts(insertionPoint()).map((one) => ({ ...one, id: `add-${one.id}`, label: t("Add: %(name)s", { name: one.label }) }));
}

function panels(): Command[] {
  const titles: readonly [Panel, string, string][] = [
    ["try", t("Trial"), "eye"],
    ["step", t("Settings of the step"), "gear"],
    ["rule", t("Settings of the rule"), "gear"],
    ["versions", t("Versions"), "clock"],
  ];
  const open = titles.map(([name, label, icon]) => ({ id: `panel-${name}`, label, icon, hint: "", run: () => openPanel(name) }));
  const conditions = { id: "conditions", label: t("Only if"), icon: "filter", hint: "", run: toConditions };
  return [conditions, { id: "trigger", label: t("What starts the rule"), icon: "bolt", hint: "", run: toTrigger }, ...open];
}

function toTrigger(): void {
  select("@trigger");
  openPanel("step");
  focusNext.value = "#panel select";
}

function toConditions(): void {
  select("@conditions");
  focusNext.value = '[data-head="@conditions"]';
}

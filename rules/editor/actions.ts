/** What people do to the steps, said to screen readers as it happens. Pure operations do the work. */
import { announce } from "../../platform/frontend/src/core/announce.ts";
import { show } from "../../platform/frontend/src/core/toasts.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { MAIN } from "./document.ts";
import { freshStep, kindOf, kindWord } from "./kinds.ts";
import * as steps from "./steps.ts";
import type { Path, Step } from "./steps.ts";
import { dialog, editSteps, focusNext, insertAt, known, panel, root, selected, selectedPath, selection, sheet } from "./store.ts";
import type { Selection } from "./store.ts";

/** Selects something; its settings are shown beside. */
export function select(what: Selection): void {
  selection.value = what;
  if (what && what !== "@conditions") panel.value = "step";
}

/** The place below what is selected: after a step, at the beginning below the trigger and the conditions, else at the end. */
export function insertionPoint(): Path {
  if (selectedPath.value !== undefined) return steps.moved(selectedPath.value, 1);
  if (selection.value.startsWith("@")) return `${MAIN}/0`;
  return `${MAIN}/${steps.blockOf(root.value[0] as Step, "do").length}`;
}

/** Opens the quick insert for a place. */
export function openInsert(at = insertionPoint()): void {
  insertAt.value = at;
  dialog.value = "insert";
}

/** Adds a fresh step of a kind there, selects it and shows its settings. */
export function add(kind: string, at: Path): void {
  const taken = new Set(steps.idsOf(root.value));
  put(freshStep(kind, taken, known.value.rows[0]?.path ?? ""), at);
  announce(t("%(name)s added", { name: kindWord(kind) }));
}

/** Puts a step there, under an id that is free. */
export function put(step: Step, at: Path): void {
  const next = steps.insert(root.value, at, step);
  editSteps(next);
  const id = steps.stepAt(next, at)?.id ?? "";
  select(id);
  focusNext.value = `[data-head="${id}"]`;
}

/** Moves the selected step up or down: within its block, and at its end out of it. */
export function shift(by: -1 | 1, id = selection.value): void {
  const from = steps.pathOf(root.value, id);
  if (from === undefined) return;
  const within = steps.shift(root.value, from, by);
  const outer = from.split("/").slice(0, -2).join("/");
  if (within !== root.value) editSteps(within);
  else if (outer && outer !== "0") editSteps(steps.move(root.value, from, by < 0 ? outer : steps.moved(outer, 1)));
  else return announce(t("It cannot be moved further"));
  told(id);
}

/** Moves a step before the one at `to`. */
export function moveTo(id: string, to: Path): void {
  const from = steps.pathOf(root.value, id);
  if (from === undefined) return;
  editSteps(steps.move(root.value, from, to));
  told(id);
}

function told(id: string): void {
  focusNext.value = `[data-head="${id}"]`;
  const path = steps.pathOf(root.value, id) ?? "";
  const place = Number(path.split("/").pop()) + 1;
  const total = blockAt(path).length;
  const name = nameOf(steps.stepAt(root.value, path));
  announce(t("%(name)s is now %(number)s of %(total)s", { name, number: String(place), total: String(total) }));
}

/** The block in which the step at a path stands. */
export function blockAt(path: Path): steps.Steps {
  const parts = path.split("/");
  const around = steps.stepAt(root.value, parts.slice(0, -2).join("/"));
  return around ? steps.blockOf(around, parts[parts.length - 2] ?? "") : root.value;
}

/** Takes the selected step away; nobody is asked, undo brings it back. */
export function removeSelected(): void {
  const path = selectedPath.value;
  const step = selected.value;
  if (path === undefined || !step) return;
  const next = steps.remove(root.value, path);
  editSteps(next);
  const left = blockAt(path);
  const at = Number(path.split("/").pop());
  const neighbour = left[Math.min(at, left.length - 1)];
  select(neighbour?.id ?? "");
  focusNext.value = neighbour ? `[data-head="${neighbour.id}"]` : `[data-spot="${path}"]`;
  show({ text: t("“%(name)s” is removed. Ctrl Z brings it back.", { name: nameOf(step) }) });
}

/** The selected step once more, behind itself. */
export function duplicateSelected(): void {
  const path = selectedPath.value;
  if (path === undefined) return;
  const next = steps.duplicate(root.value, path);
  editSteps(next);
  const id = steps.stepAt(next, steps.moved(path, 1))?.id ?? "";
  select(id);
  focusNext.value = `[data-head="${id}"]`;
  announce(t("Duplicated"));
}

/** Replaces the selected step. Changes under one key within a moment are one step of undo. */
export function write(step: Step, key = ""): void {
  const path = selectedPath.value;
  if (path !== undefined) editSteps(steps.replace(root.value, path, step), key && `${step.id}:${key}`);
}

/** Gives a step a path for a case (time-out, refusal, failure), or takes it away. */
export function turnBlock(path: Path, name: string, there: boolean): void {
  editSteps(steps.withBlockAt(root.value, path, name, there));
}

/** What a step is called. */
export function nameOf(step: Step | undefined): string {
  return step ? kindWord(kindOf(step)) : "";
}

/** Shows the panel, also on a narrow screen. */
export function openPanel(name: typeof panel.value): void {
  panel.value = name;
  sheet.value = true;
}

/** Every command of the builder, and every place of the navigation. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import { placesToGo } from "../../platform/frontend/src/editing/chooser.tsx";
import type { Command } from "../../platform/frontend/src/editing/chooser.tsx";
import { add, duplicateSelected, removeSelected, shift } from "./actions.ts";
import { data, dialog, kinds, panel, redo, selection, sheet, undo } from "./store.ts";
import type { Panel } from "./store.ts";
import { openPublish } from "./publishing.ts";
import { sectionOf } from "./document.ts";

/** What the quick insert offers: the types that may stand where one would be added. */
export function inserts(): Command[] {
  const inRows = sectionOf(selection.value[0] ?? "") !== "";
  return data.kinds
    .filter((kind) => kind.inRows || !inRows)
    .map((kind) => ({ id: kind.type, label: kind.word, icon: kind.type, hint: "", run: () => add(kind.type) }));
}

/** What Ctrl K offers. */
export function commands(): Command[] {
  return [...editing(), ...selectedOnes(), ...adding(), ...panels(), ...placesToGo()];
}

function editing(): Command[] {
  return [
    { id: "publish", label: t("Publish"), icon: "send", hint: "Ctrl ⏎", run: openPublish },
    { id: "preview", label: t("Preview"), icon: "eye", hint: "", run: () => (dialog.value = "preview") },
    { id: "list", label: t("Paste a list"), icon: "list", hint: "", run: () => (dialog.value = "list") },
    { id: "keys", label: t("Keys"), icon: "list", hint: "?", run: () => (dialog.value = "keys") },
    { id: "undo", label: t("Undo"), icon: "undo", hint: "Ctrl Z", run: undo },
    { id: "redo", label: t("Redo"), icon: "redo", hint: "Ctrl ⇧ Z", run: redo },
  ];
}

function selectedOnes(): Command[] {
  if (!selection.value.length) return [];
  return [
    { id: "up", label: t("Move up"), icon: "up", hint: "Alt ↑", run: () => shift(-1) },
    { id: "down", label: t("Move down"), icon: "down", hint: "Alt ↓", run: () => shift(1) },
    { id: "duplicate", label: t("Duplicate"), icon: "copy", hint: "Ctrl D", run: duplicateSelected },
    { id: "remove", label: t("Remove"), icon: "bin", hint: "Del", run: removeSelected },
  ];
}

function adding(): Command[] {
  return inserts().map((one) => {
    const label = t("Add: %(name)s", { name: kinds.get(one.id)?.word ?? one.label });
    return { ...one, id: `add-${one.id}`, label };
  });
}

function panels(): Command[] {
  const titles: readonly [Panel, string, string][] = [
    ["field", t("Settings of the field"), "gear"],
    ["logic", t("Logic"), "branch"],
    ["form", t("Settings of the form"), "form"],
    ["theme", t("Theme"), "brush"],
    ["versions", t("Versions"), "clock"],
  ];
  return titles.map(([name, label, icon]) => ({ id: `panel-${name}`, label, icon, hint: "", run: () => open(name) }));
}

function open(name: Panel): void {
  panel.value = name;
  sheet.value = "panel";
}

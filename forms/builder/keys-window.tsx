/** The keys of the builder, in a window. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { KeyList } from "../../platform/frontend/src/editing/key-list.tsx";
import { dialog } from "./store.ts";

/** The window while it is open. */
export function KeysWindow(): JSX.Element | null {
  if (dialog.value !== "keys") return null;
  const close = (): void => {
    if (dialog.value === "keys") dialog.value = "";
  };
  const keys: readonly [string, string][] = [
    ["/", t("Add a question")],
    ["Ctrl K", t("Search and commands")],
    ["↑ ↓", t("Next or previous field")],
    ["Alt ↑ ↓", t("Move up or down")],
    ["⇧ ↑ ↓", t("Select several")],
    ["⏎", t("Write the label")],
    ["Del", t("Remove")],
    ["Ctrl C X V", t("Copy, cut, paste fields; a pasted list becomes fields")],
    ["Ctrl D", t("Duplicate")],
    ["Ctrl Z, Ctrl ⇧ Z", t("Undo, redo")],
    ["Ctrl ⏎", t("Publish")],
  ];
  return <KeyList keys={keys} close={close} />;
}

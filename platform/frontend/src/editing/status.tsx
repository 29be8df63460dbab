/** How saving stands, in words. */
import type { JSX } from "preact";
import { t } from "../core/texts.ts";
import type { State } from "./autosave.ts";
import { Icon } from "./icons.tsx";

interface StatusProps {
  readonly state: State;
  readonly live: number | null;
  readonly changed: boolean;
}

/** The state of saving, and whether something else is live. */
export function SavingState({ state, live, changed }: StatusProps): JSX.Element {
  const tone = state === "saved" ? "ok" : ["offline", "conflict", "refused", "out"].includes(state) ? "no" : "";
  return (
    <>
      {changed || state !== "saved" ? <span class="chip warn">{live === null ? t("Not published") : t("Draft changes")}</span> : <span class="chip ok">{t("Live")}</span>}
      <span class={`chip ${tone}`} role="status" data-saving={state}>
        {wordOf(state, live)}
      </span>
    </>
  );
}

function wordOf(state: State, live: number | null): string {
  switch (state) {
    case "saved":
      return live === null ? t("Saved") : t("Saved · v%(number)s is live", { number: String(live) });
    case "unsaved":
    case "saving":
      return t("Saving…");
    case "offline":
      return t("No connection: kept in this browser");
    case "out":
      return t("Load this page again: what you wrote is kept in this browser");
    case "conflict":
      return t("Somebody else has saved");
    default:
      return t("Cannot be saved");
  }
}

interface UndoProps {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Back and forth. */
export function UndoButtons({ canUndo, canRedo, undo, redo }: UndoProps): JSX.Element {
  return (
    <>
      <button type="button" class="btn ico ghost" aria-label={t("Undo")} title="Ctrl Z" disabled={!canUndo} onClick={undo}>
        <Icon name="undo" />
      </button>
      <button type="button" class="btn ico ghost" aria-label={t("Redo")} title="Ctrl ⇧ Z" disabled={!canRedo} onClick={redo}>
        <Icon name="redo" />
      </button>
    </>
  );
}

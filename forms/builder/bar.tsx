/** What the page's head shows of the builder: how saving stands, and what can be done. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { State } from "./autosave.ts";
import { languagesOf } from "./document.ts";
import { Icon } from "./icons.tsx";
import { openPublish } from "./publishing.ts";
import { canRedo, canUndo, data, dialog, form, language, redo, saved, saving, undo } from "./store.ts";

/** The state of saving in words, and whether customers see something else. */
export function Status(): JSX.Element {
  const state = saving.value;
  const tone = state === "saved" ? "ok" : ["offline", "conflict", "refused", "out"].includes(state) ? "no" : "";
  return (
    <>
      {saved.value.changed || state !== "saved" ? <span class="chip warn">{saved.value.live === null ? t("Not published") : t("Draft changes")}</span> : <span class="chip ok">{t("Live")}</span>}
      <span class={`chip ${tone}`} role="status" data-saving={state}>
        {wordOf(state)}
      </span>
    </>
  );
}

function wordOf(state: State): string {
  switch (state) {
    case "saved":
      return saved.value.live === null ? t("Saved") : t("Saved · v%(number)s is live", { number: String(saved.value.live) });
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

/** Undo, languages, preview, publish. */
export function Bar(): JSX.Element {
  return (
    <>
      <button type="button" class="btn ico ghost" aria-label={t("Undo")} title="Ctrl Z" disabled={!canUndo.value} onClick={undo}>
        <Icon name="undo" />
      </button>
      <button type="button" class="btn ico ghost" aria-label={t("Redo")} title="Ctrl ⇧ Z" disabled={!canRedo.value} onClick={redo}>
        <Icon name="redo" />
      </button>
      <Language />
      <button type="button" class="btn" aria-label={t("Preview")} onClick={() => (dialog.value = "preview")}>
        <Icon name="eye" />
        <span class="wide-word">{t("Preview")}</span>
      </button>
      <button type="button" class="btn pri" onClick={openPublish}>
        <Icon name="send" />
        {t("Publish")}
      </button>
    </>
  );
}

function Language(): JSX.Element | null {
  const codes = languagesOf(form.value);
  if (codes.length < 2) return null;
  return (
    <>
      <label class="sr" for="builder-language">
        {t("Language that is written")}
      </label>
      <select id="builder-language" class="in fit" value={language.value} onChange={(event) => (language.value = event.currentTarget.value)}>
        {codes.map((code) => (
          <option key={code} value={code}>
            {data.languages[code] ?? code}
          </option>
        ))}
      </select>
    </>
  );
}

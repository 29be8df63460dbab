/** What the page's head shows of the builder: how saving stands, and what can be done. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { SavingState, UndoButtons } from "../../platform/frontend/src/editing/status.tsx";
import { languagesOf } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { openPublish } from "./publishing.ts";
import { canRedo, canUndo, data, dialog, form, language, redo, saved, saving, undo } from "./store.ts";

/** The state of saving in words, and whether customers see something else. */
export function Status(): JSX.Element {
  return <SavingState state={saving.value} live={saved.value.live} changed={saved.value.changed} />;
}

/** Undo, languages, preview, publish. */
export function Bar(): JSX.Element {
  return (
    <>
      <UndoButtons canUndo={canUndo.value} canRedo={canRedo.value} undo={undo} redo={redo} />
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

/** A list of labels, pasted or typed: each line becomes a field of the type that it seems to ask for. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Window } from "../../platform/frontend/src/editing/dialog.tsx";
import { addLines } from "./lines.ts";
import { dialog } from "./store.ts";

/** The window while it is open. */
export function ListWindow(): JSX.Element | null {
  return dialog.value === "list" ? <Ask /> : null;
}

function Ask(): JSX.Element {
  const [text, setText] = useState("");
  const close = (): void => {
    if (dialog.value === "list") dialog.value = "";
  };
  const go = (event?: Event): void => {
    event?.preventDefault();
    if (!text.trim()) return;
    dialog.value = "";
    void addLines(text);
  };
  return (
    <Window title={t("Paste a list")} close={close}>
      <form class="window-body" onSubmit={go}>
        <div class="fld">
          <label for="list-text">{t("One label a line")}</label>
          <textarea
            id="list-text"
            class="in tall"
            rows={8}
            autofocus
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => (event.key === "Enter" && (event.ctrlKey || event.metaKey) ? go(event) : undefined)}
          />
          <small>{t("“Service: A, B, C” becomes a choice, a star at the end a required field, “# Title” a heading, “---” a new page.")}</small>
        </div>
        <div class="toolbar">
          <button type="submit" class="btn pri">
            {t("Add the fields")}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
        </div>
      </form>
    </Window>
  );
}

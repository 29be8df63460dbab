/** The rule editor: draws itself into the page that the server has prepared. */
import { render } from "preact";
import type { ComponentChild, JSX } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { saveOnLeave } from "../../platform/frontend/src/editing/draft.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { recover } from "../../platform/frontend/src/editing/recover.ts";
import { SavingState, UndoButtons } from "../../platform/frontend/src/editing/status.tsx";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { openInsert } from "./actions.ts";
import { Canvas } from "./canvas.tsx";
import { nameIn } from "./document.ts";
import { startPageKeys } from "./page-keys.ts";
import { openPublish } from "./publishing.ts";
import { Side } from "./side.tsx";
import { canRedo, canUndo, data, draft, focusNext, leave, redo, rule, saved, saving, sheet, undo } from "./store.ts";
import { startTrials } from "./trial.ts";
import { Windows } from "./windows.tsx";

function Editor(): JSX.Element {
  const wanted = focusNext.value;
  useLayoutEffect(() => {
    if (wanted) focusOn(wanted);
  }, [wanted, rule.value]);
  return (
    <div class="editor">
      <Canvas />
      <Side />
      <PhoneBar />
      <Windows />
    </div>
  );
}

/** Puts the focus where an action wanted it. */
function focusOn(wanted: string): void {
  const target = document.querySelector<HTMLElement>(wanted);
  if (!target) return;
  focusNext.value = "";
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

/** On a narrow screen the panels are a sheet from below. */
function PhoneBar(): JSX.Element {
  return (
    <div class="phone-bar" role="group" aria-label={t("Build")}>
      <button type="button" class="btn" onClick={() => openInsert()}>
        <Icon name="plus" />
        {t("Add")}
      </button>
      <button type="button" class="btn" onClick={() => (sheet.value = !sheet.value)}>
        <Icon name="gear" />
        {t("Settings")}
      </button>
    </div>
  );
}

function Title(): JSX.Element {
  return <>{nameIn(rule.value, data.language) || "…"}</>;
}

function Status(): JSX.Element {
  return <SavingState state={saving.value} live={saved.value.live} changed={saved.value.changed} />;
}

function Bar(): JSX.Element {
  return (
    <>
      <UndoButtons canUndo={canUndo.value} canRedo={canRedo.value} undo={undo} redo={redo} />
      <button type="button" class="btn pri" onClick={openPublish}>
        <Icon name="send" />
        {t("Publish")}
      </button>
    </>
  );
}

function draw(what: ComponentChild, id: string): void {
  const box = document.getElementById(id);
  if (!box) throw new Error(`the page has no #${id}`);
  box.replaceChildren();
  render(what, box);
}

draw(<Title />, "rule-title");
draw(<Status />, "rule-state");
draw(<Bar />, "rule-bar");
draw(<Editor />, "rule-editor");
startPageKeys();
recover(draft, data.ruleId, data.draft);
startTrials();
saveOnLeave(leave);

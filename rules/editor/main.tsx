/** The rule editor: draws itself into the page that the server has prepared. */
import { effect } from "@preact/signals";
import { render } from "preact";
import type { ComponentChild, JSX } from "preact";
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
  return (
    <div class="editor">
      <Canvas />
      <Side />
      <PhoneBar />
      <Windows />
    </div>
  );
}

/** Puts the focus where an action wanted it, once all that changed is drawn: drawing is queued before this is. */
function followFocus(): void {
  effect(() => {
    const wanted = focusNext.value;
    if (wanted) queueMicrotask(() => focusOn(wanted, () => requestAnimationFrame(() => focusOn(wanted, () => undefined))));
  });
}

/** The first of the selectors (with bars between) that finds something. */
function focusOn(wanted: string, otherwise: () => void): void {
  const [target] = wanted.split("|").flatMap((one) => [...document.querySelectorAll<HTMLElement>(one)]);
  if (!target) return otherwise();
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
followFocus();
startPageKeys();
recover(draft, data.ruleId, data.draft);
startTrials();
saveOnLeave(leave);

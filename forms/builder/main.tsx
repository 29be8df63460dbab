/** The form builder: draws itself into the page that the server has prepared. */
import { render } from "preact";
import type { ComponentChild, JSX } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Bar, Status } from "./bar.tsx";
import { Canvas } from "./canvas.tsx";
import { Commands } from "./commands.tsx";
import { Conflict } from "./conflict.tsx";
import { textOf } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { KeysWindow } from "./keys-window.tsx";
import { ListWindow } from "./list-window.tsx";
import { startPageKeys } from "./page-keys.ts";
import { Palette } from "./palette.tsx";
import { Preview } from "./preview.tsx";
import { Publish } from "./publish.tsx";
import { saveOnLeave } from "../../platform/frontend/src/editing/draft.ts";
import { recover } from "../../platform/frontend/src/editing/recover.ts";
import { Side } from "./side.tsx";
import { data, draft, focusNext, form, leave, saved, sheet } from "./store.ts";

function Builder(): JSX.Element {
  const wanted = focusNext.value;
  useLayoutEffect(() => {
    if (wanted) focusOn(wanted);
  }, [wanted, form.value]);
  return (
    <div class="builder">
      <Palette />
      <Canvas />
      <Side />
      <PhoneBar />
      <Commands />
      <ListWindow />
      <Publish />
      <Preview />
      <KeysWindow />
      <Conflict />
    </div>
  );
}

/** Puts the focus where an action wanted it, and a fresh label's text under the next key. */
function focusOn(wanted: string): void {
  const target = document.querySelector<HTMLElement>(wanted);
  if (!target) return;
  focusNext.value = "";
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  if (target instanceof HTMLTextAreaElement) target.select();
}

/** On a narrow screen the palette and the settings are sheets from below. */
function PhoneBar(): JSX.Element {
  return (
    <div class="phone-bar" role="group" aria-label={t("Build")}>
      <button type="button" class="btn" onClick={() => (sheet.value = sheet.value === "add" ? "" : "add")}>
        <Icon name="plus" />
        {t("Add")}
      </button>
      <button type="button" class="btn" onClick={() => (sheet.value = sheet.value === "panel" ? "" : "panel")}>
        <Icon name="gear" />
        {t("Settings")}
      </button>
    </div>
  );
}

function Title(): JSX.Element {
  return <>{textOf(form.value.title, form.value.default_language, form.value) || "…"}</>;
}

function Address(): JSX.Element {
  return <>/f/{saved.value.slug}</>;
}

function draw(what: ComponentChild, id: string): void {
  const box = document.getElementById(id);
  if (!box) throw new Error(`the page has no #${id}`);
  box.replaceChildren();
  render(what, box);
}

draw(<Title />, "builder-title");
draw(<Address />, "builder-slug");
draw(<Status />, "builder-state");
draw(<Bar />, "builder-bar");
draw(<Builder />, "builder");
startPageKeys();
recover(draft, data.formId, data.draft);
saveOnLeave(leave);

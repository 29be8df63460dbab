/** The form as it is built: title, questions, button. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { select } from "./actions.ts";
import { Card } from "./card.tsx";
import { textOf } from "./document.ts";
import type { Field, Texts } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { InPlace } from "./in-place.tsx";
import { changeForm, placed, written } from "./operations.ts";
import { pathOf } from "./problem-places.ts";
import { dialog, edit, focusNext, form, language, saved, selection } from "./store.ts";

/** The middle of the page. */
export function Canvas(): JSX.Element {
  return (
    <div class="canvas" data-scroll onClick={() => select([])}>
      <div class="paper-form" data-canvas tabIndex={-1} onClick={(event) => event.stopPropagation()}>
        <FormText setting="title" said={t("Title of the form")} classes="title" />
        <FormText setting="intro" said={t("Introduction")} classes="intro" several />
        {form.value.fields.length ? <Fields fields={form.value.fields} section="" /> : <Empty />}
        <p class="sr" id="grip-help">
          {t("Arrow keys walk, Alt with arrow keys moves, Enter writes the label, Space adds to the selection.")}
        </p>
        <FormText setting="submit" said={t("Words on the button that sends")} classes="send" placeholder={t("Send")} />
      </div>
      <AddBelow />
    </div>
  );
}

interface FormTextProps {
  readonly setting: "title" | "intro" | "submit";
  readonly said: string;
  readonly classes: string;
  readonly several?: boolean;
  readonly placeholder?: string;
}

function FormText({ setting, said, classes, several, placeholder }: FormTextProps): JSX.Element {
  const texts = form.value[setting] as Texts | undefined;
  const write = (text: string): void =>
    edit(changeForm(form.value, { [setting]: written(texts, language.value, text) ?? (setting === "title" ? {} : undefined) }), setting);
  return (
    <InPlace
      value={texts?.[language.value] ?? ""}
      said={said}
      classes={classes}
      place={setting}
      several={several ?? false}
      placeholder={textOf(texts, language.value, form.value) || (placeholder ?? said)}
      write={write}
      done={() => (focusNext.value = "[data-canvas]")}
    />
  );
}

function Fields({ fields, section }: { fields: readonly Field[]; section: string }): JSX.Element {
  const label = section ? t("Questions of a row") : t("Fields of the form");
  const wrong = new Set(saved.value.problems.map((one) => pathOf(form.value, one.place).place));
  const chosen = selection.value;
  return (
    <ol class={section ? "pieces inner" : "pieces"} aria-label={label}>
      {fields.map((field, at) => {
        const place = placed(section, field.id);
        const on = chosen.includes(place);
        const state = { at, total: fields.length, on, alone: on && chosen.length === 1, wrong: wrong.has(place) };
        return field.fields ? (
          <Card key={place} field={field} place={place} {...state}>
            <Rows field={field} />
          </Card>
        ) : (
          <Card key={place} field={field} place={place} {...state} />
        );
      })}
    </ol>
  );
}

function Rows({ field }: { field: Field }): JSX.Element {
  const inner = field.fields ?? [];
  const last = inner[inner.length - 1];
  const addToRows = (event: MouseEvent): void => {
    event.stopPropagation();
    if (last) select([placed(field.id, last.id)]);
    dialog.value = "insert";
  };
  return (
    <div class="rows-box">
      <Fields fields={inner} section={field.id} />
      <button type="button" class="btn sm" onClick={addToRows}>
        <Icon name="plus" />
        {t("Add to the rows")}
      </button>
    </div>
  );
}

function Empty(): JSX.Element {
  return (
    <div class="empty-form">
      <p class="strong">{t("Nothing is asked yet.")}</p>
      <p class="muted">{t("Press / to add a question, or paste a list of labels: each line becomes a question of a fitting type.")}</p>
      <div class="toolbar">
        <button type="button" class="btn pri" onClick={() => (dialog.value = "insert")}>
          <Icon name="plus" />
          {t("Add a question")}
        </button>
        <button type="button" class="btn" onClick={() => (dialog.value = "list")}>
          <Icon name="list" />
          {t("Paste a list")}
        </button>
      </div>
    </div>
  );
}

function AddBelow(): JSX.Element | null {
  if (!form.value.fields.length) return null;
  const below = (event: MouseEvent): void => {
    event.stopPropagation();
    dialog.value = "insert";
  };
  return (
    <div class="add-below" role="group" aria-label={t("Add")}>
      <button type="button" class="btn" onClick={below}>
        <Icon name="plus" />
        {t("Add a question")}
        <kbd>/</kbd>
      </button>
      <button type="button" class="btn ghost" onClick={() => (dialog.value = "list")}>
        <Icon name="list" />
        {t("Paste a list")}
      </button>
      <span class="sr" role="status">
        {selection.value.length > 1 ? t("%(number)s fields are selected", { number: String(selection.value.length) }) : ""}
      </span>
    </div>
  );
}

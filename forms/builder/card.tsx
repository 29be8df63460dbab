/** One field as it stands in the form: its words can be written there, its grip selects and moves it. */
import type { ComponentChildren, JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf, removeSelected, duplicateSelected, select, settleId, shift, toggle } from "./actions.ts";
import type { Field, Place } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { InPlace } from "./in-place.tsx";
import { edit, focusNext, form, kinds, language, panel, selection, sheet, shownText } from "./store.ts";
import * as operations from "./operations.ts";
import { gripKeys } from "./grip-keys.ts";
import { startDrag } from "./drag.ts";
import { Sketch } from "./sketch.tsx";

export interface CardProps {
  readonly field: Field;
  readonly place: Place;
  readonly at: number;
  readonly total: number;
  readonly on: boolean;
  /** The only one that is selected: it has tools. */
  readonly alone: boolean;
  readonly wrong: boolean;
  readonly children?: ComponentChildren;
}

/**
 * `children` are the rows of a section. Everything that it shows is handed in or follows the language, so that a letter typed into one
 * field draws that one alone.
 */
export function Card({ field, place, at, total, on, alone, wrong, children }: CardProps): JSX.Element {
  const width = children ? "full" : (field.width ?? "full");
  const pick = (event: MouseEvent): void => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey) toggle(place);
    else if (!alone) choose(place);
  };
  return (
    <li class={`piece ${width}${on ? " on" : ""}${wrong ? " wrong" : ""}`} data-place={place} onClick={pick}>
      <Grip field={field} place={place} on={on} />
      <div class="piece-body">
        <Words field={field} place={place} at={at} />
        <Sketch field={field} place={place} />
        {field.help ? <p class="piece-help">{shownText(field.help)}</p> : null}
        {children}
      </div>
      {alone ? <Tools field={field} place={place} at={at} total={total} /> : null}
    </li>
  );
}

function choose(place: Place): void {
  select([place]);
  panel.value = "field";
}

function Grip({ field, place, on }: { field: Field; place: Place; on: boolean }): JSX.Element {
  return (
    <button
      type="button"
      class="grip"
      data-grip={place}
      aria-pressed={on}
      aria-label={t("Select or move %(name)s", { name: nameOf(field) })}
      aria-describedby="grip-help"
      onKeyDown={(event) => gripKeys(event, place)}
      onPointerDown={(event) => startDrag(event, { kind: "move", place })}
      onFocus={(event) => (event.currentTarget.matches(":focus-visible") && !selection.value.includes(place) ? select([place]) : undefined)}
    >
      <Icon name="grip" />
    </button>
  );
}

/** The label, and marks for what is required, conditional or computed. */
function Words({ field, place, at }: { field: Field; place: Place; at: number }): JSX.Element {
  const kind = kinds.get(field.type);
  const number = String(at + 1);
  const write = (text: string): void =>
    edit(operations.write(form.value, place, "label", language.value, text), `text:label:${place}`);
  const done = (): void => {
    focusNext.value = `[data-grip="${settleId(place)}"]`;
  };
  return (
    <div class="piece-words">
      <span class="piece-kind" title={kind?.word ?? field.type}>
        <Icon name={field.type} />
      </span>
      <InPlace
        value={field.label?.[language.value] ?? ""}
        said={t("Label of field %(number)s (%(kind)s)", { number, kind: kind?.word ?? field.type })}
        placeholder={nameOf(field)}
        place={place}
        classes={field.type === "heading" ? "heading" : "label"}
        write={write}
        done={done}
      />
      {field.required ? <span class="piece-star" title={t("Required")}>*</span> : null}
      {field["shown_if"] ? <span class="chip info">{t("if")}</span> : null}
    </div>
  );
}

function Tools({ field, place, at, total }: { field: Field; place: Place; at: number; total: number }): JSX.Element {
  const name = nameOf(field);
  const settings = (): void => {
    panel.value = "field";
    sheet.value = "panel";
  };
  return (
    <div class="tools" role="toolbar" aria-label={t("Actions for %(name)s", { name })}>
      <Tool icon="gear" said={t("Settings of %(name)s", { name })} act={settings} phone />
      <Tool icon="up" said={t("Move %(name)s up", { name })} act={() => shift(-1, place)} off={at === 0} />
      <Tool icon="down" said={t("Move %(name)s down", { name })} act={() => shift(1, place)} off={at === total - 1} />
      <Tool icon="copy" said={t("Duplicate %(name)s", { name })} act={duplicateSelected} />
      <Tool icon="bin" said={t("Remove %(name)s", { name })} act={removeSelected} />
    </div>
  );
}

interface ToolProps {
  readonly icon: string;
  readonly said: string;
  readonly act: () => void;
  readonly off?: boolean;
  readonly phone?: boolean;
}

function Tool({ icon, said, act, off, phone }: ToolProps): JSX.Element {
  const click = (event: MouseEvent): void => {
    event.stopPropagation();
    act();
  };
  return (
    <button type="button" class={phone ? "tool on-phones" : "tool"} aria-label={said} title={said} disabled={off ?? false} onClick={click}>
      <Icon name={icon} />
    </button>
  );
}

/** The settings of the selected field. What is particular to its type comes from the type's schema on the server. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf, removeSelected, select } from "./actions.ts";
import { Choice, Switch, TextsIn } from "./controls.tsx";
import { sectionOf } from "./document.ts";
import type { Field, Place, Texts } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { change, rename, retype } from "./operations.ts";
import { data, edit, form, fresh, kinds, selected, selection } from "./store.ts";
import { freshField } from "./kinds.ts";
import { ContactOf } from "./contact-of.tsx";
import { ConditionsOf } from "./conditions-panel.tsx";
import { SettingControl } from "./setting-control.tsx";

const COMMON = ["id", "label", "help", "placeholder", "required", "width", "autocomplete", "shown_if", "required_if", "read_only_if", "options", "min", "max", "decimals"];
const PLACEHOLDER = new Set(["text", "long_text", "email", "phone", "url", "number", "quantity", "money", "percentage", "iban"]);

/** What the side shows while a field is selected; otherwise what to do. */
export function FieldPanel(): JSX.Element {
  const field = selected.value;
  const place = selection.value[0];
  if (selection.value.length > 1) return <Several />;
  if (!field || place === undefined) return <p class="muted">{t("Select a field to see its settings.")}</p>;
  return <Settings key={place} field={field} place={place} />;
}

function Settings({ field, place }: { field: Field; place: Place }): JSX.Element {
  const kind = kinds.get(field.type);
  const set = (settings: Record<string, unknown>, name = ""): void => edit(change(form.value, place, settings), name && `set:${name}:${place}`);
  return (
    <>
      <p class="panel-kind">
        <Icon name={field.type} />
        {kind?.word ?? field.type}
      </p>
      {kind?.labelled || field.label || field.type === "page_break" ? <TextsIn name="label" word={t("Label")} value={field.label} write={(label) => set({ label }, "label")} /> : null}
      {kind?.asked ? <TextsIn name="help" word={t("Help")} value={field.help} write={(help) => set({ help }, "help")} long /> : null}
      {kind?.asked ? <Switch name="required" word={t("Required")} value={field.required ?? false} write={(on) => set({ required: on || undefined })} /> : null}
      {(kind?.settings ?? []).filter((setting) => setting.inRows || !sectionOf(place)).map((setting) => (
        <SettingControl key={setting.name} setting={setting} field={field} place={place} set={set} />
      ))}
      {PLACEHOLDER.has(field.type) ? (
        <TextsIn name="placeholder" word={t("Placeholder")} value={field["placeholder"] as Texts | undefined} write={(placeholder) => set({ placeholder }, "placeholder")} />
      ) : null}
      {kind?.answers && field.type !== "hidden" ? <Width field={field} set={set} /> : null}
      {sectionOf(place) ? null : <ContactOf field={field} />}
      <ConditionsOf field={field} place={place} set={set} />
      <More field={field} place={place} />
    </>
  );
}

type Set = (settings: Record<string, unknown>, name?: string) => void;

function Width({ field, set }: { field: Field; set: Set }): JSX.Element {
  const values = [
    { value: "full", word: t("Whole line") },
    { value: "half", word: t("Half a line") },
    { value: "third", word: t("A third of a line") },
  ];
  return <Choice name="width" word={t("Width")} value={field.width ?? "full"} values={values} write={(width) => set({ width: width === "full" ? undefined : width })} />;
}

function More({ field, place }: { field: Field; place: Place }): JSX.Element {
  const renamed = (id: string): void => {
    const clean = id.toLowerCase().replace(/[^a-z0-9_]/g, "_").slice(0, 40);
    const next = rename(form.value, place, clean);
    if (next === form.value) return;
    fresh.delete(place);
    edit(next);
    select([sectionOf(place) ? `${sectionOf(place)}.${clean}` : clean]);
  };
  return (
    <details class="more">
      <summary>{t("More")}</summary>
      <Type field={field} place={place} />
      <Id value={field.id} write={renamed} />
    </details>
  );
}

function Id({ value, write }: { value: string; write: (id: string) => void }): JSX.Element {
  return (
    <div class="fld">
      <label for="field-id">{t("Name in rules and exports")}</label>
      <input class="in mono" id="field-id" data-setting="id" value={value} onChange={(event) => write(event.currentTarget.value)} />
      <small>{t("Small letters, digits, underscores. Change it before others refer to it.")}</small>
    </div>
  );
}

function Type({ field, place }: { field: Field; place: Place }): JSX.Element {
  const inRows = sectionOf(place) !== "";
  const others = data.kinds.filter((one) => (one.inRows || !inRows) && (one.labelled || one.type === field.type));
  const become = (type: string): void => {
    const kind = kinds.get(type);
    if (!kind) return;
    const words = { option: (number: number) => t("Option %(number)s", { number: String(number) }), agree: t("I agree."), text: t("Text"), item: t("Item"), quantity: t("Quantity") };
    const blank = freshField(kind, form.value.default_language, words, data.products, new Set());
    const known = COMMON.filter((name) => name in field && (kind.settings.some((one) => one.name === name) || COMMON.indexOf(name) < 10));
    edit(retype(form.value, place, blank, kind.asked ? known : ["id", "label", "shown_if"]));
  };
  return <Choice name="type" word={t("Type")} value={field.type} values={others.map((one) => ({ value: one.type, word: one.word }))} write={become} />;
}

function Several(): JSX.Element {
  const places = selection.value;
  const required = (on: boolean): void => edit(places.reduce((next, place) => change(next, place, { required: on || undefined }), form.value));
  return (
    <>
      <p>{t("%(number)s fields are selected", { number: String(places.length) })}</p>
      <div class="stack-buttons">
        <button type="button" class="btn" onClick={() => required(true)}>
          {t("Make them required")}
        </button>
        <button type="button" class="btn" onClick={() => required(false)}>
          {t("Make them optional")}
        </button>
        <button type="button" class="btn" onClick={removeSelected}>
          {t("Remove them")}
        </button>
      </div>
    </>
  );
}

/** Something to read for who does not see which field this is about. */
export function panelTitle(): string {
  return selected.value ? t("Settings of %(name)s", { name: nameOf(selected.value) }) : t("Settings");
}

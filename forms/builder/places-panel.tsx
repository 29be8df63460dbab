/** How often each option of a choice may be chosen, and whether customers see what is left. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import { Line, Switch } from "./controls.tsx";
import { textOf } from "./document.ts";
import type { Field } from "./document.ts";
import { changeForm } from "./operations.ts";
import { optionsOf } from "./options.ts";
import { limitable, perOption, withPlaces } from "./places.ts";
import { edit, form, language } from "./store.ts";

/** One group per question that has options; nothing where there is none. */
export function PlacesPanel(): JSX.Element | null {
  const fields = limitable(form.value);
  if (fields.length === 0) return null;
  const limits = (form.value["limits"] ?? {}) as Readonly<Record<string, unknown>>;
  const shows = (on: boolean): void => {
    const { shows_left: _before, ...rest } = limits;
    edit(changeForm(form.value, { limits: on ? { ...rest, shows_left: true } : rest }));
  };
  return (
    <>
      {fields.map((one) => (
        <PlacesOf key={one.id} field={one} />
      ))}
      {Object.keys(perOption(form.value)).length ? <Switch name="shows_left" word={t("Say how many are left")} value={limits["shows_left"] === true} write={shows} /> : null}
    </>
  );
}

function PlacesOf({ field }: { field: Field }): JSX.Element {
  const most = perOption(form.value)[field.id] ?? {};
  const write = (value: string, text: string): void => {
    const number = Number.parseInt(text, 10);
    edit(withPlaces(form.value, field.id, value, Number.isNaN(number) ? undefined : number), `places:${field.id}:${value}`);
  };
  return (
    <details class="places" open={Object.keys(most).length > 0}>
      <summary>{t("Places for each option of “%(name)s”", { name: nameOf(field) })}</summary>
      {optionsOf(field).map((option) => (
        <Line key={option.value} name="per_option" word={textOf(option.label, language.value, form.value) || option.value} keys="numeric" value={most[option.value] === undefined ? "" : String(most[option.value])} write={(text) => write(option.value, text)} />
      ))}
      <small>{t("Empty: as many as come.")}</small>
    </details>
  );
}

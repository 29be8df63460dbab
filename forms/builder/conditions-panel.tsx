/** When a field is shown, required or read-only, and what stands in it at first. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { ConditionTree } from "../../platform/frontend/src/editing/condition-editor.tsx";
import { wordsOf } from "../../platform/frontend/src/editing/condition-words.ts";
import type { Tree } from "../../platform/frontend/src/editing/conditions.ts";
import { sectionOf } from "./document.ts";
import type { Field, Json, Place } from "./document.ts";
import { FormulaBox } from "../../platform/frontend/src/editing/formula-editor.tsx";
import { kindOf } from "./facts.ts";
import { kinds } from "./store.ts";
import { DefaultBox } from "./default-box.tsx";
import { namesOf, termsOf } from "./worded-facts.ts";

interface Props {
  readonly field: Field;
  readonly place: Place;
  readonly set: (settings: Record<string, unknown>, name?: string) => void;
}

/** The three conditions and the default of a field. */
export function ConditionsOf({ field, place, set }: Props): JSX.Element {
  const asked = kinds.get(field.type)?.asked ?? false;
  return (
    <>
      <When setting="shown_if" word={t("Shown only if")} field={field} place={place} set={set} open />
      {asked && !field.required ? <When setting="required_if" word={t("Required if")} field={field} place={place} set={set} /> : null}
      {asked ? <When setting="read_only_if" word={t("Read-only if")} field={field} place={place} set={set} /> : null}
      {asked && kindOf(field) !== "any" && !["section", "file", "consent", "iban"].includes(field.type) ? <DefaultBox field={field} section={sectionOf(place)} set={set} /> : null}
    </>
  );
}

interface WhenProps extends Props {
  readonly setting: "shown_if" | "required_if" | "read_only_if";
  readonly word: string;
  readonly open?: boolean;
}

function When({ setting, word, field, place, set, open }: WhenProps): JSX.Element {
  const tree = field[setting] as Tree | undefined;
  return (
    <details class="more" open={tree !== undefined || open}>
      <summary data-setting={setting}>
        {word}
        {tree === undefined ? null : <span class="read-back">{wordsOf(tree, termsOf(sectionOf(place)))}</span>}
      </summary>
      <ConditionTree said={word} tree={tree} terms={termsOf(sectionOf(place), field.id)} write={(next) => set({ [setting]: next }, setting)} />
    </details>
  );
}

/** The formula of a calculated field. */
export function FormulaOf({ field, place, set, word }: Props & { word: string }): JSX.Element {
  return <FormulaBox key={place} word={word} name="formula" tree={(field["formula"] ?? { value: 0 }) as Json} names={namesOf(sectionOf(place))} write={(formula) => set({ formula }, "formula")} />;
}

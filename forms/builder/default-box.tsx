/** What stands in a field before anybody has answered. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Line, Ticks } from "./controls.tsx";
import { textOf } from "./document.ts";
import type { Field, Json } from "./document.ts";
import { FormulaBox } from "../../platform/frontend/src/editing/formula-editor.tsx";
import { optionsOf } from "./options.ts";
import { form, language } from "./store.ts";
import { namesOf } from "./worded-facts.ts";

interface Props {
  readonly field: Field;
  /** The section that it stands in; empty outside of all. */
  readonly section: string;
  readonly set: (settings: Record<string, unknown>, name?: string) => void;
}

/** A control of the field's own kind, or a formula; a button leads from one to the other. */
export function DefaultBox({ field, section, set }: Props): JSX.Element {
  const value = field["default"];
  if (isFormula(value)) {
    return (
      <>
        <FormulaBox word={t("Filled in by a formula")} name="default" tree={value.formula} names={namesOf(section)} write={(formula) => set({ default: { formula } }, "default")} />
        <button type="button" class="btn sm" onClick={() => set({ default: undefined })}>
          {t("Fill in a fixed value")}
        </button>
      </>
    );
  }
  return (
    <>
      <Fixed field={field} value={value} set={set} />
      <button type="button" class="btn sm" onClick={() => set({ default: { formula: begun(field.type) } })}>
        {t("Fill in by a formula")}
      </button>
    </>
  );
}

function isFormula(value: unknown): value is { formula: Json } {
  return typeof value === "object" && value !== null && "formula" in value;
}

/** A formula that gives what the field takes, to be written over. */
function begun(type: string): Json {
  if (type === "date") return { call: "today", args: [] };
  return { value: NUMBERS.has(type) ? 0 : "" };
}

const NUMBERS: ReadonlySet<string> = new Set(["number", "quantity", "money", "percentage"]);

function Fixed({ field, value, set }: Omit<Props, "section"> & { value: unknown }): JSX.Element {
  const common = { name: "default", word: t("Filled in beforehand") };
  const options = optionsOf(field).map((one) => ({ value: one.value, word: textOf(one.label, language.value, form.value) }));
  const yesNo = [
    { value: "true", word: t("Yes") },
    { value: "false", word: t("No") },
  ];
  if (field.type === "yes_no") {
    return <Choice {...common} empty="—" value={value === undefined ? "" : String(value)} values={yesNo} write={(next) => set({ default: next ? next === "true" : undefined })} />;
  }
  if (field.type === "choice") return <Choice {...common} empty="—" value={String(value ?? "")} values={options} write={(next) => set({ default: next || undefined })} />;
  if (field.type === "multiple_choice") {
    return <Ticks {...common} value={(value ?? []) as string[]} values={options} write={(next) => set({ default: next.length ? next : undefined })} />;
  }
  return <Line {...common} value={String(value ?? "")} write={(next) => set({ default: next || undefined }, "default")} />;
}

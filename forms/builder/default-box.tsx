/** What stands in a field before anybody has answered. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Line, Ticks } from "./controls.tsx";
import { textOf } from "./document.ts";
import type { Field } from "./document.ts";
import { optionsOf } from "./options.ts";
import { form, language } from "./store.ts";

interface Props {
  readonly field: Field;
  readonly set: (settings: Record<string, unknown>, name?: string) => void;
}

/** A control of the field's own kind; a computed default is kept and said. */
export function DefaultBox({ field, set }: Props): JSX.Element {
  const value = field["default"];
  const word = t("Filled in beforehand");
  const common = { name: "default", word };
  if (typeof value === "object" && value !== null && "formula" in value) {
    return (
      <p class="quiet">
        {t("Filled in by a formula.")}{" "}
        <button type="button" class="btn sm" onClick={() => set({ default: undefined })}>
          {t("Remove")}
        </button>
      </p>
    );
  }
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

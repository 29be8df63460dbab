/** The options of a choice: written one by one or pasted as lines. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { textOf } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { fromLines, movedOption, optionsOf, withLabel, withOption, withoutOption } from "./options.ts";
import type { Option } from "./options.ts";
import type { SettingProps } from "./setting-control.tsx";
import { focusNext, form, language } from "./store.ts";

/** A list with a box for each option; several lines pasted into one become several options. */
export function OptionsEditor({ setting, field, place, set }: SettingProps): JSX.Element {
  const options = optionsOf(field);
  const more = (): void => {
    set({ options: withOption(field, language.value, t("Option %(number)s", { number: String(options.length + 1) })) });
    focusNext.value = `[data-option="${options.length}"]`;
  };
  const pasted = (event: ClipboardEvent): void => {
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).filter((line) => line.trim());
    if (lines.length < 2) return;
    event.preventDefault();
    const labels = options.map((one) => one.label[language.value] ?? "").filter((label) => label && !isFresh(label));
    set({ options: fromLines(field, language.value, [...labels, ...lines]) });
  };
  return (
    <fieldset class="options" data-setting="options" tabIndex={-1} onPaste={pasted}>
      <legend>{setting.word}</legend>
      <ol>
        {options.map((option, at) => (
          <OneOption key={option.value} option={option} at={at} field={field} set={set} more={more} />
        ))}
      </ol>
      <button type="button" class="btn sm" data-place-of={place} onClick={more}>
        <Icon name="plus" />
        {t("Add an option")}
      </button>
      <small>{t("Paste several lines into a box to add them all.")}</small>
    </fieldset>
  );
}

interface OneProps extends Pick<SettingProps, "field" | "set"> {
  readonly option: Option;
  readonly at: number;
  readonly more: () => void;
}

/** Enter in the box of an option adds the next one. */
function OneOption({ option, at, field, set, more }: OneProps): JSX.Element {
  const number = String(at + 1);
  return (
    <li>
      <input
        class="in"
        data-option={at}
        aria-label={t("Option %(number)s", { number })}
        value={option.label[language.value] ?? ""}
        placeholder={textOf(option.label, language.value, form.value)}
        onInput={(event) => set({ options: withLabel(field, at, language.value, event.currentTarget.value) }, `option:${at}`)}
        onKeyDown={(event) => (event.key === "Enter" ? more() : undefined)}
      />
      <button type="button" class="tool" disabled={at === 0} aria-label={t("Move option %(number)s up", { number })} onClick={() => set({ options: movedOption(field, at, -1) })}>
        <Icon name="up" />
      </button>
      <button type="button" class="tool" disabled={optionsOf(field).length < 2} aria-label={t("Remove option %(number)s", { number })} onClick={() => set({ options: withoutOption(field, at) })}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function isFresh(label: string): boolean {
  return [1, 2].some((number) => label === t("Option %(number)s", { number: String(number) }));
}

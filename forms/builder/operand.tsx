/** What an answer is compared with: by the kind that the operator asks for. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { textOf } from "./document.ts";
import type { Json } from "./document.ts";
import type { Fact } from "./facts.ts";
import { optionsOf } from "./options.ts";
import { data, form, language } from "./store.ts";

interface OperandProps {
  readonly kind: string;
  readonly fact: Fact;
  readonly value: Json | undefined;
  readonly write: (right: Json) => void;
}

/** A box, a list or two boxes. A formula on the right side is kept and shown as such. */
export function Operand({ kind, fact, value, write }: OperandProps): JSX.Element {
  const constant = (value as { value?: Json } | null | undefined)?.value;
  const set = (next: Json): void => write({ value: next });
  const choices = choicesOf(fact);
  if (kind === "date") return <DateBox value={value} write={write} />;
  if (kind === "range") return <Range value={constant} fact={fact} set={set} />;
  if (kind === "texts") return <Texts value={constant} choices={choices} set={set} />;
  if (kind === "text" && choices.length) return <Choices value={String(constant ?? "")} choices={choices} set={set} />;
  const number = kind === "number" || kind === "days";
  const typed = (text: string): void => set(kind === "days" ? Number.parseInt(text, 10) || 0 : text.trim());
  return <input class="in" aria-label={t("Value")} inputMode={number ? "decimal" : "text"} value={constant === undefined ? "" : String(constant)} onInput={(event) => typed(event.currentTarget.value)} />;
}

type ChoiceOf = readonly [string, string];

function choicesOf(fact: Fact): ChoiceOf[] {
  if (!fact.field) return [];
  if (fact.part === "product") {
    const offered = (fact.field["products"] ?? []) as readonly { code: string }[];
    return offered.map((one) => [one.code, textOf(data.products.find((product) => product.code === one.code)?.name, language.value, form.value) || one.code]);
  }
  return fact.part ? [] : optionsOf(fact.field).map((one) => [one.value, textOf(one.label, language.value, form.value) || one.value]);
}

function Choices({ value, choices, set }: { value: string; choices: readonly ChoiceOf[]; set: (value: Json) => void }): JSX.Element {
  return (
    <select class="in" aria-label={t("Value")} value={value} onChange={(event) => set(event.currentTarget.value)}>
      {choices.some(([code]) => code === value) ? null : <option value={value}>{value || "—"}</option>}
      {choices.map(([code, word]) => (
        <option key={code} value={code}>
          {word}
        </option>
      ))}
    </select>
  );
}

function Texts({ value, choices, set }: { value: Json | undefined; choices: readonly ChoiceOf[]; set: (value: Json) => void }): JSX.Element {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  if (!choices.length) {
    return <input class="in" aria-label={t("Values, with commas between")} value={chosen.join(", ")} onChange={(event) => set(event.currentTarget.value.split(",").map((one) => one.trim()).filter(Boolean))} />;
  }
  const toggled = (code: string, on: boolean): void => set(choices.map(([one]) => one).filter((one) => (one === code ? on : chosen.includes(one))));
  return (
    <div class="tick-list" role="group" aria-label={t("Values")}>
      {choices.map(([code, word]) => (
        <label key={code} class="tick-line">
          <input type="checkbox" checked={chosen.includes(code)} onChange={(event) => toggled(code, event.currentTarget.checked)} />
          {word}
        </label>
      ))}
    </div>
  );
}

function DateBox({ value, write }: { value: Json | undefined; write: (right: Json) => void }): JSX.Element {
  const isToday = (value as { fact?: string } | null | undefined)?.fact === "today";
  const day = (value as { value?: Json } | null | undefined)?.value;
  const choose = (which: string): void => write(which === "today" ? { fact: "today" } : { value: String(day ?? "") });
  return (
    <>
      <select class="in" aria-label={t("Value")} value={isToday ? "today" : "day"} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="today">{t("the day of sending")}</option>
        <option value="day">{t("a fixed day")}</option>
      </select>
      {isToday ? null : <input class="in" type="date" aria-label={t("Day")} value={String(day ?? "")} onInput={(event) => write({ value: event.currentTarget.value })} />}
    </>
  );
}

function Range({ value, fact, set }: { value: Json | undefined; fact: Fact; set: (value: Json) => void }): JSX.Element {
  const [least, most] = Array.isArray(value) ? value.map(String) : ["", ""];
  const day = fact.kind === "date";
  const box = (said: string, now: string, write: (text: string) => void): JSX.Element =>
    day ? (
      <input class="in" type="date" aria-label={said} value={now} onInput={(event) => write(event.currentTarget.value)} />
    ) : (
      <input class="in" inputMode="decimal" aria-label={said} value={now} onInput={(event) => write(event.currentTarget.value)} />
    );
  return (
    <div class="two">
      {box(t("From"), least ?? "", (text) => set([text, most ?? ""]))}
      {box(t("To"), most ?? "", (text) => set([least ?? "", text]))}
    </div>
  );
}

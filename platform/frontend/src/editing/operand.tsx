/** What a fact is compared with: by the kind that the operator asks for. */
import type { JSX } from "preact";
import { t } from "../core/texts.ts";
import type { Choice, Fact, Terms } from "./facts.ts";
import type { Json } from "./json.ts";

interface OperandProps {
  readonly kind: string;
  readonly fact: Fact;
  readonly value: Json | undefined;
  readonly terms: Terms;
  readonly write: (right: Json) => void;
}

/** A box, a list or two boxes. A formula on the right side is kept and shown as such. */
export function Operand({ kind, fact, value, terms, write }: OperandProps): JSX.Element {
  const constant = (value as { value?: Json } | null | undefined)?.value;
  const other = (value as { fact?: string } | null | undefined)?.fact;
  const set = (next: Json): void => write({ value: next });
  if (other !== undefined && (kind !== "date" || other !== "today")) return <OtherFact path={other} fact={fact} terms={terms} write={write} />;
  if (constant === undefined && other === undefined && value) return <span class="quiet mono">{t("a formula")}</span>;
  const choices = fact.choices.length ? fact.choices : (terms.rights?.[kind] ?? []);
  if (kind === "date") return <DateBox value={value} today={terms.today} write={write} />;
  if (kind === "range" || kind === "tolerance") return <Range value={constant} day={kind === "range" && fact.kind === "date"} near={kind === "tolerance"} set={set} />;
  if (kind === "texts" || kind === "weekdays") return <Texts value={constant} choices={choices} set={set} />;
  if (kind !== "number" && kind !== "days" && choices.length) return <Choices value={String(constant ?? "")} choices={choices} set={set} />;
  const number = kind === "number" || kind === "days";
  const typed = (text: string): void => set(kind === "days" ? Number.parseInt(text, 10) || 0 : text.trim());
  return <input class="in" aria-label={t("Value")} inputMode={number ? "decimal" : "text"} value={constant === undefined ? "" : String(constant)} onInput={(event) => typed(event.currentTarget.value)} />;
}

function OtherFact({ path, fact, terms, write }: { path: string; fact: Fact; terms: Terms; write: (right: Json) => void }): JSX.Element {
  const fitting = terms.facts.filter((one) => one.path !== fact.path && (one.kind === fact.kind || one.kind === "any"));
  return (
    <select class="in" aria-label={t("Compared with")} value={path} onChange={(event) => write({ fact: event.currentTarget.value })}>
      {fitting.some((one) => one.path === path) ? null : <option value={path}>{terms.facts.find((one) => one.path === path)?.word ?? path}</option>}
      {fitting.map((one) => (
        <option key={one.path} value={one.path}>
          {one.word}
        </option>
      ))}
    </select>
  );
}

function Choices({ value, choices, set }: { value: string; choices: readonly Choice[]; set: (value: Json) => void }): JSX.Element {
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

function Texts({ value, choices, set }: { value: Json | undefined; choices: readonly Choice[]; set: (value: Json) => void }): JSX.Element {
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

function DateBox({ value, today, write }: { value: Json | undefined; today: string; write: (right: Json) => void }): JSX.Element {
  const isToday = (value as { fact?: string } | null | undefined)?.fact === "today";
  const day = (value as { value?: Json } | null | undefined)?.value;
  const choose = (which: string): void => write(which === "today" ? { fact: "today" } : { value: String(day ?? "") });
  return (
    <>
      <select class="in" aria-label={t("Value")} value={isToday ? "today" : "day"} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="today">{today}</option>
        <option value="day">{t("a fixed day")}</option>
      </select>
      {isToday ? null : <input class="in" type="date" aria-label={t("Day")} value={String(day ?? "")} onInput={(event) => write({ value: event.currentTarget.value })} />}
    </>
  );
}

function Range({ value, day, near, set }: { value: Json | undefined; day: boolean; near: boolean; set: (value: Json) => void }): JSX.Element {
  const [least, most] = Array.isArray(value) ? value.map(String) : ["", ""];
  const box = (said: string, now: string, write: (text: string) => void): JSX.Element =>
    day ? (
      <input class="in" type="date" aria-label={said} value={now} onInput={(event) => write(event.currentTarget.value)} />
    ) : (
      <input class="in" inputMode="decimal" aria-label={said} value={now} onInput={(event) => write(event.currentTarget.value)} />
    );
  return (
    <div class="two">
      {box(near ? t("Value") : t("From"), least ?? "", (text) => set([text, most ?? ""]))}
      {box(near ? t("Percent") : t("To"), most ?? "", (text) => set([least ?? "", text]))}
    </div>
  );
}

/** One setting, edited by what its schema says it is. What can be computed may be written as a formula instead. */
import type { JSX } from "preact";
import { useId, useRef } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { ConditionTree } from "../../platform/frontend/src/editing/condition-editor.tsx";
import { Choice, Labelled, Line, Switch, Ticks } from "../../platform/frontend/src/editing/controls.tsx";
import type { Value } from "../../platform/frontend/src/editing/controls.tsx";
import { FormulaBox } from "../../platform/frontend/src/editing/formula-editor.tsx";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { Shape } from "./data.ts";
import type { Settings } from "./document.ts";
import { withMember } from "./document.ts";
import { ListOf } from "./list-setting.tsx";
import { MapBox } from "./map-box.tsx";
import { kindOf, nameOfStep } from "./kinds.ts";
import { data, known } from "./store.ts";
import { earlierThan, namesAt, termsAt } from "./terms.ts";

export interface SettingProps {
  readonly shape: Shape;
  readonly value: Json | undefined;
  /** Where the step is; empty for what can only be fixed (settings of a trigger). */
  readonly path: string;
  readonly write: (value: Json | undefined) => void;
}

interface SettingsProps {
  readonly shapes: readonly Shape[];
  readonly settings: Settings;
  readonly path: string;
  readonly write: (settings: Settings, name: string) => void;
}

/** All settings of a schema: what is needed or set first, the rest below a fold. */
export function SettingsOf({ shapes, settings, path, write }: SettingsProps): JSX.Element {
  const shown = shapes.filter((one) => !isRare(one, settings));
  const rare = shapes.filter((one) => isRare(one, settings));
  const each = (one: Shape): JSX.Element => <SettingBox key={one.name} shape={one} value={settings[one.name]} path={path} write={(value) => write(withMember(settings, one.name, value), one.name)} />;
  return (
    <>
      {shown.map(each)}
      {rare.length ? (
        <details class="more">
          <summary>{t("More settings")}</summary>
          <div class="panel">{rare.map(each)}</div>
        </details>
      ) : null}
    </>
  );
}

const RARE = new Set(["contact", "currency", "reference", "notes", "generation", "country", "from", "until", "detail", "path", "data", "each", "variant", "price", "at"]);

function isRare(shape: Shape, settings: Settings): boolean {
  return !shape.needed && RARE.has(shape.name) && shape.name in settings === false;
}

/** Its control, with the way to a formula and back where it may be computed. */
export function SettingBox(props: SettingProps): JSX.Element | null {
  const { shape, value, path, write } = props;
  if (isFormula(value) && !MADE.has(shape.shape)) {
    return (
      <div class="computed">
        <FormulaBox word={shape.word} name={shape.name} tree={value.formula} names={namesAt(path)} write={(formula) => write({ formula })} />
        <button type="button" class="btn sm ghost" onClick={() => write(shape.needed ? "" : undefined)}>
          {t("Write a fixed value")}
        </button>
      </div>
    );
  }
  const computable = path !== "" && COMPUTABLE.has(shape.shape);
  return (
    <div class="setting">
      <Fixed {...props} />
      {computable ? (
        <button type="button" class="formula-turn" aria-label={t("Compute “%(name)s” by a formula", { name: shape.word })} title={t("Compute it by a formula")} onClick={() => write({ formula: { value: typeof value === "string" || typeof value === "number" ? String(value) : "" } })}>
          ƒ
        </button>
      ) : null}
    </div>
  );
}

const COMPUTABLE = new Set(["text", "value", "integer"]);
/** What an earlier step has made is a formula in the document, and a choice here. */
const MADE = new Set(["invoice", "task", "contact"]);

function isFormula(value: Json | undefined): value is { formula: Json } {
  return typeof value === "object" && value !== null && "formula" in value;
}

function Fixed({ shape, value, path, write }: SettingProps): JSX.Element | null {
  const common = { name: shape.name, word: shape.word, ...(shape.hint ? { hint: shape.hint } : {}) };
  const text = value === undefined || value === null ? "" : String(value);
  const chosen = (values: readonly Value[]): JSX.Element => <Choice {...common} value={text} values={withCurrent(values, text)} {...(shape.needed && text ? {} : { empty: "—" })} write={(next) => write(typed(next, values))} />;
  switch (shape.shape) {
    case "switch":
      return <Switch {...common} value={value === true} write={(on) => write(on || undefined)} />;
    case "integer":
      return <Line {...common} keys="numeric" value={text} placeholder={shape.default === undefined ? "" : String(shape.default)} write={(next) => write(whole(next))} />;
    case "choice":
      return shape.default === undefined || value !== undefined ? chosen(shape.values ?? []) : <Choice {...common} value={String(shape.default)} values={shape.values ?? []} write={(next) => write(typed(next, shape.values ?? []))} />;
    case "form":
      return chosen(data.forms);
    case "product":
      return chosen(data.products);
    case "rule":
      return data.called.length ? chosen(data.called) : <Line {...common} value={text} write={write} />;
    case "fact":
      return chosen(known.value.facts.map((one) => ({ value: one.path, word: one.word })));
    case "each":
      return <EachOf common={common} value={value} write={write} />;
    case "people":
      return <Ticks {...common} value={Array.isArray(value) ? value.map(String) : []} values={people(value)} write={(next) => write(next)} />;
    case "ticks":
      return <Ticks {...common} value={Array.isArray(value) ? value.map(String) : []} values={shape.values ?? []} write={(next) => write(next.length ? next.map(Number) : undefined)} />;
    case "time":
    case "day":
      return <Moment {...common} kind={shape.shape} value={text} write={(next) => write(next || undefined)} />;
    case "object":
      return <ObjectBox shape={shape} value={value} path={path} write={write} />;
    case "list":
      return <ListOf shape={shape} value={value} path={path} write={write} />;
    case "map":
      return <MapBox {...common} value={value} write={write} />;
    case "condition":
      return <When word={shape.word} value={value} path={path} write={write} />;
    case "texts":
      return <Line {...common} value={Array.isArray(value) ? value.join(", ") : ""} write={(next) => write(next.split(",").map((one) => one.trim()).filter(Boolean))} />;
    case "invoice":
    case "task":
    case "contact":
      return <Made {...common} what={shape.shape} value={value} path={path} write={write} />;
    default:
      return <TextBox {...common} long={shape.long ?? false} value={text} path={path} write={(next) => write(next || (shape.needed ? "" : undefined))} />;
  }
}

interface Common {
  readonly name: string;
  readonly word: string;
  readonly hint?: string;
}

/** A text into which facts can be put as merge tags. */
function TextBox({ long, value, path, write, ...common }: Common & { long: boolean; value: string; path: string; write: (text: string) => void }): JSX.Element {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const insert = (fact: string): void => {
    const at = box.current?.selectionStart ?? value.length;
    write(`${value.slice(0, at)}{{ ${fact} }}${value.slice(at)}`);
    box.current?.focus();
  };
  return (
    <Labelled {...common} id={id}>
      <textarea
        ref={box}
        class={`in text-box${long ? " long" : ""}`}
        id={id}
        rows={long ? 4 : 1}
        data-setting={common.name}
        value={value}
        aria-describedby={common.hint ? `${id}-hint` : undefined}
        onInput={(event) => write(long ? event.currentTarget.value : event.currentTarget.value.replace(/[\r\n]+/g, " "))}
      />
      {path ? <Insert word={common.word} path={path} put={insert} /> : null}
    </Labelled>
  );
}

function Insert({ word, path, put }: { word: string; path: string; put: (fact: string) => void }): JSX.Element {
  return (
    <select class="in insert" aria-label={t("Put a value into “%(name)s”", { name: word })} value="" onChange={(event) => {
      const fact = event.currentTarget.value;
      event.currentTarget.value = "";
      if (fact) put(fact);
    }}>
      <option value="">{t("+ Value")}</option>
      {termsAt(path).facts.filter((one) => one.kind !== "list").map((one) => (
        <option key={one.path} value={one.path}>
          {one.word}
        </option>
      ))}
    </select>
  );
}

function Moment({ kind, value, write, ...common }: Common & { kind: string; value: string; write: (text: string) => void }): JSX.Element {
  const id = useId();
  return (
    <Labelled {...common} id={id}>
      <input class="in" id={id} type={kind === "time" ? "time" : "date"} data-setting={common.name} value={value} onInput={(event) => write(event.currentTarget.value)} />
    </Labelled>
  );
}

/** What an earlier step has made, or what the event is about. */
function Made({ what, value, path, write, ...common }: Common & { what: string; value: Json | undefined; path: string; write: (value: Json | undefined) => void }): JSX.Element {
  const makers = earlierThan(path).filter((one) => MAKERS[what]?.includes(kindOf(one)));
  const own = what === "contact" ? [{ value: "contact.id", word: t("the contact of the event") }] : known.value.facts.some((one) => one.path.startsWith("invoice.")) && what === "invoice" ? [{ value: "invoice.id", word: t("the invoice of the event") }] : [];
  const values = [...own, ...makers.map((one) => ({ value: `steps.${one.id}.${what}`, word: t("what “%(name)s” makes", { name: nameOfStep(one) }) }))];
  const fact = isFormula(value) ? ((value.formula as { fact?: string } | null)?.fact ?? "") : "";
  return <Choice {...common} value={fact} values={withCurrent(values, fact)} empty="—" write={(next) => write(next ? { formula: { fact: next } } : undefined)} />;
}

const MAKERS: Readonly<Record<string, readonly string[]>> = { invoice: ["issue_invoice"], task: ["create_task"] };

/** Over which list it is repeated. */
function EachOf({ common, value, write }: { common: Common; value: Json | undefined; write: (value: Json | undefined) => void }): JSX.Element | null {
  const fact = (value as { fact?: string } | undefined)?.fact ?? "";
  const rows = known.value.rows.map((one) => ({ value: one.path, word: one.word }));
  if (!rows.length && !fact) return null;
  return <Choice {...common} value={fact} values={withCurrent(rows, fact)} empty="—" write={(next) => write(next ? { fact: next } : undefined)} />;
}

function ObjectBox({ shape, value, path, write }: SettingProps): JSX.Element {
  const settings = (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}) as Settings;
  const change = (next: Settings): void => write(Object.keys(next).length ? (next as Json) : undefined);
  return (
    <fieldset class="object-box" data-setting={shape.name}>
      {shape.word ? <legend>{shape.word}</legend> : null}
      <SettingsOf shapes={shape.fields ?? []} settings={settings} path={path} write={change} />
    </fieldset>
  );
}

/** A condition that drops what it stands in. */
export function When({ word, value, path, write }: { word: string; value: Json | undefined; path: string; write: (value: Json | undefined) => void }): JSX.Element {
  return (
    <details class="more" open={value !== undefined}>
      <summary data-setting="when">{word}</summary>
      <ConditionTree said={word} tree={value} terms={termsAt(path)} write={write} />
    </details>
  );
}

function people(value: Json | undefined): Value[] {
  const known = [...data.people, { value: "contact_owner", word: t("who looks after the contact") }];
  const others = Array.isArray(value) ? value.map(String).filter((one) => !known.some((each) => each.value === one)) : [];
  return [...known, ...others.map((one) => ({ value: one, word: one }))];
}

function withCurrent(values: readonly Value[], now: string): readonly Value[] {
  return !now || values.some((one) => String(one.value) === now) ? values : [...values, { value: now, word: now }];
}

function typed(text: string, values: readonly Value[]): Json | undefined {
  return text ? (values.find((one) => String(one.value) === text)?.value ?? text) : undefined;
}

function whole(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

/** A button that adds something. */
export function AddButton({ word, act }: { word: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="btn sm" onClick={act}>
      <Icon name="plus" />
      {word}
    </button>
  );
}

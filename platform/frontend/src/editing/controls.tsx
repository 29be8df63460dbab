/** The controls of settings panels: each has a visible label and writes one setting. */
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

export interface Value {
  readonly value: string | number;
  readonly word: string;
}

export interface Named {
  readonly word: string;
  /** The name of the setting: problems lead here. */
  readonly name: string;
  readonly hint?: string;
}

export interface Frame extends Named {
  readonly id: string;
  readonly children: ComponentChildren;
}

/** A label above what it names. */
export function Labelled({ word, hint, id, children }: Frame): JSX.Element {
  return (
    <div class="fld">
      <label for={id}>{word}</label>
      {children}
      {hint ? <small id={`${id}-hint`}>{hint}</small> : null}
    </div>
  );
}

/** A line of text. Empty is nothing. */
export function Line(props: Named & { value: string; write: (text: string) => void; keys?: "text" | "numeric" | "url"; placeholder?: string }): JSX.Element {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <input
        class="in"
        id={id}
        type="text"
        inputMode={props.keys ?? "text"}
        data-setting={props.name}
        value={props.value}
        placeholder={props.placeholder ?? ""}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onInput={(event) => props.write(event.currentTarget.value)}
      />
    </Labelled>
  );
}

/** A switch: on or off. */
export function Switch({ word, name, hint, value, write }: Named & { value: boolean; write: (on: boolean) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="switch-line">
      <label for={id}>
        {word}
        {hint ? <small>{hint}</small> : null}
      </label>
      <input class="switch" id={id} type="checkbox" role="switch" data-setting={name} checked={value} onChange={(event) => write(event.currentTarget.checked)} />
    </div>
  );
}

/** One of several words. */
export function Choice(props: Named & { value: string; values: readonly Value[]; write: (value: string) => void; empty?: string }): JSX.Element {
  const id = useId();
  return (
    <Labelled {...props} id={id}>
      <select class="in" id={id} data-setting={props.name} value={props.value} onChange={(event) => props.write(event.currentTarget.value)}>
        {props.empty === undefined ? null : <option value="">{props.empty}</option>}
        {props.values.map((one) => (
          <option key={one.value} value={String(one.value)}>
            {one.word}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Any of several words. */
export function Ticks(props: Named & { value: readonly string[]; values: readonly Value[]; write: (values: string[]) => void }): JSX.Element {
  const toggled = (value: string, on: boolean): string[] =>
    props.values.map((one) => String(one.value)).filter((one) => (one === value ? on : props.value.includes(one)));
  return (
    <fieldset class="ticks" data-setting={props.name} tabIndex={-1}>
      <legend>{props.word}</legend>
      <div class="tick-list">
        {props.values.map((one) => (
          <label key={one.value} class="tick-line">
            <input type="checkbox" checked={props.value.includes(String(one.value))} onChange={(event) => props.write(toggled(String(one.value), event.currentTarget.checked))} />
            {one.word}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The controls of the settings panel, with those for texts in all languages of the form. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { Choice, Labelled, Line, Switch, Ticks } from "../../platform/frontend/src/editing/controls.tsx";
import type { Named } from "../../platform/frontend/src/editing/controls.tsx";
import type { Texts } from "./document.ts";
import { languagesOf, textOf } from "./document.ts";
import { written } from "./operations.ts";
import { data, form, language } from "./store.ts";

export { Choice, Line, Switch, Ticks };

interface TextsProps extends Named {
  readonly value: Texts | undefined;
  readonly write: (texts: Texts | undefined) => void;
  readonly long?: boolean;
}

/** A text in every language of the form, the one that is shown first. */
export function TextsIn(props: TextsProps): JSX.Element {
  const all = languagesOf(form.value);
  const ordered = [language.value, ...all.filter((one) => one !== language.value)];
  return (
    <>
      {ordered.map((code) => (
        <OneText key={code} {...props} code={code} alone={all.length === 1} />
      ))}
    </>
  );
}

function OneText(props: TextsProps & { code: string; alone: boolean }): JSX.Element {
  const id = useId();
  const word = props.alone ? props.word : `${props.word} (${data.languages[props.code] ?? props.code})`;
  const common = {
    class: "in",
    id,
    lang: props.code,
    "data-setting": props.name,
    value: props.value?.[props.code] ?? "",
    placeholder: props.alone ? "" : textOf(props.value, props.code, form.value),
  };
  const write = (text: string): void => props.write(written(props.value, props.code, text));
  return (
    <Labelled {...props} word={word} id={id}>
      {props.long ? (
        <textarea {...common} rows={3} onInput={(event) => write(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" onInput={(event) => write(event.currentTarget.value)} />
      )}
    </Labelled>
  );
}

/** A text of the form that is written where it stands. Enter is done, Escape takes back what was typed. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";

export interface InPlaceProps {
  readonly value: string;
  readonly said: string;
  readonly write: (text: string) => void;
  readonly done?: () => void;
  readonly placeholder?: string;
  readonly classes?: string;
  readonly place?: string;
  readonly several?: boolean;
}

/** `said` names it for screen readers; `place` is what `focusNext` finds it by. With `several`, Enter is a new line. */
export function InPlace(props: InPlaceProps): JSX.Element {
  const before = useRef(props.value);
  const typed = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Escape") {
      props.write(before.current);
      leave(event.currentTarget, props.done);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && (!props.several || !event.shiftKey)) {
      if (props.several) return;
      event.preventDefault();
      leave(event.currentTarget, props.done);
    }
  };
  return (
    <textarea
      class={`in-place ${props.classes ?? ""}`}
      {...sizeOf(props.value || (props.placeholder ?? ""))}
      value={props.value}
      aria-label={props.said}
      placeholder={props.placeholder ?? ""}
      data-label={props.place ?? ""}
      spellcheck
      onFocus={() => (before.current = props.value)}
      onInput={(event) => props.write(props.several ? event.currentTarget.value : event.currentTarget.value.replace(/[\r\n]+/g, " "))}
      onKeyDown={typed}
    />
  );
}

const GROWS = CSS.supports("field-sizing", "content");
const LINE = 44;

/** Where the style sheet cannot let the box grow with its text, its rows and columns do, roughly. */
function sizeOf(text: string): { rows: number; cols?: number } {
  if (GROWS) return { rows: 1 };
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);
  return { rows: lines, cols: Math.min(LINE, Math.max(8, text.length + 2)) };
}

function leave(field: HTMLTextAreaElement, done?: () => void): void {
  field.blur();
  done?.();
}

/** Free data, written as JSON. What cannot be read is said at once and changes nothing. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Labelled } from "../../platform/frontend/src/editing/controls.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";

interface MapProps {
  readonly name: string;
  readonly word: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  readonly write: (value: Json | undefined) => void;
}

/** A box for it; empty is nothing. */
export function MapBox({ value, write, ...common }: MapProps): JSX.Element {
  const id = useId();
  const [text, setText] = useState(value === undefined ? "" : JSON.stringify(value, null, 1));
  const [wrong, setWrong] = useState(false);
  const typed = (next: string): void => {
    setText(next);
    const read = parsed(next);
    setWrong(read === null);
    if (read !== null) write(read.value);
  };
  return (
    <Labelled {...common} id={id}>
      <textarea class="in mono text-box long" id={id} rows={3} spellcheck={false} data-setting={common.name} aria-invalid={wrong} value={text} onInput={(event) => typed(event.currentTarget.value)} />
      {wrong ? <small class="late">{t("This is not an object in JSON yet.")}</small> : null}
    </Labelled>
  );
}

function parsed(text: string): { value: Json | undefined } | null {
  if (!text.trim()) return { value: undefined };
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { value } : null;
  } catch {
    return null; // it is being written
  }
}

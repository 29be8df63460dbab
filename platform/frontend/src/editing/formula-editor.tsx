/** A formula as text. What cannot be read is said at once and changes nothing; the names that can be used stand below. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../core/texts.ts";
import type { Fact } from "./facts.ts";
import { FormulaError, readFormula } from "./formula-read.ts";
import type { Names } from "./formula-read.ts";
import { writeFormula } from "./formula-write.ts";
import type { Json } from "./json.ts";

export type WordedNames = Omit<Names, "facts"> & { readonly facts: readonly Fact[] };

export interface FormulaProps {
  readonly word: string;
  readonly name: string;
  readonly tree: Json;
  readonly write: (tree: Json) => void;
  /** What can be named, with `facts` in words. */
  readonly names: WordedNames;
}

/** A box; a click on a name below writes it where the cursor is. */
export function FormulaBox({ word, name, tree, write, names }: FormulaProps): JSX.Element {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const shown = writeFormula(tree, names);
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    if (!same(text, tree, names)) setText(shown);
  }, [shown]);
  const typed = (next: string): void => {
    setText(next);
    const read = attempt(next, names);
    setWrong(read.wrong);
    if (read.tree !== undefined) write(read.tree);
  };
  const insert = (fact: string): void => {
    const at = box.current?.selectionStart ?? text.length;
    typed(`${text.slice(0, at)}${fact}${text.slice(at)}`);
    box.current?.focus();
  };
  return (
    <div class="fld">
      <label for={id}>{word}</label>
      <textarea ref={box} class="in mono formula" id={id} rows={2} data-setting={name} value={text} aria-invalid={wrong !== ""} aria-describedby={`${id}-note`} spellcheck={false} onInput={(event) => typed(event.currentTarget.value)} />
      <small id={`${id}-note`} class={wrong ? "late" : ""}>
        {wrong || t("Example: pages × 240 + if(rush, 300, 0). Functions: sum, min, max, round, if, price, count, date_add_days.")}
      </small>
      <div class="names" role="group" aria-label={t("Names that can be used")}>
        {names.facts.map((one) => (
          <button key={one.path} type="button" class="name" title={one.word} onClick={() => insert(one.name)}>
            {one.name}
          </button>
        ))}
      </div>
    </div>
  );
}

function same(text: string, tree: Json, names: Names): boolean {
  return JSON.stringify(attempt(text, names).tree) === JSON.stringify(tree);
}

function attempt(text: string, names: Names): { tree?: Json; wrong: string } {
  try {
    return { tree: readFormula(text, names), wrong: "" };
  } catch (error) {
    if (error instanceof FormulaError) return { wrong: sentence(error) };
    throw error;
  }
}

function sentence(error: FormulaError): string {
  switch (error.code) {
    case "unknown":
      return t("Nothing is called “%(word)s”.", { word: error.word });
    case "unexpected":
      return t("“%(word)s” cannot stand there.", { word: error.word });
    case "arguments":
      return t("“%(word)s” needs other arguments.", { word: error.word });
    default:
      return t("The formula is not finished.");
  }
}

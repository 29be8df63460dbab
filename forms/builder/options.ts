/** The options of a choice. Their values are what answers and rules know, so a label that changes leaves its value alone. */
import type { Field, Texts } from "./document.ts";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";

export interface Option {
  readonly value: string;
  readonly label: Texts;
}

/** The options of a field, none for one that has none. */
export function optionsOf(field: Field): readonly Option[] {
  return (field["options"] ?? []) as readonly Option[];
}

/** The options with another label at `at`. */
export function withLabel(field: Field, at: number, language: string, text: string): Option[] {
  return optionsOf(field).map((one, index) => (index === at ? { ...one, label: { ...one.label, [language]: text } } : one));
}

/** One option more at the end. */
export function withOption(field: Field, language: string, text: string): Option[] {
  const options = optionsOf(field);
  return [...options, { value: freshId(text, new Set(options.map((one) => one.value))), label: { [language]: text } }];
}

/** The options without the one at `at`. */
export function withoutOption(field: Field, at: number): Option[] {
  return optionsOf(field).filter((_, index) => index !== at);
}

/** The options with the one at `at` moved by one. */
export function movedOption(field: Field, at: number, by: -1 | 1): Option[] {
  const options = [...optionsOf(field)];
  const [one] = options.splice(at, 1);
  if (one) options.splice(at + by, 0, one);
  return options;
}

/** Options made of lines: those whose label is there already keep their value, so that answers and rules go on to hold. */
export function fromLines(field: Field, language: string, lines: readonly string[]): Option[] {
  const known = new Map(optionsOf(field).map((one) => [one.label[language] ?? "", one]));
  const taken = new Set([...known.values()].map((one) => one.value));
  const labels = [...new Set(lines.map((line) => line.trim()).filter(Boolean))];
  return labels.map((label) => {
    const old = known.get(label);
    if (old) return old;
    const value = freshId(label, taken);
    taken.add(value);
    return { value, label: { [language]: label } };
  });
}

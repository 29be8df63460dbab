/** The parts of a pattern. Each tells where the text can have been read to, for all places where reading may begin. */
import type { Scope } from "./scope.ts";

type Places = ReadonlySet<number>;
export type Part = (text: readonly string[], from: Places, scope: Scope) => Places;

/** One character of a class, given as it stands between the brackets of a RegExp. */
export function single(body: string): Part {
  const shape = new RegExp(`^[${body}]$`, "u");
  return (text, from, scope) => {
    const reached = new Set<number>();
    scope.charge(from.size);
    for (const at of from) if (shape.test(text[at] ?? "")) reached.add(at + 1);
    return reached;
  };
}

/** A condition on the place, which reads nothing. */
export function place(holds: (at: number, text: readonly string[]) => boolean): Part {
  return (text, from) => new Set([...from].filter((at) => holds(at, text)));
}

export function then(first: Part, second: Part): Part {
  return (text, from, scope) => second(text, first(text, from, scope), scope);
}

export function either(first: Part, second: Part): Part {
  return (text, from, scope) => new Set([...first(text, from, scope), ...second(text, from, scope)]);
}

/** From `least` to `most` times; a place that was reached before is not tried again, so this ends. */
export function times(part: Part, least: number, most: number): Part {
  return (text, from, scope) => {
    let fresh = from;
    for (let count = 0; count < least && fresh.size; count++) fresh = part(text, fresh, scope);
    const reached = new Set(fresh);
    for (let count = least; count < most && fresh.size; count++) {
      fresh = new Set([...part(text, fresh, scope)].filter((at) => !reached.has(at)));
      for (const at of fresh) reached.add(at);
    }
    return reached;
  };
}

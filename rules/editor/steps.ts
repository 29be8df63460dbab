/**
 * The steps of a rule as a tree, changed at a path without touching the rest. Paths are those of cursors and trials (docs/rules.md, 2):
 * `2/else/0` is the first step of the `else` of the third one, `1/case0/3` the fourth of its first case.
 */
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";

export interface Case {
  readonly if: Json;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly kind?: string;
  readonly action?: string;
  readonly settings?: { readonly [name: string]: Json };
  readonly cases?: readonly Case[];
  readonly [member: string]: unknown;
}

export type Steps = readonly Step[];
/** A block and a place in it. */
export type Path = string;

/** The step at a path, nothing where there is none. */
export function stepAt(steps: Steps, path: Path): Step | undefined {
  const [index, name, ...rest] = path.split("/");
  const step = steps[Number(index)];
  if (!step || name === undefined) return step;
  return stepAt(blockOf(step, name), rest.join("/"));
}

/** The steps of one of its blocks; none where it has no such block. */
export function blockOf(step: Step, name: string): Steps {
  const at = caseOf(name);
  return (at === null ? (step[MEMBERS[name] ?? ""] as Steps | undefined) : step.cases?.[at]?.steps) ?? [];
}

/** The ids of all steps, wherever they stand. */
export function idsOf(steps: Steps): string[] {
  return steps.flatMap((step) => [step.id, ...blockNames(step).flatMap((name) => idsOf(blockOf(step, name)))]);
}

/** The names of the blocks that it has, in reading order. */
export function blockNames(step: Step): string[] {
  const cases = (step.cases ?? []).map((_, at) => `case${at}`);
  return [...cases, ...Object.keys(MEMBERS).filter((name) => Array.isArray(step[MEMBERS[name] ?? ""]))];
}

/** Puts a step before the one at the path; it gets ids that nobody has. `taken` are ids outside of these steps. */
export function insert(steps: Steps, path: Path, step: Step, taken: Iterable<string> = []): Steps {
  const ids = new Set([...idsOf(steps), ...taken]);
  return spliced(steps, path, 0, [renamed(step, ids)]);
}

/** Takes the step at the path away, with all that is in it. */
export function remove(steps: Steps, path: Path): Steps {
  return stepAt(steps, path) ? spliced(steps, path, 1, []) : steps;
}

/** Puts another one in its place. */
export function replace(steps: Steps, path: Path, step: Step): Steps {
  return stepAt(steps, path) ? spliced(steps, path, 1, [step]) : steps;
}

/** The step once more, behind itself, under other ids. */
export function duplicate(steps: Steps, path: Path): Steps {
  const step = stepAt(steps, path);
  return step ? insert(steps, moved(path, 1), step) : steps;
}

/** Moves a step up or down within its block; the steps as they are where it is at the end of it. */
export function shift(steps: Steps, path: Path, by: -1 | 1): Steps {
  const [step, other] = [stepAt(steps, path), stepAt(steps, moved(path, by))];
  if (!step || !other) return steps;
  return spliced(steps, by < 0 ? moved(path, by) : path, 2, by < 0 ? [step, other] : [other, step]);
}

/** Takes the step at `from` away and puts it before the one at `to`, wherever that is; the steps as they are where `to` lies within it. */
export function move(steps: Steps, from: Path, to: Path): Steps {
  const step = stepAt(steps, from);
  if (!step || to.startsWith(`${from}/`)) return steps;
  // A mark keeps the place while paths behind it move.
  const marked = replace(steps, from, { id: GONE });
  const put = spliced(marked, to, 0, [step]);
  return remove(put, pathOf(put, GONE) ?? from);
}

const GONE = " gone";

/** Where the step of that id is; nothing where there is none. */
export function pathOf(steps: Steps, id: string, prefix = ""): Path | undefined {
  for (const [at, step] of steps.entries()) {
    const here = `${prefix}${at}`;
    if (step.id === id) return here;
    for (const name of blockNames(step)) {
      const found = pathOf(blockOf(step, name), id, `${here}/${name}/`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Gives a step a block that it has not, empty; or takes one away with all that is in it. */
export function withBlockAt(steps: Steps, path: Path, name: string, there: boolean): Steps {
  const step = stepAt(steps, path);
  if (!step) return steps;
  if (there) return replace(steps, path, withBlock(step, name, blockOf(step, name)));
  const member = MEMBERS[name] ?? name;
  return replace(steps, path, Object.fromEntries(Object.entries(step).filter(([one]) => one !== member)) as unknown as Step);
}

/** Name of a block in a path → the member of the document that holds it. */
const MEMBERS: Readonly<Record<string, string>> = {
  else: "else", do: "steps", refused: "on_refused", timeout: "on_timeout", error: "on_error",
};

function caseOf(name: string): number | null {
  const found = /^case(\d+)$/.exec(name);
  return found ? Number(found[1]) : null;
}

/** The path of a neighbour. */
export function moved(path: Path, by: number): Path {
  const parts = path.split("/");
  const last = Number(parts.pop());
  return [...parts, last + by].join("/");
}

function spliced(steps: Steps, path: Path, away: number, into: Steps): Steps {
  const [index, name, ...rest] = path.split("/");
  const at = Number(index);
  if (name === undefined) return [...steps.slice(0, at), ...into, ...steps.slice(at + away)];
  return steps.map((step, place) => (place === at ? withBlock(step, name, spliced(blockOf(step, name), rest.join("/"), away, into)) : step));
}

function withBlock(step: Step, name: string, steps: Steps): Step {
  const at = caseOf(name);
  if (at === null) return { ...step, [MEMBERS[name] ?? name]: steps };
  return { ...step, cases: (step.cases ?? []).map((one, place) => (place === at ? { ...one, steps } : one)) };
}

/** The same step where every id in it is free. */
function renamed(step: Step, ids: Set<string>): Step {
  const id = ids.has(step.id) ? freshId(step.id, ids) : step.id;
  ids.add(id);
  let next: Step = { ...step, id };
  for (const name of blockNames(step)) next = withBlock(next, name, blockOf(step, name).map((one) => renamed(one, ids)));
  return next;
}

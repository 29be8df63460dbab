/**
 * Patterns with the meaning that RE2 gives them on the server. A browser's RegExp would follow other rules (`\s`, `.`)
 * and take exponential time for patterns such as `(a+)+b`, so here it only judges single characters; how these are
 * joined is followed as sets of positions, all ways at once, under the budget of the evaluation.
 * Flags, `\b`, `\Q`, `\x`, `[[:alpha:]]` and names of scripts are left to the server.
 */
import { either, type Part, place, single, then, times } from "./pattern-parts.ts";
import type { Scope } from "./scope.ts";

export type Pattern = (text: string, scope: Scope) => boolean;

const COUNT = /([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y;
const OPEN = /\((?!\?)|\(\?(?::|P?<\w+>)/y;
const ESCAPE = /\\(?:([dDwWtnrfv])|([sS])|([pP])(?:([LMNPSZ])|\{([LMNPSZ][a-z]?)\})|([!-/:-@[-^`{-~]))/y;
const SPACE = "\\t\\n\\f\\r ";

const known = new Map<string, Pattern | undefined>();

/** A test of the whole text, or `undefined` for a pattern that only the server understands. */
export function compilePattern(source: string): Pattern | undefined {
  if (!known.has(source)) known.set(source, compiled(source));
  return known.get(source);
}

function compiled(source: string): Pattern | undefined {
  try {
    const part = new Parser(source).whole();
    return (text, scope) => {
      const characters = [...text];
      scope.charge(text.length);
      return part(characters, new Set([0]), scope).has(characters.length);
    };
  } catch (error) {
    // Ours for what is not translated, the browser's for a class that it does not know.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Part {
    const part = this.#alternatives();
    return this.#at < this.#source.length ? unknown() : part;
  }

  #alternatives(): Part {
    let part = this.#sequence();
    while (this.#take(/\|/y)) part = either(part, this.#sequence());
    return part;
  }

  #sequence(): Part {
    let part: Part = (_, from) => from;
    while (this.#take(/(?=[^|)])/y)) part = then(part, this.#counted(this.#atom()));
    return part;
  }

  #counted(part: Part): Part {
    const count = this.#take(COUNT);
    if (!count) return part;
    const [, sign, least = sign === "+" ? "1" : "0", comma, most = ""] = count;
    this.#take(/\?/y); // lazy or not: the same texts match as a whole
    if (this.#take(/[*+?{]/y)) unknown();
    const limit = sign ? (sign === "?" ? 1 : Infinity) : comma ? Number(most || Infinity) : Number(least);
    return times(part, Number(least), limit);
  }

  #atom(): Part {
    if (this.#take(OPEN)) {
      const part = this.#alternatives();
      return this.#take(/\)/y) ? part : unknown();
    }
    if (this.#take(/\^|\\A/y)) return place((at) => at === 0);
    if (this.#take(/\$|\\z/y)) return place((at, text) => at === text.length);
    if (this.#take(/\./y)) return single("^\\n");
    if (this.#take(/\[/y)) return single(this.#class());
    const space = this.#take(/\\S/y) && `^${SPACE}`;
    return single(space ?? this.#escape() ?? this.#literal(/[^\\*+?{]/uy));
  }

  /** The inside of a class as a browser writes it. A `]` that comes first is itself. */
  #class(): string {
    let body = this.#take(/\^/y) ? "^" : "";
    do {
      body += this.#member();
      if (this.#take(/-(?!\])/y)) body += `-${this.#member()}`;
    } while (!this.#take(/\]/y));
    return body;
  }

  #member(): string {
    return this.#escape() ?? this.#literal(/(?!\[:)[^\\]/uy);
  }

  #escape(): string | undefined {
    const found = this.#take(ESCAPE);
    if (!found) return undefined;
    const [, same, space, property, letter, category, sign] = found;
    if (same) return `\\${same}`;
    if (space) return space === "s" ? SPACE : unknown();
    return sign ? written(sign) : `\\${property}{${letter ?? category}}`;
  }

  #literal(shape: RegExp): string {
    return written(this.#take(shape)?.[0] ?? unknown());
  }

  #take(shape: RegExp): RegExpExecArray | null {
    shape.lastIndex = this.#at;
    const found = shape.exec(this.#source);
    if (found) this.#at = shape.lastIndex;
    return found;
  }
}

function written(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function unknown(): never {
  throw new SyntaxError();
}

/**
 * Formulas as people write them — `pages × 240 + if(rush, 300, 0)` — read into the trees that are kept.
 * Names are ids of fields; in the rows of a section those of the row come first. `items.total` means the totals of all rows.
 */
import type { Json } from "./json.ts";
import type { NamedFact } from "./facts.ts";
import { FUNCTIONS, INFIX, comparisonOf, tokens } from "./formula-words.ts";
import type { Token } from "./formula-words.ts";

export interface Names {
  readonly facts: readonly NamedFact[];
  /** Ids of sections → ids of the fields in their rows. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly operators: readonly string[];
  /** Beginnings of names that can be written though nobody lists them all. */
  readonly open?: RegExp;
}

/** Something that cannot be read: a code, and the word that it is about. */
export class FormulaError extends Error {
  readonly code: "unknown" | "unexpected" | "unfinished" | "arguments";
  readonly word: string;

  constructor(code: FormulaError["code"], word: string) {
    super(`${code}: ${word}`);
    this.code = code;
    this.word = word;
  }
}

/** The tree that a text means. Throws FormulaError. */
export function readFormula(text: string, names: Names): Json {
  const reader = new Reader(tokens(text), names);
  const tree = reader.comparison();
  reader.end();
  return tree;
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly names: Names;

  constructor(found: readonly Token[], names: Names) {
    this.tokens = found;
    this.names = names;
  }

  end(): void {
    const left = this.tokens[this.at];
    if (left) throw new FormulaError("unexpected", left.text);
  }

  comparison(): Json {
    const left = this.sum(0);
    const sign = this.taken(["=", "!=", "<>", "≠", "<", "<=", "≤", ">", ">=", "≥"]);
    if (!sign) return left;
    const right = this.sum(0);
    return { left, operator: comparisonOf(sign, this.kindOf(left), right), right };
  }

  private sum(level: number): Json {
    const signs = INFIX[level];
    if (!signs) return this.single();
    let left = this.sum(level + 1);
    for (let sign = this.taken(Object.keys(signs)); sign; sign = this.taken(Object.keys(signs))) {
      left = joined(signs[sign] ?? "add", left, this.sum(level + 1));
    }
    return left;
  }

  private single(): Json {
    const token = this.tokens[this.at];
    if (!token) throw new FormulaError("unfinished", "");
    this.at += 1;
    if (token.kind === "number" || token.kind === "text") return { value: token.text };
    if (token.text === "-") return { call: "subtract", args: [{ value: "0" }, this.single()] };
    if (token.text === "(") return this.closed(this.comparison());
    if (token.kind !== "name") throw new FormulaError("unexpected", token.text);
    return this.taken(["("]) ? this.call(token.text) : this.named(token.text);
  }

  private call(name: string): Json {
    const args: Json[] = [];
    if (!this.taken([")"])) {
      args.push(this.comparison());
      while (this.taken([",", ";"])) args.push(this.comparison());
      this.closed(null);
    }
    return this.called(name.toLowerCase(), args);
  }

  private called(name: string, args: readonly Json[]): Json {
    const [first, ...rest] = args;
    if (name === "if" && first !== undefined) return { call: "if", args: [this.truth(first), ...rest] };
    if (name === "price" && first !== undefined) return this.price(first);
    const groups: Record<string, string> = { and: "all", or: "any", not: "none" };
    const group = own(groups, name);
    if (group) return { [group]: args.map((one) => this.truth(one)) };
    if (this.names.operators.includes(name) && first !== undefined) {
      return rest[0] === undefined ? { left: first, operator: name } : { left: first, operator: name, right: rest[0] };
    }
    const arity = own(FUNCTIONS, name);
    if (!arity) throw new FormulaError("unknown", name);
    if (args.length < arity[0] || args.length > arity[1]) throw new FormulaError("arguments", name);
    return { call: name, args };
  }

  /** A price of the catalogue: of a product by its code, or of the one that was chosen. */
  private price(of: Json): Json {
    const found = of as { value?: string; fact?: string };
    if (found.value !== undefined) return { fact: `catalogue.${found.value}.price` };
    return { call: "entry", args: [{ fact: "catalogue" }, of, { value: "price" }] };
  }

  /** A yes-or-no answer by itself is a condition. */
  private truth(tree: Json): Json {
    return this.kindOf(tree) === "boolean" ? { left: tree, operator: "is_true" } : tree;
  }

  private named(name: string): Json {
    const fact = this.names.facts.find((one) => one.name === name);
    if (fact) return { fact: fact.path };
    if (name === "language" || (this.names.open ?? /^(catalogue|contact)\./).test(name)) return { fact: name };
    const [section = "", inner = ""] = name.split(".");
    if (own(this.names.rows, section)?.includes(inner)) {
      return { call: "pluck", args: [{ fact: `answers.${section}` }, { value: name.slice(section.length + 1) }] };
    }
    const product = this.names.facts.find((one) => one.name === `${name}.product`);
    if (product) return { fact: product.path };
    throw new FormulaError("unknown", name);
  }

  private kindOf(tree: Json): string {
    const path = (tree as { fact?: string } | null)?.fact;
    if (path !== undefined) return this.names.facts.find((one) => one.path === path)?.kind ?? "";
    return (tree as { call?: string } | null)?.call === "today" ? "date" : "";
  }

  private closed(tree: Json): Json {
    if (!this.taken([")"])) throw new FormulaError("unfinished", ")");
    return tree;
  }

  private taken(texts: readonly string[]): string {
    const token = this.tokens[this.at];
    if (!token || token.kind !== "sign" || !texts.includes(token.text)) return "";
    this.at += 1;
    return token.text;
  }
}

function joined(call: string, left: Json, right: Json): Json {
  const before = left as { call?: string; args?: readonly Json[] };
  const flat = before.call === call && call !== "subtract" && call !== "divide" ? before.args : undefined;
  return { call, args: flat ? [...flat, right] : [left, right] };
}

/** What the record itself holds: names are typed by people, and `constructor` is one. */
function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

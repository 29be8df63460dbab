/** Trees as the text that `readFormula` would read into them again. */
import type { Json } from "./json.ts";
import type { Names } from "./formula-read.ts";
import { SIGNS } from "./formula-words.ts";

const INFIX: Readonly<Record<string, readonly [string, number]>> = {
  concat: ["&", 1], add: ["+", 2], subtract: ["−", 2], multiply: ["×", 3], divide: ["÷", 3],
};
const GROUPS: Readonly<Record<string, string>> = { all: "and", any: "or", none: "not" };

interface Node {
  readonly value?: Json;
  readonly fact?: string;
  readonly call?: string;
  readonly args?: readonly Json[];
  readonly left?: Json;
  readonly operator?: string;
  readonly right?: Json;
  readonly [group: string]: Json | undefined;
}

/** The text; `names` are those that stand around it. */
export function writeFormula(tree: Json, names: Names): string {
  return written(tree as Node, names, 0);
}

function written(node: Node, names: Names, binding: number): string {
  if (node.fact !== undefined) return factName(node.fact, names);
  if (node.call !== undefined) return call(node.call, (node.args ?? []) as readonly Node[], names, binding);
  if (node.operator !== undefined) return compared(node, names);
  const group = Object.keys(GROUPS).find((name) => Array.isArray(node[name]));
  if (group) return `${GROUPS[group] ?? ""}(${list(node[group] as unknown as readonly Node[], names)})`;
  return constant(node.value ?? null);
}

function constant(value: Json): string {
  if (typeof value === "number") return String(value);
  const text = String(value ?? "");
  return /^\d+(\.\d+)?$/.test(text) ? text : `"${text}"`;
}

function factName(path: string, names: Names): string {
  const price = /^catalogue\.([\w.-]+)\.price$/.exec(path);
  if (price) return `price("${price[1] ?? ""}")`;
  const fact = names.facts.find((one) => one.path === path);
  return fact?.name ?? path.replace(/^answers\./, "");
}

function call(name: string, args: readonly Node[], names: Names, binding: number): string {
  const [first, second] = args;
  if (name === "pluck" && first?.fact && typeof second?.value === "string") return `${factName(first.fact, names)}.${second.value}`;
  if (name === "entry" && first?.fact === "catalogue" && args[2]?.value === "price" && second) {
    return `price(${written(second, names, 0).replace(/\.product$/, "")})`;
  }
  const infix = INFIX[name];
  if (!infix || args.length < 2) return `${name}(${list(args, names)})`;
  const [sign, strength] = infix;
  const text = args.map((one, at) => written(one, names, at ? strength + 1 : strength)).join(` ${sign} `);
  return strength < binding ? `(${text})` : text;
}

function compared(node: Node, names: Names): string {
  const left = written((node.left ?? null) as Node, names, 1);
  if (node.operator === "is_true") return left;
  const sign = SIGNS[node.operator ?? ""];
  const right = node.right === undefined ? "" : written(node.right as Node, names, 1);
  if (sign && right) return `${left} ${sign} ${right}`;
  return `${node.operator ?? ""}(${right ? `${left}, ${right}` : left})`;
}

function list(nodes: readonly Node[], names: Names): string {
  return nodes.map((one) => written(one, names, 0)).join(", ");
}

// Answers many trees in one process: reads JSON lines [kind, tree, facts] from standard input, writes a JSON line each:
// [answer], or [] where the server decides.
import { createInterface } from "node:readline";
import { evaluateCondition, evaluateFormula, trace } from "../../platform/frontend/src/logic/expression.ts";

const EVALUATIONS = { condition: evaluateCondition, formula: evaluateFormula, trace } as const;

for await (const line of createInterface({ input: process.stdin })) {
  const [kind, tree, facts] = JSON.parse(line);
  const answer = EVALUATIONS[kind as keyof typeof EVALUATIONS](tree, facts);
  process.stdout.write(`${JSON.stringify(answer === undefined ? [] : [answer])}\n`);
}

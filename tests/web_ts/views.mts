// Views of many forms in one process: reads JSON lines [form, answers, today, language] from standard input, writes the
// view of each as a JSON line, sets as sorted lists.
import { createInterface } from "node:readline";
import { view } from "../../platform/frontend/src/logic/view.ts";

const plain = (_: string, value: unknown) => (value instanceof Set ? [...value].sort() : value);

for await (const line of createInterface({ input: process.stdin })) {
  const [form, answers, today, language] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(view(form, answers, today, language) ?? null, plain)}\n`);
}

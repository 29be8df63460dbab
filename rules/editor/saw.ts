/** What a comparison saw, in words. */
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Verdict } from "../../platform/frontend/src/editing/condition-editor.tsx";
import type { Path } from "../../platform/frontend/src/editing/conditions.ts";
import type { Fact } from "../../platform/frontend/src/editing/facts.ts";
import type { Json } from "../../platform/frontend/src/logic/json.ts";
import type { LeafTrace, Trace } from "../../platform/frontend/src/logic/trace.ts";

/** The verdict at a path of a traced condition. */
export function verdictAt(trace: Trace | undefined, path: Path, facts: readonly Fact[]): Verdict | undefined {
  const found = path.reduce<Trace | undefined>((now, at) => (now && "items" in now ? now.items[at] : undefined), trace);
  if (!found) return undefined;
  return { truth: found.truth, saw: "items" in found || found.truth === undefined ? "" : sawWords(found, facts) };
}

function sawWords(trace: LeafTrace, facts: readonly Fact[]): string {
  const answer = (trace.fact ?? "").startsWith("answers.");
  if (trace.note === "no_value" || trace.left === null || trace.left === undefined) return answer ? t("there was no answer") : t("there was nothing");
  const value = valueWords(trace.left, facts.find((one) => one.path === trace.fact));
  if (trace.note === "wrong_type") return t("it was %(value)s, which cannot be compared", { value });
  return answer ? t("the answer was %(value)s", { value }) : t("it was %(value)s", { value });
}

function valueWords(value: Json, fact: Fact | undefined): string {
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (Array.isArray(value)) return value.map((one) => valueWords(one, fact)).join(", ") || t("nothing");
  if (typeof value === "object" && value !== null) return Object.values(value).filter((one) => one !== null && one !== "").map((one) => valueWords(one, fact)).join(", ") || t("nothing");
  const text = String(value);
  const label = fact?.choices.find(([code]) => code === text)?.[1];
  return label ?? (/^-?[\d.-]+$/.test(text) ? text : t("“%(text)s”", { text }));
}

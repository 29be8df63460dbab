/** What pages and islands import: conditions and formulas, previewed. */
export { evaluateCondition, evaluateFormula } from "./evaluate.ts";
export type { Facts, Json } from "./json.ts";
export { type GroupTrace, type LeafTrace, trace, type Trace } from "./trace.ts";

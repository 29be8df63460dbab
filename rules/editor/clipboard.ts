/** Steps on the clipboard: text, so that they can be kept anywhere and pasted into any rule. */
import type { Step } from "./steps.ts";

const MARK = "licorne-step";

/** The text of a step with all that is in it. */
export function clippedText(step: Step): string {
  return JSON.stringify({ [MARK]: 1, step }, null, 1);
}

/** The step in a text that `clippedText` made, nothing in any other. */
export function unclippedStep(text: string): Step | null {
  if (!text.includes(MARK)) return null;
  try {
    const found = JSON.parse(text) as { step?: Step; [MARK]?: unknown };
    return found[MARK] === 1 && typeof found.step?.id === "string" ? found.step : null;
  } catch {
    return null; // a text that only speaks of it
  }
}

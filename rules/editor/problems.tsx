/** What stands in the way of publication, and what is doubtful; each leads to its step. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Problem } from "../../platform/frontend/src/editing/draft.ts";
import { ProblemList } from "../../platform/frontend/src/editing/problem-list.tsx";
import { nameOf, select } from "./actions.ts";
import { circles, dead, placeOf } from "./problem-places.ts";
import { pathOf, stepAt } from "./steps.ts";
import { focusNext, panel, root, saved, sheet } from "./store.ts";

/** The lists above the settings; nothing where all is well. */
export function Problems(): JSX.Element | null {
  const problems = saved.value.problems;
  const doubts = [
    ...dead.value.map((id) => ({ place: `@${id}`, code: "dead_step", text: t("Nobody comes here: the step before it ends the rule.") })),
    ...circles.value.map((id) => ({ place: `@${id}`, code: "circle", text: t("The rule calls itself here: it goes on until the guard against circles stops it.") })),
  ];
  if (!problems.length && !doubts.length) return null;
  return (
    <section class="problems" aria-label={t("Before publishing")}>
      {problems.length ? <RuleProblems problems={problems} /> : null}
      {doubts.length ? <ProblemList problems={doubts} where={whereOf} jump={(one) => jump(one)} doubtful /> : null}
    </section>
  );
}

/** Problems of the rule; `leave` is called before a way is taken. */
export function RuleProblems({ problems, leave }: { problems: readonly Problem[]; leave?: () => void }): JSX.Element {
  return <ProblemList problems={problems} where={whereOf} jump={(one) => jump(one, leave)} />;
}

function whatOf(problem: Problem): { what: string; setting: string } {
  return problem.place.startsWith("@") ? { what: problem.place.slice(1), setting: "" } : placeOf(root.value, problem.place);
}

function whereOf(problem: Problem): string {
  const { what, setting } = whatOf(problem);
  if (what === "@trigger") return t("%(word)s:", { word: t("When") });
  if (what === "@conditions") return t("%(word)s:", { word: t("Only if") });
  if (what) return t("%(word)s:", { word: nameOf(stepAt(root.value, pathOf(root.value, what) ?? "")) });
  const words: Record<string, string> = { name: t("Name"), limits: t("Limits"), priority: t("Priority"), steps: t("Steps") };
  return words[setting] ? t("%(word)s:", { word: words[setting] }) : "";
}

function jump(problem: Problem, leave?: () => void): void {
  leave?.();
  const { what, setting } = whatOf(problem);
  if (what) {
    select(what);
    sheet.value = what !== "@conditions";
    focusNext.value = what === "@conditions" ? '[data-head="@conditions"]' : setting ? `#panel [data-setting="${setting}"]|[data-head="${what}"]` : `[data-head="${what}"]`;
  } else if (setting === "steps") {
    sheet.value = false;
    focusNext.value = ".spot-add[data-walk]";
  } else {
    panel.value = "rule";
    sheet.value = true;
    focusNext.value = `#panel [data-setting="${setting}"]|#panel`;
  }
}

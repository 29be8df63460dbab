/** What stands in the way of publication, and what is doubtful; each leads to its field. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf, select } from "./actions.ts";
import type { Problem } from "./data.ts";
import { fieldAt } from "./document.ts";
import { ProblemList as List } from "../../platform/frontend/src/editing/problem-list.tsx";
import { pathOf } from "./problem-places.ts";
import { focusNext, form, panel, saved, sheet } from "./store.ts";

/** The list below the settings; nothing where all is well. */
export function Problems(): JSX.Element | null {
  const { problems, warnings } = saved.value;
  if (!problems.length && !warnings.length) return null;
  return (
    <section class="problems" aria-label={t("Before publishing")}>
      {problems.length ? <ProblemList problems={problems} /> : null}
      {warnings.length ? <ProblemList problems={warnings} doubtful /> : null}
    </section>
  );
}

/** Problems of the form; `leave` is called before a way is taken. */
export function ProblemList({ problems, leave, doubtful }: { problems: readonly Problem[]; leave?: () => void; doubtful?: boolean }): JSX.Element {
  return <List problems={problems} where={whereOf} jump={(one) => jump(one, leave)} doubtful={doubtful ?? false} />;
}

function whereOf(problem: Problem): string {
  const { place, setting } = pathOf(form.value, problem.place);
  if (place) return `${nameOf(fieldAt(form.value, place))}:`;
  const words: Record<string, string> = {
    contact: t("Contact"), logic: t("Logic"), theme: t("Theme"), limits: t("Limits"), title: t("Title of the form"), fields: t("Fields of the form"),
  };
  return words[setting] ? `${words[setting]}:` : "";
}

function jump(problem: Problem, leave?: () => void): void {
  leave?.();
  const { place, setting } = pathOf(form.value, problem.place);
  sheet.value = "panel";
  if (place) {
    select([place]);
    panel.value = "field";
    focusNext.value = setting === "label" ? `[data-label="${place}"]` : `[data-setting="${setting}"], [data-grip="${place}"]`;
    return;
  }
  panel.value = setting === "logic" ? "logic" : setting === "theme" ? "theme" : "form";
  focusNext.value = `[data-setting="${setting}"], [data-panel]`;
}

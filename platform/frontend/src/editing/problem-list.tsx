/** What stands in the way of publication, and what is doubtful; each leads to its place. */
import type { JSX } from "preact";
import { t } from "../core/texts.ts";
import type { Problem } from "./draft.ts";
import { Icon } from "./icons.tsx";

interface ListProps {
  readonly problems: readonly Problem[];
  /** What a problem is about, with a colon; empty where that is plain. */
  readonly where: (problem: Problem) => string;
  readonly jump: (problem: Problem) => void;
  readonly doubtful?: boolean;
}

/** Problems, each with a way to where it is. */
export function ProblemList({ problems, where, jump, doubtful }: ListProps): JSX.Element {
  const title = doubtful
    ? t("Worth a look")
    : problems.length === 1
      ? t("One thing to settle before publishing")
      : t("%(number)s things to settle before publishing", { number: String(problems.length) });
  return (
    <div class={doubtful ? "problem-box doubtful" : "problem-box"}>
      <strong>
        <Icon name="alert" />
        {title}
      </strong>
      <ul>
        {problems.map((one) => (
          <li key={`${one.place} ${one.code}`}>
            <button type="button" class="problem" onClick={() => jump(one)}>
              <b>{where(one)}</b> {one.text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

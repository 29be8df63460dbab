/** The trial: on which event, and what would happen. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Switch } from "../../platform/frontend/src/editing/controls.tsx";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { select } from "./actions.ts";
import { MAIN } from "./document.ts";
import { kindOf, lookOf } from "./kinds.ts";
import { wouldWords } from "./step-words.ts";
import { stepAt } from "./steps.ts";
import { data, focusNext, root, sheet } from "./store.ts";
import { choose, event, events, matched, steps, trying, unfinished } from "./trial.ts";
import type { StepTrial } from "./trial.ts";

/** The newest events, and the outcome for the chosen one. */
export function TryPanel(): JSX.Element {
  return (
    <>
      <div>
        <h2 class="panel-title">{t("Tried on what has happened")}</h2>
        <p class="muted">{t("Nothing is sent or saved. What it saw stands in the rule itself.")}</p>
      </div>
      {events.value.length ? <Switch name="trying" word={t("Show it in the rule")} value={trying.value} write={(on) => (trying.value = on)} /> : null}
      {events.value.length ? <Events /> : <p class="muted">{t("Nothing of this kind has happened yet. As soon as it does, the rule is tried on it here.")}</p>}
      {events.value.length && trying.value ? <Outcome /> : null}
      <p>
        <a href={data.urls["backTest"] ?? ""}>{t("Try it over all that has happened")}</a>
      </p>
    </>
  );
}

function Events(): JSX.Element {
  return (
    <div class="past" role="radiogroup" aria-label={t("Event")}>
      {events.value.map((one) => {
        const on = trying.value && one.id === event.value;
        return (
          <label key={one.id} class={`past-one${on ? " on" : ""}`}>
            <input type="radio" name="past" class="sr" checked={on} onChange={() => void choose(one.id)} />
            <span>{one.words}</span>
            {on ? <Icon name="check" /> : null}
          </label>
        );
      })}
    </div>
  );
}

function Outcome(): JSX.Element {
  const truth = matched.value;
  return (
    <section aria-label={t("What would happen")}>
      <h2 class="panel-title">{t("What would happen")}</h2>
      {truth === undefined ? null : (
        <p class={`note ${truth ? "ok" : "warn"}`}>{truth ? t("The rule would answer.") : t("The rule would not answer: nothing would be done.")}</p>
      )}
      {unfinished.value ? <p class="muted">{t("What the steps would do is told as soon as nothing is missing.")}</p> : null}
      <ol class="timeline">
        {truth ? steps.value.map((one) => <Line key={one.path} trial={one} />) : null}
      </ol>
    </section>
  );
}

function Line({ trial }: { trial: StepTrial }): JSX.Element | null {
  const step = stepAt(root.value, `${MAIN}/${trial.path}`);
  if (!step) return null;
  const go = (): void => {
    select(step.id);
    sheet.value = false;
    focusNext.value = `[data-head="${step.id}"]`;
  };
  return (
    <li>
      <button type="button" class="timeline-step" onClick={go}>
        <Icon name={lookOf(kindOf(step)).icon} />
        <span>{wouldWords(trial, step)}</span>
        <span class={`chip ${TONES[trial.code] ?? ""}`}>{trial.outcome}</span>
      </button>
    </li>
  );
}

const TONES: Readonly<Record<string, string>> = { would_run: "ok", failed: "no", depends: "warn" };

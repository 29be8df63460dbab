/** The rule from top to bottom: its sentence, the trigger, the conditions, the steps. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { ConditionTree, Truth } from "../../platform/frontend/src/editing/condition-editor.tsx";
import { groupKind, itemsOf } from "../../platform/frontend/src/editing/conditions.ts";
import type { Path } from "../../platform/frontend/src/editing/conditions.ts";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { select } from "./actions.ts";
import { Block } from "./block.tsx";
import { FAILURE, MAIN, withMembers } from "./document.ts";
import { headKeys } from "./head-keys.ts";
import { capital } from "./kinds.ts";
import { verdictAt } from "./saw.ts";
import { data, edit, rule, saved, selection } from "./store.ts";
import { readable } from "./step-words.ts";
import { termsAt } from "./terms.ts";
import { event, events, matched, seenByRule } from "./trial.ts";

/** All of it. */
export function Canvas(): JSX.Element {
  const off = matched.value === false;
  return (
    <section class="canvas rule-canvas" aria-label={t("The rule")} data-scroll>
      <div class="rule-flow">
        {saved.value.sentence ? <p class="rule-sentence">{readable(saved.value.sentence)}</p> : null}
        <Trigger />
        <Conditions />
        <Block path={MAIN} said={t("Steps")} off={off} />
        <Failure />
        <p class="sr" id="head-help">
          {t("Arrows walk, Alt and arrows move, Enter opens the settings, slash adds a step below, Delete removes.")}
        </p>
      </div>
    </section>
  );
}

function Trigger(): JSX.Element {
  const trigger = data.triggers.find((one) => one.kind === rule.value.trigger?.kind);
  const settings = rule.value.trigger?.settings ?? {};
  const form = data.forms.find((one) => one.value === settings["form"])?.word;
  const shown = events.value.find((one) => one.id === event.value);
  return (
    <section class={`step-card trigger${selection.value === "@trigger" ? " on" : ""}`} aria-label={t("When")}>
      <button type="button" class="step-head" data-head="@trigger" aria-pressed={selection.value === "@trigger"} aria-describedby="head-help" onClick={() => select("@trigger")} onKeyDown={(key) => headKeys(key, "@trigger")}>
        <span class="tile tone-warn">
          <Icon name="bolt" />
        </span>
        <span class="step-words">
          <span class="step-kind">{t("When")}</span>
          <b>{trigger ? capital(trigger.word) : t("Choose what starts it")}</b>
          {form ? <span class="step-detail">{form}</span> : null}
        </span>
      </button>
      {shown && matched.value !== undefined ? <p class="tried-on">{shown.words}</p> : null}
    </section>
  );
}

function Conditions(): JSX.Element {
  const terms = termsAt();
  const trace = seenByRule.value;
  const seen = trace ? (path: Path) => verdictAt(trace, path, terms.facts) : undefined;
  const truth = matched.value;
  const tree = rule.value.conditions;
  const on = selection.value === "@conditions";
  return (
    <section class={`step-card conditions${on ? " on" : ""}${truth === undefined ? "" : truth ? " holds" : " fails"}`} aria-label={t("Only if")}>
      <button type="button" class="step-head" data-head="@conditions" aria-pressed={on} aria-describedby="head-help" onClick={() => select("@conditions")} onKeyDown={(key) => headKeys(key, "@conditions")}>
        <span class="tile tone-blue">
          <Icon name="filter" />
        </span>
        <span class="step-words">
          <span class="step-kind">{t("Only if")}</span>
          <b>{headline(tree)}</b>
        </span>
        {truth === undefined ? null : <Truth truth={truth} />}
      </button>
      <div class="step-body">
        <ConditionTree
          said={t("Only if")}
          tree={tree}
          terms={terms}
          deepest={8}
          {...(seen ? { seen } : {})}
          write={(next) => edit(withMembers(rule.value, { conditions: next ?? { all: [] } }), "conditions")}
        />
      </div>
    </section>
  );
}

function headline(tree: Json | undefined): string {
  const number = leaves(tree ?? { all: [] });
  if (!number) return t("Always: nothing is asked");
  return number === 1 ? t("One condition") : t("%(number)s conditions", { number: String(number) });
}

function leaves(tree: Json): number {
  return groupKind(tree) ? itemsOf(tree).reduce<number>((sum, one) => sum + leaves(one), 0) : 1;
}

function Failure(): JSX.Element {
  const steps = rule.value.on_error ?? [];
  return (
    <section class={`failure${steps.length ? "" : " bare"}`} aria-label={t("If something fails")}>
      <h2 class="branch-word tone-no">
        <Icon name="alert" />
        {t("If something fails")}
      </h2>
      <Block path={FAILURE} said={t("If something fails")} off />
    </section>
  );
}

/** One step as it stands in the rule, with the blocks that it has and what it would do in the trial. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { ConditionTree, Truth } from "../../platform/frontend/src/editing/condition-editor.tsx";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import { duplicateSelected, nameOf, openPanel, removeSelected, select, shift, turnBlock } from "./actions.ts";
import { Block } from "./block.tsx";
import { startDrag } from "./drag.ts";
import { headKeys } from "./head-keys.ts";
import { kindOf, lookOf } from "./kinds.ts";
import { stepPlaces } from "./problem-places.ts";
import { verdictAt } from "./saw.ts";
import { conditionWords, detailOf, wouldWords } from "./step-words.ts";
import { replace } from "./steps.ts";
import type { Step } from "./steps.ts";
import { editSteps, root, selection } from "./store.ts";
import { termsAt } from "./terms.ts";
import { trialAt, traceOf } from "./trial.ts";
import type { StepTrial } from "./trial.ts";

interface CardProps {
  readonly step: Step;
  readonly path: string;
  readonly at: number;
  readonly total: number;
  readonly off: boolean;
}

/** The card; `off`: nobody comes here in the trial. */
export function StepCard({ step, path, at, total, off }: CardProps): JSX.Element {
  const on = selection.value === step.id;
  const trial = trialAt(path);
  const wrong = stepPlaces.value.has(step.id);
  return (
    <div role="group" class={`step-card${on ? " on" : ""}${wrong ? " wrong" : ""}${off ? " off" : toneOf(trial)}`} data-step={step.id} aria-label={nameOf(step)}>
      <div class="step-top">
        <Head step={step} path={path} on={on} />
        <button type="button" class="grip" tabIndex={-1} aria-hidden="true" onPointerDown={(event) => startDrag(event, step.id)}>
          <Icon name="grip" />
        </button>
      </div>
      {trial && !off ? <Would trial={trial} step={step} /> : null}
      {on ? <Tools step={step} at={at} total={total} path={path} /> : null}
      <Blocks step={step} path={path} off={off} open={on} trial={trial} />
    </div>
  );
}

function Head({ step, path, on }: { step: Step; path: string; on: boolean }): JSX.Element {
  const look = lookOf(kindOf(step));
  const detail = detailOf(step);
  const when = step["when"] as Json | undefined;
  return (
    <button type="button" class="step-head" data-head={step.id} tabIndex={on ? 0 : -1} aria-pressed={on} aria-describedby="head-help" onClick={() => select(step.id)} onKeyDown={(event) => headKeys(event, step.id)}>
      <span class={`tile tone-${look.tone}`}>
        <Icon name={look.icon} />
      </span>
      <span class="step-words">
        <b>{nameOf(step)}</b>
        {detail ? <span class="step-detail">{detail}</span> : null}
        {when ? (
          <span class="step-detail">
            {t("only if")} {conditionWords(when, path)}
          </span>
        ) : null}
      </span>
    </button>
  );
}

/** What it would do, with real values; nothing is done. */
function Would({ trial, step }: { trial: StepTrial; step: Step }): JSX.Element | null {
  if (!trial.problems.length && (trial.code === "not_reached" || DRAWN.has(trial.kind))) return null;
  const icon = trial.code === "would_run" ? "check" : trial.code === "failed" ? "alert" : trial.code === "skipped" ? "close" : "clock";
  return (
    <div class={`would ${trial.code}`}>
      <Icon name={icon} />
      <p>
        <b>{trial.outcome}</b>
        {trial.code === "skipped" ? null : ` · ${wouldWords(trial, step)}`}
        {trial.problems.map((one) => (
          <span key={one} class="late">
            {" "}
            {one}
          </span>
        ))}
      </p>
    </div>
  );
}

/** What the blocks below show by themselves. */
const DRAWN = new Set(["branch", "each"]);

function toneOf(trial: StepTrial | undefined): string {
  if (!trial) return "";
  return { would_run: " holds", failed: " fails", skipped: " left", not_reached: " left", depends: " open" }[trial.code] ?? "";
}

function Tools({ step, at, total, path }: { step: Step; at: number; total: number; path: string }): JSX.Element {
  const name = nameOf(step);
  const outer = path.split("/").length > 3;
  return (
    <div class="step-tools" role="toolbar" aria-label={t("Actions for %(name)s", { name })}>
      <Tool icon="gear" said={t("Settings of %(name)s", { name })} act={() => openPanel("step")} />
      <Tool icon="up" said={t("Move %(name)s up", { name })} act={() => shift(-1, step.id)} off={at === 0 && !outer} />
      <Tool icon="down" said={t("Move %(name)s down", { name })} act={() => shift(1, step.id)} off={at === total - 1 && !outer} />
      <Tool icon="copy" said={t("Duplicate %(name)s", { name })} act={duplicateSelected} />
      <Tool icon="bin" said={t("Remove %(name)s", { name })} act={removeSelected} />
    </div>
  );
}

function Tool({ icon, said, act, off }: { icon: string; said: string; act: () => void; off?: boolean }): JSX.Element {
  return (
    <button type="button" class="tool" aria-label={said} title={said} disabled={off ?? false} onClick={act}>
      <Icon name={icon} />
    </button>
  );
}

interface BlocksProps {
  readonly step: Step;
  readonly path: string;
  readonly off: boolean;
  readonly open: boolean;
  readonly trial: StepTrial | undefined;
}

function Blocks(props: BlocksProps): JSX.Element | null {
  const { step, path, off } = props;
  const kind = step.kind ?? "action";
  if (kind === "branch") return <Cases {...props} />;
  const words: Record<string, string> = { do: t("For each row"), refused: t("If it is refused"), timeout: t("If the time is up"), error: t("If it fails") };
  const members: readonly (readonly [string, string])[] = [["do", "steps"], ["refused", "on_refused"], ["timeout", "on_timeout"], ["error", "on_error"]];
  const there = members.filter(([, member]) => Array.isArray(step[member]));
  if (!there.length) return null;
  return (
    <div class="branches">
      {there.map(([name]) => (
        <div key={name} role="group" class={`branch${name === "do" && !off ? "" : " side"}`} aria-label={words[name]}>
          <BranchHead word={words[name] ?? name} tone={name === "do" ? "blue" : "warn"} {...(name === "do" ? {} : { drop: () => turnBlock(path, name, false) })} />
          <Block path={`${path}/${name}`} said={words[name] ?? name} off={off || name !== "do"} />
        </div>
      ))}
    </div>
  );
}

function Cases({ step, path, off, open, trial }: BlocksProps): JSX.Element {
  const cases = step.cases ?? [];
  const truths = cases.map((one, at) => traceOf(one.if)?.truth ?? trial?.cases[at] ?? undefined);
  const tried = !off && trial !== undefined && trial.code !== "not_reached";
  const taken = tried ? takenCase(truths) : undefined;
  const write = (next: readonly { readonly if: Json; readonly steps: Step["cases"] extends undefined ? never : readonly Step[] }[], key = ""): void =>
    editSteps(replace(root.value, path, { ...step, cases: next }), key && `${step.id}:${key}`);
  return (
    <div class={`branches${cases.length === 1 ? " two-ways" : ""}`}>
      {cases.map((one, at) => (
        <div key={at} role="group" class={`branch${stateOf(taken, at)}`} aria-label={at ? t("Else if") : t("If")}>
          <BranchHead
            word={at ? t("Else if") : t("If")}
            tone={taken === at ? "ok" : "blue"}
            said={conditionWords(one.if, path)}
            truth={tried ? truths[at] : undefined}
            {...(cases.length > 1 ? { drop: () => write(cases.filter((_, place) => place !== at)) } : {})}
          />
          {open ? <CaseCondition tree={one.if} path={path} tried={tried} write={(tree) => write(cases.map((other, place) => (place === at ? { ...other, if: tree } : other)), `case${at}`)} /> : null}
          <Block path={`${path}/case${at}`} said={at ? t("Else if") : t("If")} off={off || (taken !== undefined && taken !== at)} />
        </div>
      ))}
      <div role="group" class={`branch${stateOf(taken, cases.length)}`} aria-label={t("Otherwise")}>
        <BranchHead word={t("Otherwise")} tone={taken === cases.length ? "ok" : "warn"} />
        <Block path={`${path}/else`} said={t("Otherwise")} off={off || (taken !== undefined && taken !== cases.length)} />
      </div>
      {open ? (
        <button type="button" class="btn sm" onClick={() => write([...cases, { if: { all: [] }, steps: [] }])}>
          <Icon name="plus" />
          {t("Add another case")}
        </button>
      ) : null}
    </div>
  );
}

/** Which case is taken, the number of all where none holds; undefined where that is not known. */
function takenCase(truths: readonly (boolean | undefined)[]): number | undefined {
  const first = truths.findIndex((one) => one !== false);
  if (first < 0) return truths.length;
  return truths[first] ? first : undefined;
}

function stateOf(taken: number | undefined, at: number): string {
  return taken === undefined ? "" : taken === at ? " taken" : " untaken";
}

function CaseCondition({ tree, path, tried, write }: { tree: Json; path: string; tried: boolean; write: (tree: Json) => void }): JSX.Element {
  const terms = termsAt(path);
  const trace = tried ? traceOf(tree) : undefined;
  return <ConditionTree said={t("If")} tree={tree} terms={terms} deepest={8} {...(trace ? { seen: (at) => verdictAt(trace, at, terms.facts) } : {})} write={(next) => write(next ?? { all: [] })} />;
}

interface BranchHeadProps {
  readonly word: string;
  readonly tone: string;
  readonly said?: string;
  readonly truth?: boolean | undefined;
  readonly drop?: () => void;
}

function BranchHead({ word, tone, said, truth, drop }: BranchHeadProps): JSX.Element {
  return (
    <div class="branch-head">
      <span class={`branch-word tone-${tone}`}>{word}</span>
      {said ? <span class="branch-said">{said}</span> : null}
      {truth === undefined ? null : <Truth truth={truth} />}
      {drop ? (
        <button type="button" class="tool" aria-label={t("Remove “%(name)s”", { name: word })} title={t("Remove “%(name)s”", { name: word })} onClick={drop}>
          <Icon name="close" />
        </button>
      ) : null}
    </div>
  );
}

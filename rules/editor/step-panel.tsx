/** The settings of what is selected: the trigger, or a step. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Line, Switch } from "../../platform/frontend/src/editing/controls.tsx";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { turnBlock, write } from "./actions.ts";
import type { Settings } from "./document.ts";
import { withMembers } from "./document.ts";
import { capital, kindOf, kindWord, lookOf, shapesOf } from "./kinds.ts";
import { AddButton, SettingBox, SettingsOf, When } from "./setting.tsx";
import type { Step } from "./steps.ts";
import { data, edit, known, rule, selected, selectedPath, selection } from "./store.ts";
import { TimeOut, WaitPanel } from "./wait-panel.tsx";

/** Whatever is selected. */
export function StepPanel(): JSX.Element {
  if (selection.value === "@trigger") return <TriggerPanel />;
  const [step, path] = [selected.value, selectedPath.value];
  if (!step || path === undefined) return <p class="muted">{t("Select the trigger or a step: its settings stand here. Press / to add a step.")}</p>;
  return <OneStep key={step.id} step={step} path={path} />;
}

function TriggerPanel(): JSX.Element {
  const trigger = rule.value.trigger ?? { kind: "", settings: {} };
  const kind = data.triggers.find((one) => one.kind === trigger.kind);
  const kinds = data.triggers.map((one) => ({ value: one.kind, word: capital(one.word) }));
  const settings: Settings = trigger.settings ?? {};
  const change = (next: string): void => edit(withMembers(rule.value, { trigger: { kind: next, settings: fitting(next, settings) } }));
  return (
    <>
      <Choice name="kind" word={t("What starts the rule")} value={trigger.kind} values={kinds} write={change} />
      <SettingsOf shapes={kind?.settings ?? []} settings={settings} path="" write={(next, name) => edit(withMembers(rule.value, { trigger: { ...trigger, settings: next } }), `trigger:${name}`)} />
    </>
  );
}

/** The settings that another trigger takes too, and beginnings for what it needs. */
function fitting(kind: string, before: Settings): Settings {
  const shapes = data.triggers.find((one) => one.kind === kind)?.settings ?? [];
  const first = data.forms[0]?.value;
  const fresh: Settings = { form: first === undefined ? undefined : String(first), every: "day", at: "08:00", record: "contact", button: t("Do it"), called: t("my rule"), after_hours: 24, due_days: 7 };
  return Object.fromEntries(shapes.flatMap((one) => {
    const value = before[one.name] ?? (one.needed ? fresh[one.name] : undefined);
    return value === undefined ? [] : [[one.name, value]];
  }));
}

function OneStep({ step, path }: { step: Step; path: string }): JSX.Element {
  const kind = kindOf(step);
  return (
    <>
      <p class="panel-kind">
        <Icon name={lookOf(kind).icon} />
        {kindWord(kind)}
      </p>
      <Body step={step} path={path} />
    </>
  );
}

function Body({ step, path }: { step: Step; path: string }): JSX.Element {
  const change = (settings: Settings, name: string): void => write({ ...step, settings: settings as NonNullable<Step["settings"]> }, name);
  switch (step.kind ?? "action") {
    case "action":
      return <ActionBody step={step} path={path} change={change} />;
    case "branch":
      return <BranchBody step={step} />;
    case "each":
      return <EachBody step={step} />;
    case "wait":
      return <WaitPanel step={step} path={path} />;
    case "approval":
      return <ApprovalBody step={step} path={path} change={change} />;
    case "stop":
      return <p class="muted">{t("The rule ends here: nothing below is done.")}</p>;
    default:
      return (
        <>
          <SettingsOf shapes={shapesOf(kindOf(step))} settings={step.settings ?? {}} path={path} write={change} />
          {step.kind === "call" ? <OnError step={step} path={path} /> : null}
        </>
      );
  }
}

interface BodyProps {
  readonly step: Step;
  readonly path: string;
  readonly change: (settings: Settings, name: string) => void;
}

function ActionBody({ step, path, change }: BodyProps): JSX.Element {
  const actions = data.actions.map((one) => ({ value: one.kind, word: kindWord(one.kind) }));
  const turn = (action: string): void => write({ ...step, action, settings: data.fresh[action] ?? {} });
  return (
    <>
      <Choice name="action" word={t("What is done")} value={step.action ?? ""} values={actions} write={turn} />
      <SettingsOf shapes={shapesOf(kindOf(step))} settings={step.settings ?? {}} path={path} write={change} />
      <When word={t("Only if")} value={step["when"] as never} path={path} write={(when) => write(when === undefined ? without(step, "when") : { ...step, when }, "when")} />
      <Retry step={step} />
      <OnError step={step} path={path} />
    </>
  );
}

/** How often it is tried again after a failure that may pass by itself; empty is the action's own way. */
function Retry({ step }: { step: Step }): JSX.Element {
  const retry = (step["retry"] ?? {}) as { transient?: { tries?: number } };
  const change = (text: string): void => {
    const tries = Number.parseInt(text, 10);
    const { transient: before, ...rest } = retry;
    const next = Number.isNaN(tries) ? rest : { ...rest, transient: { ...before, tries } };
    write(Object.keys(next).length ? { ...step, retry: next } : without(step, "retry"), "retry");
  };
  return (
    <details class="more" open={step["retry"] !== undefined}>
      <summary data-setting="retry">{t("Trying again")}</summary>
      <Line name="tries" word={t("Further tries after a failure that may pass")} hint={t("Empty: as the action does it by itself.")} keys="numeric" value={String(retry.transient?.tries ?? "")} write={change} />
    </details>
  );
}

function OnError({ step, path }: { step: Step; path: string }): JSX.Element {
  return <Switch name="on_error" word={t("Do something else if it fails")} value={Array.isArray(step["on_error"])} write={(on) => turnBlock(path, "error", on)} />;
}

function BranchBody({ step }: { step: Step }): JSX.Element {
  const cases = step.cases ?? [];
  return (
    <>
      <p class="muted">{t("The first case that holds is taken. The conditions stand in the branch itself.")}</p>
      <AddButton word={t("Add another case")} act={() => write({ ...step, cases: [...cases, { if: { all: [] }, steps: [] }] })} />
    </>
  );
}

function EachBody({ step }: { step: Step }): JSX.Element {
  const shape = { name: "in", word: t("For each row of"), needed: true, shape: "each" };
  if (!known.value.rows.length) return <p class="muted">{t("The form has no section with rows to go over.")}</p>;
  return <SettingBox shape={shape} value={step["in"] as never} path="" write={(value) => write({ ...step, in: value ?? {} })} />;
}

function ApprovalBody({ step, path, change }: BodyProps): JSX.Element {
  const shapes = shapesOf("approval").filter((one) => one.name !== "timeout");
  return (
    <>
      <SettingsOf shapes={shapes} settings={step.settings ?? {}} path={path} write={change} />
      <Switch name="on_refused" word={t("Do something if it is refused")} value={Array.isArray(step["on_refused"])} write={(on) => turnBlock(path, "refused", on)} />
      <TimeOut step={step} path={path} />
    </>
  );
}

function without(step: Step, member: string): Step {
  return Object.fromEntries(Object.entries(step).filter(([name]) => name !== member)) as unknown as Step;
}

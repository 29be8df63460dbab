/** What a wait waits for: some time, a date, or something that happens. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Switch } from "../../platform/frontend/src/editing/controls.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import { turnBlock, write } from "./actions.ts";
import type { Shape } from "./data.ts";
import type { Settings } from "./document.ts";
import { capital } from "./kinds.ts";
import { SettingsOf } from "./setting.tsx";
import type { Step } from "./steps.ts";
import { data, known } from "./store.ts";

const SAME: Json = { fact: "contact.id", value: { formula: { fact: "contact.id" } } };

/** The choice, and the settings of what is chosen. */
export function WaitPanel({ step, path }: { step: Step; path: string }): JSX.Element {
  const settings = step.settings ?? {};
  const aim = ["for", "until", "event"].find((one) => one in settings) ?? "for";
  const shape = data.flow["wait"]?.find((one) => one.name === aim);
  const aims = [
    { value: "for", word: t("some time") },
    { value: "until", word: t("until a date") },
    { value: "event", word: t("until something happens") },
  ];
  const change = (next: Settings): void => write({ ...step, settings: { ...settings, [aim]: next as Json } }, aim);
  return (
    <>
      <Choice name="aim" word={t("Wait")} value={aim} values={aims} write={(next) => write(aimed(step, next))} />
      {aim === "event" ? <EventOf step={step} path={path} /> : <SettingsOf shapes={shape?.fields ?? []} settings={(settings[aim] ?? {}) as Settings} path={path} write={change} />}
    </>
  );
}

function aimed(step: Step, aim: string): Step {
  const day = known.value.facts.find((one) => one.kind === "date" && one.path !== "today")?.path ?? "today";
  const begun: Record<string, Json> = {
    for: { amount: 1, unit: "days" },
    until: { date: { formula: { fact: day } }, offset: 0, unit: "days" },
    event: { kind: "invoice.paid", match: SAME },
  };
  const { on_timeout: _timeout, ...rest } = step;
  if (aim === "event") begun["event"] = { kind: data.triggers[0]?.kind ?? "", match: SAME };
  return { ...(rest as unknown as Step), settings: { [aim]: begun[aim] ?? null } };
}

function EventOf({ step, path }: { step: Step; path: string }): JSX.Element {
  const settings = step.settings ?? {};
  const event = (settings["event"] ?? {}) as Settings;
  const put = (next: Settings): void => write({ ...step, settings: { ...settings, event: Object.fromEntries(Object.entries(next).filter(([, one]) => one !== undefined)) as Json } }, "event");
  const kinds = data.triggers.map((one) => ({ value: one.kind, word: capital(one.word) }));
  return (
    <>
      <Choice name="kind" word={t("Event")} value={String(event["kind"] ?? "")} values={kinds} write={(kind) => put({ ...event, kind })} />
      <Switch name="match" word={t("Only of the same contact")} value={event["match"] !== undefined} write={(on) => put({ ...event, match: on ? SAME : undefined })} />
      <TimeOut step={step} path={path} />
    </>
  );
}

/** How long at most, and what is done then. */
export function TimeOut({ step, path }: { step: Step; path: string }): JSX.Element {
  const settings: Settings = step.settings ?? {};
  const shape: Shape | undefined = data.flow["wait"]?.find((one) => one.name === "timeout");
  const there = settings["timeout"] !== undefined;
  const turn = (on: boolean): void => {
    const { timeout: _before, ...rest } = settings;
    const { on_timeout: _steps, ...bare } = step;
    write(on ? { ...step, settings: { ...(settings as Step["settings"]), timeout: { amount: 7, unit: "days" } } } : ({ ...bare, settings: rest } as unknown as Step));
  };
  return (
    <>
      <Switch name="timeout" word={t("Not longer than")} value={there} write={turn} />
      {there ? (
        <>
          <SettingsOf shapes={shape?.fields ?? []} settings={settings["timeout"] as Settings} path={path} write={(next) => write({ ...step, settings: { ...(settings as Step["settings"]), timeout: next as Json } }, "timeout")} />
          <Switch name="on_timeout" word={t("Do something when the time is up")} value={Array.isArray(step["on_timeout"])} write={(on) => turnBlock(path, "timeout", on)} />
        </>
      ) : null}
    </>
  );
}

/** The rule itself: its name, when it is asked beside others, what holds it back. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Line, Switch } from "../../platform/frontend/src/editing/controls.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { Settings } from "./document.ts";
import { withMember, withMembers } from "./document.ts";
import { SettingsOf } from "./setting.tsx";
import { data, edit, known, rule } from "./store.ts";

/** All of it. */
export function RulePanel(): JSX.Element {
  const names = rule.value.name ?? {};
  const codes = Object.keys(names).length ? Object.keys(names) : [data.language];
  return (
    <>
      {codes.map((code) => (
        <Line
          key={code}
          name="name"
          word={codes.length > 1 ? t("Name (%(language)s)", { language: data.languages[code] ?? code }) : t("Name")}
          value={names[code] ?? ""}
          write={(text) => edit(withMembers(rule.value, { name: { ...names, [code]: text } }), `name:${code}`)}
        />
      ))}
      <h2 class="panel-title">{t("Beside other rules")}</h2>
      <Line name="priority" word={t("Priority")} hint={t("The higher one is asked first; 0 unless something is written.")} keys="numeric" value={String(rule.value.priority ?? "")} write={(text) => edit(withMembers(rule.value, { priority: whole(text) }), "priority")} />
      <Switch name="match" word={t("Only where no rule before it answers")} value={rule.value.match === "first"} write={(on) => edit(withMembers(rule.value, { match: on ? "first" : undefined }))} />
      <Switch name="stop_processing" word={t("No rule after it is asked")} value={rule.value.stop_processing === true} write={(on) => edit(withMembers(rule.value, { stop_processing: on || undefined }))} />
      <h2 class="panel-title">{t("Limits")}</h2>
      <Limits />
    </>
  );
}

function Limits(): JSX.Element {
  const limits: Settings = rule.value.limits ?? {};
  const put = (name: string, value: Json | undefined, key = ""): void => {
    const next = withMember(limits, name, value);
    edit(withMembers(rule.value, { limits: Object.keys(next).length ? next : undefined }), key);
  };
  const per: Json = { formula: { fact: "contact.id" } };
  const begun: readonly (readonly [string, string, Json])[] = [
    ["once", t("Only once per contact"), { per }],
    ["frequency", t("Not more often per contact than"), { per, times: 1, days: 7 }],
    ["debounce", t("Wait for the last of several"), { per, seconds: 60 }],
    ["one_at_a_time", t("One at a time per contact"), { per }],
    ["hours", t("Only at certain hours"), { from: "08:00", until: "18:00", weekdays: [1, 2, 3, 4, 5] }],
  ];
  return (
    <>
      <Line name="daily" word={t("Most runs a day")} keys="numeric" value={String(limits["daily"] ?? "")} write={(text) => put("daily", whole(text), "daily")} />
      {begun.map(([name, word, fresh]) => (
        <div key={name} class="limit">
          <Switch name={name} word={word} value={limits[name] !== undefined} write={(on) => put(name, on ? fresh : undefined)} />
          {limits[name] === undefined ? null : <Inner name={name} value={limits[name] as Settings} write={(next, key) => put(name, next as Json, `${name}:${key}`)} />}
        </div>
      ))}
      {rule.value.trigger?.kind === "schedule" ? <CatchUp value={String(limits["catch_up"] ?? "")} write={(value) => put("catch_up", value || undefined)} /> : null}
    </>
  );
}

function Inner({ name, value, write }: { name: string; value: Settings; write: (value: Settings, key: string) => void }): JSX.Element | null {
  const words: Record<string, string> = { per: t("Per"), period: t("In each"), times: t("Times"), days: t("In so many days"), seconds: t("Seconds"), from: t("From"), until: t("Until"), weekdays: t("Days of the week"), country: t("Not on holidays of") };
  const fields = data.limits.find((one) => one.name === name)?.fields ?? [];
  const shapes = fields.filter((one) => one.name !== "per").map((one) => ({ ...one, word: words[one.name] ?? one.name }));
  const key = { value: perOf(value["per"]), values: [...new Set(["contact.id", perOf(value["per"])])].filter(Boolean).map((one) => ({ value: one, word: one === "contact.id" ? t("Contact") : (known.value.facts.find((fact) => fact.path === one)?.word ?? one) })) };
  const more = known.value.facts.filter((one) => one.kind !== "list" && !key.values.some((each) => each.value === one.path)).map((one) => ({ value: one.path, word: one.word }));
  return (
    <div class="panel inner">
      {"per" in value ? <Choice name="per" word={t("Per")} value={key.value} values={[...key.values, ...more]} write={(fact) => write({ ...value, per: { formula: { fact } } }, "per")} /> : null}
      {shapes.length ? <SettingsOf shapes={shapes} settings={value} path="" write={write} /> : null}
    </div>
  );
}

function perOf(per: Json | undefined): string {
  return (per as { formula?: { fact?: string } } | undefined)?.formula?.fact ?? "";
}

function CatchUp({ value, write }: { value: string; write: (value: string) => void }): JSX.Element {
  const values = data.limits.find((one) => one.name === "catch_up")?.values ?? [];
  return <Choice name="catch_up" word={t("What fell into a downtime is made up for")} value={value} values={values} empty={t("All of them")} write={write} />;
}

function whole(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

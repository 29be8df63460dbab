/** When the form is open and for how many, where customers go afterwards, and which pages may hold it. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Choice, Line } from "./controls.tsx";
import type { Json } from "./document.ts";
import { changeForm } from "./operations.ts";
import { PasswordBox } from "./password-box.tsx";
import { PlacesPanel } from "./places-panel.tsx";
import { edit, form } from "./store.ts";

type Group = "limits" | "spam" | "thanks" | "embed";

function valueOf(group: Group, name: string): Json | undefined {
  return (form.value[group] as Record<string, Json> | undefined)?.[name];
}

/** Writes one setting of a group; a group without settings is no group. */
function set(group: Group, name: string, value: Json | undefined): void {
  const next = Object.entries({ ...(form.value[group] as object | undefined), [name]: value }).filter(([, one]) => one !== undefined);
  edit(changeForm(form.value, { [group]: next.length ? Object.fromEntries(next) : undefined }), `${group}:${name}`);
}

/** Three groups of settings. */
export function LimitsPanel(): JSX.Element {
  const once = [
    { value: "contact", word: t("once per contact") },
    { value: "browser", word: t("once per browser") },
  ];
  const origins = (valueOf("embed", "origins") ?? []) as readonly string[];
  return (
    <>
      <h2 class="panel-title">{t("Limits")}</h2>
      <Moment name="opens_at" word={t("Opens")} />
      <Moment name="closes_at" word={t("Closes")} />
      <Line name="limits" word={t("Answers in all")} keys="numeric" value={shown(valueOf("limits", "total"))} write={(text) => set("limits", "total", whole(text))} />
      <Choice name="once_per" word={t("How often")} value={shown(valueOf("limits", "once_per"))} values={once} empty={t("as often as wanted")} write={(value) => set("limits", "once_per", value || undefined)} />
      <PasswordBox isSet={valueOf("limits", "password") !== undefined} write={(hash) => set("limits", "password", hash)} />
      <PlacesPanel />
      <Line name="spam" word={t("Seconds that a person needs at least")} keys="numeric" value={shown(valueOf("spam", "min_seconds"))} write={(text) => set("spam", "min_seconds", whole(text))} hint={t("Who is faster is taken for a robot and kept aside for you to look at. Empty: nobody is.")} />
      <Line name="spam" word={t("Answers from one network in a quarter of an hour")} keys="numeric" value={shown(valueOf("spam", "per_network"))} write={(text) => set("spam", "per_network", whole(text))} hint={t("What is more is kept aside for you to look at. Offices and schools share one network. Empty: as many as come.")} />
      <Line name="spam" word={t("Answers of one sender in a quarter of an hour")} keys="numeric" value={shown(valueOf("spam", "per_sender"))} write={(text) => set("spam", "per_sender", whole(text))} hint={t("Keeps others from having your mails sent to somebody a hundred times. Empty: as many as come.")} />
      <h2 class="panel-title">{t("Elsewhere")}</h2>
      <Line name="thanks" word={t("Page to go on to after sending")} keys="url" placeholder="https://" value={shown(valueOf("thanks", "redirect"))} write={(text) => set("thanks", "redirect", text.trim() || undefined)} />
      <Line name="embed" word={t("Sites that may hold the form")} keys="url" placeholder="https://www.example.com" value={origins.join(", ")} write={(text) => set("embed", "origins", list(text))} hint={t("With commas between. Nobody else can put it into a frame.")} />
    </>
  );
}

/** A moment in the time of who builds; kept as UTC. */
function Moment({ name, word }: { name: string; word: string }): JSX.Element {
  const id = useId();
  const kept = valueOf("limits", name);
  const write = (text: string): void => set("limits", name, text ? `${new Date(text).toISOString().slice(0, 16)}Z` : undefined);
  return (
    <div class="fld">
      <label for={id}>{word}</label>
      <input class="in" id={id} type="datetime-local" data-setting={name} value={typeof kept === "string" ? local(kept) : ""} onChange={(event) => write(event.currentTarget.value)} />
    </div>
  );
}

function local(instant: string): string {
  const moment = new Date(instant);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function shown(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

function whole(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

function list(text: string): string[] | undefined {
  const origins = text.split(/[\s,]+/).filter(Boolean);
  return origins.length ? origins : undefined;
}

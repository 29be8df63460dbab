/** One consequence: what is done, and with what. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import { TextsIn } from "./controls.tsx";
import { textOf } from "./document.ts";
import type { Json, Step } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { optionsOf } from "./options.ts";
import { form, kinds, language } from "./store.ts";

interface StepProps {
  readonly step: Step;
  readonly alone: boolean;
  readonly write: (step: Step) => void;
  readonly remove: () => void;
}

/** The choice of what is done, and its object. */
export function StepLine({ step, alone, write, remove }: StepProps): JSX.Element {
  const deeds: readonly [string, string][] = [
    ["show", t("show")], ["hide", t("hide")], ["require", t("require")], ["set", t("set")], ["skip_page", t("skip the page")],
    ["jump", t("go on to the page")], ["stop", t("stop with the message")],
  ];
  return (
    <li class="term">
      <div class="sentence">
        <select class="in" aria-label={t("What happens")} value={step.do} onChange={(event) => write(freshStep(event.currentTarget.value, step))}>
          {deeds.map(([name, word]) => (
            <option key={name} value={name}>
              {word}
            </option>
          ))}
        </select>
        <ObjectOf step={step} write={write} />
      </div>
      <button type="button" class="tool" disabled={alone} aria-label={t("Remove this step")} onClick={remove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function ObjectOf({ step, write }: { step: Step; write: (step: Step) => void }): JSX.Element {
  if (step.do === "stop") {
    return <TextsIn name="message" word={t("Message")} value={step.message} write={(message) => write({ ...step, message: message ?? {} })} />;
  }
  if (step.do === "skip_page") return <Pages value={step.page ?? ""} write={(page) => write({ do: step.do, page })} />;
  if (step.do === "jump") return <Pages value={step.to ?? ""} end write={(to) => write({ do: step.do, to })} />;
  return (
    <>
      <Fields step={step} write={(field) => write({ ...step, field })} />
      {step.do === "set" ? <Value step={step} write={(value) => write({ ...step, value })} /> : null}
    </>
  );
}

function Fields({ step, write }: { step: Step; write: (field: string) => void }): JSX.Element {
  const needsAsked = step.do === "require" || step.do === "set";
  const fields = form.value.fields.filter((one) => one.type !== "page_break" && (!needsAsked || kinds.get(one.type)?.asked));
  return (
    <select class="in" aria-label={t("Question")} value={step.field ?? ""} onChange={(event) => write(event.currentTarget.value)}>
      {fields.some((one) => one.id === step.field) ? null : <option value={step.field ?? ""}>—</option>}
      {fields.map((one) => (
        <option key={one.id} value={one.id}>
          {nameOf(one)}
        </option>
      ))}
    </select>
  );
}

function Pages({ value, write, end }: { value: string; write: (page: string) => void; end?: boolean }): JSX.Element {
  const pages = form.value.fields.filter((one) => one.type === "page_break");
  return (
    <select class="in" aria-label={t("Page")} value={value} onChange={(event) => write(event.currentTarget.value)}>
      {pages.some((one) => one.id === value) || (end && value === "_end") ? null : <option value={value}>—</option>}
      {pages.map((one, at) => (
        <option key={one.id} value={one.id}>
          {textOf(one.label, language.value, form.value) || t("Page %(number)s", { number: String(at + 2) })}
        </option>
      ))}
      {end ? <option value="_end">{t("the end")}</option> : null}
    </select>
  );
}

function Value({ step, write }: { step: Step; write: (value: Json) => void }): JSX.Element {
  const field = form.value.fields.find((one) => one.id === step.field);
  const options = field ? optionsOf(field) : [];
  const shown = typeof step.value === "object" && step.value !== null ? "" : String(step.value ?? "");
  if (field?.type === "yes_no") {
    return (
      <select class="in" aria-label={t("Value")} value={shown} onChange={(event) => write(event.currentTarget.value === "true")}>
        <option value="true">{t("Yes")}</option>
        <option value="false">{t("No")}</option>
      </select>
    );
  }
  if (options.length) {
    return (
      <select class="in" aria-label={t("Value")} value={shown} onChange={(event) => write(event.currentTarget.value)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {textOf(one.label, language.value, form.value)}
          </option>
        ))}
      </select>
    );
  }
  return <input class="in" aria-label={t("Value")} value={shown} onInput={(event) => write(event.currentTarget.value)} />;
}

function freshStep(deed: string, before: Step): Step {
  const pages = form.value.fields.filter((one) => one.type === "page_break");
  const field = before.field ?? form.value.fields[0]?.id ?? "";
  if (deed === "stop") return { do: deed, message: { [form.value.default_language]: t("Please call us about this.") } };
  if (deed === "skip_page") return { do: deed, page: pages[0]?.id ?? "" };
  if (deed === "jump") return { do: deed, to: pages[0]?.id ?? "_end" };
  return deed === "set" ? { do: deed, field, value: "" } : { do: deed, field };
}

/** The logic of the whole form in sentences: when something holds, these things follow, in this order. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { ConditionTree } from "../../platform/frontend/src/editing/condition-editor.tsx";
import { wordsOf } from "../../platform/frontend/src/editing/condition-words.ts";
import type { Entry, FormDocument, Step } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { freshId } from "../../platform/frontend/src/editing/ids.ts";
import { changeForm } from "./operations.ts";
import { StepLine } from "./step-line.tsx";
import { edit, form, panel, selection } from "./store.ts";
import { nameOf, select } from "./actions.ts";
import { logicTerms } from "./worded-facts.ts";

function entries(): readonly Entry[] {
  return form.value.logic ?? [];
}

function keepAll(next: readonly Entry[], key = ""): void {
  edit(changeForm(form.value, { logic: next.length ? next : undefined }), key);
}

/** All of it, and where fields have conditions of their own. */
export function LogicPanel(): JSX.Element {
  const add = (): void => {
    const id = freshId("rule", new Set(entries().map((one) => one.id)));
    keepAll([...entries(), { id, when: { all: [] }, then: [firstStep(form.value)] }]);
  };
  const conditional = form.value.fields.filter((one) => one["shown_if"] || one["required_if"] || one["read_only_if"]);
  return (
    <>
      <ol class="entries">
        {entries().map((entry, at) => (
          <EntryBox key={entry.id} entry={entry} at={at} />
        ))}
      </ol>
      {entries().length ? null : <p class="muted">{t("Nothing depends on answers here yet. Show, hide, require, skip a page, set a value or stop with a message.")}</p>}
      <button type="button" class="btn" disabled={!form.value.fields.length} onClick={add} data-setting="logic">
        <Icon name="plus" />
        {t("Add a rule")}
      </button>
      {conditional.length ? <h2 class="panel-title">{t("Fields with conditions of their own")}</h2> : null}
      <ul class="changes">
        {conditional.map((field) => (
          <li key={field.id}>
            <button type="button" class="problem" onClick={() => goTo(field.id)}>
              {nameOf(field)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function goTo(id: string): void {
  select([id]);
  panel.value = "field";
}

function firstStep(now: FormDocument): Step {
  const last = selection.value[0]?.split(".")[0] ?? now.fields[now.fields.length - 1]?.id ?? "";
  return { do: "show", field: last };
}

function EntryBox({ entry, at }: { entry: Entry; at: number }): JSX.Element {
  const write = (next: Entry, key = ""): void => keepAll(entries().map((one, index) => (index === at ? next : one)), key && `logic:${at}:${key}`);
  const steps = (next: readonly Step[], key = ""): void => write({ ...entry, then: next }, key);
  const name = t("Rule %(number)s", { number: String(at + 1) });
  return (
    <li class="entry">
      <div class="entry-head">
        <strong>{name}</strong>
        <button type="button" class="tool" disabled={at === 0} aria-label={t("Move %(name)s up", { name })} onClick={() => keepAll(swapped(at))}>
          <Icon name="up" />
        </button>
        <button type="button" class="tool" aria-label={t("Remove %(name)s", { name })} onClick={() => keepAll(entries().filter((one) => one !== entry))}>
          <Icon name="bin" />
        </button>
      </div>
      <p class="entry-word">
        {t("When")} <span class="read-back">{wordsOf(entry.when, logicTerms())}</span>
      </p>
      <ConditionTree said={t("When")} terms={logicTerms()} tree={entry.when} write={(when) => write({ ...entry, when: when ?? { all: [] } }, "when")} />
      <p class="entry-word">{t("then")}</p>
      <ol class="steps">
        {entry.then.map((step, index) => (
          <StepLine
            key={index}
            step={step}
            alone={entry.then.length === 1}
            write={(next) => steps(entry.then.map((one, place) => (place === index ? next : one)), `step:${index}`)}
            remove={() => steps(entry.then.filter((_, place) => place !== index))}
          />
        ))}
      </ol>
      <button type="button" class="btn sm" onClick={() => steps([...entry.then, firstStep(form.value)])}>
        <Icon name="plus" />
        {t("And then")}
      </button>
    </li>
  );
}

function swapped(at: number): Entry[] {
  const next = [...entries()];
  const [one] = next.splice(at, 1);
  if (one) next.splice(at - 1, 0, one);
  return next;
}

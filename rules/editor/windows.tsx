/** The windows of the editor: commands, publication, keys, and the choice between two drafts. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Chooser } from "../../platform/frontend/src/editing/chooser.tsx";
import { ConflictWindow, Marked } from "../../platform/frontend/src/editing/conflict.tsx";
import type { Entry } from "../../platform/frontend/src/editing/conflict.tsx";
import { Window } from "../../platform/frontend/src/editing/dialog.tsx";
import { KeyList } from "../../platform/frontend/src/editing/key-list.tsx";
import { get } from "../../platform/frontend/src/editing/server.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import { commands, inserts } from "./command-list.ts";
import type { RuleDocument } from "./document.ts";
import { RuleProblems } from "./problems.tsx";
import { publish, refusals } from "./publishing.ts";
import { readable } from "./step-words.ts";
import { adopt, data, dialog, insertAt, insist, rule, saved, saving, theirs } from "./store.ts";
import type { Dialog } from "./store.ts";

/** Whichever is open. */
export function Windows(): JSX.Element {
  return (
    <>
      <Commands />
      {dialog.value === "publish" ? <Ask /> : null}
      {dialog.value === "done" ? <Done /> : null}
      {dialog.value === "keys" ? <Keys /> : null}
      <Conflict />
    </>
  );
}

function closing(name: Dialog): () => void {
  return () => {
    if (dialog.value === name) dialog.value = "";
  };
}

function Commands(): JSX.Element | null {
  const open = dialog.value;
  if (open !== "commands" && open !== "insert") return null;
  const inserting = open === "insert";
  return (
    <Chooser
      key={open}
      title={inserting ? t("Add a step") : t("Search and commands")}
      said={inserting ? t("What is done") : t("Type a command or a page…")}
      commands={inserting ? inserts(insertAt.value) : commands()}
      close={closing(open)}
      leave={() => (dialog.value = "")}
    />
  );
}

/** What changes with the publication, asked for with the draft as it is saved. */
function useChanges(): readonly string[] | null {
  const [changes, setChanges] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let there = true;
    void get(data.urls["versions"] ?? "").then((answer) => {
      if (there && answer?.status === 200) setChanges((answer.body as { draft: readonly string[] }).draft);
    });
    return () => {
      there = false;
    };
  }, [saved.value.revision]);
  return changes;
}

function Ask(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const changes = useChanges();
  const close = closing("publish");
  const problems = saving.value === "saved" && saved.value.problems.length ? saved.value.problems : refusals.value;
  const go = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    void publish().finally(() => setBusy(false));
  };
  return (
    <Window title={t("Publish")} close={close}>
      <form class="window-body" onSubmit={go}>
        {saved.value.sentence ? <p class="rule-sentence">{readable(saved.value.sentence)}</p> : null}
        {problems.length ? <RuleProblems problems={problems} leave={close} /> : <Changes changes={changes} />}
        <div class="toolbar">
          <button type="submit" class="btn pri" disabled={busy} autofocus>
            {t("Publish now")}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
        </div>
      </form>
    </Window>
  );
}

function Changes({ changes }: { changes: readonly string[] | null }): JSX.Element {
  const live = saved.value.live;
  if (live === null) return <p class="muted">{t("From then on, it answers whatever happens.")}</p>;
  return (
    <section aria-label={t("What changes")}>
      <p class="muted">{t("Version %(number)s is replaced. What it has begun goes on as it was.", { number: String(live) })}</p>
      {changes?.length ? (
        <ul class="changes listed">
          {changes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      ) : null}
      {changes && !changes.length ? <p class="muted">{t("Nothing is different.")}</p> : null}
    </section>
  );
}

function Done(): JSX.Element {
  const close = closing("done");
  return (
    <Window title={t("Published")} close={close}>
      <div class="window-body">
        <p>{t("Version %(number)s is live: it answers from now on.", { number: String(saved.value.live ?? "") })}</p>
        <div class="toolbar">
          <a class="btn pri" href={data.urls["rule"] ?? ""} autofocus>
            {t("To the rule and its runs")}
          </a>
          <button type="button" class="btn ghost" onClick={close}>
            {t("Go on building")}
          </button>
        </div>
      </div>
    </Window>
  );
}

function Keys(): JSX.Element {
  const keys: readonly [string, string][] = [
    ["/", t("Add a step below")],
    ["Ctrl K", t("Search and commands")],
    ["↑ ↓", t("Next or previous step")],
    ["Alt ↑ ↓", t("Move up or down, out of a branch at its end; in conditions too")],
    ["⏎", t("Open the settings")],
    ["Del", t("Remove")],
    ["Ctrl C X V", t("Copy, cut, paste a step, also into another rule")],
    ["Ctrl D", t("Duplicate")],
    ["Ctrl Z, Ctrl ⇧ Z", t("Undo, redo")],
    ["Ctrl ⏎", t("Publish")],
    ["Esc", t("Back from the settings to the step")],
  ];
  return <KeyList keys={keys} close={closing("keys")} />;
}

function Conflict(): JSX.Element | null {
  const other = theirs.value;
  if (!other) return null;
  const [mine, others] = [entriesOf(rule.value), entriesOf(other.document)];
  return (
    <ConflictWindow
      title={t("Somebody else has changed this rule")}
      by={other.savedBy}
      at={other.savedAt}
      take={() => adopt(other)}
      insist={insist}
      yours={<Marked here={mine} there={others} />}
      theirs={<Marked here={others} there={mine} />}
    />
  );
}

function entriesOf(document: RuleDocument): Entry[] {
  const whole = (value: unknown): string => JSON.stringify(value) ?? "";
  return [
    { key: "@trigger", word: t("When"), whole: whole(document.trigger) },
    { key: "@conditions", word: t("Only if"), whole: whole(document.conditions) },
    ...(document.steps ?? []).map((step) => ({ key: step.id, word: nameOf(step), whole: whole(step) })),
    { key: "@rule", word: t("Rule"), whole: whole([document.name, document.limits, document.priority, document.match, document.stop_processing, document.on_error]) },
  ];
}

/** What was published when and by whom, what changed with it, and the way back: an old version as the draft. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { show } from "../../platform/frontend/src/core/toasts.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Draft } from "./data.ts";
import { get, post } from "./server.ts";
import { adopt, contest, data, revision, saved, saveNow } from "./store.ts";

interface Version {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly live: boolean;
  readonly changes: readonly string[];
}

interface History {
  readonly draft: readonly string[];
  readonly versions: readonly Version[];
}

/** The list, asked for anew with each save and publication. */
export function VersionsPanel(): JSX.Element {
  const [history, setHistory] = useState<History | null | "lost">(null);
  const asked = `${saved.value.revision}:${saved.value.live ?? ""}`;
  useEffect(() => {
    let there = true;
    void get(data.urls["versions"] ?? "").then((answer) => there && setHistory(answer?.status === 200 ? (answer.body as History) : "lost"));
    return () => {
      there = false;
    };
  }, [asked]);
  if (history === null) return <p class="muted">{t("Loading…")}</p>;
  if (history === "lost") return <p class="muted">{t("The server did not answer.")}</p>;
  if (!history.versions.length) return <p class="muted">{t("Nothing is published yet. The first version comes with the first publication.")}</p>;
  return (
    <ol class="versions">
      {saved.value.changed ? (
        <li>
          <p class="strong">{t("Draft")}</p>
          <Changes changes={history.draft} />
        </li>
      ) : null}
      {history.versions.map((one) => (
        <Row key={one.number} version={one} />
      ))}
    </ol>
  );
}

function Row({ version }: { version: Version }): JSX.Element {
  const current = version.live && !saved.value.changed;
  return (
    <li>
      <p class="strong">
        {`v${version.number}`} {version.live ? <span class="chip ok">{t("Live")}</span> : null}
      </p>
      <p class="quiet">{version.by ? t("%(when)s, by %(name)s", { when: version.at, name: version.by }) : version.at}</p>
      <Changes changes={version.changes} />
      <button type="button" class="btn sm" disabled={current} onClick={() => void restore(version.number)}>
        {t("Make v%(number)s the draft", { number: String(version.number) })}
      </button>
    </li>
  );
}

function Changes({ changes }: { changes: readonly string[] }): JSX.Element | null {
  if (!changes.length) return null;
  return (
    <ul class="changes">
      {changes.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

async function restore(number: number): Promise<void> {
  if (!(await saveNow())) return;
  const answer = await post(data.urls["restore"] ?? "", data.csrf, { number, revision: revision() });
  if (answer?.status === 200) {
    adopt(answer.body as Draft);
    show({ text: t("v%(number)s is the draft now. What is live stays live; undo brings the other draft back.", { number: String(number) }) });
  } else if (answer?.status === 409) {
    contest((answer.body as { theirs: Draft }).theirs);
  } else {
    show({ text: t("The server did not answer.") });
  }
}

/** What was published when and by whom, what changed with it, and the way back: an old version as the draft. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { show } from "../core/toasts.ts";
import { t } from "../core/texts.ts";
import type { DraftStore, Kept } from "./draft.ts";
import { get, post } from "./server.ts";

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

export interface VersionsProps<T, S extends Kept> {
  readonly store: DraftStore<T, S>;
  readonly urls: Readonly<Record<string, string>>;
  readonly csrf: string;
}

/** The list, asked for anew with each save and publication. */
export function Versions<T, S extends Kept>(props: VersionsProps<T, S>): JSX.Element {
  const { store, urls } = props;
  const saved = store.saved;
  const [history, setHistory] = useState<History | null | "lost">(null);
  const asked = `${saved.value.revision}:${saved.value.live ?? ""}`;
  useEffect(() => {
    let there = true;
    void get(urls["versions"] ?? "").then((answer) => there && setHistory(answer?.status === 200 ? (answer.body as History) : "lost"));
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
        <Row key={one.number} version={one} {...props} />
      ))}
    </ol>
  );
}

function Row<T, S extends Kept>({ version, ...props }: VersionsProps<T, S> & { version: Version }): JSX.Element {
  const current = version.live && !props.store.saved.value.changed;
  return (
    <li>
      <p class="strong">
        {`v${version.number}`} {version.live ? <span class="chip ok">{t("Live")}</span> : null}
      </p>
      <p class="quiet">{version.by ? t("%(when)s, by %(name)s", { when: version.at, name: version.by }) : version.at}</p>
      <Changes changes={version.changes} />
      <button type="button" class="btn sm" disabled={current} onClick={() => void restore(version.number, props)}>
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

async function restore<T, S extends Kept>(number: number, { store, urls, csrf }: VersionsProps<T, S>): Promise<void> {
  if (!(await store.saveNow())) return;
  const answer = await post(urls["restore"] ?? "", csrf, { number, revision: store.revision() });
  if (answer?.status === 200) {
    store.adopt(answer.body as S & { document: T });
    show({ text: t("v%(number)s is the draft now. What is live stays live; undo brings the other draft back.", { number: String(number) }) });
  } else if (answer?.status === 409) {
    store.contest((answer.body as { theirs: S & { document: T } }).theirs);
  } else {
    show({ text: t("The server did not answer.") });
  }
}

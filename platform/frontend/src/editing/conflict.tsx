/** Two people edit one thing: nothing is overwritten unseen. Both drafts are told, one is chosen, undo keeps the other within reach. */
import type { ComponentChildren, JSX } from "preact";
import { t } from "../core/texts.ts";
import { Window } from "./dialog.tsx";

interface ChoiceProps {
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly take: () => void;
  readonly insist: () => void;
  readonly yours: ComponentChildren;
  readonly theirs: ComponentChildren;
}

/** The choice. It cannot be closed without choosing: later is a way out too, saving then stays off. */
export function ConflictWindow({ title, by, at, take, insist, yours, theirs }: ChoiceProps): JSX.Element {
  return (
    <Window title={title} classes="wide" stays close={() => undefined}>
      <div class="window-body">
        <p>{t("%(name)s saved it at %(when)s. Choose which one to go on with; nothing is lost before you do.", { name: by, when: at })}</p>
        <div class="sides">
          <Side title={t("Yours")}>{yours}</Side>
          <Side title={t("Theirs")}>{theirs}</Side>
        </div>
        <div class="toolbar">
          <button type="button" class="btn pri" onClick={take}>
            {t("Take theirs")}
          </button>
          <button type="button" class="btn" onClick={insist}>
            {t("Keep mine")}
          </button>
        </div>
        <p class="quiet">{t("After taking theirs, undo brings yours back.")}</p>
      </div>
    </Window>
  );
}

function Side({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export interface Entry {
  readonly key: string;
  readonly word: string;
  /** All of it as text: what differs is marked. */
  readonly whole: string;
}

/** The entries of one side, with marks for what the other has not, or has differently. */
export function Marked({ here, there }: { here: readonly Entry[]; there: readonly Entry[] }): JSX.Element {
  const others = new Map(there.map((one) => [one.key, one.whole]));
  return (
    <ol>
      {here.map((one) => (
        <li key={one.key}>
          {one.word} <Mark whole={one.whole} other={others.get(one.key)} />
        </li>
      ))}
    </ol>
  );
}

function Mark({ whole, other }: { whole: string; other: string | undefined }): JSX.Element | null {
  if (other === undefined) return <span class="chip info">{t("only here")}</span>;
  return other === whole ? null : <span class="chip warn">{t("different")}</span>;
}

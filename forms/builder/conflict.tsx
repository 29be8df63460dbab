/** Two people edit one form: nothing is overwritten unseen. Both drafts are told, one is chosen, undo keeps the other within reach. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import { Window } from "./dialog.tsx";
import type { Field, FormDocument } from "./document.ts";
import { adopt, form, insist, theirs } from "./store.ts";

/** The choice, while there is one. It cannot be closed without choosing: later is a way out too, saving then stays off. */
export function Conflict(): JSX.Element | null {
  const other = theirs.value;
  if (!other) return null;
  return (
    <Window title={t("Somebody else has changed this form")} classes="wide" stays close={() => undefined}>
      <div class="window-body">
        <p>{t("%(name)s saved it at %(when)s. Choose which one to go on with; nothing is lost before you do.", { name: other.savedBy, when: other.savedAt })}</p>
        <div class="sides">
          <Side title={t("Yours")} here={form.value} there={other.document} />
          <Side title={t("Theirs")} here={other.document} there={form.value} />
        </div>
        <div class="toolbar">
          <button type="button" class="btn pri" onClick={() => adopt(other)}>
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

function Side({ title, here, there }: { title: string; here: FormDocument; there: FormDocument }): JSX.Element {
  const others = new Map(there.fields.map((one) => [one.id, JSON.stringify(one)]));
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol>
        {here.fields.map((field) => (
          <li key={field.id}>
            {nameOf(field)} <Mark field={field} others={others} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Mark({ field, others }: { field: Field; others: ReadonlyMap<string, string> }): JSX.Element | null {
  const other = others.get(field.id);
  if (other === undefined) return <span class="chip info">{t("only here")}</span>;
  return other === JSON.stringify(field) ? null : <span class="chip warn">{t("different")}</span>;
}

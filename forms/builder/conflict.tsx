/** Two people edit one form: both drafts are told, one is chosen. */
import type { JSX } from "preact";
import { ConflictWindow, Marked } from "../../platform/frontend/src/editing/conflict.tsx";
import type { Entry } from "../../platform/frontend/src/editing/conflict.tsx";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import type { FormDocument } from "./document.ts";
import { adopt, form, insist, theirs } from "./store.ts";

/** The choice, while there is one. */
export function Conflict(): JSX.Element | null {
  const other = theirs.value;
  if (!other) return null;
  const [mine, others] = [entriesOf(form.value), entriesOf(other.document)];
  return (
    <ConflictWindow
      title={t("Somebody else has changed this form")}
      by={other.savedBy}
      at={other.savedAt}
      take={() => adopt(other)}
      insist={insist}
      yours={<Marked here={mine} there={others} />}
      theirs={<Marked here={others} there={mine} />}
    />
  );
}

function entriesOf(document: FormDocument): Entry[] {
  return document.fields.map((field) => ({ key: field.id, word: nameOf(field), whole: JSON.stringify(field) }));
}

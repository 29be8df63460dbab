/** What an earlier visit could not send comes back: as a step of its own, or as a choice where somebody has saved since. */
import { show } from "../../platform/frontend/src/core/toasts.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { forget, remembered } from "./local-copy.ts";
import { contest, data, edit } from "./store.ts";

/** Takes up the copy of this browser, where it holds something that the server does not have. */
export function recover(): void {
  const copy = remembered(data.formId);
  if (!copy) return;
  if (JSON.stringify(copy.document) === JSON.stringify(data.draft.document)) {
    forget(data.formId);
    return;
  }
  if (copy.revision !== data.draft.revision) contest(data.draft, copy.revision);
  edit(copy.document);
  if (copy.revision === data.draft.revision) show({ text: t("What had not reached the server is here again.") });
}

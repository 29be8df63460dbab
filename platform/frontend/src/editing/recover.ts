/** What an earlier visit could not send comes back: as a step of its own, or as a choice where somebody has saved since. */
import { show } from "../core/toasts.ts";
import { t } from "../core/texts.ts";
import type { DraftStore, Kept } from "./draft.ts";
import { forget, remembered } from "./local-copy.ts";

/** Takes up the copy of this browser, where it holds something that the server does not have. */
export function recover<T, S extends Kept>(store: DraftStore<T, S>, id: string, draft: S & { readonly document: T }): void {
  const copy = remembered<T>(id);
  if (!copy) return;
  if (JSON.stringify(copy.document) === JSON.stringify(draft.document)) {
    forget(id);
    return;
  }
  if (copy.revision !== draft.revision) store.contest(draft, copy.revision);
  store.edit(copy.document);
  if (copy.revision === draft.revision) show({ text: t("What had not reached the server is here again.") });
}

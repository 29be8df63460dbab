/** Making the draft live. */
import { signal } from "@preact/signals";
import { announce } from "../../platform/frontend/src/core/announce.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Problem } from "../../platform/frontend/src/editing/draft.ts";
import { post } from "../../platform/frontend/src/editing/server.ts";
import type { Draft } from "./data.ts";
import { contest, data, dialog, keep, revision, saved, saveNow, saving, theirs } from "./store.ts";

/** What the server refused the last time. */
export const refusals = signal<readonly Problem[]>([]);

/** Where something is live or something is wrong, the last question before publication; a first version without problems goes live at once. */
export function openPublish(): void {
  refusals.value = [];
  void saveNow().then((kept) => {
    if (kept && saved.value.live === null && !saved.value.problems.length) void publish();
    else dialog.value = "publish";
  });
}

/** Publishes. What is in the way is told in `refusals`. */
export async function publish(): Promise<void> {
  if (!(await saveNow())) {
    refuse(saving.value === "refused" ? saved.value.problems : [{ place: "", code: "", text: t("The draft could not be saved, so it was not published.") }]);
    if (theirs.value) dialog.value = "";
    return;
  }
  const answer = await post(data.urls["publish"] ?? "", data.csrf, { revision: revision() });
  if (answer?.status === 200) {
    keep(answer.body as Draft);
    dialog.value = "done";
    announce(t("Published"));
  } else if (answer?.status === 409) {
    dialog.value = "";
    contest((answer.body as { theirs: Draft }).theirs);
  } else {
    refuse((answer?.body as { problems?: Problem[] } | undefined)?.problems ?? [{ place: "", code: "", text: t("The server did not answer. Nothing was published.") }]);
  }
}

function refuse(problems: readonly Problem[]): void {
  refusals.value = problems;
  dialog.value = "publish";
}

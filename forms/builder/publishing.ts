/** Making the draft live. */
import { announce } from "../../platform/frontend/src/core/announce.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Draft, Problem, Saved } from "./data.ts";
import { textOf } from "./document.ts";
import { plain } from "../../platform/frontend/src/editing/ids.ts";
import { post } from "../../platform/frontend/src/editing/server.ts";
import { contest, data, dialog, form, keep, revision, saved, saveNow, saving, theirs } from "./store.ts";
import { signal } from "@preact/signals";

/** What the server refused the last time. */
export const refusals = signal<readonly Problem[]>([]);

/** Opens the last question before publication. */
export function openPublish(): void {
  refusals.value = [];
  void saveNow();
  dialog.value = "publish";
}

/** An address made of the title: what the server takes as one. */
export function proposedSlug(): string {
  const words = plain(textOf(form.value.title, form.value.default_language, form.value)).match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60) || saved.value.slug;
}

/** Publishes under an address. What is in the way is told in `refusals`. */
export async function publish(slug: string): Promise<void> {
  if (!(await saveNow())) {
    refusals.value = saving.value === "refused" ? saved.value.problems : [{ place: "", code: "", text: t("The draft could not be saved, so it was not published.") }];
    if (theirs.value) dialog.value = "";
    return;
  }
  const answer = await post(data.urls["publish"] ?? "", data.csrf, { revision: revision(), slug });
  if (answer?.status === 200) {
    keep(answer.body as Saved);
    dialog.value = "done";
    announce(t("Published"));
  } else if (answer?.status === 409) {
    dialog.value = "";
    contest((answer.body as { theirs: Draft }).theirs);
  } else {
    const told = (answer?.body as { problems?: Problem[] } | undefined)?.problems;
    refusals.value = told ?? [{ place: "", code: "", text: t("The server did not answer. Nothing was published.") }];
  }
}

/** A list of labels becomes fields: the server guesses what each line asks for. */
import { announce } from "../../platform/frontend/src/core/announce.ts";
import { show } from "../../platform/frontend/src/core/toasts.ts";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { addAll, outerPoint } from "./actions.ts";
import type { Field } from "./document.ts";
import { post } from "../../platform/frontend/src/editing/server.ts";
import { data, form } from "./store.ts";

/** Adds one field a line below the selected one. */
export async function addLines(text: string): Promise<void> {
  const taken = form.value.fields.map((one) => one.id);
  const answer = await post(data.urls["guess"] ?? "", data.csrf, { text, language: form.value.default_language, taken });
  if (answer?.status !== 200) {
    show({ text: t("The server did not answer, so nothing was added.") });
    return;
  }
  const { fields } = answer.body as { fields: Field[] };
  addAll(fields, outerPoint(), "");
  announce(t("%(number)s fields added", { number: String(fields.length) }));
}

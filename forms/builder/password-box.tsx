/** The password of a form. The word goes to the server once and comes back as a hash: no draft and no version holds it. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Problem } from "./data.ts";
import { post } from "../../platform/frontend/src/editing/server.ts";
import { data } from "./store.ts";

interface Props {
  readonly isSet: boolean;
  readonly write: (hash: string | undefined) => void;
}

/** A box for a new one, and what there is already. */
export function PasswordBox({ isSet, write }: Props): JSX.Element {
  const id = useId();
  const word = useSignal("");
  const wrong = useSignal("");
  const keep = async (): Promise<void> => {
    const answer = await post(data.urls["password"] ?? "", data.csrf, { password: word.value });
    const body = (answer?.body ?? {}) as { hash?: string; problems?: readonly Problem[] };
    wrong.value = body.hash ? "" : (body.problems?.[0]?.text ?? t("The server did not answer."));
    if (!body.hash) return;
    word.value = "";
    write(body.hash);
  };
  return (
    <div class="fld">
      <label for={id}>{isSet ? t("Another password") : t("Password")}</label>
      <div class="fld-line">
        <input class="in" id={id} type="password" autocomplete="new-password" data-setting="password" value={word.value} aria-invalid={wrong.value ? "true" : undefined} aria-describedby={`${id}-hint`} onInput={(event) => (word.value = event.currentTarget.value)} />
        <button type="button" class="btn sm" disabled={!word.value} onClick={() => void keep()}>
          {t("Set the password")}
        </button>
        {isSet ? (
          <button type="button" class="btn sm" onClick={() => write(undefined)}>
            {t("Remove the password")}
          </button>
        ) : null}
      </div>
      <small id={`${id}-hint`} role="status">
        {wrong.value || (isSet ? t("A password is set. Who fills in the form must know it.") : t("Who fills in the form must know it. Empty: everybody may."))}
      </small>
    </div>
  );
}

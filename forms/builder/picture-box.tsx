/** A picture that is uploaded as soon as it is chosen; the server says what it takes. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Problem } from "./data.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { upload } from "../../platform/frontend/src/editing/server.ts";
import { data } from "./store.ts";

interface PictureProps {
  readonly name: string;
  readonly word: string;
  readonly value: string;
  readonly write: (id: string | undefined) => void;
}

/** The chosen picture with a way to take it away, and the choice of another one. */
export function PictureBox({ name, word, value, write }: PictureProps): JSX.Element {
  const id = useId();
  const [wrong, setWrong] = useState("");
  const chosen = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const answer = await upload(data.urls["pictures"] ?? "", data.csrf, file);
    const body = answer?.body as { id?: string; problems?: Problem[] } | undefined;
    setWrong(body?.id ? "" : (body?.problems?.[0]?.text ?? t("The server did not answer.")));
    if (body?.id) write(body.id);
  };
  return (
    <div class="fld">
      <label for={id}>{word}</label>
      {value ? (
        <div class="picture">
          <img src={`/f/-/${value}`} alt="" />
          <button type="button" class="btn sm" onClick={() => write(undefined)}>
            <Icon name="close" />
            {t("Remove")}
          </button>
        </div>
      ) : null}
      <input class="in file" id={id} type="file" accept="image/png,image/jpeg,image/webp,image/gif" data-setting={name} aria-describedby={`${id}-note`} onChange={(event) => void chosen(event.currentTarget.files?.[0])} />
      <small id={`${id}-note`} class={wrong ? "late" : ""} role="status">
        {wrong || t("PNG, JPEG, WebP or GIF, 2 MB at most.")}
      </small>
    </div>
  );
}

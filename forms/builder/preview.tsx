/** The form as customers will see it: the server draws the draft, in the width, language and theme that are chosen here. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Window } from "../../platform/frontend/src/editing/dialog.tsx";
import { languagesOf } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { data, dialog, form, language, saved, saving } from "./store.ts";

/** The window while it is open. */
export function Preview(): JSX.Element | null {
  return dialog.value === "preview" ? <Stage /> : null;
}

function Stage(): JSX.Element {
  const [phone, setPhone] = useState(window.innerWidth < 700);
  const [dark, setDark] = useState(false);
  const [code, setCode] = useState(language.value);
  const close = (): void => {
    if (dialog.value === "preview") dialog.value = "";
  };
  return (
    <Window title={t("Preview")} classes="stage" close={close}>
      <div class="stage-bar">
        <Pair said={t("Width")} on={phone} set={setPhone} off={["desk", t("Desktop")]} yes={["handset", t("Phone")]} />
        <Pair said={t("Theme")} on={dark} set={setDark} off={["sun", t("Light")]} yes={["moon", t("Dark")]} />
        {languagesOf(form.value).length > 1 ? <Languages code={code} set={setCode} /> : null}
        <span class="quiet">{saving.value === "saved" ? t("Nothing that you send here is kept.") : t("Saving…")}</span>
      </div>
      <Frame phone={phone} dark={dark} code={code} />
    </Window>
  );
}

interface PairProps {
  readonly said: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
  readonly off: readonly [string, string];
  readonly yes: readonly [string, string];
}

function Pair({ said, on, set, off, yes }: PairProps): JSX.Element {
  return (
    <div class="pair" role="group" aria-label={said}>
      {[off, yes].map(([icon, word], at) => (
        <button key={icon} type="button" class="btn sm" aria-pressed={on === (at === 1)} onClick={() => set(at === 1)}>
          <Icon name={icon} />
          {word}
        </button>
      ))}
    </div>
  );
}

function Languages({ code, set }: { code: string; set: (code: string) => void }): JSX.Element {
  return (
    <div class="pair" role="group" aria-label={t("Language")}>
      {languagesOf(form.value).map((one) => (
        <button key={one} type="button" class="btn sm" aria-pressed={one === code} onClick={() => set(one)}>
          {data.languages[one] ?? one}
        </button>
      ))}
    </div>
  );
}

/** The frame; it is loaded again when a newer draft is saved. */
function Frame({ phone, dark, code }: { phone: boolean; dark: boolean; code: string }): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null);
  const dress = (): void => {
    const page = frame.current?.contentDocument?.documentElement;
    if (page) page.dataset["theme"] = dark ? "dark" : "light";
  };
  useEffect(dress, [dark]);
  const url = `${data.urls["preview"] ?? ""}?lang=${code}&v=${saved.value.revision}`;
  return (
    <div class={phone ? "stage-floor phone" : "stage-floor"}>
      <iframe ref={frame} src={url} title={t("Preview of the form")} onLoad={dress} />
    </div>
  );
}

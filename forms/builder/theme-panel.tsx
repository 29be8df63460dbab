/** The look: one accent from which all that must be read is computed, a background, a font, a roundness. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { INK, MINIMUM, PAPER, contrast, readable, shownRatio } from "./contrast.ts";
import { Choice } from "./controls.tsx";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { changeForm } from "./operations.ts";
import { PictureBox } from "./picture-box.tsx";
import { edit, form } from "./store.ts";

const ACCENT = "#6a3de8";
const BACKGROUND = "#f6f5f9";
const READY = ["#6a3de8", "#1b5fc1", "#0b6e74", "#0b7245", "#8a5200", "#b3202c", "#ad2a6e", "#1c1626"];

function set(setting: string, value: string | number | undefined): void {
  const theme = Object.fromEntries(Object.entries({ ...form.value.theme, [setting]: value }).filter(([, one]) => one !== undefined));
  edit(changeForm(form.value, { theme: Object.keys(theme).length ? theme : undefined }), `theme:${setting}`);
}

/** All of it. */
export function ThemePanel(): JSX.Element {
  const theme = form.value.theme ?? {};
  const fonts = [
    { value: "system", word: t("Of the device") },
    { value: "serif", word: t("With serifs") },
    { value: "rounded", word: t("Rounded") },
    { value: "mono", word: t("Typewriter") },
  ];
  const accent = String(theme["accent"] ?? ACCENT);
  return (
    <>
      <div class="swatches" role="group" aria-label={t("Ready-made colours")}>
        {READY.map((colour) => (
          <Swatch key={colour} colour={colour} on={accent === colour} />
        ))}
      </div>
      <Colour name="accent" word={t("Accent")} value={accent} against={PAPER} beside={t("white text on it")} />
      <Colour name="background" word={t("Background")} value={String(theme["background"] ?? BACKGROUND)} against={INK} beside={t("dark text on it")} />
      <Choice name="font" word={t("Font")} value={String(theme["font"] ?? "system")} values={fonts} write={(font) => set("font", font === "system" ? undefined : font)} />
      <Radius value={Number(theme["radius"] ?? 12)} />
      <PictureBox name="logo" word={t("Logo")} value={String(theme["logo"] ?? "")} write={(id) => set("logo", id)} />
      <PictureBox name="cover" word={t("Picture across the top")} value={String(theme["cover"] ?? "")} write={(id) => set("cover", id)} />
      <button type="button" class="btn" disabled={!form.value.theme} onClick={() => edit(changeForm(form.value, { theme: undefined }))}>
        {t("Back to the usual look")}
      </button>
    </>
  );
}

function Swatch({ colour, on }: { colour: string; on: boolean }): JSX.Element {
  return (
    <button type="button" class="swatch" aria-pressed={on} aria-label={t("Accent %(colour)s", { colour })} style={{ backgroundColor: colour }} onClick={() => set("accent", colour)}>
      {on ? <Icon name="check" /> : null}
    </button>
  );
}

interface ColourProps {
  readonly name: string;
  readonly word: string;
  readonly value: string;
  readonly against: string;
  readonly beside: string;
}

/** A colour with its contrast as it is chosen. One that could not be read is said to be refused, with the nearest that can be. */
function Colour({ name, word, value, against, beside }: ColourProps): JSX.Element {
  const id = useId();
  const ratio = contrast(value, against);
  const good = ratio >= MINIMUM;
  return (
    <div class="fld">
      <label for={id}>{word}</label>
      <div class="colour">
        <input id={id} type="color" data-setting={name} value={value} onInput={(event) => set(name, event.currentTarget.value)} aria-describedby={`${id}-ratio`} />
        <span class="mono">{value}</span>
      </div>
      <p id={`${id}-ratio`} class={good ? "ratio ok" : "ratio no"} role="status">
        <Icon name={good ? "check" : "alert"} />
        {good
          ? t("Contrast %(ratio)s : 1 — %(beside)s can be read.", { ratio: shownRatio(ratio), beside })
          : t("Contrast %(ratio)s : 1 — too weak for text, so it is refused. 4.5 is needed.", { ratio: shownRatio(ratio) })}
      </p>
      {good || name !== "accent" ? null : (
        <button type="button" class="btn sm" onClick={() => set(name, readable(value))}>
          {t("Take the nearest that can be read")}
        </button>
      )}
    </div>
  );
}

function Radius({ value }: { value: number }): JSX.Element {
  const id = useId();
  return (
    <div class="fld">
      <label for={id}>{t("Roundness")}</label>
      <input id={id} type="range" min={0} max={24} step={2} value={value} data-setting="radius" onInput={(event) => set("radius", Number(event.currentTarget.value))} />
    </div>
  );
}

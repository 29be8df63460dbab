/** How a question will look, roughly: the preview beside shows it exactly. Options can be written in it. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import type { Field, Place, Texts } from "./document.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { data, edit, form, language, shownText } from "./store.ts";
import { InPlace } from "./in-place.tsx";
import * as operations from "./operations.ts";
import { optionsOf, withLabel } from "./options.ts";

const NOTHING = new Set(["heading", "page_break", "hidden", "auto_id", "section"]);
const TICKS = new Set(["choice", "multiple_choice"]);

/** What stands below the label of a field. */
export function Sketch({ field, place }: { field: Field; place: Place }): JSX.Element | null {
  if (field.type === "page_break") return <div class="sketch-break" aria-hidden="true" />;
  if (NOTHING.has(field.type)) return null;
  if (TICKS.has(field.type)) return <Options field={field} place={place} />;
  if (field.type === "yes_no") return <Chips texts={[t("Yes"), t("No")]} />;
  if (field.type === "text_block" || field.type === "consent") return <Paragraph field={field} place={place} />;
  if (field.type === "image") return field["file"] ? <img class="sketch-picture" src={`/f/-/${String(field["file"])}`} alt="" /> : <p class="piece-help">{t("No picture is chosen yet.")}</p>;
  if (field.type === "product") return <Products field={field} />;
  if (field.type === "calculated") return <p class="sketch-total"><Icon name="calculated" /> {t("calculated")}</p>;
  return (
    <div class={field.type === "long_text" ? "sketch tall" : "sketch"} aria-hidden="true">
      {shownText(field["placeholder"] as Texts | undefined)}
    </div>
  );
}

function Options({ field, place }: { field: Field; place: Place }): JSX.Element {
  const write = (at: number, text: string): void =>
    edit(operations.change(form.value, place, { options: withLabel(field, at, language.value, text) }), `option:${place}:${at}`);
  return (
    <ul class="sketch-options">
      {optionsOf(field).map((option, at) => (
        <li key={option.value} class={field.type === "choice" ? "round" : ""}>
          <InPlace
            value={option.label[language.value] ?? ""}
            said={t("Option %(number)s", { number: String(at + 1) })}
            placeholder={shownText(option.label)}
            write={(text) => write(at, text)}
          />
        </li>
      ))}
    </ul>
  );
}

function Chips({ texts }: { texts: readonly string[] }): JSX.Element {
  return (
    <ul class="sketch-options" aria-hidden="true">
      {texts.map((text) => (
        <li key={text} class="round">
          {text}
        </li>
      ))}
    </ul>
  );
}

function Paragraph({ field, place }: { field: Field; place: Place }): JSX.Element {
  const texts = field["text"] as Texts | undefined;
  return (
    <InPlace
      several
      classes="paragraph"
      value={texts?.[language.value] ?? ""}
      said={field.type === "consent" ? t("Text agreed to") : t("Text")}
      placeholder={shownText(texts)}
      write={(text) => edit(operations.write(form.value, place, "text", language.value, text), `text:text:${place}`)}
    />
  );
}

function Products({ field }: { field: Field }): JSX.Element {
  const chosen = (field["products"] ?? []) as readonly { code: string; label?: Texts }[];
  const names = chosen.map((one) => {
    const known = data.products.find((product) => product.code === one.code);
    return shownText(one.label ?? known?.name) || one.code;
  });
  return names.length ? <Chips texts={names} /> : <p class="piece-help">{t("No product is chosen yet.")}</p>;
}

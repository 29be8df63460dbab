/** What the answer to a field says about the contact. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { attributeWord } from "./attribute-words.ts";
import { Ticks } from "./controls.tsx";
import type { Field } from "./document.ts";
import { changeForm } from "./operations.ts";
import { edit, form, kinds } from "./store.ts";

/** Boxes for the attributes that such an answer can fill; nothing where it can fill none. */
export function ContactOf({ field }: { field: Field }): JSX.Element | null {
  const possible = kinds.get(field.type)?.contact ?? [];
  const contact = form.value.contact;
  if (!possible.length || !contact) return null;
  const mine = Object.entries(contact.map).flatMap(([name, id]) => (id === field.id ? [name] : []));
  const write = (next: readonly string[]): void => {
    const others = Object.entries(contact.map).filter(([name, id]) => id !== field.id && !next.includes(name));
    const map = Object.fromEntries([...others, ...next.map((name) => [name, field.id])]) as Record<string, string>;
    edit(changeForm(form.value, { contact: { ...contact, map } }));
  };
  return (
    <details class="more" open={mine.length > 0}>
      <summary>{t("Fills in the contact’s")}</summary>
      <Ticks name="contact" word={t("Fills in the contact’s")} value={mine} values={possible.map((value) => ({ value, word: attributeWord(value) }))} write={write} />
    </details>
  );
}

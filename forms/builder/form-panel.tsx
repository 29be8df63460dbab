/** The settings of the form itself: languages, how contacts are told apart, what is said after sending. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { nameOf } from "./actions.ts";
import { Choice, Ticks, TextsIn } from "./controls.tsx";
import { languagesOf } from "./document.ts";
import type { Contact, Texts } from "./document.ts";
import { AfterPanel } from "./after-panel.tsx";
import { attributeWord } from "./attribute-words.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { changeForm } from "./operations.ts";
import { data, edit, form, kinds, language } from "./store.ts";

const ATTRIBUTES = ["name", "email", "phone", "company", "street", "postcode", "city", "country", "vat_number", "siren"] as const;

/** All of it, in groups. */
export function FormPanel(): JSX.Element {
  const success = (form.value["success"] ?? {}) as { title?: Texts; text?: Texts };
  const after = (next: { title?: Texts | undefined; text?: Texts | undefined }): void => {
    const both = { ...success, ...next };
    const kept = Object.fromEntries(Object.entries(both).filter(([, texts]) => texts));
    edit(changeForm(form.value, { success: kept["title"] ? kept : kept["text"] ? { title: { [form.value.default_language]: t("Thank you") }, ...kept } : undefined }), "success");
  };
  return (
    <>
      <h2 class="panel-title">{t("Languages")}</h2>
      <Languages />
      <h2 class="panel-title">{t("Contact")}</h2>
      <ContactMap />
      <h2 class="panel-title">{t("After sending")}</h2>
      <TextsIn name="success" word={t("Title")} value={success.title} write={(title) => after({ title })} />
      <TextsIn name="success" word={t("Text")} value={success.text} write={(text) => after({ text })} long />
      <AfterPanel />
      <LimitsPanel />
      <h2 class="panel-title">{t("File")}</h2>
      <a class="btn" href={data.urls["export"] ?? ""}>
        <Icon name="export" />
        {t("Export as JSON")}
      </a>
    </>
  );
}

function Languages(): JSX.Element {
  const codes = languagesOf(form.value);
  const known = [...new Set([...Object.keys(data.languages), ...codes])].map((value) => ({ value, word: data.languages[value] ?? value }));
  const offered = (next: readonly string[]): void => {
    if (!next.includes(form.value.default_language)) return;
    edit(changeForm(form.value, { languages: [...next] }));
    if (!next.includes(language.value)) language.value = form.value.default_language;
  };
  const first = (code: string): void => edit(changeForm(form.value, { default_language: code, languages: [...new Set([code, ...codes])] }));
  return (
    <>
      <Ticks name="languages" word={t("The form is offered in")} value={codes} values={known} write={offered} />
      <Choice name="default_language" word={t("First language")} value={form.value.default_language} values={known} write={first} />
    </>
  );
}

function ContactMap(): JSX.Element {
  const contact: Contact = form.value.contact ?? { key: "email", map: {} };
  const keys = [
    { value: "email", word: t("E-mail address") },
    { value: "phone", word: t("Phone number") },
  ];
  const map = (attribute: string, field: string): void => {
    const next = { ...contact.map, [attribute]: field };
    if (!field) delete next[attribute];
    edit(changeForm(form.value, { contact: { ...contact, map: next } }));
  };
  return (
    <>
      <Choice name="contact" word={t("Contacts are told apart by")} value={contact.key} values={keys} hint={t("The field that asks for it must be required.")} write={(key) => edit(changeForm(form.value, { contact: { ...contact, key } }))} />
      {ATTRIBUTES.map((attribute) => (
        <Attribute key={attribute} name={attribute} value={contact.map[attribute] ?? ""} write={(field) => map(attribute, field)} />
      ))}
    </>
  );
}

/** Which field says an attribute of the contact. */
function Attribute({ name, value, write }: { name: string; value: string; write: (field: string) => void }): JSX.Element {
  const fitting = form.value.fields.filter((one) => kinds.get(one.type)?.contact.includes(name) || one.id === value);
  return <Choice name={`contact.${name}`} word={attributeWord(name)} value={value} empty="—" values={fitting.map((one) => ({ value: one.id, word: nameOf(one) }))} write={write} />;
}

/** What customers may do after sending: come back by a link, and go on to a page. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Line, Switch, Ticks } from "./controls.tsx";
import type { Json } from "./document.ts";
import { changeForm } from "./operations.ts";
import { edit, form } from "./store.ts";

type After = { days?: number; edit?: boolean; withdraw?: boolean };

/** Settings of the customer's own link. */
export function AfterPanel(): JSX.Element {
  const after = (form.value["after"] ?? {}) as After;
  const deeds = [
    { value: "edit", word: t("correct it") },
    { value: "withdraw", word: t("withdraw it") },
  ];
  const chosen = deeds.map((one) => one.value).filter((name) => after[name as "edit" | "withdraw"]);
  const write = (next: After | undefined): void => edit(changeForm(form.value, { after: next as Json | undefined }), "after");
  const days = (text: string): void => {
    const number = Number.parseInt(text, 10);
    write(number > 0 ? { ...after, days: number } : undefined);
  };
  const allow = (names: readonly string[]): void =>
    write({ days: after.days ?? 1, ...(names.includes("edit") ? { edit: true } : {}), ...(names.includes("withdraw") ? { withdraw: true } : {}) });
  const thanks = (form.value["thanks"] ?? {}) as { document?: boolean };
  const offer = (on: boolean): void => {
    const next = Object.fromEntries(Object.entries({ ...thanks, document: on || undefined }).filter(([, one]) => one !== undefined));
    edit(changeForm(form.value, { thanks: Object.keys(next).length ? next : undefined }), "thanks");
  };
  return (
    <>
      <Switch
        name="thanks.document"
        word={t("Offer the document that the rules make")}
        hint={t("Who has sent the form waits on the page after sending until the invoice is there, and downloads it for an hour.")}
        value={thanks.document === true}
        write={offer}
      />
      <Line
        name="after"
        word={t("Days to come back by a link")}
        keys="numeric"
        value={after.days === undefined ? "" : String(after.days)}
        write={days}
        hint={t("Customers look at what they sent by a link of their own, which mails may hold too: {{ submission.edit_url }}. Empty: no link.")}
      />
      {after.days !== undefined && <Ticks name="after" word={t("There they may also")} value={chosen} values={deeds} write={allow} />}
    </>
  );
}

/** Attributes of contacts in words. */
import { t } from "../../platform/frontend/src/core/texts.ts";

/** What an attribute of a contact is called. */
export function attributeWord(name: string): string {
  const words: Record<string, string> = {
    name: t("Name"), email: t("E-mail address"), phone: t("Phone number"), company: t("Company"), street: t("Street"),
    postcode: t("Postcode"), city: t("City"), country: t("Country"), vat_number: t("VAT number"), siren: t("SIREN"),
  };
  return words[name] ?? name;
}

/** Parts of answers, and what is there beside them, in words. */
import { t } from "../../platform/frontend/src/core/texts.ts";

/** What a part is called. */
export function partWord(part: string): string {
  const words: Record<string, string> = {
    street: t("Street"), postcode: t("Postcode"), city: t("City"), country: t("Country"), name: t("Name"), given: t("Given name"),
    family: t("Family name"), from: t("From"), to: t("To"), product: t("Product"), variant: t("Variant"), quantity: t("Quantity"), today: t("Today"),
  };
  return words[part] ?? part;
}

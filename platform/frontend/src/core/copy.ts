/** Buttons that copy the value of the field they name: `data-copy="id-of-field"`. */
import { announce } from "./announce.ts";
import { t } from "./texts.ts";

/** Copies on a click and says so. */
export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    const field = button && document.getElementById(button.dataset["copy"] ?? "");
    if (field instanceof HTMLInputElement) void copy(field);
  });
}

async function copy(field: HTMLInputElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
    announce(t("Copied"));
  } catch {
    // Refused, or not a secure context: select it, then the person's own Ctrl C works.
    field.select();
    announce(t("Press Ctrl C to copy"));
  }
}

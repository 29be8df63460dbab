/**
 * Lists whose rows can be ticked: one box ticks all, X the row that has the focus, and the bar says how many. The bar itself is
 * shown by the style sheet.
 */
import { takesText } from "./fields.ts";

export function startTicks(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(".bulk-form")) start(form);
}

function start(form: HTMLFormElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=ids]")];
  const all = form.querySelector<HTMLInputElement>("[data-tick-all]");
  const said = form.querySelector<HTMLElement>("[data-ticked]");
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  document.addEventListener("keydown", (event) => {
    const free = document.body.dataset["keys"] !== "off" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "x" || !free || takesText(event.target)) return;
    document.activeElement?.closest("tr")?.querySelector<HTMLInputElement>("input[name=ids]")?.click();
  });
  form.addEventListener("change", () => {
    const count = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
    if (said) said.textContent = (said.dataset["ticked"] ?? "").replace("{number}", String(count));
  });
}

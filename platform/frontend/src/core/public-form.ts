/**
 * Comfort for a public form, which works without any script: the summary of errors gets the focus, a second click while
 * the first is on its way does nothing (the server would make one submission of both anyway), pages are shown one at a
 * time, rows come and go at once, and a form whose questions depend on answers follows them as they are given.
 */
import { startPages } from "./public-form-pages.ts";
import { startRows } from "./public-form-rows.ts";
import { startTally } from "./public-form-tally.ts";

/** Milliseconds after which a form that still stands there was not sent. */
const SENDING = 10_000;

const form = document.querySelector<HTMLFormElement>("form[data-form]");
const carried = document.getElementById("preview");

if (form) {
  for (const question of form.querySelectorAll<HTMLElement>("[data-q][data-off]")) question.hidden = true;
  startRows(form);
  startPages(form);
  if (form.dataset["tally"]) startTally(form);
  // From here on the script decides what is hidden; the style sheet that hid it while the script was on its way lets go.
  form.dataset["ready"] = "";
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset["sent"] !== undefined) return event.preventDefault();
    form.dataset["sent"] = "";
    // Whoever stopped the sending, or lost the network, may send once more.
    window.setTimeout(() => delete form.dataset["sent"], SENDING);
  });
  if (carried?.textContent) {
    const preview: unknown = JSON.parse(carried.textContent);
    void import("./public-form-logic.ts").then(({ startLogic }) => startLogic(form, preview));
  }
}

document.querySelector<HTMLElement>("[data-errors]")?.focus();

// In a frame of somebody's page: it is as high as what is in it. Nothing else is told, so everybody may hear it.
if (document.body.classList.contains("embedded") && window.parent !== window) {
  const tell = (): void =>
    window.parent.postMessage({ licorneHeight: document.body.scrollHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
}

// Back from the thank-you page: the form may be sent again, with the token of a fresh page.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

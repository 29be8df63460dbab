/**
 * Comfort for a public form, which works without any script: the summary of errors gets the focus, and a second click
 * while the first is on its way does nothing (the server would make one submission of both anyway).
 */
const form = document.querySelector<HTMLFormElement>("form[data-form]");

document.querySelector<HTMLElement>("[data-errors]")?.focus();

form?.addEventListener("submit", (event) => {
  if (form.dataset["sent"] !== undefined) event.preventDefault();
  form.dataset["sent"] = "";
});

// Back from the thank-you page: the form may be sent again, with the token of a fresh page.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

/**
 * Says once, when the page is put away, that it was looked at, whether somebody began to answer, and which pages were reached.
 * Numbers of the form, nothing about the person: no cookie, nothing kept in the browser.
 */
export function startTally(form: HTMLFormElement): void {
  const news = new Set(["view"]);
  const told = new Set<string>();
  form.addEventListener("input", () => start(), { once: true });
  // Where a rule waits for it, a start is told at once, with the page's own token, so that it is told once.
  const start = (): void => {
    news.add("start");
    const at = form.dataset["start"];
    if (at && navigator.sendBeacon(form.dataset["tally"] ?? "", `start ${at}`)) told.add("start");
  };
  const pages = [...form.querySelectorAll<HTMLElement>("[data-page]")];
  const look = (): void => {
    for (const page of pages) if (!page.hidden) news.add(`page:${page.dataset["page"] ?? ""}`);
  };
  const watch = new MutationObserver(look);
  for (const page of pages) watch.observe(page, { attributeFilter: ["hidden"] });
  look();
  const tell = (): void => {
    const fresh = [...news].filter((word) => !told.has(word));
    if (document.visibilityState !== "hidden" || fresh.length === 0) return;
    navigator.sendBeacon(form.dataset["tally"] ?? "", fresh.join(" "));
    for (const word of fresh) told.add(word);
  };
  document.addEventListener("visibilitychange", tell);
}

/**
 * One page of a form at a time. Pages that the logic leaves out bear `data-left-out`; who changes that says so with the
 * event "pages".
 */
import { firstWrong } from "./public-form-controls.ts";

export function startPages(form: HTMLFormElement): void {
  const pages = [...form.querySelectorAll<HTMLElement>("[data-page]")];
  const opened = pages.find((page) => page.dataset["off"] === undefined) ?? pages[0];
  if (opened) new Turning(form, pages, opened).start();
}

class Turning {
  readonly #form: HTMLFormElement;
  readonly #pages: readonly HTMLElement[];
  #current: HTMLElement;

  constructor(form: HTMLFormElement, pages: readonly HTMLElement[], current: HTMLElement) {
    this.#form = form;
    this.#pages = pages;
    this.#current = current;
  }

  start(): void {
    this.#button("back")?.addEventListener("click", () => this.#turn(-1));
    this.#button("next")?.addEventListener("click", () => this.#forward());
    this.#form.addEventListener("pages", () => this.#show());
    this.#form.addEventListener("submit", (event) => this.#beforeSending(event));
    this.#form.ownerDocument.addEventListener("click", (event) => this.#follow(event));
    this.#show();
  }

  /** The way there, without what is left out; the page at hand stays in it until somebody turns it. */
  get #way(): HTMLElement[] {
    return this.#pages.filter((page) => page === this.#current || page.dataset["leftOut"] === undefined);
  }

  #forward(): void {
    if (this.#isAcceptable()) this.#turn(1);
  }

  #isAcceptable(): boolean {
    const wrong = this.#form.hasAttribute("data-stopped-now") ? undefined : firstWrong(this.#current);
    wrong?.reportValidity();
    return !wrong && !this.#form.hasAttribute("data-stopped-now");
  }

  /** Enter turns the page; only the last one is sent. */
  #beforeSending(event: SubmitEvent): void {
    // Answers that are put aside may be as unfinished as they are.
    if (event.submitter instanceof HTMLButtonElement && event.submitter.name === "_save") return;
    // A page that waits for a mailed code had nothing else wrong with it: from wherever it is shown, it is sent.
    if (this.#form.querySelector("[name=_check]")) return;
    const last = this.#way.at(-1) === this.#current;
    if (this.#isAcceptable() && last) return;
    event.preventDefault();
    if (!last) this.#forward();
  }

  #turn(by: number): void {
    const way = this.#way;
    this.#open(way[way.indexOf(this.#current) + by]);
  }

  #open(page: HTMLElement | undefined): void {
    if (!page) return;
    this.#current = page;
    this.#show();
    page.querySelector<HTMLElement>(".page-title")?.focus();
    page.scrollIntoView();
  }

  /** A link of the summary of errors leads to a page that is not open. */
  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-errors] a") : null;
    const control = link && document.getElementById(link.hash.slice(1));
    const page = control?.closest<HTMLElement>("[data-page]");
    if (!control || !page) return;
    event.preventDefault();
    this.#open(page);
    control.focus();
  }

  #show(): void {
    const way = this.#way;
    const number = way.indexOf(this.#current) + 1;
    for (const page of this.#pages) page.hidden = page !== this.#current;
    this.#tell(number, way.length);
    this.#hide("back", number === 1);
    this.#hide("next", number === way.length);
    this.#hide("send", number !== way.length);
  }

  #tell(number: number, total: number): void {
    const place = this.#current.querySelector<HTMLElement>("[data-steps]");
    if (!place) return;
    const words = document.createElement("span");
    const bar = Object.assign(document.createElement("progress"), { max: total, value: number });
    bar.setAttribute("aria-hidden", "true");
    words.textContent = (place.dataset["steps"] ?? "").replace("{number}", `${number}`).replace("{total}", `${total}`);
    place.replaceChildren(words, bar);
  }

  #button(name: string): HTMLButtonElement | null {
    return this.#form.querySelector(`[data-${name}]`);
  }

  #hide(name: string, hidden: boolean): void {
    const button = this.#button(name);
    if (button) button.hidden = hidden;
  }
}

/**
 * The command palette: every place of the navigation and every action of the page, found by typing.
 * It clicks what is on the page already, so it can do nothing that the page cannot.
 */
import { t } from "./texts.ts";

interface Command {
  label: string;
  key: string;
  target: HTMLElement;
}

/** Prepares the palette; the returned function opens it. The dialog stands at once: no keystroke is lost. */
export function startPalette(): () => void {
  const palette = new Palette();
  document.querySelector("[data-palette]")?.addEventListener("click", () => palette.open());
  return () => palette.open();
}

class Palette {
  private readonly dialog = document.createElement("dialog");
  private readonly field = document.createElement("input");
  private readonly list = document.createElement("ul");
  private readonly none = document.createElement("p");
  private hits: Command[] = [];
  private chosen = 0;

  constructor() {
    this.dialog.className = "palette";
    this.dialog.setAttribute("aria-label", t("Search and commands"));
    this.buildField();
    this.list.id = "palette-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", t("Commands"));
    this.none.className = "none";
    this.none.textContent = t("Nothing is called that.");
    this.dialog.append(this.field, this.list, this.none);
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    document.body.append(this.dialog);
  }

  open(): void {
    if (this.dialog.open) return;
    this.field.value = "";
    this.find();
    this.dialog.showModal();
    this.field.focus();
  }

  private buildField(): void {
    this.field.type = "text";
    this.field.autocomplete = "off";
    this.field.placeholder = t("Type a command or a page…");
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-expanded", "true");
    this.field.setAttribute("aria-controls", "palette-list");
    this.field.setAttribute("aria-label", t("Type a command or a page…"));
    this.field.addEventListener("input", () => this.find());
    this.field.addEventListener("keydown", (event) => this.typed(event));
  }

  private find(): void {
    const wanted = fold(this.field.value);
    this.hits = commands().filter((command) => fold(command.label).includes(wanted));
    this.choose(0);
  }

  private choose(index: number): void {
    this.chosen = Math.max(0, Math.min(index, this.hits.length - 1));
    this.list.replaceChildren(...this.hits.map((command, at) => this.option(command, at)));
    this.list.hidden = this.hits.length === 0;
    this.none.hidden = this.hits.length > 0;
    this.field.setAttribute("aria-activedescendant", this.hits.length ? `palette-${this.chosen}` : "");
    this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
  }

  private option(command: Command, at: number): HTMLElement {
    const option = document.createElement("li");
    option.id = `palette-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(at === this.chosen));
    option.append(command.label);
    if (command.key) {
      const shape = document.createElement("kbd");
      shape.textContent = command.key.toUpperCase();
      option.append(shape);
    }
    return option;
  }

  private typed(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.choose(this.chosen + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.run(this.chosen);
    }
  }

  private clicked(event: MouseEvent): void {
    const option = (event.target as Element).closest("[role=option]");
    if (option) this.run([...this.list.children].indexOf(option));
    else if (event.target === this.dialog) this.dialog.close();
  }

  private run(index: number): void {
    const command = this.hits[index];
    if (!command) return;
    this.dialog.close();
    command.target.click();
  }
}

function commands(): Command[] {
  const targets = document.querySelectorAll<HTMLElement>("[data-nav], .top-actions .btn:not([data-palette], [data-nav]), [data-command]");
  return [...targets].map((target) => ({
    label: labelOf(target),
    key: target.dataset["key"] ?? "",
    target,
  }));
}

/** The visible words, without the counts beside them. */
function labelOf(target: HTMLElement): string {
  const label = target.getAttribute("aria-label");
  if (label) return label;
  const copy = target.cloneNode(true) as HTMLElement;
  for (const count of copy.querySelectorAll(".count")) count.remove();
  return copy.textContent?.trim() ?? "";
}

/** Small letters without accents, so that "taches" finds "Tâches". */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Keys on the heads of cards and on places between them: walk, move, open. Only one head at a time is met by Tab. */
import { openInsert, openPanel, select, shift } from "./actions.ts";
import type { Selection } from "./store.ts";

/** Does what a key on the head of a card means. */
export function headKeys(event: KeyboardEvent, what: Selection): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step && event.altKey) {
    event.preventDefault();
    if (!what.startsWith("@")) {
      select(what);
      shift(step, what);
    }
  } else if (step) {
    event.preventDefault();
    walk(event.currentTarget as HTMLElement, step);
  } else if ((event.key === "Enter" || event.key === "F2") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    select(what);
    if (what === "@conditions") focusFirst(".conditions .step-body");
    else {
      openPanel("step");
      requestAnimationFrame(() => focusFirst("#panel"));
    }
  }
}

/** The same on a place where a step can be put. */
export function spotKeys(event: KeyboardEvent): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const here = event.currentTarget as HTMLElement;
  if (step && !event.altKey) {
    event.preventDefault();
    walk(here, step);
  } else if (event.key === "/") {
    event.preventDefault();
    event.stopPropagation();
    openInsert(here.dataset["spot"] ?? "");
  }
}

function walk(from: HTMLElement, by: -1 | 1): void {
  const all = [...document.querySelectorAll<HTMLElement>(".rule-flow [data-head], .rule-flow [data-walk]")];
  const next = all[all.indexOf(from) + by];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  const head = next.dataset["head"];
  select(head ?? "");
}

function focusFirst(within: string): void {
  document.querySelector<HTMLElement>(`${within} :is(input, select, textarea, button):not([disabled])`)?.focus();
}

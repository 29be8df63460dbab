/** Small messages in the corner: they stay until they are closed, since nobody reads at a fixed speed. */
import { announce } from "./announce.ts";

const MOST = 4;

export interface Toast {
  text: string;
  path?: string;
}

/** Lets every close button take its toast away. */
export function startToasts(): void {
  document.getElementById("toasts")?.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-close]");
    button?.closest(".toast")?.remove();
  });
}

/** Adds a toast and says it; the oldest goes when there are too many. */
export function show(toast: Toast): void {
  const list = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!list || !(template instanceof HTMLTemplateElement)) return;
  list.append(filled(template, toast));
  announce(toast.text);
  while (list.children.length > MOST) list.firstElementChild?.remove();
}

function filled(template: HTMLTemplateElement, toast: Toast): DocumentFragment {
  const piece = template.content.cloneNode(true) as DocumentFragment;
  const text = piece.querySelector("[data-text]");
  const link = piece.querySelector<HTMLAnchorElement>("[data-link]");
  if (text) text.textContent = toast.text;
  if (link && toast.path?.startsWith("/")) {
    link.href = toast.path;
    link.hidden = false;
  }
  return piece;
}

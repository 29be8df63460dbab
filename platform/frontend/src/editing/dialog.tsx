/** A modal window. It opens before the next keystroke is read, so that none is lost. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../core/texts.ts";
import { Icon } from "./icons.tsx";

export interface WindowProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
  readonly classes?: string;
  readonly bare?: boolean;
  /** It asks for a choice: Escape does not close it. */
  readonly stays?: boolean;
}

/** A dialog with a title; a `bare` one has the title for screen readers only. */
export function Window({ title, close, children, classes, bare, stays }: WindowProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const closed = (): void => {
    if (stays) dialog.current?.showModal();
    else close();
  };
  const outside = (event: MouseEvent): void => {
    if (event.target === dialog.current) close();
  };
  return (
    <dialog ref={dialog} class={`window ${classes ?? ""}`} aria-label={title} onClose={closed} onClick={outside}>
      {bare || stays ? (
        stays && <h2 class="window-title">{title}</h2>
      ) : (
        <header class="window-head">
          <h2>{title}</h2>
          <button type="button" class="btn ico ghost" aria-label={t("Close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
      )}
      {children}
    </dialog>
  );
}

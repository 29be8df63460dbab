/** The command palette (Ctrl K) and the quick insert (/): type, choose, Enter. What fits no command becomes a question. */
import type { JSX } from "preact";
import { Chooser } from "../../platform/frontend/src/editing/chooser.tsx";
import type { Command } from "../../platform/frontend/src/editing/chooser.tsx";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { commands, inserts } from "./command-list.ts";
import { dialog } from "./store.ts";
import { addLines } from "./lines.ts";

/** One of the two, whichever is open. */
export function Commands(): JSX.Element | null {
  const open = dialog.value;
  if (open !== "commands" && open !== "insert") return null;
  const inserting = open === "insert";
  const close = (): void => {
    if (dialog.value === open) dialog.value = "";
  };
  return (
    <Chooser
      key={open}
      title={inserting ? t("Add a question") : t("Search and commands")}
      said={inserting ? t("A type, or the words of the question") : t("Type a command or a page…")}
      commands={inserting ? inserts() : commands()}
      otherwise={asked}
      close={close}
      leave={() => (dialog.value = "")}
    />
  );
}

/** The words themselves as a question. */
function asked(words: string): Command {
  return { id: "ask", label: t("Ask “%(words)s”", { words }), icon: "plus", hint: "", run: () => void addLines(words) };
}

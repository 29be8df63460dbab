/** The command palette (Ctrl K) and the quick insert (/): type, choose, Enter. What fits no command becomes a question. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { commands, inserts } from "./command-list.ts";
import type { Command } from "./command-list.ts";
import { Window } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { plain } from "./ids.ts";
import { dialog } from "./store.ts";
import { addLines } from "./lines.ts";

/** One of the two, whichever is open. */
export function Commands(): JSX.Element | null {
  if (dialog.value !== "commands" && dialog.value !== "insert") return null;
  return <Chooser key={dialog.value} inserting={dialog.value === "insert"} />;
}

function Chooser({ inserting }: { inserting: boolean }): JSX.Element {
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const hits = found(inserting ? inserts() : commands(), wanted);
  const title = inserting ? t("Add a question") : t("Search and commands");
  const run = (command: Command | undefined): void => {
    if (!command) return;
    dialog.value = "";
    command.run();
  };
  const look = (text: string): void => {
    setWanted(text);
    setAt(0);
  };
  const typed = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt(Math.max(0, Math.min(at + step, hits.length - 1)));
    else if (event.key === "Enter") run(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Window title={title} classes="chooser" bare close={() => (dialog.value = dialog.value === (inserting ? "insert" : "commands") ? "" : dialog.value)}>
      <Wanted said={inserting ? t("A type, or the words of the question") : t("Type a command or a page…")} active={hits.length ? `choice-${at}` : ""} value={wanted} write={look} typed={typed} />
      <ul id="chooser-list" role="listbox" aria-label={t("Commands")}>
        {hits.map((command, index) => (
          <Hit key={command.id} command={command} index={index} on={index === at} run={() => run(command)} />
        ))}
      </ul>
      {hits.length ? null : <p class="none">{t("Nothing is called that.")}</p>}
    </Window>
  );
}

interface WantedProps {
  readonly said: string;
  readonly active: string;
  readonly value: string;
  readonly write: (text: string) => void;
  readonly typed: (event: KeyboardEvent) => void;
}

function Wanted({ said, active, value, write, typed }: WantedProps): JSX.Element {
  return (
    <input
      type="text"
      role="combobox"
      aria-label={said}
      aria-expanded="true"
      aria-controls="chooser-list"
      aria-activedescendant={active}
      autocomplete="off"
      autofocus
      placeholder={said}
      value={value}
      onInput={(event) => write(event.currentTarget.value)}
      onKeyDown={typed}
    />
  );
}

function Hit({ command, index, on, run }: { command: Command; index: number; on: boolean; run: () => void }): JSX.Element {
  const seen = (element: HTMLElement | null): void => {
    if (on) element?.scrollIntoView({ block: "nearest" });
  };
  return (
    <li id={`choice-${index}`} role="option" aria-selected={on} ref={seen} onClick={run}>
      <Icon name={command.icon} />
      <span>{command.label}</span>
      {command.hint ? <kbd>{command.hint}</kbd> : null}
    </li>
  );
}

/** Those that are called so, the ones that begin so first; last the words themselves as a question. */
function found(all: readonly Command[], wanted: string): Command[] {
  const words = plain(wanted);
  const hits = all.filter((one) => plain(one.label).includes(words));
  hits.sort((one, other) => Number(plain(other.label).startsWith(words)) - Number(plain(one.label).startsWith(words)));
  if (words.length < 2) return hits;
  const label = t("Ask “%(words)s”", { words: wanted.trim() });
  return [...hits, { id: "ask", label, icon: "plus", hint: "", run: () => void addLines(wanted) }];
}

/** A window in which things are chosen by typing: commands, and what can be put in. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../core/texts.ts";
import { Window } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { plain } from "./ids.ts";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly hint: string;
  readonly run: () => void;
}

export interface ChooserProps {
  readonly title: string;
  /** What can be typed. */
  readonly said: string;
  readonly commands: readonly Command[];
  /** What becomes of words that nothing is called by. */
  readonly otherwise?: (words: string) => Command;
  readonly close: () => void;
  /** Closes before what was chosen is run. */
  readonly leave: () => void;
}

/** Type, choose with the arrows, Enter. */
export function Chooser({ title, said, commands, otherwise, close, leave }: ChooserProps): JSX.Element {
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const hits = found(commands, wanted, otherwise);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    leave();
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
    <Window title={title} classes="chooser" bare close={close}>
      <Wanted said={said} active={hits.length ? `choice-${at}` : ""} value={wanted} write={look} typed={typed} />
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

/** Those that are called so, the ones that begin so first; last what else the words can mean. */
function found(all: readonly Command[], wanted: string, otherwise: ((words: string) => Command) | undefined): Command[] {
  const words = plain(wanted);
  const hits = all.filter((one) => plain(one.label).includes(words));
  hits.sort((one, other) => Number(plain(other.label).startsWith(words)) - Number(plain(one.label).startsWith(words)));
  return otherwise && words.length > 1 ? [...hits, otherwise(wanted.trim())] : hits;
}

/** The places of the navigation, pressed as they stand on the page. */
export function placesToGo(): Command[] {
  const links = [...document.querySelectorAll<HTMLElement>("[data-nav]")];
  return links.map((link, at) => ({
    id: `place-${at}`,
    label: t("Go to: %(name)s", { name: link.textContent?.replace(/[:\d]/g, "").trim() ?? "" }),
    icon: "send",
    hint: "",
    run: () => link.click(),
  }));
}

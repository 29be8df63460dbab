/** Tabs above a panel: one in the order of Tab, walked by the arrows (ARIA Authoring Practices, tabs with automatic activation). */
import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX, TargetedKeyboardEvent } from "preact";

type Tabs<Name extends string> = readonly (readonly [name: Name, word: string])[];

interface Props<Name extends string> {
  readonly said: string;
  readonly tabs: Tabs<Name>;
  readonly chosen: Signal<Name>;
  /** The panel that is chosen. */
  readonly children: ComponentChildren;
}

export function PanelTabs<Name extends string>({ said, tabs, chosen, children }: Props<Name>): JSX.Element {
  return (
    <>
      <div class="panel-tabs" role="tablist" aria-label={said} onKeyDown={(event) => walk(event, tabs, chosen)}>
        {tabs.map(([name, word]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={chosen.value === name}
            aria-controls="panel"
            tabIndex={chosen.value === name ? 0 : -1}
            onClick={() => (chosen.value = name)}
          >
            {word}
          </button>
        ))}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby={`tab-${chosen.value}`} data-panel tabIndex={-1}>
        {children}
      </div>
    </>
  );
}

function walk<Name extends string>(event: TargetedKeyboardEvent<HTMLDivElement>, tabs: Tabs<Name>, chosen: Signal<Name>): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const at = tabs.findIndex(([name]) => name === chosen.value);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (!next) return;
  chosen.value = next[0];
  const box = event.currentTarget;
  requestAnimationFrame(() => box.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
}

/** The right side: settings in tabs, and what stands in the way of publication. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { FieldPanel } from "./field-panel.tsx";
import { FormPanel } from "./form-panel.tsx";
import { LogicPanel } from "./logic-panel.tsx";
import { ThemePanel } from "./theme-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import { SheetHead } from "./palette.tsx";
import { Problems } from "./problems.tsx";
import { panel, sheet } from "./store.ts";
import type { Panel } from "./store.ts";

const BODIES: Readonly<Record<string, () => JSX.Element>> = {
  field: FieldPanel,
  logic: LogicPanel,
  form: FormPanel,
  theme: ThemePanel,
  versions: VersionsPanel,
};

/** The panel that is chosen. */
export function Side(): JSX.Element {
  const tabs: readonly [Panel, string][] = [
    ["field", t("Field")],
    ["logic", t("Logic")],
    ["form", t("Form")],
    ["theme", t("Theme")],
    ["versions", t("Versions")],
  ];
  const Body = BODIES[panel.value] ?? FieldPanel;
  return (
    <section class={`side-box settings${sheet.value === "panel" ? " open" : ""}`} aria-label={t("Settings")}>
      <SheetHead title={t("Settings")} />
      <Problems />
      <div class="panel-tabs" role="tablist" aria-label={t("Settings")} onKeyDown={(event) => walk(event, tabs)}>
        {tabs.map(([name, word]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={panel.value === name}
            aria-controls="panel"
            tabIndex={panel.value === name ? 0 : -1}
            onClick={() => (panel.value = name)}
          >
            {word}
          </button>
        ))}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby={`tab-${panel.value}`} data-panel tabIndex={-1}>
        <Body />
      </div>
    </section>
  );
}

function walk(event: TargetedKeyboardEvent<HTMLDivElement>, tabs: readonly [Panel, string][]): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const at = tabs.findIndex(([name]) => name === panel.value);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (!next) return;
  panel.value = next[0];
  const box = event.currentTarget;
  requestAnimationFrame(() => box.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
}

/** The right side: settings in tabs, and what stands in the way of publication. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { PanelTabs } from "../../platform/frontend/src/editing/panel-tabs.tsx";
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
      <PanelTabs said={t("Settings")} tabs={tabs} chosen={panel}>
        <Body />
      </PanelTabs>
    </section>
  );
}

/** The right side: the settings of what is selected, the trial, the rule, its versions, and what stands in the way of publication. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { PanelTabs } from "../../platform/frontend/src/editing/panel-tabs.tsx";
import { Versions } from "../../platform/frontend/src/editing/versions.tsx";
import { Problems } from "./problems.tsx";
import { RulePanel } from "./rule-panel.tsx";
import { StepPanel } from "./step-panel.tsx";
import { data, draft, panel, sheet } from "./store.ts";
import type { Panel } from "./store.ts";
import { TryPanel } from "./try-panel.tsx";

const BODIES: Readonly<Record<Panel, () => JSX.Element>> = {
  step: StepPanel,
  try: TryPanel,
  rule: RulePanel,
  versions: () => <Versions store={draft} urls={data.urls} csrf={data.csrf} />,
};

/** The panel that is chosen. */
export function Side(): JSX.Element {
  const tabs: readonly [Panel, string][] = [
    ["try", t("Trial")],
    ["step", t("Step")],
    ["rule", t("Rule")],
    ["versions", t("Versions")],
  ];
  const Body = BODIES[panel.value];
  return (
    <section class={`side-box settings${sheet.value ? " open" : ""}`} aria-label={t("Settings")}>
      <div class="sheet-head">
        <strong>{t("Settings")}</strong>
        <button type="button" class="btn ico ghost" aria-label={t("Close")} onClick={() => (sheet.value = false)}>
          <Icon name="close" />
        </button>
      </div>
      <Problems />
      <PanelTabs said={t("Settings")} tabs={tabs} chosen={panel}>
        <Body />
      </PanelTabs>
    </section>
  );
}

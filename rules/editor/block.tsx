/** Steps one below the other, with a place to add one between any two. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { nameOf, openInsert } from "./actions.ts";
import { spotKeys } from "./head-keys.ts";
import { StepCard } from "./step-card.tsx";
import { blockOf, stepAt } from "./steps.ts";
import { root } from "./store.ts";

interface BlockProps {
  /** `0/do`, `0/do/2/case0`. */
  readonly path: string;
  readonly said: string;
  /** Nobody comes here in the trial. */
  readonly off: boolean;
}

/** A block at a path. */
export function Block({ path, said, off }: BlockProps): JSX.Element {
  const parts = path.split("/");
  const around = stepAt(root.value, parts.slice(0, -1).join("/"));
  const steps = around ? blockOf(around, parts[parts.length - 1] ?? "") : [];
  return (
    <ol class={`steps-of${off ? " off" : ""}`} aria-label={said}>
      {steps.map((step, at) => (
        <li key={step.id}>
          <Spot at={`${path}/${at}`} first={at === 0} said={at === 0 ? t("Add a step at the beginning of: %(block)s", { block: said }) : t("Add a step after %(name)s", { name: nameOf(steps[at - 1]) })} />
          <StepCard step={step} path={`${path}/${at}`} at={at} total={steps.length} off={off} />
        </li>
      ))}
      <li>
        <Spot at={`${path}/${steps.length}`} first={!steps.length} last said={steps.length ? t("Add a step after %(name)s", { name: nameOf(steps[steps.length - 1]) }) : t("Add a step to: %(block)s", { block: said })} />
      </li>
    </ol>
  );
}

interface SpotProps {
  readonly at: string;
  readonly first: boolean;
  readonly last?: boolean;
  readonly said: string;
}

/** A place to put a step: by a click, by `/`, by letting go what is dragged. The first one of a block is met by the arrows too. */
function Spot({ at, first, last, said }: SpotProps): JSX.Element {
  return (
    <div class={`spot${last ? " last" : ""}`} data-drop={at}>
      <button type="button" class="spot-add" data-spot={at} {...(first ? { "data-walk": "" } : {})} tabIndex={first && last ? 0 : -1} aria-label={said} title={said} onClick={() => openInsert(at)} onKeyDown={spotKeys}>
        <Icon name="plus" />
        {first && last ? <span>{t("Add a step")}</span> : null}
      </button>
    </div>
  );
}

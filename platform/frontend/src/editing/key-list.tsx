/** The keys of an island, in a window. */
import type { JSX } from "preact";
import { t } from "../core/texts.ts";
import { Window } from "./dialog.tsx";

export function KeyList({ keys, close }: { keys: readonly (readonly [key: string, word: string])[]; close: () => void }): JSX.Element {
  return (
    <Window title={t("Keys")} close={close}>
      <dl class="key-list">
        {keys.map(([key, word]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{word}</dd>
          </div>
        ))}
      </dl>
    </Window>
  );
}

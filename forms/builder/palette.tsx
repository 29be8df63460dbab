/** All types of fields: a click adds one below the selected field, dragging puts it where it is let go. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { add } from "./actions.ts";
import { startDrag } from "./drag.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import { plain } from "../../platform/frontend/src/editing/ids.ts";
import type { Kind } from "./kinds.ts";
import { data, dialog, sheet } from "./store.ts";

/** The left side; on a narrow screen a sheet from below. */
export function Palette(): JSX.Element {
  const [wanted, setWanted] = useState("");
  const found = data.kinds.filter((one) => plain(one.word).includes(plain(wanted)));
  const groups = [...new Set(found.map((one) => one.group))];
  return (
    <section class={`side-box kinds${sheet.value === "add" ? " open" : ""}`} aria-label={t("Fields to add")}>
      <SheetHead title={t("Add")} />
      <label class="sr" for="kinds-search">
        {t("Search fields")}
      </label>
      <input id="kinds-search" class="in" type="search" placeholder={t("Search fields")} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      {groups.map((group) => (
        <Group key={group} kinds={found.filter((one) => one.group === group)} />
      ))}
      {found.length ? null : <p class="muted">{t("Nothing is called that.")}</p>}
      <button type="button" class="btn block" onClick={() => (dialog.value = "list")}>
        <Icon name="list" />
        {t("Paste a list")}
      </button>
    </section>
  );
}

function Group({ kinds }: { kinds: readonly Kind[] }): JSX.Element {
  return (
    <>
      <h2>{kinds[0]?.groupWord}</h2>
      <ul class="kind-grid">
        {kinds.map((kind) => (
          <li key={kind.type}>
            <button type="button" class="kind-btn" data-kind={kind.type} onClick={() => add(kind.type)} onPointerDown={(event) => dragged(event, kind)}>
              <Icon name={kind.type} />
              {kind.word}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function dragged(event: PointerEvent, kind: Kind): void {
  // A finger on the palette scrolls it; there a tap adds.
  if (event.pointerType === "mouse") startDrag(event, { kind: "new", type: kind.type });
}

/** The head of a sheet on a narrow screen, with the way out. */
export function SheetHead({ title }: { title: string }): JSX.Element {
  return (
    <div class="sheet-head">
      <strong>{title}</strong>
      <button type="button" class="btn ico ghost" aria-label={t("Close")} onClick={() => (sheet.value = "")}>
        <Icon name="close" />
      </button>
    </div>
  );
}

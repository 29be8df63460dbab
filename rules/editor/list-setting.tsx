/** A list of objects, such as the lines of an invoice. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Icon } from "../../platform/frontend/src/editing/icons.tsx";
import type { Json } from "../../platform/frontend/src/editing/json.ts";
import type { Settings } from "./document.ts";
import { AddButton, SettingsOf } from "./setting.tsx";
import type { SettingProps } from "./setting.tsx";
import { data } from "./store.ts";

/** Its elements, each with its settings. */
export function ListOf({ shape, value, path, write }: SettingProps): JSX.Element {
  const items = (Array.isArray(value) ? value : []) as readonly Settings[];
  const keep = (next: readonly Settings[]): void => write(next as unknown as Json);
  return (
    <section class="list-box" aria-label={shape.word} data-setting={shape.name} tabIndex={-1}>
      <h3>{shape.word}</h3>
      <ol>
        {items.map((item, at) => (
          <li key={at}>
            <div class="list-head">
              <strong>{t("Line %(number)s", { number: String(at + 1) })}</strong>
              <button type="button" class="tool" aria-label={t("Remove line %(number)s", { number: String(at + 1) })} disabled={items.length === 1} onClick={() => keep(items.filter((_, place) => place !== at))}>
                <Icon name="bin" />
              </button>
            </div>
            <SettingsOf shapes={shape.fields ?? []} settings={item} path={path} write={(next) => keep(items.map((one, place) => (place === at ? next : one)))} />
          </li>
        ))}
      </ol>
      <AddButton word={t("Add a line")} act={() => keep([...items, fresh(items)])} />
    </section>
  );
}

/** Another one of the same kind: the next product, once. */
function fresh(items: readonly Settings[]): Settings {
  const taken = new Set(items.map((one) => one["product"]));
  const next = data.products.find((one) => !taken.has(one.value)) ?? data.products[0];
  return { product: String(next?.value ?? ""), quantity: "1" };
}

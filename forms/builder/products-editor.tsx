/** Which products of the catalogue can be chosen. Prices stay in the catalogue: a form never names one. */
import type { JSX } from "preact";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { textOf } from "./document.ts";
import type { Product } from "./kinds.ts";
import type { SettingProps } from "./setting-control.tsx";
import { data, form, language } from "./store.ts";

interface Chosen {
  readonly code: string;
  readonly [setting: string]: unknown;
}

/** A box for every product; those that are ticked are offered, with their variants. */
export function ProductsEditor({ setting, field, set }: SettingProps): JSX.Element {
  const chosen = (field["products"] ?? []) as readonly Chosen[];
  const toggle = (product: Product, on: boolean): void => {
    const variants = product.variants.map((one) => ({ code: one.code }));
    const fresh = variants.length ? { code: product.code, variants } : { code: product.code };
    set({ products: on ? [...chosen, fresh] : chosen.filter((one) => one.code !== product.code) });
  };
  const gone = chosen.filter((one) => !data.products.some((product) => product.code === one.code));
  return (
    <fieldset class="ticks" data-setting="products" tabIndex={-1}>
      <legend>{setting.word}</legend>
      {data.products.length ? null : <p class="muted">{t("The catalogue is empty: add products there first.")}</p>}
      <div class="tick-list">
        {data.products.map((product) => (
          <label key={product.code} class="tick-line">
            <input type="checkbox" checked={chosen.some((one) => one.code === product.code)} onChange={(event) => toggle(product, event.currentTarget.checked)} />
            {textOf(product.name, language.value, form.value) || product.code}
          </label>
        ))}
        {gone.map((one) => (
          <label key={one.code} class="tick-line">
            <input type="checkbox" checked onChange={() => set({ products: chosen.filter((other) => other !== one) })} />
            {t("%(code)s (not in the catalogue)", { code: one.code })}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One setting of a type, edited by what its schema says it is. */
import type { JSX } from "preact";
import { Choice, Line, Switch, TextsIn, Ticks } from "./controls.tsx";
import type { Field, Place, Texts } from "./document.ts";
import type { Setting } from "./kinds.ts";
import { FormulaOf } from "./conditions-panel.tsx";
import { PictureBox } from "./picture-box.tsx";
import { OptionsEditor } from "./options-editor.tsx";
import { ProductsEditor } from "./products-editor.tsx";

export interface SettingProps {
  readonly setting: Setting;
  readonly field: Field;
  readonly place: Place;
  readonly set: (settings: Record<string, unknown>, name?: string) => void;
}

/** Its control; nothing for what is written elsewhere (rows stand in the form itself). */
export function SettingControl(props: SettingProps): JSX.Element | null {
  const { setting, field, set } = props;
  const { name, word } = setting;
  const value = field[name];
  const common = { name, word };
  switch (setting.shape) {
    case "switch":
      return <Switch {...common} value={value === true} write={(on) => set({ [name]: on || undefined })} />;
    case "choice":
      return <Choice {...common} value={shown(value)} values={setting.values ?? []} empty="—" write={(next) => set({ [name]: typed(next, setting) })} />;
    case "ticks":
      return <Ticks {...common} value={(value ?? []) as string[]} values={setting.values ?? []} write={(next) => set({ [name]: next.length ? next : undefined })} />;
    case "texts":
      return <TextsIn {...common} value={value as Texts | undefined} long={setting.long ?? false} write={(texts) => set({ [name]: texts }, name)} />;
    case "options":
      return <OptionsEditor {...props} />;
    case "products":
      return <ProductsEditor {...props} />;
    case "rows":
      return null;
    case "formula":
      return <FormulaOf field={field} place={props.place} set={set} word={word} />;
    case "picture":
      return <PictureBox {...common} value={shown(value)} write={(id) => set({ [name]: id })} />;
    case "integer":
      return <Line {...common} keys="numeric" value={shown(value)} write={(next) => set({ [name]: whole(next) }, name)} />;
    default:
      return <Line {...common} value={shown(value)} write={(next) => set({ [name]: next.trim() || undefined }, name)} />;
  }
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function whole(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

function typed(text: string, setting: Setting): string | number | undefined {
  return setting.values?.find((one) => String(one.value) === text)?.value;
}

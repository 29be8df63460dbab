/** The one state of the page. Components read signals; everything that changes the form goes through `edit`. */
import { computed, signal } from "@preact/signals";
import { readData } from "./data.ts";
import type { Saved } from "./data.ts";
import { fieldAt, textOf } from "./document.ts";
import type { Field, FormDocument, Place, Texts } from "./document.ts";
import { DraftStore } from "../../platform/frontend/src/editing/draft.ts";
import type { Kind } from "./kinds.ts";

export type Panel = "field" | "logic" | "form" | "theme" | "versions";
export type Dialog = "" | "commands" | "insert" | "list" | "publish" | "done" | "preview" | "keys";

export const data = readData();
export const kinds: ReadonlyMap<string, Kind> = new Map(data.kinds.map((one) => [one.type, one]));
export const selection = signal<readonly Place[]>([]);
/** Everything that changes the form goes through it. */
export const draft = new DraftStore<FormDocument, Saved>(data.draft, { id: data.formId, url: data.urls["show"] ?? "", csrf: data.csrf }, (now) => {
  selection.value = selection.value.filter((place) => fieldAt(now, place));
});

export const form = draft.document;
export const { canUndo, canRedo, saving, saved, theirs } = draft;
export const { edit, undo, redo, saveNow, revision, adopt, insist, contest, keep, leave } = draft;
export const language = signal(data.draft.document.default_language);
export const panel = signal<Panel>("field");
/** What covers the canvas on a narrow screen: the palette, the settings, or nothing. */
export const sheet = signal<"" | "add" | "panel">("");
export const dialog = signal<Dialog>("");
/** What is to have the focus once it is drawn: a selector below the builder. */
export const focusNext = signal("");
/** Fields whose id still follows their label. */
export const fresh = new Set<Place>();

/** The one selected field, nothing where there are several or none. */
export const selected = computed<Field | undefined>(() => {
  const [only, ...more] = selection.value;
  return only === undefined || more.length ? undefined : fieldAt(form.value, only);
});

const firstLanguage = computed(() => form.value.default_language);

/** A text as it is shown now. What reads it is drawn anew with the language, not with every change of the form. */
export function shownText(texts: Texts | undefined): string {
  return textOf(texts, language.value, { default_language: firstLanguage.value });
}

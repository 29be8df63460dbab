/** The one state of the page. Components read signals; everything that changes the form goes through `edit`. */
import { computed, signal } from "@preact/signals";
import { Autosave } from "./autosave.ts";
import type { Outcome, State } from "./autosave.ts";
import { readData } from "./data.ts";
import type { Draft, Saved } from "./data.ts";
import { fieldAt, textOf } from "./document.ts";
import type { Field, FormDocument, Place, Texts } from "./document.ts";
import { History } from "./history.ts";
import type { Kind } from "./kinds.ts";
import { forget, remember } from "./local-copy.ts";
import { post } from "./server.ts";

export type Panel = "field" | "logic" | "form" | "theme" | "versions";
export type Dialog = "" | "commands" | "insert" | "list" | "publish" | "done" | "preview" | "keys";

export const data = readData();
export const kinds: ReadonlyMap<string, Kind> = new Map(data.kinds.map((one) => [one.type, one]));
const history = new History<FormDocument>(data.draft.document);

export const form = signal<FormDocument>(history.now);
export const canUndo = signal(false);
export const canRedo = signal(false);
export const selection = signal<readonly Place[]>([]);
export const language = signal(data.draft.document.default_language);
export const panel = signal<Panel>("field");
/** What covers the canvas on a narrow screen: the palette, the settings, or nothing. */
export const sheet = signal<"" | "add" | "panel">("");
export const dialog = signal<Dialog>("");
export const saving = signal<State>("saved");
export const saved = signal<Saved>(data.draft);
/** The other draft, while a person has to choose between it and this one. */
export const theirs = signal<Draft | null>(null);
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

const autosave = new Autosave<FormDocument>(history.now, data.draft.revision, {
  send,
  told: (state) => (saving.value = state),
  timer: { after: (milliseconds, call) => window.setTimeout(call, milliseconds), cancel: (timer) => window.clearTimeout(timer) },
});

/** Makes `next` the form. Changes under one key within a moment are one step of undo. */
export function edit(next: FormDocument, key = ""): void {
  history.commit(next, key, performance.now());
  show();
}

/** Takes the last step back. */
export function undo(): void {
  history.undo();
  show();
}

/** Does it again. */
export function redo(): void {
  history.redo();
  show();
}

function show(): void {
  form.value = history.now;
  canUndo.value = history.canUndo;
  canRedo.value = history.canRedo;
  selection.value = selection.value.filter((place) => fieldAt(history.now, place));
  autosave.changed(history.now);
  if (autosave.state !== "saved") remember(data.formId, autosave.revision, history.now);
}

/** Saves now, and waits for it. False where that was not possible. */
export async function saveNow(): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    await autosave.flush();
    const state: State = saving.value;
    if (state === "saved") return true;
    if (state !== "unsaved" && state !== "saving") return false;
    await new Promise((resolve) => setTimeout(resolve, 40)); // another save is under way
  }
  return false;
}

/** The revision that the server has. */
export function revision(): number {
  return autosave.revision;
}

/** Takes over a draft that the server has exactly so. As a step, so that undo brings the other one back. */
export function adopt(draft: Draft): void {
  theirs.value = null;
  history.commit(draft.document);
  keep(draft);
  autosave.settleOn(draft.document, draft.revision, true);
  show();
}

/** Keeps what is here, on top of what somebody else has saved. */
export function insist(): void {
  const other = theirs.value;
  if (!other) return;
  theirs.value = null;
  autosave.settleOn(history.now, other.revision, false);
}

/** Shows the draft that stands against what is here, which builds on `from`; nothing is saved until one of them is chosen. */
export function contest(other: Draft, from = autosave.revision): void {
  autosave.hold(from);
  theirs.value = other;
}

/** Notes what the server says about the draft. */
export function keep(answer: Saved): void {
  saved.value = answer;
}

/** Sends what is not saved while the page goes away. */
export function leave(): void {
  void autosave.flush();
}

async function send(document: FormDocument, from: number): Promise<Outcome> {
  const body = { revision: from, document };
  const answer = await post(data.urls["show"] ?? "", data.csrf, body, JSON.stringify(body).length < 60_000);
  if (answer?.status === 200) {
    const kept = answer.body as Saved;
    keep(kept);
    forget(data.formId);
    return { kind: "kept", revision: kept.revision };
  }
  if (answer?.status === 409) {
    theirs.value = (answer.body as { theirs: Draft }).theirs;
    return { kind: "overtaken" };
  }
  if (answer?.status === 422) saved.value = { ...saved.value, ...(answer.body as Pick<Saved, "problems">) };
  if (answer?.status === 422) return { kind: "refused" };
  return { kind: answer && [400, 401, 403].includes(answer.status) ? "out" : "unreached" };
}

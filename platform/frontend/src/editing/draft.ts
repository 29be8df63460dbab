/** A document that is being edited: undo, saving as it is written, and the choice where somebody else has saved meanwhile. */
import { signal } from "@preact/signals";
import { Autosave } from "./autosave.ts";
import type { Outcome, State } from "./autosave.ts";
import { History } from "./history.ts";
import { forget, remember } from "./local-copy.ts";
import { post } from "./server.ts";

export interface Problem {
  readonly place: string;
  readonly text: string;
  readonly code: string;
}

/** What the server says of a draft. */
export interface Kept {
  readonly revision: number;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly live: number | null;
  readonly changed: boolean;
  readonly problems: readonly Problem[];
}

export interface Server {
  /** By what this browser keeps a copy. */
  readonly id: string;
  readonly url: string;
  readonly csrf: string;
}

/** The one draft of a page. `S` is what the server says of it, `shown` is called whenever the document is another one. */
export class DraftStore<T, S extends Kept> {
  readonly document;
  readonly saved;
  readonly saving = signal<State>("saved");
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  /** The other draft, while a person has to choose between it and this one. */
  readonly theirs = signal<(S & { readonly document: T }) | null>(null);
  private readonly history: History<T>;
  private readonly autosave: Autosave<T>;
  private readonly server: Server;
  private readonly shown: (document: T) => void;

  constructor(draft: S & { readonly document: T }, server: Server, shown: (document: T) => void = () => undefined) {
    this.server = server;
    this.shown = shown;
    this.history = new History<T>(draft.document);
    this.document = signal<T>(draft.document);
    this.saved = signal<S>(draft);
    this.autosave = new Autosave<T>(draft.document, draft.revision, {
      send: (document, from) => this.send(document, from),
      told: (state) => (this.saving.value = state),
      timer: { after: (milliseconds, call) => window.setTimeout(call, milliseconds), cancel: (timer) => window.clearTimeout(timer) },
    });
  }

  /** Makes `next` the document. Changes under one key within a moment are one step of undo. */
  readonly edit = (next: T, key = ""): void => {
    this.history.commit(next, key, performance.now());
    this.show();
  };

  /** Takes the last step back. */
  readonly undo = (): void => {
    this.history.undo();
    this.show();
  };

  /** Does it again. */
  readonly redo = (): void => {
    this.history.redo();
    this.show();
  };

  /** Saves now, and waits for it. False where that was not possible. */
  readonly saveNow = async (): Promise<boolean> => {
    for (let tries = 0; tries < 50; tries += 1) {
      await this.autosave.flush();
      const state: State = this.saving.value;
      if (state === "saved") return true;
      if (state !== "unsaved" && state !== "saving") return false;
      await new Promise((resolve) => setTimeout(resolve, 40)); // another save is under way
    }
    return false;
  };

  /** The revision that the server has. */
  readonly revision = (): number => this.autosave.revision;

  /** Takes over a draft that the server has exactly so. As a step, so that undo brings the other one back. */
  readonly adopt = (draft: S & { readonly document: T }): void => {
    this.theirs.value = null;
    this.history.commit(draft.document);
    this.keep(draft);
    this.autosave.settleOn(draft.document, draft.revision, true);
    this.show();
  };

  /** Keeps what is here, on top of what somebody else has saved. */
  readonly insist = (): void => {
    const other = this.theirs.value;
    if (!other) return;
    this.theirs.value = null;
    this.autosave.settleOn(this.history.now, other.revision, false);
  };

  /** Shows the draft that stands against what is here, which builds on `from`; nothing is saved until one of them is chosen. */
  readonly contest = (other: S & { readonly document: T }, from = this.autosave.revision): void => {
    this.autosave.hold(from);
    this.theirs.value = other;
  };

  /** Notes what the server says about the draft. */
  readonly keep = (answer: S): void => {
    this.saved.value = answer;
  };

  /** Sends what is not saved while the page goes away. */
  readonly leave = (): void => {
    void this.autosave.flush();
  };

  private show(): void {
    this.document.value = this.history.now;
    this.canUndo.value = this.history.canUndo;
    this.canRedo.value = this.history.canRedo;
    this.shown(this.history.now);
    this.autosave.changed(this.history.now);
    if (this.autosave.state !== "saved") remember(this.server.id, this.autosave.revision, this.history.now);
  }

  private async send(document: T, from: number): Promise<Outcome> {
    const body = { revision: from, document };
    const answer = await post(this.server.url, this.server.csrf, body, JSON.stringify(body).length < 60_000);
    if (answer?.status === 200) {
      const kept = answer.body as S;
      this.keep(kept);
      forget(this.server.id);
      return { kind: "kept", revision: kept.revision };
    }
    if (answer?.status === 409) {
      this.theirs.value = (answer.body as { theirs: S & { document: T } }).theirs;
      return { kind: "overtaken" };
    }
    if (answer?.status === 422) this.saved.value = { ...this.saved.value, ...(answer.body as Pick<S, "problems">) };
    if (answer?.status === 422) return { kind: "refused" };
    return { kind: answer && [400, 401, 403].includes(answer.status) ? "out" : "unreached" };
  }
}

/** Saves what is not saved when the page is left or hidden. */
export function saveOnLeave(leave: () => void): void {
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
}

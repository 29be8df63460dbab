/**
 * Saves a document a moment after its last change, one save at a time. A save names the revision that it builds on; where the server
 * knows a newer one, saving stops until a person has chosen. What could not be sent is tried again, and kept in the browser meanwhile.
 */

export type State = "saved" | "unsaved" | "saving" | "offline" | "conflict" | "refused" | "out";

/**
 * What became of a save. `kept`: its new revision. `overtaken`: somebody else was there. `unreached`: the server did not answer.
 * `out`: it does not know the page any more, because its person signed out or in anew.
 */
export type Outcome =
  | { readonly kind: "kept"; readonly revision: number }
  | { readonly kind: "overtaken" | "unreached" | "refused" | "out" };

export interface Timer {
  after(milliseconds: number, call: () => void): number;
  cancel(timer: number): void;
}

const PAUSE = 500;
const AGAIN = 3000;

export interface Wishes<T> {
  readonly send: (document: T, revision: number) => Promise<Outcome>;
  readonly told: (state: State) => void;
  readonly timer: Timer;
}

/** The state of one document's saving. */
export class Autosave<T> {
  private wanted: T;
  private kept: T;
  private timer = 0;
  private busy = false;
  private readonly wishes: Wishes<T>;
  state: State = "saved";
  revision: number;

  constructor(document: T, revision: number, wishes: Wishes<T>) {
    this.wanted = document;
    this.kept = document;
    this.revision = revision;
    this.wishes = wishes;
  }

  /** The document is another one now. */
  changed(document: T): void {
    this.wanted = document;
    if (this.state === "conflict") return;
    if (document === this.kept && !this.busy) {
      this.wishes.timer.cancel(this.timer);
      this.say("saved");
      return;
    }
    if (!this.busy) this.say("unsaved");
    this.soon(PAUSE);
  }

  /** Saves at once what is not saved. */
  async flush(): Promise<void> {
    this.wishes.timer.cancel(this.timer);
    if (this.busy || this.state === "conflict" || this.wanted === this.kept) return;
    this.busy = true;
    this.say("saving");
    const sent = this.wanted;
    const outcome = await this.wishes.send(sent, this.revision);
    this.busy = false;
    this.settle(sent, outcome);
  }

  /** Stops saving until somebody has chosen: there is another draft. What is here builds on `revision`. */
  hold(revision: number): void {
    this.wishes.timer.cancel(this.timer);
    this.revision = revision;
    this.say("conflict");
  }

  /** After a conflict: go on from `document`, which builds on `revision`. `isKept` says that the server has exactly it. */
  settleOn(document: T, revision: number, isKept: boolean): void {
    this.revision = revision;
    this.wanted = document;
    if (isKept) this.kept = document;
    this.say(isKept ? "saved" : "unsaved");
    if (!isKept) this.soon(0);
  }

  private settle(sent: T, outcome: Outcome): void {
    if (outcome.kind === "kept") {
      this.kept = sent;
      this.revision = outcome.revision;
      if (this.wanted === sent) return this.say("saved");
      this.say("unsaved");
      return this.soon(PAUSE);
    }
    if (outcome.kind === "overtaken") return this.say("conflict");
    if (outcome.kind === "refused" || outcome.kind === "out") return this.say(outcome.kind);
    this.say("offline");
    this.soon(AGAIN);
  }

  private soon(milliseconds: number): void {
    this.wishes.timer.cancel(this.timer);
    this.timer = this.wishes.timer.after(milliseconds, () => void this.flush());
  }

  private say(state: State): void {
    this.state = state;
    this.wishes.told(state);
  }
}

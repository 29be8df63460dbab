/** Undo and redo over values that never change: a step costs what it changed, so hundreds of them are kept. */

const MOST = 500;
/** Milliseconds within which changes under one key are one step: a word that is typed, not its letters. */
const BURST = 800;

/** What was, what is, what was taken back. Times are handed in, so that a test needs no waiting. */
export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private key = "";
  private at = Number.NEGATIVE_INFINITY;
  now: T;

  constructor(first: T) {
    this.now = first;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Makes `next` what is. A change under the key of the one just before it joins that step. */
  commit(next: T, key = "", at = 0): void {
    if (next === this.now) return;
    const joins = key !== "" && key === this.key && at - this.at < BURST;
    if (!joins) this.past = [...this.past.slice(-(MOST - 1)), this.now];
    this.future = [];
    this.now = next;
    this.key = key;
    this.at = at;
  }

  /** Takes the last step back. */
  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
    this.key = "";
  }

  /** Does again what was taken back. */
  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.now = after;
    this.key = "";
  }
}

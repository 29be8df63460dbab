/** What one evaluation may see and how much it may still spend: `rules/expression/scope.py`. */
import type { Facts } from "./json.ts";

const BUDGET = 1_000_000;
const TEXT_BYTES = 64 * 1024;

/** Ends an evaluation that cost more than the server would spend on it. */
export class Overspent extends Error {}

export class Scope {
  readonly facts: Facts;
  #units: number;

  constructor(facts: Facts, units = BUDGET) {
    this.facts = facts;
    this.#units = units;
  }

  /** Pays for work that grows with the data; never less than Python does. */
  charge(units: number): void {
    this.#units -= units;
    if (this.#units < 0) throw new Overspent();
  }

  /** Pays for a text that was made and holds it to the cap (UTF-8 bytes). */
  text(text: string): string {
    this.charge(text.length >> 4);
    if (text.length * 3 > TEXT_BYTES && new TextEncoder().encode(text).length > TEXT_BYTES) throw new Overspent();
    return text;
  }
}

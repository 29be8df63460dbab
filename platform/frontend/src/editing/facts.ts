/** What conditions and formulas may look at, as the editors of both show it. */

export type Choice = readonly [value: string, word: string];

export interface NamedFact {
  /** As trees name it: `answers.pages`, `item.note`, `today`. */
  readonly path: string;
  /** As formulas write it: `pages`, `home.city`. */
  readonly name: string;
  readonly kind: string;
}

export interface Fact extends NamedFact {
  readonly word: string;
  /** The values that it can have, where there are only so many. */
  readonly choices: readonly Choice[];
  /** The heading that it stands below in a long list. */
  readonly group?: string;
}

export interface Operator {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly right: string;
  /** Nothing but a fixed value can stand on the right. */
  readonly fixed?: boolean;
  /** It asks what was answered before, which only the server knows. */
  readonly past?: boolean;
  readonly before: string;
  readonly after: string;
}

/** All that a condition can be made of, and how it is called. */
export interface Terms {
  readonly facts: readonly Fact[];
  readonly operators: readonly Operator[];
  /** What the fact `today` is called on the right of a comparison. */
  readonly today: string;
  /** Kind of a right side → the only values that it can have. */
  readonly rights?: Readonly<Record<string, readonly Choice[]>>;
  /** Whether earlier answers may be asked about. */
  readonly asksPast?: boolean;
  /** Whether a fact may be compared with another one. */
  readonly compares?: boolean;
}

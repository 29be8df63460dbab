/** What the server has not confirmed yet stays in this browser, so that a lost network or a closed tab loses nothing. */

export interface Copy<T> {
  readonly revision: number;
  readonly document: T;
}

const nameOf = (id: string): string => `licorne-draft:${id}`;

/** Keeps a copy; a browser that keeps nothing only loses this safety. */
export function remember(id: string, revision: number, document: unknown): void {
  storing((storage) => storage.setItem(nameOf(id), JSON.stringify({ revision, document })));
}

/** Drops the copy: the server has it. */
export function forget(id: string): void {
  storing((storage) => storage.removeItem(nameOf(id)));
}

/** The copy that an earlier visit left, nothing where it was all saved. */
export function remembered<T>(id: string): Copy<T> | null {
  let found: string | null = null;
  storing((storage) => (found = storage.getItem(nameOf(id))));
  return found ? (JSON.parse(found) as Copy<T>) : null;
}

function storing(act: (storage: Storage) => void): void {
  try {
    act(localStorage);
  } catch (error) {
    console.info("this browser keeps no copy of the draft", error);
  }
}

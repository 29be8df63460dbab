/** Ids made of labels, as forms/guess.py makes them. */

/** An id of the label's first words that is not taken: `date_of_birth`, `date_of_birth_2`. */
export function freshId(label: string, taken: ReadonlySet<string>): string {
  const words = plain(label).match(/[a-z0-9]+/g) ?? [];
  const name = words.join("_").slice(0, 34).replace(/^_+|_+$/g, "") || "field";
  const first = /^[a-z]/.test(name) ? name : `f_${name}`;
  let fresh = first;
  for (let number = 2; taken.has(fresh); number += 1) fresh = `${first}_${number}`;
  return fresh;
}

/** Small letters without accents, so that "Téléphone" and "telephone" are one word. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").trim();
}

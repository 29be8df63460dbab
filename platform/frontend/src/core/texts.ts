/** The few sentences that scripts say. The server writes them into the page in the reader's language. */
const texts: Record<string, string> = readTexts();

/** The translation of `message`; English where the page carries none. `%(name)s` is filled from `values`. */
export function t(message: string, values: Record<string, string> = {}): string {
  return (texts[message] ?? message).replace(/%\((\w+)\)s/g, (whole, name: string) => values[name] ?? whole);
}

function readTexts(): Record<string, string> {
  const holder = document.getElementById("texts");
  return holder?.textContent ? (JSON.parse(holder.textContent) as Record<string, string>) : {};
}

/** A bar that moves while work goes on in the background; when it is over, the page is shown as it then is. */
const PAUSE_MS = 1000;

interface Progress {
  running: boolean;
  seen: number;
  total: number;
}

/** Follows the bar of this page, if it has one: `data-progress` is the address that says how far it is. */
export function startProgress(): void {
  const bar = document.querySelector<HTMLProgressElement>("progress[data-progress]");
  if (bar) window.setTimeout(() => void look(bar), PAUSE_MS);
}

async function look(bar: HTMLProgressElement): Promise<void> {
  const answer = await fetch(bar.dataset["progress"] ?? "", { headers: { Accept: "application/json" } }).catch(() => null);
  // Signed out, or no line: the page has a link to look again.
  if (!answer?.ok) return;
  const told = (await answer.json()) as Progress;
  if (!told.running) return location.reload();
  bar.value = told.seen;
  const number = document.querySelector("[data-seen]");
  if (number) number.textContent = String(told.seen);
  window.setTimeout(() => void look(bar), PAUSE_MS);
}

/** Notices while the page is open, by server-sent events. Without them the bell's number is right on the next page. */
import { Listening } from "./listening.ts";
import { show } from "./toasts.ts";

interface Notice {
  text: string;
  path: string;
  unread: number;
}

/** Opens the stream that the page names, if the browser can. */
export function startNotices(): void {
  const address = document.body.dataset["notices"];
  if (!address || !("EventSource" in window)) return;
  const listening = new Listening(address, {
    notice: (data) => take(JSON.parse(data) as Notice),
    unread: (data) => count(Number(data)),
  });
  listening.start();
  // A page in the back-forward cache must not hold a connection: browsers have six of them per host.
  window.addEventListener("pagehide", () => listening.stop());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) listening.start();
  });
}

function take(notice: Notice): void {
  count(notice.unread);
  show({ text: notice.text, path: notice.path });
}

function count(unread: number): void {
  const badge = document.querySelector<HTMLElement>("[data-unread]");
  if (!badge) return;
  badge.textContent = String(unread);
  badge.hidden = unread === 0;
}

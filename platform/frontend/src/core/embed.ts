/**
 * Puts a form of ours into somebody's page: `<script async src=".../core/embed.js" data-licorne-form="slug"></script>`. The frame is
 * as high as what is in it. The page it stands in learns nothing but that height.
 */

/** Pixels until the form has told its height. */
const FIRST_HEIGHT = 480;

function place(script: HTMLScriptElement): void {
  const slug = script.dataset["licorneForm"] ?? "";
  const home = new URL(script.src);
  const frame = document.createElement("iframe");
  const address = new URL(`/f/${encodeURIComponent(slug)}`, home.origin);
  address.searchParams.set("embed", "1");
  if (script.dataset["lang"]) address.searchParams.set("lang", script.dataset["lang"]);
  frame.src = address.href;
  frame.title = script.dataset["title"] ?? slug;
  frame.style.cssText = `border:0;display:block;width:100%;height:${FIRST_HEIGHT}px`;
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.source === frame.contentWindow && event.origin === home.origin) resize(frame, event.data);
  });
  script.after(frame);
  delete script.dataset["licorneForm"];
}

function resize(frame: HTMLIFrameElement, told: unknown): void {
  const height = told && typeof told === "object" && "licorneHeight" in told ? told.licorneHeight : undefined;
  if (typeof height === "number" && Number.isFinite(height)) frame.style.height = `${Math.min(height, 20_000)}px`;
}

for (const script of document.querySelectorAll<HTMLScriptElement>("script[data-licorne-form]")) place(script);

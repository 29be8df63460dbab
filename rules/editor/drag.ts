/** Dragging a step by mouse, pen or finger. The rule is never touched while it is dragged: the place where it would go is marked. */
import { moveTo } from "./actions.ts";
import { pathOf } from "./steps.ts";
import { root } from "./store.ts";

const FAR = 6;
const EDGE = 70;

/** Follows the pointer from here; where it is let go over the rule, the step is put down. A short touch stays a click. */
export function startDrag(event: PointerEvent, id: string): void {
  if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const [from, source] = [{ x: event.clientX, y: event.clientY }, event.currentTarget];
  let spot: HTMLElement | null = null;
  let begun = false;
  const move = (now: PointerEvent): void => {
    if (!begun && Math.hypot(now.clientX - from.x, now.clientY - from.y) < FAR) return;
    if (!begun) source.setPointerCapture?.(now.pointerId);
    begun = true;
    document.body.classList.add("dragging");
    mark(spot, (spot = spotAt(now.clientX, now.clientY, id)));
    scrollNear(now.clientY);
  };
  const end = (now: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    document.body.classList.remove("dragging");
    mark(spot, null);
    const to = spot?.dataset["drop"];
    if (begun && to && now.type === "pointerup") moveTo(id, to);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
}

function mark(before: HTMLElement | null, now: HTMLElement | null): void {
  if (before === now) return;
  before?.classList.remove("over");
  now?.classList.add("over");
}

/** The place nearest to the point, but none within the step that is dragged. */
function spotAt(x: number, y: number, id: string): HTMLElement | null {
  const own = pathOf(root.value, id) ?? "";
  let best: HTMLElement | null = null;
  let least = 160;
  for (const one of document.querySelectorAll<HTMLElement>("[data-drop]")) {
    if (one.dataset["drop"]?.startsWith(`${own}/`)) continue;
    const box = one.getBoundingClientRect();
    if (x < box.left - 24 || x > box.right + 24) continue;
    const far = Math.abs(y - (box.top + box.height / 2));
    // Of two as near, the one further in: its box is the narrower one.
    if (far < least || (far === least && best && box.width < best.getBoundingClientRect().width)) [best, least] = [one, far];
  }
  return best;
}

function scrollNear(y: number): void {
  const by = y < EDGE * 2 ? -14 : y > window.innerHeight - EDGE ? 14 : 0;
  const floor = document.querySelector("[data-scroll]");
  if (by) (floor && floor.scrollHeight > floor.clientHeight ? floor : document.documentElement).scrollBy(0, by);
}

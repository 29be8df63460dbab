/** Dragging with mouse, pen or finger. The list is never touched while something is dragged: a line shows where it would go. */
import { add, moveTo } from "./actions.ts";
import { sectionOf, siblings } from "./document.ts";
import type { Place } from "./document.ts";
import { form, selection, sheet } from "./store.ts";
import { placed } from "./operations.ts";

export type Load = { readonly kind: "move"; readonly place: Place } | { readonly kind: "new"; readonly type: string };

const FAR = 6;
const EDGE = 60;

interface Spot {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Follows the pointer from here; where it is let go over the form, the load is put down. A short touch stays a click. */
export function startDrag(event: PointerEvent, load: Load): void {
  if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const [from, source] = [{ x: event.clientX, y: event.clientY }, event.currentTarget];
  const table = load.kind === "move" ? sectionOf(load.place) : "";
  let marker: HTMLElement | null = null;
  let spot: Spot | null = null;
  const move = (now: PointerEvent): void => {
    if (!marker && Math.hypot(now.clientX - from.x, now.clientY - from.y) < FAR) return;
    marker ??= begin(source, now);
    spot = spotAt(now.clientX, now.clientY, table);
    show(marker, spot);
    scrollNear(now.clientY);
  };
  const end = (now: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    const was = marker !== null;
    marker?.remove();
    document.body.classList.remove("dragging");
    if (was) swallowClick();
    if (spot && was && now.type === "pointerup") drop(load, spot.index);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
}

function begin(source: HTMLElement, event: PointerEvent): HTMLElement {
  source.setPointerCapture?.(event.pointerId);
  document.body.classList.add("dragging");
  const marker = document.createElement("div");
  marker.className = "drop-marker";
  document.body.append(marker);
  return marker;
}

function swallowClick(): void {
  const once = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener("click", once, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", once, { capture: true }), 0);
}

function drop(load: Load, index: number): void {
  if (load.kind === "new") {
    sheet.value = "";
    add(load.type, index, "");
  } else {
    moveTo(selection.value.includes(load.place) ? selection.value : [load.place], index);
  }
}

/** Where in the table the point is, in reading order: fields of half a line stand beside each other. */
function spotAt(x: number, y: number, section: string): Spot | null {
  const boxes = siblings(form.value, section).map((one) => boxOf(placed(section, one.id)));
  const area = document.querySelector("[data-canvas]")?.getBoundingClientRect();
  if (!area || x < area.left || x > area.right || y < area.top - EDGE || y > area.bottom + EDGE) return null;
  for (const [index, box] of boxes.entries()) {
    const beside = boxes.some((other, at) => at !== index && Math.abs(other.top - box.top) < FAR);
    const before = beside ? y < box.bottom && x < box.left + box.width / 2 : y < box.top + box.height / 2;
    if (before) return { index, x: box.left, y: box.top - FAR, width: box.width };
  }
  const last = boxes[boxes.length - 1];
  if (!last) return { index: 0, x: area.left + 24, y: Math.min(area.bottom - 24, y), width: area.width - 48 };
  return { index: boxes.length, x: last.left, y: last.bottom + FAR, width: last.width };
}

function boxOf(place: Place): DOMRect {
  return document.querySelector(`[data-place="${place}"]`)?.getBoundingClientRect() ?? new DOMRect();
}

function show(marker: HTMLElement, spot: Spot | null): void {
  marker.hidden = !spot;
  if (!spot) return;
  marker.style.transform = `translate(${spot.x}px, ${spot.y}px)`;
  marker.style.width = `${spot.width}px`;
}

function scrollNear(y: number): void {
  const by = y < EDGE * 2 ? -14 : y > window.innerHeight - EDGE * 2 ? 14 : 0;
  if (by) (document.querySelector("[data-scroll]") ?? document.documentElement).scrollBy(0, by);
}

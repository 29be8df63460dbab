/** Keys on the grip of a field: walk, choose, move, write. */
import { select, shift, toggle } from "./actions.ts";
import { sectionOf } from "./document.ts";
import type { Place } from "./document.ts";
import { placesOf } from "./document.ts";
import { focusNext, form, selection } from "./store.ts";

/** Does what a key on the grip of the field at `place` means. */
export function gripKeys(event: KeyboardEvent, place: Place): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step && event.altKey) {
    event.preventDefault();
    shift(step, place);
  } else if (step) {
    event.preventDefault();
    walk(place, step, event.shiftKey);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    select([place]);
    focusNext.value = `[data-label="${place}"]`;
  } else if (event.key === " ") {
    event.preventDefault();
    toggle(place);
  }
}

function walk(place: Place, step: -1 | 1, extend: boolean): void {
  const places = placesOf(form.value);
  const next = places[places.indexOf(place) + step];
  if (next === undefined) return;
  if (!extend) select([next]);
  else if (sectionOf(next) === sectionOf(place)) select([...new Set([...selection.value, place, next])]);
  focusNext.value = `[data-grip="${next}"]`;
}

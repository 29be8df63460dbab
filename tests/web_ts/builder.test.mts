// The pure parts of the form builder: operations on the document, undo, saving, formulas, conditions, contrast.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Autosave } from "../../platform/frontend/src/editing/autosave.ts";
import type { Outcome, State } from "../../platform/frontend/src/editing/autosave.ts";
import { addedAt, asGroup, byOperator, freshLeaf, itemsOf, operatorsFor, replacedAt, settled } from "../../platform/frontend/src/editing/conditions.ts";
import { contrast, readable, shownRatio } from "../../forms/builder/contrast.ts";
import { fieldAt, placesOf } from "../../forms/builder/document.ts";
import type { Field, FormDocument } from "../../forms/builder/document.ts";
import { History } from "../../platform/frontend/src/editing/history.ts";
import { clippedText, unclippedFields } from "../../forms/builder/clipboard.ts";
import { change, duplicate, insert, moveTo, remove, rename, retype, shift, write } from "../../forms/builder/operations.ts";
import { fromLines } from "../../forms/builder/options.ts";
import { perOption, withPlaces } from "../../forms/builder/places.ts";
import { pathOf } from "../../forms/builder/problem-places.ts";

const text = (id: string): Field => ({ id, type: "text", label: { en: id } });
const email: Field = { id: "email", type: "email", label: { en: "E-mail" } };
const section: Field = { id: "items", type: "section", label: { en: "Items" }, fields: [text("item"), text("note")] };
const form = (...fields: Field[]): FormDocument => ({ title: { en: "T" }, default_language: "en", currency: "EUR", fields });
const names = (of: FormDocument): string => placesOf(of).join(" ");

test("an inserted field gets an id that is free, in its own table", () => {
  const [next, places] = insert(form(text("a"), section), [text("a"), text("item")], 1);
  assert.equal(names(next), "a a_2 item items items.item items.note");
  assert.deepEqual(places, ["a_2", "item"]);
  const [inner] = insert(next, [text("item")], 1, "items");
  assert.equal(names(inner), "a a_2 item items items.item items.item_2 items.note");
});

test("the first address that is asked for tells contacts apart, and must be answered", () => {
  const [next] = insert(form(text("a")), [email, { ...email, id: "second" }, { id: "who", type: "person_name" }], 1);
  assert.deepEqual(next.contact, { key: "email", map: { email: "email", name: "who" } });
  assert.equal(fieldAt(next, "email")?.required, true);
  assert.equal(fieldAt(next, "second")?.required, undefined);
});

test("what is removed says nothing about the contact any more", () => {
  const [whole] = insert(form(), [email, text("a")], 0);
  assert.deepEqual(remove(whole, ["email"]).contact, { key: "email", map: {} });
  assert.equal(names(remove(form(text("a"), section), ["items.note", "a"])), "items items.item");
});

test("several fields move together and keep their order", () => {
  const four = form(text("a"), text("b"), text("c"), text("d"));
  assert.equal(names(moveTo(four, ["a", "c"], 4)), "b d a c");
  assert.equal(names(shift(four, ["b", "c"], -1)), "b c a d");
  assert.equal(names(shift(four, ["b", "c"], 1)), "a d b c");
  assert.equal(shift(four, ["a"], -1), four);
  assert.equal(shift(four, ["d"], 1), four);
});

test("a duplicate stands behind its original", () => {
  const [next, places] = duplicate(form(text("a"), text("b"), text("c")), ["a", "b"]);
  assert.equal(names(next), "a b a_2 b_2 c");
  assert.deepEqual(places, ["a_2", "b_2"]);
});

test("an empty text is no text", () => {
  const written = write(form(text("a")), "a", "help", "en", "Help");
  assert.deepEqual(fieldAt(written, "a")?.help, { en: "Help" });
  assert.equal("help" in (fieldAt(write(written, "a", "help", "en", ""), "a") ?? {}), false);
});

test("a new id is followed by everything that names the field", () => {
  const before = {
    ...form(text("a"), { ...text("b"), shown_if: { all: [{ left: { fact: "answers.a" }, operator: "is_not_empty" }] } }),
    contact: { key: "email", map: { name: "a" } },
    logic: [{ id: "r", when: { any: [{ left: { fact: "answers.a.city" }, operator: "is_empty" }] }, then: [{ do: "hide", field: "a" }] }],
  };
  const after = rename(before, "a", "name");
  assert.equal(JSON.stringify(after).includes('"answers.a"'), false);
  assert.deepEqual(after.contact?.map, { name: "name" });
  assert.equal(after.logic?.[0]?.then[0]?.field, "name");
  assert.equal(JSON.stringify(after.logic?.[0]?.when).includes("answers.name.city"), true);
  assert.equal(rename(before, "a", "b"), before, "an id that is taken changes nothing");
});

test("another type keeps what both know", () => {
  const next = retype(form({ ...text("a"), required: true, max_length: 20 }), "a", { id: "x", type: "number", label: { en: "New" } }, ["label", "required"]);
  assert.deepEqual(fieldAt(next, "a"), { id: "a", type: "number", label: { en: "a" }, required: true });
});

test("an operation changes nothing of the form it was given", () => {
  const frozen = deepFrozen(form(text("a"), section, email));
  change(frozen, "items.note", { required: true });
  remove(frozen, ["a"]);
  moveTo(frozen, ["email"], 0);
  rename(frozen, "a", "z");
});

test("a thousand random edits can be undone to the first byte and done again to the last", () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const random = generator(seed);
    const first = form(text("a"), section, email);
    const history = new History<FormDocument>(first);
    for (let step = 0; step < 100; step += 1) history.commit(randomEdit(history.now, random));
    const last = JSON.stringify(history.now);
    assert.equal(new Set(placesOf(history.now)).size, placesOf(history.now).length);
    while (history.canUndo) history.undo();
    assert.equal(history.now, first);
    while (history.canRedo) history.redo();
    assert.equal(JSON.stringify(history.now), last);
  }
});

test("two hundred steps and more are kept", () => {
  const history = new History(0);
  for (let step = 1; step <= 600; step += 1) history.commit(step);
  let undone = 0;
  while (history.canUndo) {
    history.undo();
    undone += 1;
  }
  assert.ok(undone >= 200, `${undone}`);
});

test("letters of one word are one step, words with a pause between are two", () => {
  const history = new History("");
  history.commit("a", "label", 0);
  history.commit("ab", "label", 300);
  history.commit("abc", "label", 2000);
  history.commit("abcd", "other", 2100);
  history.undo();
  assert.equal(history.now, "abc");
  history.undo();
  assert.equal(history.now, "ab");
  history.undo();
  assert.equal(history.now, "");
});

test("a change after undo ends what could be done again", () => {
  const history = new History(1);
  history.commit(2);
  history.undo();
  history.commit(3);
  assert.equal(history.canRedo, false);
});

test("saves follow each other, and name the revision that they build on", async () => {
  const { autosave, sent, states, run } = saving([{ kind: "kept", revision: 8 }, { kind: "kept", revision: 9 }]);
  autosave.changed("one");
  await run();
  autosave.changed("two");
  await run();
  assert.deepEqual(sent, [["one", 7], ["two", 8]]);
  assert.deepEqual(states, ["unsaved", "saving", "saved", "unsaved", "saving", "saved"]);
});

test("nothing is sent over what somebody else has saved until somebody chooses", async () => {
  const { autosave, sent, run } = saving([{ kind: "overtaken" }, { kind: "kept", revision: 21 }]);
  autosave.changed("mine");
  await run();
  autosave.changed("mine, more");
  await run();
  assert.equal(autosave.state, "conflict");
  assert.equal(sent.length, 1);
  autosave.settleOn("mine, more", 20, false);
  await run();
  assert.deepEqual(sent[1], ["mine, more", 20]);
  assert.equal(autosave.state, "saved");
});

test("while another draft stands against it, nothing is sent and its own base is kept", async () => {
  const { autosave, sent, run } = saving([]);
  autosave.hold(3);
  autosave.changed("mine");
  await autosave.flush();
  await run();
  assert.deepEqual(sent, []);
  assert.deepEqual([autosave.state, autosave.revision], ["conflict", 3]);
});

test("what did not arrive is sent again", async () => {
  const { autosave, sent, states, run } = saving([{ kind: "unreached" }, { kind: "kept", revision: 8 }]);
  autosave.changed("one");
  await run();
  assert.equal(states.at(-1), "offline");
  await run();
  assert.deepEqual(sent.map(([document]) => document), ["one", "one"]);
  assert.equal(autosave.state, "saved");
});

test("undone to what is kept, there is nothing to save", async () => {
  const { autosave, sent, run } = saving([]);
  autosave.changed("one");
  autosave.changed("first");
  await run();
  assert.deepEqual(sent, []);
  assert.equal(autosave.state, "saved");
});

test("conditions are changed where they are and nowhere else", () => {
  const leaf = (fact: string) => ({ left: { fact }, operator: "is_true" });
  const tree = { all: [leaf("a"), { any: [leaf("b")] }] };
  assert.deepEqual(addedAt(tree, [1], leaf("c")), { all: [leaf("a"), { any: [leaf("b"), leaf("c")] }] });
  assert.deepEqual(replacedAt(tree, [1, 0], undefined), { all: [leaf("a"), { any: [] }] });
  assert.deepEqual(asGroup(leaf("a")), { all: [leaf("a")] });
  assert.equal(settled({ all: [] }), undefined);
  assert.equal(itemsOf(tree).length, 2);
});

test("another operator keeps the right side where it still fits", () => {
  const operators = [
    { name: "is", kinds: ["text"], right: "text" }, { name: "contains", kinds: ["text"], right: "text" }, { name: "is_empty", kinds: ["text"], right: "" },
  ];
  const fact = { path: "answers.a", kind: "text", choices: [["x", "X"]] as const };
  const leaf = freshLeaf(fact, operators);
  assert.deepEqual(leaf, { left: { fact: "answers.a" }, operator: "is", right: { value: "x" } });
  assert.deepEqual(byOperator(leaf, operators[1]!, fact, operators[0]), { ...leaf, operator: "contains" });
  assert.deepEqual(byOperator(leaf, operators[2]!, fact, operators[0]), { left: leaf.left, operator: "is_empty" });
  assert.deepEqual(operatorsFor("number", operators), []);
});

test("options that are pasted again keep their values, so that answers and rules go on to hold", () => {
  const field = { ...text("a"), options: [{ value: "old_value", label: { en: "Website", fr: "Site" } }] };
  assert.deepEqual(fromLines(field, "en", ["Photos", " Website ", "", "Photos"]), [
    { value: "photos", label: { en: "Photos" } },
    { value: "old_value", label: { en: "Website", fr: "Site" } },
  ]);
});

test("copied fields are found again, and a list of labels is none", () => {
  assert.deepEqual(unclippedFields(clippedText([text("a")])), [text("a")]);
  assert.equal(unclippedFields("Name\nlicorne-fields\n{"), null);
  assert.equal(unclippedFields('{"licorne-fields": 2, "fields": []}'), null);
});

test("a problem's place leads to the field and the setting", () => {
  const whole = form(text("a"), section);
  assert.deepEqual(pathOf(whole, "fields[0].shown_if/all/0"), { place: "a", setting: "shown_if" });
  assert.deepEqual(pathOf(whole, "fields[1].fields[1].label"), { place: "items.note", setting: "label" });
  assert.deepEqual(pathOf(whole, "contact.map.email"), { place: "", setting: "contact" });
  assert.deepEqual(pathOf(whole, "fields[9].label"), { place: "", setting: "label" });
});

test("contrast is that of WCAG, and never rounded up", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(shownRatio(contrast("#767676", "#ffffff")), "4.5");
  assert.equal(shownRatio(4.499), "4.4");
  assert.ok(contrast(readable("#77c0ff"), "#ffffff") >= 4.5);
  assert.equal(readable("#6a3de8"), "#6a3de8");
});

interface Saving {
  readonly autosave: Autosave<string>;
  readonly sent: [string, number][];
  readonly states: State[];
  readonly run: () => Promise<void>;
}

/** A document that is saved by answers prepared here; `run` lets the time pass that it waits. */
function saving(answers: Outcome[]): Saving {
  const sent: [string, number][] = [];
  const states: State[] = [];
  let waiting: (() => void) | null = null;
  const timer = { after: (_: number, call: () => void) => ((waiting = call), 1), cancel: () => (waiting = null) };
  const send = async (document: string, revision: number): Promise<Outcome> => {
    sent.push([document, revision]);
    return answers.shift() ?? { kind: "unreached" };
  };
  const autosave = new Autosave("first", 7, { send, told: (state) => states.push(state), timer });
  const run = async (): Promise<void> => {
    const call = waiting;
    waiting = null;
    call?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { autosave, sent, states, run };
}

function deepFrozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (inner !== null && typeof inner === "object") deepFrozen(inner as object);
  return Object.freeze(value);
}

function generator(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return state % below;
  };
}

function randomEdit(now: FormDocument, random: (below: number) => number): FormDocument {
  const places = placesOf(now);
  const place = places[random(places.length)] ?? "";
  switch (random(7)) {
    case 0:
      return insert(now, [text(`f${random(5)}`)], random(now.fields.length + 1))[0];
    case 1:
      return places.length > 3 ? remove(now, [place]) : now;
    case 2:
      return shift(now, [place], random(2) ? 1 : -1);
    case 3:
      return duplicate(now, [place])[0];
    case 4:
      return write(now, place, "label", random(2) ? "en" : "fr", `L${random(9)}`);
    case 5:
      return rename(now, place, `r${random(9)}`);
    default:
      return change(now, place, { required: random(2) === 1 || undefined });
  }
}

test("places of options follow their field and go with what they limit", () => {
  const options = ["am", "pm"].map((value) => ({ value, label: { en: value } }));
  const day: Field = { id: "day", type: "choice", label: { en: "Day" }, options };
  const before: FormDocument = { title: { en: "x" }, default_language: "en", currency: "EUR", fields: [email, day] };
  const limited = withPlaces(withPlaces(before, "day", "am", 3), "day", "pm", 0);
  assert.deepEqual(perOption(limited), { day: { am: 3, pm: 0 } });
  assert.deepEqual(perOption(rename(limited, "day", "slot")), { slot: { am: 3, pm: 0 } });
  assert.deepEqual(perOption(change(limited, "day", { options: options.slice(1) })), { day: { pm: 0 } });
  assert.equal(remove(limited, ["day"])["limits"], undefined);
  assert.equal(retype(limited, "day", text("day"), ["label"])["limits"], undefined);
  assert.equal(withPlaces(withPlaces(limited, "day", "am", undefined), "day", "pm", undefined)["limits"], undefined);
  assert.equal(change(limited, "email", { label: { en: "Mail" } })["limits"], limited["limits"]);
});

/** The facts of the form as the shared editors of conditions and formulas take them: in the words that are read now. */
import type { Choice, Fact as Worded, Terms } from "../../platform/frontend/src/editing/facts.ts";
import type { WordedNames } from "../../platform/frontend/src/editing/formula-editor.tsx";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { textOf } from "./document.ts";
import { factWord, factsOf } from "./facts.ts";
import type { Fact } from "./facts.ts";
import { optionsOf } from "./options.ts";
import { partWord } from "./part-words.ts";
import { data, form, language } from "./store.ts";

/** What a condition can be made of. `section` is the one in whose rows it stands, `without` a field that cannot be asked about. */
export function termsOf(section = "", without = ""): Terms {
  const facts = factsOf(form.value, section).filter((one) => !without || one.field?.id !== without);
  return { facts: facts.map(worded), operators: data.operators, today: t("the day of sending") };
}

/** What a condition of the form's logic can be made of: it alone is judged once all is sent, and may ask about earlier answers. */
export function logicTerms(): Terms {
  return { ...termsOf(), asksPast: true };
}

/** What a formula can name. */
export function namesOf(section = ""): WordedNames {
  const sections = form.value.fields.filter((one) => one.fields);
  const rows = Object.fromEntries(sections.map((one) => [one.id, (one.fields ?? []).map((inner) => inner.id)]));
  return { facts: termsOf(section).facts, rows, operators: data.operators.map((one) => one.name) };
}

function worded(fact: Fact): Worded {
  const word = factWord(fact, form.value, language.value, partWord);
  return { path: fact.path, name: fact.name, kind: fact.kind, word, choices: choicesOf(fact) };
}

function choicesOf(fact: Fact): Choice[] {
  if (!fact.field) return [];
  if (fact.part === "product") {
    const offered = (fact.field["products"] ?? []) as readonly { code: string }[];
    return offered.map((one) => [one.code, textOf(data.products.find((product) => product.code === one.code)?.name, language.value, form.value) || one.code]);
  }
  return fact.part ? [] : optionsOf(fact.field).map((one) => [one.value, textOf(one.label, language.value, form.value) || one.value]);
}

"""Random edits of a form, as an author makes them: fields come, go, move, change their words, types, options and demands."""

import copy
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

_WORDS = st.sampled_from(["Your town", "Budget", "Wann?", "Détails", "What else", "Anything", "Größe", "x"])
_SIMPLE = ("text", "long_text", "number", "money", "date", "yes_no", "email", "phone", "url", "percentage")


def _at(document: Document, number: int) -> dict[str, Any]:
    fields = document["fields"]
    return fields[number % len(fields)]  # type: ignore[no-any-return]  # a field is a JSON object


def _remove(document: Document, number: int, word: str) -> None:
    document["fields"].remove(_at(document, number))


def _move(document: Document, number: int, word: str) -> None:
    field = _at(document, number)
    document["fields"].remove(field)
    document["fields"].insert(number // 7 % (len(document["fields"]) + 1), field)


def _add(document: Document, number: int, word: str) -> None:
    taken = {field["id"] for field in document["fields"]}
    name = next(f"added_{count}" for count in range(1000) if f"added_{count}" not in taken)
    field = {"id": name, "type": _SIMPLE[number % len(_SIMPLE)], "label": {"en": word}}
    document["fields"].insert(number % (len(document["fields"]) + 1), field)


def _rename(document: Document, number: int, word: str) -> None:
    _at(document, number)["label"] = {"en": word, "fr": word.upper()}


def _retype(document: Document, number: int, word: str) -> None:
    field = _at(document, number)
    kept: dict[str, Any] = {key: field[key] for key in ("id", "label", "required", "width") if key in field}
    field.clear()
    field.update(kept, type=_SIMPLE[number % len(_SIMPLE)])
    field.setdefault("label", {"en": word})


def _options(document: Document, number: int, word: str) -> None:
    with_options = [field for field in document["fields"] if "options" in field]
    if with_options:
        options = with_options[number % len(with_options)]["options"]
        options[number % len(options)]["label"] = {"en": word}
        if number % 3 == 0:
            options.append({"value": f"new_{len(options)}", "label": {"en": word}})
        if number % 5 == 0 and len(options) > 1:
            options.pop(0)


def _demand(document: Document, number: int, word: str) -> None:
    field = _at(document, number)
    field["required"] = not field.get("required", False)


def _money(document: Document, number: int, word: str) -> None:
    document["currency"] = ("EUR", "CHF", "JPY")[number % 3]
    document["title"] = {"en": word}


_EDITS = (_remove, _move, _add, _rename, _retype, _options, _demand, _money)
#: Edits as (which, where, word): what they do depends on the document that they meet.
SEQUENCES = st.lists(st.tuples(st.sampled_from(_EDITS), st.integers(0, 2000), _WORDS), min_size=1, max_size=12)


def edited(document: Document, sequence: list[Any]) -> Document:
    """A copy of the document after all edits. It need not be a form that can be published."""
    made = copy.deepcopy(document)
    for edit, number, word in sequence:
        if made["fields"]:
            edit(made, number, word)
    return made

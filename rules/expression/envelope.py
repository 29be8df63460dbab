"""How settings that are bound only in part are written down, so that data is never mistaken for instructions.

Between planning and the step's turn, settings rest in a database row. In that form:

* a text is a finished text, whatever it holds: nobody looks for merge tags in it again;
* what is still open is an object with a marker key: `{"$formula": tree}`, `{"$text": "…"}`, or
  `{"$when": condition, "$item": …}` for an element of a list;
* an element that stands for the items of a list and names earlier steps too keeps its item beside it:
  `{"$each": item, "$item": …}`;
* an object or list that came from facts is sealed in `{"$value": …}` and never walked, so an answer that is itself
  `{"$formula": …}` stays an answer;
* the outermost object carries `"$bind": 1` (and `"$when"`, if the step's own condition is still open, and `"$each"` with
  the row, if the step stands in an `each` and names earlier steps). Settings without it are refused, so
  what was bound to the end cannot be bound a second time: keys with `$` are refused in documents, and the outermost keys come
  from documents alone.
"""

from __future__ import annotations

from rules.expression.json_types import Json, Value
from rules.expression.values import clone, to_json

RESERVED = "$"
STAGE, VERSION = "$bind", 1
FORMULA, TEXT, VALUE, WHEN, ITEM, EACH = "$formula", "$text", "$value", "$when", "$item", "$each"


def sealed(value: Value) -> Json:
    """A value from facts in the resting form."""
    plain = to_json(value)
    return {VALUE: clone(plain)} if isinstance(plain, dict | list) else plain


def is_resting(settings: Json) -> bool:
    """Whether these are settings in the resting form, as `plan` makes them."""
    return isinstance(settings, dict) and settings.get(STAGE) == VERSION and settings.get(STAGE) is not True

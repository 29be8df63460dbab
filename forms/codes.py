"""Every code that this package answers with, and an example of its parameters, so that `web` can translate them all."""

from __future__ import annotations

from types import MappingProxyType

# Problems of answers; their place is the id of the field.
ANSWER_CODES = {
    "required": {},  # nothing was answered
    "several_values": {"count": "2"},  # a field for one answer came several times
    "line_break": {},  # a one-line text has a line break
    "character": {"character": "U+202E"},  # control, invisible or direction-changing character
    "combining_marks": {"maximum": "30"},  # more marks on one letter than any language needs
    "too_long": {"maximum": "200"},  # in characters
    "too_many_bytes": {"maximum": "65536"},  # in UTF-8
    "email_invalid": {},  # not exactly one bare address
    "phone_invalid": {"country": "FR"},  # no possible number, dialled in that country
    "number_format": {},  # no number in this language's writing
    "number_ambiguous": {},  # "1.234" where the language writes a comma: a thousand, or one and a bit?
    "too_many_digits": {"maximum": "20"},
    "not_whole": {},
    "too_many_decimals": {"maximum": "2"},
    "below_minimum": {"minimum": "1"},
    "above_maximum": {"maximum": "200"},
    "date_format": {},  # not YYYY-MM-DD, or not in the calendar
    "date_too_early": {"minimum": "2026-11-24"},
    "date_too_late": {"maximum": "2026-12-31"},
    "choice_unknown": {},  # not one of the options
    "too_few_choices": {"minimum": "1"},
    "too_many_choices": {"maximum": "3"},
    "yes_no_unknown": {},
    "consent_required": {},  # the box must be ticked
    "wrong_type": {"expected": "string"},  # API: JSON of another type
    "answer_shape": {},  # API: readable, but not in the schema's canonical shape
    "answers_not_an_object": {},  # API: place is empty
}

# Problems of a JSON text; their place is empty.
JSON_CODES = {
    "json_too_large": {"maximum": "262144"},
    "json_not_utf8": {"position": "17"},
    "json_malformed": {"line": "1", "column": "2"},
    "json_too_deep": {"maximum": "32"},
    "json_duplicate_key": {"key": "total"},
    "json_not_finite": {"value": "NaN"},
    "json_number_too_long": {"maximum": "30"},
    "json_character": {"character": "U+0000"},
}

# Problems of a definition; their place is a path like `fields[2].options`.
DEFINITION_CODES = {
    "definition_too_large": {"maximum": "262144"},
    "definition_too_deep": {"maximum": "32"},
    "definition_float": {"value": "1.5"},  # numbers are integers, or decimals in a string
    "definition_character": {"character": "U+202E"},
    "definition_line_break": {"text": "Two\nlines"},  # in a text that stands on one line
    "setting_missing": {"name": "label"},
    "setting_unknown": {"name": "$ref"},
    "setting_type": {"expected": "string"},
    "setting_not_allowed": {"allowed": "email, phone"},
    "setting_pattern": {"pattern": "^[A-Z]{3}$"},
    "setting_too_long": {"maximum": "300"},
    "setting_too_many": {"maximum": "200"},
    "setting_too_few": {"minimum": "1"},
    "setting_below_minimum": {"minimum": "0"},
    "setting_above_maximum": {"maximum": "1000"},
    "setting_date": {"value": "2026-02-30"},  # no such day
    "bounds_reversed": {"minimum": "5", "maximum": "1"},
    "field_type_unknown": {"type": "colour"},
    "duplicate_id": {"id": "email"},
    "reserved_id": {"id": "_token"},
    "duplicate_option": {"value": "website"},
    "text_missing": {"language": "en"},  # a text lacks the language that it must have
    "language_unlisted": {"language": "de"},  # a text in a language that the form does not have
    "currency_unknown": {"currency": "XXZ"},
    "country_unknown": {"country": "ZZ"},
    "contact_key_unmapped": {"key": "email"},
    "contact_key_optional": {"key": "email", "field": "email"},
    "contact_field_unknown": {"field": "mail"},
    "contact_field_type": {"field": "name", "allowed": "email"},
}

CODES = MappingProxyType({**ANSWER_CODES, **JSON_CODES, **DEFINITION_CODES})

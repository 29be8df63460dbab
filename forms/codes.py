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
    "stopped": {"message": "We deliver in France only."},  # place is empty; the words are the author's
    "url_invalid": {},  # no http(s) address of a host with a name
    "date_not_working": {},  # Saturday or Sunday
    "time_format": {},  # not HH:MM
    "time_outside": {"minimum": "08:00", "maximum": "18:00"},
    "time_step": {"minutes": "15"},
    "time_skipped": {},  # the hour that summer time leaves out
    "range_reversed": {},  # ends before it begins
    "range_too_short": {"minimum": "2"},  # in days
    "range_too_long": {"maximum": "30"},
    "postcode_invalid": {"country": "FR"},
    "vat_id_invalid": {},
    "siren_invalid": {},
    "siret_invalid": {},
    "uid_invalid": {},
    "company_numbers_differ": {},  # SIREN, SIRET and VAT id are not of one company
    "iban_invalid": {},
    "variant_unknown": {},  # not a variant of the chosen product
    "too_few_rows": {"minimum": "1"},
    "too_many_rows": {"maximum": "20"},
    "file_unknown": {},  # no file of that id was uploaded for this form
    "file_type": {"allowed": "jpeg, pdf, png"},
    "file_too_large": {"maximum": "10485760"},  # in bytes
    "too_many_files": {"maximum": "1"},
    "file_empty": {},
    "file_damaged": {},  # a picture that does not say how large it is
    "file_pixels": {"maximum": "50000000"},  # would become larger than this when it is opened
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
    "language_unknown": {"language": "qq"},  # Babel has no such language
    "currency_unknown": {"currency": "XXZ"},
    "country_unknown": {"country": "ZZ"},
    "default_invalid": {"reason": "choice_unknown"},  # the default is no answer to the question
    "form_too_wide": {"count": "6200", "maximum": "4980"},  # more values than a browser may send at once
    "field_type_not_in_rows": {"type": "section"},
    "logic_fact_unknown": {"name": "answers.gone"},  # a condition or formula names what the form does not have
    "logic_field_unknown": {"field": "gone"},  # a step is about a field that the form does not have
    "logic_field_unasked": {"field": "heading"},  # a step gives or demands an answer where there is none
    "logic_page_unknown": {"page": "details"},
    "logic_jump_back": {"page": "details"},  # to a page that comes before the answers that decide about it
    "past_misplaced": {},  # earlier submissions decide about something that would tell of them unasked
    "logic_circle": {"path": "a → b → a"},  # fields depend on each other
    "contact_key_unmapped": {"key": "email"},
    "contact_key_optional": {"key": "email", "field": "email"},
    "contact_field_unknown": {"field": "mail"},
    "password_not_hashed": {},  # in the clear, or hashed in a way that we do not check against
    "limit_without_field": {"field": "day"},  # a limit of options for what is no choice
    "limit_without_option": {"field": "day", "option": "monday"},
    "thanks_two_ways": {},  # on to another page, and a document to wait for on this one
    "theme_contrast": {"ratio": "3.2", "minimum": "4.5"},  # text in this colour, or on it, could not be read
    "contact_field_type": {"field": "name", "allowed": "email"},
}

# Doubts about a definition that may be published all the same; their place is a path as well.
WARNING_CODES: dict[str, dict[str, str]] = {
    "condition_never": {},  # no answers make it true
    "condition_always": {},  # no answers make it false
}

CODES = MappingProxyType({**ANSWER_CODES, **JSON_CODES, **DEFINITION_CODES, **WARNING_CODES})

"""Kinds and sizes in words."""

import pytest
from flask_babel import force_locale

from forms.fields.base import FIELD_TYPES
from licorne.web.formats import size
from licorne.web.words import field_type_word
from tests.web.office import Office


def test_every_registered_type_of_field_has_a_name_in_words(served: Office) -> None:
    with served.app.test_request_context():
        assert [kind for kind in FIELD_TYPES if field_type_word(kind) == kind] == []


@pytest.mark.parametrize(("count", "english", "french"), [
    (0, "0 byte", "0 o"), (999, "999 byte", "999 o"), (55_900, "55.9 kB", "55,9 ko"), (2_000_000, "2 MB", "2 Mo"),
])  # fmt: skip
def test_sizes_are_written_as_the_language_does(served: Office, count: int, english: str, french: str) -> None:
    for language, shown in (("en", english), ("fr", french)):
        with served.app.test_request_context(), force_locale(language):
            assert size(count).replace("\u202f", " ").replace("\xa0", " ") == shown

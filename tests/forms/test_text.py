"""Texts in several languages."""

from forms.text import localised

NAMES = {"en": "Name", "fr": "Nom", "fr-CH": "Nom (CH)", "de": ""}


def test_the_closest_language_that_has_a_text_is_taken():
    assert localised(NAMES, "fr-CH", "en") == "Nom (CH)"
    assert localised(NAMES, "fr-BE", "en") == "Nom"
    assert localised(NAMES, "de", "en") == "Name"
    assert localised(NAMES, "it", "fr") == "Nom"
    assert localised({}, "en", "en") == ""

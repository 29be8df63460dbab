"""Looks that can be read: contrast by WCAG, and a style sheet whose every pair of colours has it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import parse
from forms.theme import MINIMUM, contrast, theme_css, theme_problems
from rules.expression.problem import Refused

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PAPER, NIGHT = "#ffffff", "#1b1821"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_a_pale_accent_and_a_dark_background_are_refused_with_their_ratio() -> None:
    found = list(theme_problems({"accent": "#77c0ff", "background": "#333333"}))
    assert [(one.code, one.place) for one in found] == [
        ("theme_contrast", "theme.accent"),
        ("theme_contrast", "theme.background"),
    ]
    assert found[0].parameters == {"ratio": "1.9", "minimum": "4.5"}
    assert list(theme_problems({"accent": "#6a3de8", "background": "#f6f5f9", "radius": 4})) == []


def test_a_definition_with_such_a_theme_is_refused() -> None:
    document = {
        "schema": 1, "title": {"en": "T"}, "default_language": "en", "currency": "EUR", "theme": {"accent": "#ffff00"},
        "fields": [{"id": "email", "type": "email", "label": {"en": "E"}, "required": True}],
        "contact": {"key": "email", "map": {"email": "email"}},
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        parse(document)
    assert [one.code for one in caught.value.problems] == ["theme_contrast"]


@given(COLOURS)
def test_whatever_accent_is_accepted_all_that_is_made_of_it_can_be_read(accent: str) -> None:
    if list(theme_problems({"accent": accent})):
        return
    sheet = theme_css({"accent": accent})
    pairs = {
        name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)", sheet)
    }
    for side, paper in enumerate((PAPER, NIGHT)):
        assert contrast(pairs["accent"][side], paper) >= MINIMUM
        assert contrast(pairs["accent-ink"][side], pairs["accent-soft"][side]) >= MINIMUM
        assert contrast(pairs["on-accent"][side], pairs["accent"][side]) >= MINIMUM
        assert contrast(pairs["on-accent"][side], pairs["accent-hover"][side]) >= MINIMUM


def test_nothing_chosen_is_no_style_sheet() -> None:
    assert theme_css({}) == ""
    assert "Georgia" in theme_css({"font": "serif"})
    assert "border-radius:0px" in theme_css({"radius": 0})

"""The WTForms class that the public page renders."""

import json
from xml.etree import ElementTree

import pytest
from werkzeug.datastructures import MultiDict

from forms.definition import parse
from forms.validate import read_answers
from forms.wtform import form_class
from rules.expression.problem import Problem
from tests.forms.samples import FILLED, TODAY, document_of, project_form, settings_of

FORM = project_form()


def message(problem: Problem) -> str:
    return f"{problem.code} {json.dumps(dict(problem.parameters))}"


def shown(definition=FORM, language="fr", posted=None):
    pairs = (
        None if posted is None else MultiDict([(name, value) for name, values in posted.items() for value in values])
    )
    return form_class(definition, language, message)(pairs, today=TODAY)


def html(field) -> ElementTree.Element:
    """The field's HTML as a tree: bare attributes and void tags made XML first."""
    text = (
        str(field())
        .replace(" required", ' required=""')
        .replace(" checked", ' checked=""')
        .replace(" selected", ' selected=""')
    )
    return ElementTree.fromstring(
        "<p>" + text.replace('">', '"/>') + "</p>" if "<select" not in text and "<textarea" not in text else text
    )


def test_a_fresh_form_asks_in_its_language():
    form = shown()
    assert [field.name for field in form] == ["name", "email", "service", "pages", "rush", "consent"]
    assert form["name"].label.text == "Votre nom"
    assert form["email"].description == "Nous envoyons la facture à cette adresse."
    assert [choice.label for choice in form["service"].choices] == ["Site web", "Identité visuelle", "Photographie"]
    assert form["consent"].text.startswith("J’accepte")
    assert (form["pages"].kind, form["pages"].id, form["pages"].raw) == ("number", "field-pages", "")
    assert not any(choice.selected for choice in form["service"].choices)
    assert not form["consent"].ticked, "consent is never given beforehand"


def test_a_language_that_the_form_lacks_falls_back_to_its_own():
    assert shown(language="de")["name"].label.text == "Your name"
    assert shown(language="fr-CH")["name"].label.text == "Votre nom"


def test_validating_is_reading():
    form = shown(posted=FILLED)
    assert form.validate()
    assert form.reading == read_answers(FORM, FILLED, "fr", TODAY)
    assert form.data == form.reading.answers
    assert form.errors == {}


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_it():
    form = shown(
        posted={**FILLED, "pages": ["201"], "email": ["evil@evil.com, Bob"], "rush": ["on"], "total": ["0.01"]}
    )
    assert not form.validate()
    assert form.errors == {"pages": ['above_maximum {"maximum": "200"}'], "email": ["email_invalid {}"]}
    assert form["pages"].errors == form.errors["pages"]
    assert form["name"].errors == []
    assert (form["pages"].raw, form["email"].raw) == ("201", "evil@evil.com, Bob")
    assert [choice.value for choice in form["service"].choices if choice.selected] == ["website"]
    assert form["rush"].ticked
    assert form.reading.unknown == ("total",)


def test_two_showings_share_nothing():
    kind = form_class(FORM, "en", message)
    first, second = kind(MultiDict({"name": "A"}), today=TODAY), kind(today=TODAY)
    assert not first.validate()
    assert first["email"].errors
    assert not second["email"].errors
    assert second["name"].raw == ""


@pytest.mark.parametrize("name", ["data", "errors", "validate", "process", "meta", "today", "definition", "items", "a"])
def test_a_field_may_have_the_name_of_a_part_of_wtforms(name):
    form = shown(parse(document_of(settings_of("text", id=name))), posted={"email": ["a@b.co"], name: ["hello"]})
    assert form.validate()
    assert form.data == {"email": "a@b.co", name: "hello"}
    assert name in form
    assert "other" not in form


HOSTILE = [
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "</textarea><script>x</script>",
    "<!--",
    "]]>",
    "{{7*7}}",
    "&quot;>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["text", "long_text", "choice", "multiple_choice", "email", "number", "date", "phone"])
def test_hostile_texts_are_shown_as_text(kind, text):
    texts = {"label": {"en": text}, "help": {"en": text}, "placeholder": {"en": text}}
    options = {"options": [{"value": "a", "label": {"en": text}}]} if kind.endswith("choice") else {}
    form = shown(parse(document_of(settings_of(kind, **texts, **options))), "en", {"sample": [text]})
    rendered = str(form["sample"]()) + str(form["sample"].label)
    assert "<svg" not in rendered
    assert "<script" not in rendered
    assert "<!--" not in rendered
    if not options:
        assert form["sample"].raw == text


def test_what_is_shown_again_holds_nothing_that_breaks_the_page():
    form = shown(posted={"name": ["a\x00\u202eb" + "\ud800" + "x" * 100_000]})
    assert form["name"].raw.startswith("a\ufffd\ufffdb\ufffdx")
    assert len(form["name"].raw) == 20_000
    str(form["name"]()).encode()


def test_controls_carry_the_hints_of_their_type():
    form = shown(parse(document_of(settings_of("date", min="today+1"), settings_of("money", id="budget"))), "en")
    assert html(form["sample"])[0].attrib == {
        "id": "field-sample", "name": "sample", "type": "date", "min": "2026-11-25", "max": "2200-12-31", "value": "",
    }  # fmt: skip
    assert form["budget"].attributes == {"inputmode": "decimal"}
    assert form["email"].attributes == {"autocomplete": "email", "maxlength": "254", "inputmode": "email"}
    assert html(form["email"])[0].attrib["required"] == ""


def test_a_list_shows_the_posted_choice():
    options = [{"value": f"v{place}", "label": {"en": f"V {place}"}} for place in range(8)]
    form = shown(parse(document_of(settings_of("choice", options=options, required=True))), "en", {"sample": ["v3"]})
    select = html(form["sample"])
    assert select.tag == "select"
    assert [option.get("value") for option in select if option.get("selected") is not None] == ["v3"]


def test_required_check_boxes_do_not_ask_for_every_box():
    form = shown(parse(document_of(settings_of("multiple_choice", required=True))), "en", {"sample": ["a", "b"]})
    rendered = str(form["sample"]())
    assert "required" not in rendered
    assert rendered.count("checked") == 2
    assert rendered.count('id="field-sample"') == 1


def test_a_required_yes_or_no_is_two_buttons():
    form = shown(parse(document_of(settings_of("yes_no", required=True))), "en", {"sample": ["no"]})
    assert [(choice.value, choice.selected) for choice in form["sample"].choices] == [("yes", False), ("no", True)]
    assert str(form["sample"]()).count('type="radio"') == 2

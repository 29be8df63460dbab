"""Definitions: what is refused, with which code, at which place."""

import json

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from forms.definition import parse
from forms.schema_problems import MAX_PROBLEMS, compiled
from rules.expression.problem import Refused
from tests.forms.samples import document_of, project_document, project_form, settings_of


def problems(document) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        parse(document)
    return [(problem.code, problem.place) for problem in caught.value.problems]


def changed(**more):
    return {**project_document(), **more}


def test_the_demo_form_is_read_whole():
    form = project_form()
    assert [field.id for field in form.fields] == ["name", "email", "service", "pages", "rush", "consent"]
    assert form.languages == ("en", "fr")
    assert form.title["fr"] == "Demande de projet"
    assert (form.currency, form.country, form.contact_key) == ("EUR", "FR", "email")
    assert form.contact_map == {"name": "name", "email": "email"}
    assert form.success.title["en"] == "Thank you"


def test_the_demo_form_is_complete_in_both_languages():
    def texts(node):
        if isinstance(node, dict):
            if "en" in node:
                yield node
            for child in node.values():
                yield from texts(child)
        elif isinstance(node, list):
            for child in node:
                yield from texts(child)

    found = list(texts(project_document()))
    assert len(found) > 15
    assert all(set(text) == {"en", "fr"} and all(text.values()) for text in found)


def test_the_languages_come_from_the_title_where_none_are_listed():
    assert parse(document_of()).languages == ("en", "fr")
    assert parse(document_of(languages=["fr", "en"], default_language="fr", fields=[
        {"id": "email", "type": "email", "label": {"fr": "E-mail"}, "required": True}])).languages == ("fr", "en")  # fmt: skip


def test_a_language_that_no_page_can_be_written_in_is_refused_where_the_title_names_it():
    assert problems(document_of(title={"en": "Request", "qq": "?"})) == [("language_unknown", "title.qq")]
    assert parse(document_of(title={"en": "Request", "fr-CH": "Demande"})).languages == ("en", "fr-CH")


@pytest.mark.parametrize("document", [None, [], "form", 7, True])
def test_only_an_object_can_be_a_form(document):
    assert problems(document) == [("setting_type", "")]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (changed(schema=2), ("setting_not_allowed", "schema")),
        (changed(schema=True), ("setting_not_allowed", "schema")),
        (changed(total="0.01"), ("setting_unknown", "")),
        (changed(fields=[]), ("setting_too_few", "fields")),
        (changed(fields="all"), ("setting_type", "fields")),
        (changed(fields=[7]), ("setting_type", "fields[0]")),
        (changed(currency="euro"), ("setting_pattern", "currency")),
        (changed(currency="XXZ"), ("currency_unknown", "currency")),
        (changed(country="ZZ"), ("country_unknown", "country")),
        (changed(default_language="de"), ("language_unlisted", "default_language")),
        (changed(languages=["en", "fr", "qq"]), ("language_unknown", "languages[2]")),
        (changed(languages=["en", "fr", "en-QQ"]), ("language_unknown", "languages[2]")),
        (changed(title={"fr": "Demande"}), ("text_missing", "title")),
        (changed(title={"en": "  "}), ("text_missing", "title")),
        (changed(title={}), ("setting_too_few", "title")),
        (changed(title={"en": "x" * 301}), ("setting_too_long", "title.en")),
        (changed(intro={"de": "Hallo"}), ("language_unlisted", "intro")),
        (changed(contact={"key": "name", "map": {"name": "name"}}), ("setting_not_allowed", "contact.key")),
        (changed(contact={"key": "email", "map": {"name": "name"}}), ("contact_key_unmapped", "contact.key")),
        (changed(contact={"key": "email", "map": {"email": "mail"}}), ("contact_field_unknown", "contact.map.email")),
        (changed(contact={"key": "email", "map": {"email": "name"}}), ("contact_field_type", "contact.map.email")),
        (
            changed(contact={"key": "email", "map": {"email": "email", "role": "name"}}),
            ("setting_unknown", "contact.map"),
        ),
        (
            changed(contact={"key": "email", "map": {"email": "email", "name": "rush"}}),
            ("contact_field_type", "contact.map.name"),
        ),
    ],
)
def test_a_wrong_envelope_is_refused_at_its_place(document, expected):
    assert problems(document) == [expected]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (settings_of("text", type="colour"), ("field_type_unknown", "fields[1].type")),
        (settings_of("text", id="email"), ("duplicate_id", "fields[1].id")),
        (settings_of("text", id="Name"), ("setting_pattern", "fields[1].id")),
        (settings_of("text", id="a" * 41), ("setting_pattern", "fields[1].id")),
        (settings_of("text", id=7), ("setting_type", "fields[1].id")),
        (settings_of("text", label={"fr": "Nom"}), ("text_missing", "fields[1].label")),
        (settings_of("text", help={"de": "Hilfe"}), ("language_unlisted", "fields[1].help")),
        (settings_of("text", max_length=0), ("setting_below_minimum", "fields[1].max_length")),
        (settings_of("text", max_length=True), ("setting_type", "fields[1].max_length")),
        (settings_of("text", max_length=5_000), ("setting_above_maximum", "fields[1].max_length")),
        (settings_of("text", pattern="(a+)+$"), ("setting_unknown", "fields[1]")),
        (settings_of("text", price="0.01"), ("setting_unknown", "fields[1]")),
        (settings_of("text", required="yes"), ("setting_type", "fields[1].required")),
        (settings_of("text", autocomplete="cc-number"), ("setting_not_allowed", "fields[1].autocomplete")),
        (settings_of("number", min=5, max=1), ("bounds_reversed", "fields[1].max")),
        (settings_of("number", min=5, max="4.5"), ("bounds_reversed", "fields[1].max")),
        (settings_of("number", max="1e9"), ("setting_pattern", "fields[1].max")),
        (settings_of("number", max="99999999999999"), ("setting_above_maximum", "fields[1].max")),
        (settings_of("number", max=10**10), ("setting_above_maximum", "fields[1].max")),
        (settings_of("date", min="2026-02-30"), ("setting_date", "fields[1].min")),
        (settings_of("date", min="tomorrow"), ("setting_pattern", "fields[1].min")),
        (settings_of("date", min="today+5", max="today"), ("bounds_reversed", "fields[1].max")),
        (settings_of("date", min="2026-02-02", max="2026-02-01"), ("bounds_reversed", "fields[1].max")),
        (settings_of("choice", options=[]), ("setting_too_few", "fields[1].options")),
        (
            settings_of("choice", options=[{"value": "a", "label": {"en": "A"}}] * 2),
            ("duplicate_option", "fields[1].options"),
        ),
        (
            settings_of("choice", options=[{"value": "a", "label": {"fr": "A"}}]),
            ("text_missing", "fields[1].options[0].label"),
        ),
        (
            settings_of("choice", options=[{"value": "=1", "label": {"en": "A"}}]),
            ("setting_pattern", "fields[1].options[0].value"),
        ),
        (
            settings_of("choice", options=[{"value": "a", "label": {"en": "A"}}] * 201),
            ("setting_too_many", "fields[1].options"),
        ),
        (settings_of("multiple_choice", min_choices=3), ("bounds_reversed", "fields[1].min_choices")),
        (settings_of("consent", text={"en": "I agree."}), ("text_missing", "fields[1].text")),
        ({"id": "a", "type": "choice", "label": {"en": "A"}}, ("setting_missing", "fields[1]")),
        ({"id": "a", "type": "text"}, ("setting_missing", "fields[1]")),
    ],
)
def test_a_wrong_field_is_refused_at_its_place(settings, expected):
    assert problems(document_of(settings)) == [expected]


def test_an_id_with_an_underscore_in_front_belongs_to_the_page():
    assert ("reserved_id", "fields[1].id") in problems(document_of(settings_of("text", id="_token")))


def test_the_contacts_key_must_be_in_every_submission():
    optional = [{"id": "email", "type": "email", "label": {"en": "Email"}}]
    assert problems(document_of(fields=optional)) == [("contact_key_optional", "contact.key")]


def test_every_problem_is_named_at_once_but_not_a_hundred_thousand():
    assert len(problems(document_of(*[settings_of("text", id=f"f{n}", max_length=0) for n in range(10)]))) == 10
    assert (
        len(problems(document_of(*[settings_of("text", id=f"f{n}", max_length=0) for n in range(150)]))) == MAX_PROBLEMS
    )
    assert problems(document_of(*[settings_of("text", id=f"f{n}") for n in range(200)])) == [
        ("setting_too_many", "fields")
    ]


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/schema", "file:///etc/passwd", "#/fields"])
def test_a_reference_in_a_document_leads_nowhere(reference):
    assert problems(changed(**{"$ref": reference})) == [("setting_unknown", "")]
    assert problems(document_of({**settings_of("text"), "$ref": reference})) == [("setting_unknown", "fields[1]")]
    assert ("setting_unknown", "contact") in problems(
        changed(contact={"$ref": reference, "key": "email", "map": {"email": "email"}})
    )


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/schema", "file:///etc/passwd"])
def test_a_schema_that_leaves_itself_is_not_fetched(reference):
    with pytest.raises(Unresolvable):
        compiled({"$ref": reference}).is_valid({})


def test_size_and_depth_are_judged_without_recursion():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    assert problems(deep) == [("definition_too_deep", "")]
    assert problems(changed(intro={"en": "x" * 300_000})) == [("definition_too_large", "")]
    assert problems([0] * 300_000) == [("definition_too_large", "")]
    while deep:  # taken apart by hand: freeing it at once would recurse
        deep = deep.pop()


@pytest.mark.parametrize("text", ["a\x00", "\u202eabc", "\ud800", "\ufeffa", "a\x1bb"])
def test_texts_of_a_definition_hold_no_character_that_deceives_or_breaks(text):
    assert problems(changed(title={"en": text})) == [("definition_character", "")]
    assert problems(changed(**{text: 1})) == [("definition_character", "")]


def test_only_long_texts_have_several_lines():
    assert parse(changed(intro={"en": "One\ntwo"})).intro["en"] == "One\ntwo"
    for document in (
        changed(title={"en": "One\nBcc: eve"}),
        changed(currency="EUR\n"),
        document_of(settings_of("text", id="name\n")),
    ):
        assert problems(document) == [("definition_line_break", "")]


def test_a_binary_fraction_is_no_setting():
    assert problems(document_of(settings_of("number", min=0.5))) == [("definition_float", "")]
    assert problems(document_of(settings_of("number", decimals=2.0))) == [("definition_float", "")]


def test_texts_that_are_code_elsewhere_stay_texts():
    hostile = '"><svg onload=alert(1)>]]>{{7*7}}</script>'
    form = parse(document_of(settings_of("text", label={"en": hostile}), title={"en": hostile}))
    assert form.title["en"] == form.fields[1].label["en"] == hostile


def test_the_schema_of_the_answers_is_a_valid_schema_and_plain_json():
    schema = json.loads(json.dumps(project_form().answers_schema))
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == ["name", "email", "service", "consent"]

"""Pasted lines become fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import parse
from forms.guess import MAX_LINES, fields_from_lines, guessed_type
from tests.forms.samples import document_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("E-mail", "email"), ("Adresse e-mail", "email"), ("Courriel", "email"), ("Your email address", "email"),
        ("Téléphone", "phone"), ("Phone number", "phone"), ("Tél.", "phone"), ("Mobile", "phone"),
        ("Date de naissance", "date"), ("Date of birth", "date"), ("Deadline", "date"), ("Dates of stay", "date_range"),
        ("Heure d’arrivée", "time"), ("Budget", "money"), ("Montant du don", "money"), ("Price (€)", "money"), ("Budget en CHF", "money"),
        ("Number of pages", "number"), ("Nombre de personnes", "number"), ("How many chairs", "quantity"), ("Quantité", "quantity"),
        ("Taux de TVA", "percentage"), ("Discount in %", "percentage"), ("Company", "company"), ("Raison sociale", "company"),
        ("Adresse", "address"), ("Street address", "address"), ("Nom et prénom", "person_name"), ("Full name", "person_name"),
        ("Message", "long_text"), ("Décrivez votre projet", "long_text"), ("Comments", "long_text"), ("Site web", "url"),
        ("Website", "url"),
        ("IBAN", "iban"), ("Pièce jointe", "file"), ("Upload your CV", "file"), ("Do you have a website?", "yes_no"),
        ("Avez-vous un logo ?", "yes_no"), ("J’accepte les conditions", "consent"), ("I agree to the terms", "consent"),
        ("Ville", "text"), ("Reference", "text"), ("What is the colour of your house?", "text"),
    ],
)  # fmt: skip
def test_a_label_says_what_it_asks_for(line, kind):
    assert guessed_type(line) == kind


def one(line: str, language: str = "en") -> dict:
    (field,) = fields_from_lines(line, language)
    return field


def test_options_behind_a_label_make_a_choice():
    assert one("Service: Website, Logo design, Other") == {
        "id": "service", "type": "choice", "label": {"en": "Service"},
        "options": [
            {"value": "website", "label": {"en": "Website"}}, {"value": "logo_design", "label": {"en": "Logo design"}},
            {"value": "other", "label": {"en": "Other"}},
        ],
    }  # fmt: skip
    assert [option["value"] for option in one("Taille (S / M / L)", "fr")["options"]] == ["s", "m", "l"]
    assert one("Options (plusieurs): A; B", "fr")["type"] == "multiple_choice"
    assert one("Service: only one")["type"] == "text"
    assert [option["value"] for option in one("Prix: 10 €, 10 $")["options"]] == ["f_10", "f_10_2"]


def test_yes_or_no_makes_a_box():
    assert one("Oui/Non ?", "fr") == {"id": "oui_non", "type": "yes_no", "label": {"fr": "Oui/Non ?"}}
    assert one("Newsletter (yes/no)") == {"id": "newsletter", "type": "yes_no", "label": {"en": "Newsletter"}}


def test_marks_of_lists_and_stars_are_understood():
    assert one("1. E-mail *") == {"id": "e_mail", "type": "email", "label": {"en": "E-mail"}, "required": True}
    assert one("- Téléphone (obligatoire) :", "fr")["required"] is True
    assert one("• Nom", "fr")["label"] == {"fr": "Nom"}
    assert [field["type"] for field in fields_from_lines("# About you\n\nName\n---\nBudget:", "en")] == [
        "heading", "text", "page_break", "money",
    ]  # fmt: skip


def test_ids_are_free_and_short():
    fields = fields_from_lines("Name\nName\n2nd name\n名前\n" + "x" * 500, "en", taken={"name"})
    assert [field["id"] for field in fields] == ["name_2", "name_3", "f_2nd_name", "field", "x" * 34]


@given(st.text(max_size=400), st.sampled_from(["en", "fr"]))
def test_whatever_is_pasted_can_be_published(text, language):
    fields = fields_from_lines(text, language, taken={"email"})
    title = {"title": {"en": "T", "fr": "T"}, "default_language": language, "languages": ["en", "fr"]}
    mail = {"id": "email", "type": "email", "label": {language: "Mail"}, "required": True}
    consents = [one for one in fields if one["type"] == "consent"]
    for each in consents:  # a consent is written in every language of the form, which pasting cannot do
        each["text"] = {"en": "x", "fr": "x"}
    assert len(parse(document_of(fields=[mail, *fields], **title)).fields) == len(fields) + 1


def test_a_huge_paste_ends_soon():
    assert len(fields_from_lines("Name\n" * 100_000, "en")) == MAX_LINES
    assert len(fields_from_lines("(" * 100_000 + ")", "en")) == 1

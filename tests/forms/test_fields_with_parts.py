"""The types of field that came with pages, rows and companies: what each takes, keeps and refuses."""

import pytest
from werkzeug.datastructures import MultiDict

from forms.contact import contact_of
from forms.definition import parse
from forms.fields.base import FIELD_TYPES
from forms.postcodes import canonical_postcode
from forms.validate import read_answers
from forms.wtform import form_class
from rules.expression.problem import Refused
from tests.forms.samples import SURROUNDINGS, TODAY, document_of, field_of, settings_of, verdict, whole_verdict


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("https://Example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("www.example.org", "https://www.example.org"),
        ("HTTP://example.org:8080/", "http://example.org:8080/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_an_address_of_a_page_is_kept_with_an_ascii_host(posted, stored):
    assert verdict(field_of("url"), posted) == stored
    assert verdict(field_of("url"), stored) == stored


@pytest.mark.parametrize(
    "posted",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org", "//", "https://", "http://user:pw@example.org",
        "http://good@evil.example", "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://2130706433/", "http://localhost/",
        "http://127.0.0.1\\@example.org/", "https://exa mple.org", "https://example.org/\"><svg>", "http://example.org:99999/", "https://[",
        "mailto:a@b.co", "x", "https://a..b", "https://example.org:port/",
    ],
)  # fmt: skip
def test_what_is_no_public_page_is_refused(posted):
    assert verdict(field_of("url"), posted) == "url_invalid"


def test_an_address_of_a_page_holds_no_hidden_character():
    assert verdict(field_of("url"), "https://example.org/\u202egpj.exe") == "character"
    assert verdict(field_of("url"), "https://example.org/\nHost: evil") == "line_break"


def test_quantities_and_percentages_have_their_bounds():
    assert verdict(field_of("quantity", max=9), "-5") == "below_minimum"
    assert verdict(field_of("quantity", decimals=2), "1,5", language="fr") == "1.5"
    assert verdict(field_of("quantity"), "1e-9") == "number_format"
    percentage = field_of("percentage")
    assert [verdict(percentage, text) for text in ("20", "20 %", "100%", "0.25", "100.01", "-1", "%", "20%%")] == [
        "20", "20", "100", "0.25", "above_maximum", "below_minimum", "number_format", "number_format",
    ]  # fmt: skip


def test_times_have_a_range_and_steps():
    field = field_of("time", min="08:00", max="18:00", step=15)
    assert [verdict(field, text) for text in ("08:00", "09:30:00", "07:59", "18:15", "09:31", "24:00", "9:00", "0900", "٠٩:٠٠")] == [
        "08:00", "09:30", "time_outside", "time_outside", "time_step", "time_format", "time_format", "time_format", "time_format",
    ]  # fmt: skip


def test_a_moment_is_kept_with_the_offset_of_the_organisations_zone():
    field = field_of("date_time", min="today")
    assert verdict(field, "2026-11-24T10:00") == "2026-11-24T10:00+01:00"
    assert verdict(field, "2027-07-01T10:00") == "2027-07-01T10:00+02:00"
    assert verdict(field, "2026-11-24T09:00Z") == "2026-11-24T10:00+01:00"
    assert verdict(field, "2027-10-31T02:30") == "2027-10-31T02:30+02:00", "the first of the two"
    assert verdict(field, "2027-10-31T02:30+01:00") == "2027-10-31T02:30+01:00", "or the one that is said"
    assert verdict(field, "2027-03-28T02:30") == "time_skipped"
    assert verdict(field, "2026-11-23T23:59") == "date_too_early"
    assert verdict(field, "2026-11-24") == "date_format"
    assert verdict(field_of("date_time", step=30), "2026-11-24T10:10") == "time_step"


def test_a_range_of_days_has_two_ends_in_order_and_a_length():
    field = field_of("date_range", min="today", min_days=2, max_days=5)
    assert whole_verdict(field, {".from": "2026-11-24", ".to": "2026-11-28"}) == {
        "from": "2026-11-24",
        "to": "2026-11-28",
    }
    assert whole_verdict(field, {".from": "2026-11-24", ".to": "2026-11-24"}) == {"": "range_too_short"}
    assert whole_verdict(field, {".from": "2026-11-24", ".to": "2026-11-29"}) == {"": "range_too_long"}
    assert whole_verdict(field, {".from": "2026-11-26", ".to": "2026-11-25"}) == {"": "range_reversed"}
    assert whole_verdict(field, {".from": "2026-11-23", ".to": "2026-02-30"}) == {
        ".from": "date_too_early",
        ".to": "date_format",
    }
    assert whole_verdict(field, {".from": "2026-11-24"}) == {".to": "required"}
    assert whole_verdict(field_of("date_range", max="today"), {".from": "2026-11-24", ".to": "2026-11-25"}) == {
        ".to": "date_too_late"
    }


def test_working_days_are_monday_to_friday_and_alone_count():
    field = field_of("date_range", working_days=True, max_days=6)
    assert whole_verdict(field, {".from": "2026-11-27", ".to": "2026-12-04"}) == {
        "from": "2026-11-27",
        "to": "2026-12-04",
    }
    assert whole_verdict(field, {".from": "2026-11-27", ".to": "2026-12-07"}) == {"": "range_too_long"}
    assert whole_verdict(field, {".from": "2026-11-28", ".to": "2026-11-30"}) == {".from": "date_not_working"}
    assert verdict(field_of("date", working_days=True), "2026-11-29") == "date_not_working"


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("FR", "75 002", "75002"), ("FR", "7500", None), ("FR", "2A004", None), ("CH", "8001", "8001"), ("CH", "CH-8001", "8001"),
        ("CH", "0800", None), ("DE", "D-10115", "10115"), ("DE", "1011", None), ("BE", "B-1000", "1000"), ("BE", "0999", None),
        ("LU", "L-1234", "1234"), ("LU", "12345", None), ("AT", "1010", "1010"), ("AT", "0100", None), ("IT", "00184", "00184"),
        ("IT", "184", None), ("ES", "28001", "28001"), ("ES", "53001", None), ("NL", "1234ab", "1234 AB"), ("NL", "0123AB", None),
        ("NL", "1234", None), ("GB", "sw1a1aa", "SW1A 1AA"), ("GB", "M1 1AE", "M1 1AE"), ("GB", "12345", None),
        ("PT", "1000001", "1000-001"),
        ("FR", "٧٥٠٠٢", None), ("BR", "01310-100", "01310-100"), ("BR", "<x>", None),
    ],
)  # fmt: skip
def test_postcodes_are_those_of_their_country(country, typed, kept):
    assert canonical_postcode(typed, country) == kept


STREET = {".street": "1 rue de la Paix", ".city": "Paris"}


def test_an_address_is_judged_by_its_country():
    field = field_of("address")
    paris = {"street": "1 rue de la Paix", "extra": None, "postcode": "75002", "city": "Paris", "country": "FR"}
    assert whole_verdict(field, {**STREET, ".postcode": "75002", ".country": "FR"}) == paris
    assert whole_verdict(field, {**STREET, ".postcode": "75002"}) == paris, (
        "the form's own country where none was chosen"
    )
    assert whole_verdict(field, {**STREET, ".postcode": "75002", ".country": "CH"}) == {".postcode": "postcode_invalid"}
    assert whole_verdict(field, STREET) == {".postcode": "required"}
    assert whole_verdict(field, {".postcode": "75002", ".country": "XX"}) == {
        ".street": "required", ".city": "required", ".country": "choice_unknown",
    }  # fmt: skip
    assert whole_verdict(field, {".country": "FR"}) is None, "a country that the page chose is no answer"
    assert whole_verdict(field_of("address", countries=["IE"]), STREET)["postcode"] is None


def test_countries_are_named_in_the_readers_language():
    country = field_of("address", countries=["DE", "FR"]).parts[-1]
    assert country.choices("fr", "en") == [("FR", "France"), ("DE", "Allemagne")], "one's own country first"
    assert country.choices("xx-nonsense", "en")[1] == ("DE", "Germany")


def test_a_name_has_two_parts_or_is_one_text():
    assert whole_verdict(field_of("person_name"), {".given": "Ada", ".family": "Lovelace"}) == {
        "given": "Ada",
        "family": "Lovelace",
    }
    assert whole_verdict(field_of("person_name"), {".given": "Ada"}) == {".family": "required"}
    assert whole_verdict(field_of("person_name"), {".given": "A\nBcc: x", ".family": "L"}) == {".given": "line_break"}
    assert whole_verdict(field_of("person_name", format="single"), {"": "Ada Lovelace"}) == "Ada Lovelace"


ALL_NUMBERS = ["vat_id", "siren", "siret", "uid"]


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        ("vat_id", "FR 83 404 833 048", "FR83404833048"), ("vat_id", "FR84404833048", None), ("vat_id", "de136695976", "DE136695976"),
        ("vat_id", "GB980780684", "GB980780684"), ("vat_id", "CHE-107.787.577 MWST", "CHE107787577"), ("vat_id", "404833048", None),
        ("siren", "404 833 048", "404833048"), ("siren", "404833047", None), ("siret", "73282932000074", "73282932000074"),
        ("siret", "73282932000075", None), ("uid", "CHE107787577", "CHE-107.787.577"), ("uid", "CHE-107.787.578", None),
        ("vat_id", "FR８３404833048", None), ("vat_id", "__import__", None), ("siren", "9" * 5000, None),
    ],
)  # fmt: skip
def test_numbers_of_companies_are_checked_by_their_check_digits(part, typed, kept):
    found = whole_verdict(field_of("company", ask=ALL_NUMBERS), {".name": "Atelier", f".{part}": typed})
    empty = dict.fromkeys(ALL_NUMBERS)
    codes = (f"{part}_invalid", "too_long")
    assert (
        found == {"name": "Atelier", **empty, part: kept}
        if kept
        else set(found) == {f".{part}"} and found[f".{part}"] in codes
    )


def test_numbers_of_one_company_belong_together():
    field = field_of("company", ask=ALL_NUMBERS)
    same = {".name": "A", ".siren": "732829320", ".siret": "73282932000074", ".vat_id": "FR44732829320"}
    assert whole_verdict(field, same)["siret"] == "73282932000074"
    assert whole_verdict(field, {**same, ".siren": "404833048"}) == {".vat_id": "company_numbers_differ"}
    assert whole_verdict(field, {".vat_id": "FR44732829320"}) == {".name": "required"}
    needed = field_of("company", ask=["uid"], numbers_required=True)
    assert whole_verdict(needed, {".name": "A"}) == {".uid": "required"}


def test_an_iban_has_check_digits_and_a_length():
    field = field_of("iban")
    assert verdict(field, "de89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    for wrong in (
        "DE88370400440532013000",
        "DE8937040044053201300",
        "XX89370400440532013000",
        "ＤＥ89370400440532013000",
        "1",
    ):
        assert verdict(field, wrong) == "iban_invalid"


def test_a_product_is_one_that_is_offered_and_has_no_price():
    field = field_of("product", max=10)
    assert whole_verdict(field, {".product": "page", ".quantity": "3", ".price": "0.01"}) == {
        "product": "page", "variant": None, "quantity": "3",
    }  # fmt: skip
    assert whole_verdict(field, {".product": "shirt", ".variant": "red", ".quantity": "1"})["variant"] == "red"
    assert whole_verdict(field, {".product": "shirt", ".quantity": "1"}) == {".variant": "required"}
    assert whole_verdict(field, {".product": "page", ".variant": "red", ".quantity": "1"}) == {
        ".variant": "variant_unknown"
    }
    assert whole_verdict(field, {".product": "gone", ".quantity": "1"}) == {".product": "choice_unknown"}
    assert whole_verdict(field, {".product": "page"}) == {".quantity": "required"}
    assert whole_verdict(field, {".quantity": "5"}) is None, "a quantity alone is no order"


@pytest.mark.parametrize(
    "quantity", ["-5", "0", "1e-9", "0.1", "11", "99999999999", "NaN", "Infinity", "1e999999", "9" * 5000]
)
def test_a_quantity_of_a_product_that_would_break_an_invoice_is_refused(quantity):
    assert set(whole_verdict(field_of("product", max=10), {".product": "page", ".quantity": quantity})) == {".quantity"}


def test_what_can_only_be_one_is_not_asked():
    only = field_of("product", products=[{"code": "page"}])
    assert whole_verdict(only, {".quantity": "2"}) == {"product": "page", "variant": None, "quantity": "2"}
    fixed = field_of("product", min=1, max=1)
    assert whole_verdict(fixed, {".product": "page"})["quantity"] == "1"


def test_files_are_references_that_were_kept_before():
    field = field_of("file", max_count=2)
    assert verdict(field, "kept", "kept") == ["kept"]
    assert verdict(field, "/etc/passwd") == "file_unknown"
    assert verdict(field, "huge") == "file_too_large"
    assert verdict(field, "page") == "file_type"
    assert verdict(field_of("file", accept=["text"]), "page") == ["page"]
    assert verdict(field, "kept", "a", "b") == "too_many_files"
    assert verdict(field, *["kept"] * 500) == "too_many_files"


def test_a_row_is_dropped_where_only_the_page_filled_it_in():
    fields = [{"id": "n", "type": "number", "label": {"en": "N"}, "default": "1"}, settings_of("text")]
    field = field_of("section", fields=fields)
    assert whole_verdict(field, {".0.n": "1", ".1.n": "2"}) == [{"n": "2", "sample": None}]
    assert whole_verdict(field, {".0.n": "x", ".1.n": "y"}) == {".0.n": "number_format", ".1.n": "number_format"}


def test_an_auto_id_is_written_with_its_prefix():
    assert field_of("auto_id", prefix="Q-", digits=4).written(7) == "Q-0007"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            settings_of("section", fields=[settings_of("section")]),
            ("field_type_not_in_rows", "fields[1].fields[0].type"),
        ),
        (
            settings_of("section", fields=[settings_of("page_break")]),
            ("field_type_not_in_rows", "fields[1].fields[0].type"),
        ),
        (settings_of("section", fields=[settings_of("text")] * 2), ("duplicate_id", "fields[1].fields[1].id")),
        (
            settings_of("section", fields=[settings_of("text", max_length=0)]),
            ("setting_below_minimum", "fields[1].fields[0].max_length"),
        ),
        (settings_of("section", min=5, max=2), ("bounds_reversed", "fields[1].max")),
        (settings_of("product", products=[{"code": "a"}, {"code": "a"}]), ("duplicate_option", "fields[1].products")),
        (settings_of("product", products=[{"code": "a", "price": "1"}]), ("setting_unknown", "fields[1].products[0]")),
        (settings_of("product", min=5, max=2), ("bounds_reversed", "fields[1].max")),
        (settings_of("time", min="10:00", max="09:00"), ("bounds_reversed", "fields[1].max")),
        (settings_of("date_range", min_days=5, max_days=2), ("bounds_reversed", "fields[1].max_days")),
        (settings_of("date_range", min="2026-02-30"), ("setting_date", "fields[1].min")),
        (settings_of("text_block", text={"fr": "x"}), ("text_missing", "fields[1].text")),
        (settings_of("image", file="../x"), ("setting_pattern", "fields[1].file")),
        (settings_of("number", default="x"), ("default_invalid", "fields[1].default")),
        (settings_of("number", default=[1]), ("default_invalid", "fields[1].default")),
    ],
)
def test_wrong_settings_are_refused_at_their_place(settings, expected):
    from_document = _problems(document_of(settings))
    assert from_document == [expected]


def _problems(document):
    try:
        parse(document)
    except Refused as refused:
        return [(problem.code, problem.place) for problem in refused.problems]
    return []


def test_an_answer_with_parts_fills_in_a_contact():
    fields = [
        {"id": "who", "type": "person_name", "label": {"en": "You"}}, {"id": "firm", "type": "company", "label": {"en": "Firm"}},
        {"id": "home", "type": "address", "label": {"en": "Home"}},
    ]  # fmt: skip
    mapped = {
        "email": "email",
        "name": "who",
        "company": "firm",
        "vat_number": "firm",
        **dict.fromkeys(("street", "postcode", "city", "country"), "home"),
    }
    form = parse(document_of(*fields, contact={"key": "email", "map": mapped}))
    posted = {
        "email": "a@b.co", "who.given": "Ada", "who.family": "L", "firm.name": "Atelier", "firm.vat_id": "FR83404833048",
        "home.street": "1 rue", "home.extra": "Bât. B", "home.postcode": "75002", "home.city": "Paris",
    }  # fmt: skip
    reading = read_answers(form, {name: [value] for name, value in posted.items()}, "en", TODAY)
    assert reading.problems == ()
    assert contact_of(form, reading.answers).values == {
        "email": "a@b.co", "name": "Ada L", "company": "Atelier", "vat_number": "FR83404833048", "street": "1 rue, Bât. B",
        "postcode": "75002", "city": "Paris", "country": "FR",
    }  # fmt: skip
    wrong = {"email": "email", "name": "home"}
    assert _problems(document_of(*fields, contact={"key": "email", "map": wrong})) == [
        ("contact_field_type", "contact.map.name")
    ]


def test_parts_and_rows_are_bound_shown_again_and_told_where_they_are_wrong():
    form = parse(document_of(settings_of("address", id="home"), settings_of("section", id="items", min=2)))
    posted = MultiDict(
        {"email": "a@b.co", "home.street": '"><svg>', "home.city": "P", "home.postcode": "1", "items.3.many": "77"}
    )
    shown = form_class(form, "fr", lambda problem: problem.code)(posted, today=TODAY)
    assert not shown.validate()
    home, items = shown["home"], shown["items"]
    assert [part.name for part in home.parts] == [
        "home.street",
        "home.extra",
        "home.postcode",
        "home.city",
        "home.country",
    ]
    assert (home.parts[0].raw, home.parts[2].errors, home.errors) == ('"><svg>', ["postcode_invalid"], [])
    assert "<svg" not in str(home()) + str(items())
    assert [[field.name for field in row][1] for row in items.rows] == ["items.3.many", "items.4.many"]
    assert (items.errors, shown.at("items.3.many") is items.rows[0][1]) == (["too_few_rows"], True)
    assert home.parts[4].raw == "", "what was posted empty stays empty"
    fresh = form_class(form, "fr", lambda problem: problem.code)(today=TODAY)
    assert [len(row) for row in fresh["items"].rows] == [3, 3]


def test_a_fresh_page_shows_defaults_and_a_sent_one_what_was_sent():
    options = [{"value": "a", "label": {"en": "A"}}, {"value": "b", "label": {"en": "B"}}]
    form = parse(
        document_of(settings_of("choice", options=options, default="b"), settings_of("number", id="n", default=3))
    )
    kind = form_class(form, "en", lambda problem: problem.code)
    fresh, sent = kind(today=TODAY), kind(MultiDict({"n": ""}), today=TODAY)
    assert [choice.value for choice in fresh["sample"].choices if choice.selected] == ["b"]
    assert (fresh["n"].raw, sent["n"].raw) == ("3", "")


def test_every_type_can_be_rendered():
    for kind in FIELD_TYPES:
        if kind == "page_break":
            continue
        form = parse(document_of(settings_of(kind)))
        assert "<" in str(form_class(form, "en", lambda problem: problem.code)(today=TODAY)["sample"]())
    assert SURROUNDINGS.country == "FR"


def test_facts_of_a_form_have_their_types():
    form = parse(
        document_of(
            settings_of("section", id="items"), settings_of("company", id="firm"), settings_of("heading", id="h")
        )
    )
    assert form.fact_kinds == {
        "answers.email": "text", "answers.items": "list", "answers.items.*": "any", "answers.items.*.note": "text",
        "answers.items.*.many": "number", "answers.items.*.item": "any", "answers.items.*.item.product": "text",
        "answers.items.*.item.variant": "text", "answers.items.*.item.quantity": "number", "answers.firm": "any",
        "answers.firm.name": "text", "answers.firm.vat_id": "text",
    }  # fmt: skip

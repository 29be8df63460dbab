"""Every type of field, the ones to come included; then each one's own rules."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from forms.answer_error import AnswerError
from forms.codes import ANSWER_CODES
from forms.fields.base import FIELD_TYPES, Field
from forms.fields.compound import Compound
from forms.fields.section import Section
from forms.fields.text import Text
from forms.schema_problems import compiled
from tests.forms.samples import ENGLISH, field_of, occasion_in, settings_of, verdict

TYPES = sorted(FIELD_TYPES)
NASTY = [
    "", " ", "\x00", "\ud800", "\u202e", "1e999999", "NaN", "sNaN", "-1", "٣", "9" * 5_000, "a@b.example", "=cmd@b.co", "+33612345678",
    "2026-11-24", "٢٠٢٦-11-24", "yes", "no", "a", "b", "[" * 10_000, "x" * 100_000, "a\nb", "on\n", "1,234.50",
]  # fmt: skip
GOOD = [
    "page", "shirt", "red", "12", "1 rue de la Paix", "75002", "Paris", "FR", "CH", "8001", "DE89370400440532013000", "kept", "09:30",
    "2026-11-24T09:30", "https://example.org", "www.example.org/a b", "FR83404833048", "404833048", "CHE-107.787.577", "2026-11-27",
]  # fmt: skip
RAW = st.lists(st.sampled_from(NASTY + GOOD) | st.text(st.characters(codec=None), max_size=30), max_size=3)
# Whole posts: the field's own name, names of parts of any type, rows, and what nobody owns.
PARTS = [
    "", ".from", ".to", ".given", ".family", ".street", ".extra", ".postcode", ".city", ".country", ".name", ".vat_id", ".product",
    ".variant", ".quantity", ".0.note", ".0.many", ".1.many", ".1.item.product", ".1.item.quantity", ".7.many", ".٣.many", ".-1.note",
    ".99999.note", ".x", ".0", ".0.item", "..", ".0.gone.product",
]  # fmt: skip
POSTS = st.dictionaries(st.sampled_from([f"sample{part}" for part in PARTS]), RAW, max_size=6)


def outcome(field, posted, language):
    """The answer and no error, or no answer and the error."""
    try:
        return field.read_posted(posted, "sample", occasion_in(language)), None
    except AnswerError as error:
        return None, error


def test_the_eleven_types_are_found_in_their_folder():
    assert set(TYPES) >= {
        "text", "long_text", "email", "phone", "number", "money", "date", "choice", "multiple_choice", "yes_no", "consent",
    }  # fmt: skip


def test_two_types_of_one_name_are_a_mistake_that_shows_at_once():
    with pytest.raises(TypeError, match="two field types"):
        type("Other", (Text,), {"type": "text"})
    assert FIELD_TYPES["text"] is Text


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_has_valid_schemas_and_takes_its_least_settings(kind):
    schema = FIELD_TYPES[kind].whole_schema()
    assert not list(compiled(schema).iter_errors(settings_of(kind)))
    Draft202012Validator.check_schema(field_of(kind).answer_schema())
    assert all("title" in setting for setting in FIELD_TYPES[kind].settings_schema.values()), "the editor shows it"


@pytest.mark.parametrize("kind", TYPES)
@given(posted=POSTS, required=st.booleans(), language=st.sampled_from(["en", "fr", "de-CH"]))
@settings(max_examples=40, deadline=None)
def test_any_post_is_an_answer_of_the_schema_or_a_known_code(kind, posted, required, language):
    field = field_of(kind, required=required)
    answer, refused = outcome(field, posted, language)
    if refused is not None:
        assert refused.parameters.keys() == ANSWER_CODES[refused.code].keys()
        for place, error in refused.located("sample"):
            assert error.parameters.keys() == ANSWER_CODES[error.code].keys()
            assert place == "sample" or field.owns(place.removeprefix("sample.")) or kind == "section"
        return
    assert answer is not None or not (required and field.asked)
    if answer is not None:
        assert not list(validator(kind).iter_errors(answer))
        again = field.read_posted(field.posted_of(answer, "sample"), "sample", ENGLISH)
        assert again == answer, "an answer reads back as itself"


@cache
def validator(kind):
    return compiled(field_of(kind).answer_schema())


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "answer",
    [{}, {"a": 1}, [1], [["a"]], 1.5, float("nan"), 10**40, -(10**5_000)],
    ids=lambda answer: type(answer).__name__,
)
def test_json_of_another_type_is_an_answer_error(kind, answer):
    if not FIELD_TYPES[kind].asked:
        assert field_of(kind).posted_of(answer, "sample") == {"sample": ()}
        return
    read, refused = typed_outcome(field_of(kind), answer)
    if refused is None:
        assert (read, answer) == (None, {}), "an empty object is no answer, anything else is refused"
    else:
        assert refused.code in ("wrong_type", "too_many_digits")


def typed_outcome(field, answer):
    """The same for typed JSON."""
    try:
        return field.read_posted(field.posted_of(answer, "sample"), "sample", ENGLISH), None
    except AnswerError as error:
        return None, error


MANY = ("multiple_choice", "file")
COMPOUND = [kind for kind in TYPES if issubclass(FIELD_TYPES[kind], Compound | Section)]
SIMPLE = [kind for kind in TYPES if kind not in COMPOUND and FIELD_TYPES[kind].asked]


@pytest.mark.parametrize("kind", [kind for kind in SIMPLE if kind not in MANY])
def test_a_field_for_one_answer_refuses_two(kind):
    assert verdict(field_of(kind), "1", "1") == "several_values"


@pytest.mark.parametrize("kind", COMPOUND)
def test_silence_in_every_part_is_refused_only_where_an_answer_is_required(kind):
    for posted in ({}, {f"sample{part}": ["", " "] for part in PARTS}):
        assert outcome(field_of(kind), posted, "en") == (None, None)
        assert outcome(field_of(kind, required=True), posted, "en")[1].code == "required"


@pytest.mark.parametrize("kind", [kind for kind in TYPES if not FIELD_TYPES[kind].asked])
def test_what_is_not_asked_reads_nothing(kind):
    assert outcome(field_of(kind), {f"sample{part}": ["12"] for part in PARTS}, "en") == (None, None)


@pytest.mark.parametrize("kind", SIMPLE)
def test_silence_is_refused_only_where_an_answer_is_required(kind):
    blank = {"yes_no": False, "consent": False}.get(kind)
    for raw in ((), ("",), (" ",)) if kind not in MANY else ((), ("",)):
        assert verdict(field_of(kind), *raw) == blank
        assert verdict(field_of(kind, required=True), *raw) == ("consent_required" if kind == "consent" else "required")


def test_text_of_invisible_spaces_is_no_answer():
    assert verdict(field_of("text", required=True), "\u00a0\u3000\u202f") == "required"
    assert verdict(field_of("long_text", required=True), "\r\n \u00a0") == "required"


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("lea@example.com", "lea@example.com"),
        (" Lea.Moreau+x@EXAMPLE.Com ", "Lea.Moreau+x@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("1@b.co", "1@b.co"),
        ("lea@bücher.example", "lea@xn--bcher-kva.example"),
        ("lea@xn--bcher-kva.example", "lea@xn--bcher-kva.example"),
        ("lea@atelier.test", "lea@atelier.test"),
        (f"{'a' * 64}@example.com", f"{'a' * 64}@example.com"),
    ],
)
def test_one_bare_address_is_stored_with_an_ascii_domain(posted, stored):
    assert verdict(field_of("email"), posted) == stored


@pytest.mark.parametrize(
    "posted",
    [
        "evil@evil.com, Bob", "Bob <bob@example.com>", "a@b.co, c@d.co", "a@b.co;c@d.co", "a@b@c.co", "=cmd@b.co", "+a@b.co", "-a@b.co",
        "@b.co", "a@", "a", "a@b", "a b@c.co", "a@b .co", '"a"@b.co', '"a b"@c.co', "a@[127.0.0.1]", "a@localhost", "a@b.invalid",
        "é@b.co", "аdmin@b.co", "a..b@c.co", "a.@c.co", "a@-b.co", "a@b..co", f"{'a' * 65}@b.co", "=?utf-8?q?x?=@b.co", "a@b.co>",
        "<x@y.z>", "a@exa\u00admple.com", "a\\@b.co", f"a@{'b' * 64}.co",
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_bare_address_is_refused(posted):
    assert verdict(field_of("email"), posted) == "email_invalid"


def test_an_address_takes_no_line_and_no_hidden_character():
    assert verdict(field_of("email"), "a@b.co\nBcc: eve@example.com") == "line_break"
    assert verdict(field_of("email"), "a@b.co\x00") == "character"
    assert verdict(field_of("email"), "a\u202e@b.co") == "character"
    assert verdict(field_of("email"), f"{'a' * 300}@b.co") == "too_long"
    assert verdict(field_of("email"), f"a@{'.'.join(['b' * 60] * 4)}.example.co") == "too_long"


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 6.12.34.56.78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+41 (0)44 668 18 00", "+41446681800"),
        ("+1 212-555-0123", "+12125550123"),
        ("\u202a+33\u00a06 12 34 56 78\u202c", "+33612345678"),
    ],
)
def test_a_phone_number_is_stored_as_e164(posted, stored):
    assert verdict(field_of("phone"), posted) == stored


@pytest.mark.parametrize(
    "posted",
    [
        "12",
        "1-800-FLOWERS",
        "+33 6 12 34 56 78 x12",
        "٠٦١٢٣٤٥٦٧٨",
        "０６１２３４５６７８",
        "06\n12",
        "+",
        "()",
        "0" * 5_000,
        "+999 123456789",
    ],
)
def test_what_cannot_be_dialled_is_refused(posted):
    assert verdict(field_of("phone"), posted) == "phone_invalid"


@pytest.mark.parametrize(
    ("posted", "refused"),
    [
        ("-5", "below_minimum"), ("0", "below_minimum"), ("1e-9", "number_format"), ("0.1", "not_whole"),
        ("99999999999", "above_maximum"), ("201", "above_maximum"), ("NaN", "number_format"), ("sNaN", "number_format"),
        ("Infinity", "number_format"), ("-Infinity", "number_format"), ("1e999999", "number_format"),
        ("1E-999999", "number_format"), ("7" * 5_000, "too_many_digits"),
    ],
)  # fmt: skip
def test_a_quantity_that_would_break_an_invoice_is_refused(posted, refused):
    assert verdict(field_of("number", min=1, max=200), posted) == refused


def test_a_number_is_stored_without_superfluous_zeros():
    hours = field_of("number", decimals=2, min="-2.5", max="1000")
    assert [verdict(hours, text) for text in ("007", "2.50", "-2.5", "-0", "100", "1,000")] == [
        "7",
        "2.5",
        "-2.5",
        "0",
        "100",
        "1000",
    ]
    assert verdict(hours, "2,5", language="fr") == "2.5"
    assert verdict(hours, "-2.51") == "below_minimum"


def test_without_a_minimum_nothing_is_below_zero():
    assert verdict(field_of("number"), "-1") == "below_minimum"
    assert verdict(field_of("money"), "-0.01") == "below_minimum"


def test_an_amount_has_all_minor_digits_of_the_forms_currency():
    assert verdict(field_of("money"), "1 234,5", language="fr") == "1234.50"
    assert verdict(field_of("money", currency="JPY"), "1,234") == "1234"
    assert verdict(field_of("money", currency="KWD"), "1.5") == "1.500"
    assert verdict(field_of("money", currency="JPY"), "1.5") == "not_whole"
    assert verdict(field_of("money", min=-5), "-5") == "-5.00"


@pytest.mark.parametrize(
    "posted",
    [
        "2026-02-30",
        "24/11/2026",
        "20261124",
        "2026-W48-2",
        "2026-11-24T00:00",
        "２０２６-11-24",
        "0000-01-01",
        "2026-1-1",
    ],
)
def test_only_a_day_of_the_calendar_in_iso_form_is_a_date(posted):
    assert verdict(field_of("date"), posted) == "date_format"


def test_bounds_of_a_date_may_move_with_the_day():
    soon = field_of("date", min="today+1", max="today+14")
    assert verdict(soon, "2026-11-24") == "date_too_early"
    assert verdict(soon, "2026-11-25") == "2026-11-25"
    assert verdict(soon, "2026-12-08") == "2026-12-08"
    assert verdict(soon, "2026-12-09") == "date_too_late"
    assert verdict(field_of("date", max="today"), "2026-11-25") == "date_too_late"
    assert verdict(field_of("date", min="2026-12-01"), "2026-11-30") == "date_too_early"
    assert verdict(field_of("date"), "1899-12-31") == "date_too_early"
    assert soon.attributes(date(2026, 12, 31)) == {"min": "2027-01-01", "max": "2027-01-14"}


def test_only_the_options_can_be_chosen():
    assert verdict(field_of("choice"), "b") == "b"
    for text in ("B", "c", "b ", "b\n", "a,b"):
        assert verdict(field_of("choice"), text) == "choice_unknown"


def test_several_choices_are_stored_once_each_in_the_order_of_the_options():
    field = field_of("multiple_choice")
    assert verdict(field, "b", "a", "b") == ["a", "b"]
    assert verdict(field, "a", "c") == "choice_unknown"
    assert verdict(field, *["a"] * 201) == "too_many_choices"
    assert verdict(field_of("multiple_choice", max_choices=1), "a", "b") == "too_many_choices"
    assert verdict(field_of("multiple_choice", min_choices=2), "a") == "too_few_choices"
    assert verdict(field_of("multiple_choice", min_choices=2)) is None


def test_an_empty_box_means_no_but_a_required_question_wants_a_word():
    assert [verdict(field_of("yes_no"), *raw) for raw in ((), ("on",), ("yes",), ("no",))] == [False, True, True, False]
    assert verdict(field_of("yes_no", required=True), "no") is False
    assert verdict(field_of("yes_no"), "maybe") == "yes_no_unknown"


def test_required_consent_must_be_given():
    field = field_of("consent", required=True)
    assert verdict(field, "yes") is True
    assert verdict(field, "no") == "consent_required"
    assert verdict(field_of("consent"), "no") is False


def test_the_control_fits_the_question():
    many = [{"value": f"v{place}", "label": {"en": "x"}} for place in range(8)]
    controls = {
        field_of("number"): "number", field_of("number", decimals=2): "text", field_of("money"): "text", field_of("choice"): "radio",
        field_of("choice", options=many): "select", field_of("multiple_choice"): "checkboxes", field_of("yes_no"): "checkbox",
        field_of("yes_no", required=True): "buttons", field_of("consent"): "checkbox", field_of("long_text"): "textarea",
    }  # fmt: skip
    assert [field.control() for field in controls] == list(controls.values())


def test_a_type_that_reads_nothing_says_so():
    with pytest.raises(NotImplementedError):
        Field(id="x", label={}).read(("a",), ENGLISH)

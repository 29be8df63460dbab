"""Submissions that staff make: for a known contact, or from a file."""

import pytest

from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound, Refused
from licorne.models.contact import Contact
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.services import live, publishing, submission_import
from licorne.services.filling import Hand, fill_in
from licorne.services.posts import Posted
from licorne.services.submission_import import Sheet
from rules.expression.json_types import Json
from tests.services.house import ANSWERS, House

ACTOR = "user:test"
FILE = """Your name,Email,service,Nombre de pages,rush,consent,colour
Ada Martin,ada@example.com,Website,4,no,yes,red
'=Bob,bob@example.com,branding,,oui,vrai,
Nobody,not an address,website,4,no,yes,
"""


def _client(house: House) -> str:
    house.submit(email="client@example.com", name="Client")
    return house.one(Contact).id


def test_the_submission_belongs_to_the_chosen_contact_whatever_the_answers_say_and_bears_who_filled_it_in(
    house: House,
) -> None:
    client = _client(house)
    form, organisation = live.form_at("project-request")
    posted = Posted(ANSWERS | {"email": "other@example.com"}, new_id(), "fr")
    made = fill_in(form, organisation, posted, Hand(ACTOR, client))
    assert fill_in(form, organisation, posted, Hand(ACTOR, client)) == made
    row = next(row for row in house.rows(Submission) if row.id == made)
    assert (row.contact_id, row.filled_in_by, row.language) == (client, ACTOR, "fr")
    assert len(house.rows(Contact)) == 1
    house.perform()
    assert len(house.rows(Invoice)) == 2
    assert house.examine() == []


def test_a_page_that_was_used_for_other_answers_and_an_unknown_contact_are_refused(quick_house: House) -> None:
    client = _client(quick_house)
    form, organisation = live.form_at("project-request")
    token = new_id()
    fill_in(form, organisation, Posted(ANSWERS, token, "en"), Hand(ACTOR, client))
    with pytest.raises(Conflict, match="page_already_sent"):
        fill_in(form, organisation, Posted(ANSWERS | {"pages": "5"}, token, "en"), Hand(ACTOR, client))
    with pytest.raises(NotFound):
        fill_in(form, organisation, Posted(ANSWERS, new_id(), "en"), Hand(ACTOR, new_id()))


def _limit(house: House, most: int) -> None:
    document = publishing.export_form(house.organisation_id, "project-request")
    publishing.publish_form(house.organisation_id, "project-request", document | {"limits": {"total": most}}, ACTOR)


def test_an_answer_for_a_client_takes_one_of_the_places_and_an_imported_one_is_counted(house: House) -> None:
    client = _client(house)
    _limit(house, 2)
    form, organisation = live.form_at("project-request")
    fill_in(form, organisation, Posted(ANSWERS, new_id(), "en"), Hand(ACTOR, client))
    with pytest.raises(Conflict, match="form_full"):
        fill_in(form, organisation, Posted(ANSWERS, new_id(), "en"), Hand(ACTOR, client))
    _limit(house, 4)
    form, organisation = live.form_at("project-request")
    assert submission_import.take_over(form, organisation, _read(FILE), new_id(), "en", ACTOR) == 2
    with pytest.raises(Conflict, match="form_full"):
        house.submit(email="late@example.com")


def _read(text: str) -> Sheet:
    form, organisation = live.form_at("project-request")
    return submission_import.read(form, organisation, text, "en")


def test_a_file_is_read_by_ids_and_labels_and_bad_rows_are_named(quick_house: House) -> None:
    sheet = _read(FILE)
    assert sheet.unknown == ["colour"]
    assert [(row.number, [problem.place for problem in row.problems]) for row in sheet.bad] == [(3, ["email"])]
    ada, bob = (row.answers for row in sheet.good)
    assert (ada["service"], ada["pages"], ada["rush"]) == ("website", "4", False)
    assert (bob["name"], bob["rush"], bob["consent"]) == ("=Bob", True, True)


def test_an_import_is_no_arrival_so_that_old_answers_send_no_invoices(house: House) -> None:
    form, organisation = live.form_at("project-request")
    page = new_id()
    for _ in range(2):  # a double click
        assert submission_import.take_over(form, organisation, _read(FILE), page, "en", ACTOR) == 2
    assert [row.filled_in_by for row in house.rows(Submission)] == [ACTOR, ACTOR]
    assert [event.kind for event in house.rows(Event)] == ["submission.imported"] * 2
    assert house.rows(Run) == []
    assert {row.name for row in house.rows(Contact)} == {"Ada Martin", "=Bob"}
    assert house.examine() == []


def test_parts_of_a_question_have_columns_of_their_own(quick_house: House) -> None:
    document = publishing.export_form(quick_house.organisation_id, "project-request")
    home: Json = {"id": "home", "type": "address", "label": {"en": "Home"}, "required": True}
    fields = [*document["fields"], home]  # type: ignore[misc]  # a list
    publishing.publish_form(quick_house.organisation_id, "project-request", document | {"fields": fields}, ACTOR)
    heads = "name,email,service,consent,home.street,home.postcode,home.city,home.country,home.nonsense"
    sheet = _read(f"{heads}\nAda,ada@example.com,Website,yes,1 rue du Port,44000,Nantes,FR,x\n")
    assert sheet.unknown == ["home.nonsense"]
    (row,) = sheet.good
    assert row.answers["home"] == {
        "street": "1 rue du Port", "extra": None, "postcode": "44000", "city": "Nantes", "country": "FR"
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "colour,size\nred,4\n", "name\n" + "x\n" * 2001, "x" * 400_001])
def test_what_is_no_table_of_this_form_is_refused_as_a_whole(quick_house: House, text: str) -> None:
    with pytest.raises(Refused):
        _read(text)

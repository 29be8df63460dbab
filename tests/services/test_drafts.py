"""Drafts: saved under a revision, published into versions, never lost unseen."""

from typing import Any

import pytest
from sqlalchemy import select

from licorne.errors import Conflict, NotFound, Refused
from licorne.models.audit import AuditEntry
from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services import drafts, live
from licorne.services.drafts import Overtaken
from tests.services.house import House

ANNA, BOB = "user:anna", "user:bob"
EMAIL: dict[str, Any] = {"id": "email", "type": "email", "label": {"en": "E-mail"}, "required": True}
FORM: dict[str, Any] = {
    "schema": 1, "title": {"en": "Survey"}, "default_language": "en", "currency": "EUR", "fields": [EMAIL],
    "contact": {"key": "email", "map": {"email": "email"}},
}  # fmt: skip
STRANGER = "0192f3c0-0000-7000-8000-000000000000"


def _titled(title: str) -> dict[str, Any]:
    return {**FORM, "title": {"en": title}}


def _begun(house: House) -> str:
    return drafts.create(house.organisation_id, FORM, ANNA)


def test_a_form_begins_as_a_draft_that_no_customer_sees(house: House) -> None:
    draft = drafts.load(house.organisation_id, _begun(house))
    assert (draft.revision, draft.live_number, draft.is_changed, draft.is_published_once) == (1, None, True, False)
    assert draft.title == "Survey"
    with pytest.raises(NotFound):
        live.form_at(draft.slug)


def test_each_save_counts_and_names_who_saved(house: House) -> None:
    form_id = _begun(house)
    saved = drafts.save(house.organisation_id, form_id, 1, _titled("Other"), BOB)
    assert (saved.revision, saved.saved_by, saved.title) == (2, BOB, "Other")
    name = current_session().scalar(
        select(Form.name).where(Form.organisation_id == house.organisation_id, Form.id == form_id)
    )
    assert name == "Other"


def test_a_save_over_somebody_elses_is_refused_and_hands_theirs_back(house: House) -> None:
    form_id = _begun(house)
    drafts.save(house.organisation_id, form_id, 1, _titled("Anna's"), ANNA)
    with pytest.raises(Overtaken) as caught:
        drafts.save(house.organisation_id, form_id, 1, _titled("Bob's"), BOB)
    assert (caught.value.theirs.title, caught.value.theirs.saved_by) == ("Anna's", ANNA)
    assert drafts.load(house.organisation_id, form_id).title == "Anna's"


def test_a_save_whose_answer_was_lost_can_be_sent_again(house: House) -> None:
    form_id = _begun(house)
    first = drafts.save(house.organisation_id, form_id, 1, _titled("Once"), ANNA)
    again = drafts.save(house.organisation_id, form_id, 1, _titled("Once"), ANNA)
    assert again.revision == first.revision == 2


def test_publishing_makes_a_version_at_the_chosen_address(house: House) -> None:
    form_id = _begun(house)
    done = drafts.publish(house.organisation_id, form_id, 1, "survey", ANNA)
    form, _ = live.form_at("survey")
    assert (done.number, form.number, form.id) == (1, 1, form_id)
    draft = drafts.load(house.organisation_id, form_id)
    assert (draft.live_number, draft.is_changed, draft.is_published_once) == (1, False, True)


def test_the_live_version_runs_on_while_the_draft_changes(house: House) -> None:
    form_id = _begun(house)
    drafts.publish(house.organisation_id, form_id, 1, "survey", ANNA)
    drafts.save(house.organisation_id, form_id, 1, _titled("Next"), ANNA)
    form, _ = live.form_at("survey")
    assert form.definition.title == {"en": "Survey"}
    assert drafts.load(house.organisation_id, form_id).is_changed
    drafts.publish(house.organisation_id, form_id, 2, None, ANNA)
    assert live.form_at("survey")[0].definition.title == {"en": "Next"}


def test_a_published_address_stays(house: House) -> None:
    form_id = _begun(house)
    drafts.publish(house.organisation_id, form_id, 1, "survey", ANNA)
    drafts.save(house.organisation_id, form_id, 1, _titled("Next"), ANNA)
    drafts.publish(house.organisation_id, form_id, 2, "elsewhere", ANNA)
    assert live.form_at("survey")[0].number == 2
    with pytest.raises(NotFound):
        live.form_at("elsewhere")


def test_an_address_that_is_taken_is_refused_and_nothing_is_published(house: House) -> None:
    form_id = _begun(house)
    with pytest.raises(Conflict) as caught:
        drafts.publish(house.organisation_id, form_id, 1, "project-request", ANNA)
    assert caught.value.problem.code == "address_taken"
    assert drafts.load(house.organisation_id, form_id).live_number is None


def test_what_is_wrong_with_a_draft_keeps_it_from_being_published_not_from_being_kept(house: House) -> None:
    form_id = _begun(house)
    unfinished = {**FORM, "fields": []}
    draft = drafts.save(house.organisation_id, form_id, 1, unfinished, ANNA)
    with pytest.raises(Refused):
        drafts.publish(house.organisation_id, form_id, draft.revision, "survey", ANNA)
    kept = drafts.load(house.organisation_id, form_id)
    assert kept.document == unfinished
    assert kept.slug.startswith("form-"), "the address is not taken by a publication that failed"


def test_only_what_was_looked_at_is_published(house: House) -> None:
    form_id = _begun(house)
    drafts.save(house.organisation_id, form_id, 1, _titled("Bob's"), BOB)
    with pytest.raises(Overtaken):
        drafts.publish(house.organisation_id, form_id, 1, "survey", ANNA)


def test_a_form_without_a_draft_is_edited_from_its_live_version(house: House) -> None:
    form, _ = live.form_at("project-request")
    draft = drafts.load(house.organisation_id, form.id)
    assert (draft.revision, draft.is_changed, draft.live_number) == (0, False, form.number)
    saved = drafts.save(house.organisation_id, form.id, 0, {**draft.document, "title": {"en": "Changed"}}, ANNA)
    assert (saved.revision, saved.is_changed) == (1, True)


def test_an_earlier_version_becomes_the_draft(house: House) -> None:
    form_id = _begun(house)
    drafts.publish(house.organisation_id, form_id, 1, "survey", ANNA)
    drafts.save(house.organisation_id, form_id, 1, _titled("Second"), ANNA)
    drafts.publish(house.organisation_id, form_id, 2, None, ANNA)
    restored = drafts.restore(house.organisation_id, form_id, 1, 2, BOB)
    assert (restored.title, restored.revision, restored.live_number, restored.is_changed) == ("Survey", 3, 2, True)
    with pytest.raises(NotFound):
        drafts.restore(house.organisation_id, form_id, 9, 3, BOB)


def test_a_copy_is_a_form_of_its_own(house: House) -> None:
    form_id = _begun(house)
    copy_id = drafts.duplicate(house.organisation_id, form_id, {"en": "Copy"}, BOB)
    copied = drafts.load(house.organisation_id, copy_id)
    assert copied.document == _titled("Copy")
    assert copied.slug != drafts.load(house.organisation_id, form_id).slug


def test_other_organisations_have_no_drafts_here(house: House) -> None:
    form_id = _begun(house)
    for attempt in (
        lambda: drafts.load(STRANGER, form_id),
        lambda: drafts.save(STRANGER, form_id, 1, FORM, BOB),
        lambda: drafts.publish(STRANGER, form_id, 1, "mine", BOB),
        lambda: drafts.version(STRANGER, form_id, 1),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_beginning_and_publishing_are_in_the_trail_and_saving_is_not(house: House) -> None:
    form_id = _begun(house)
    drafts.save(house.organisation_id, form_id, 1, _titled("Other"), ANNA)
    drafts.publish(house.organisation_id, form_id, 2, "survey", ANNA)
    mine = (AuditEntry.organisation_id == house.organisation_id, AuditEntry.subject_id == form_id)
    actions = current_session().scalars(select(AuditEntry.action).where(*mine).order_by(AuditEntry.id)).all()
    assert actions == ["form.begun", "form.published"]

"""What staff do with submissions: nothing is lost before its time, everything is told, and the doctor stays content."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from forms.validate import check_answers
from licorne.adapters import clock
from licorne.errors import Conflict
from licorne.models.audit import AuditEntry
from licorne.models.database import current_session
from licorne.models.effect import Effect
from licorne.models.event import Event, Run
from licorne.models.form import Submission
from licorne.models.submission import SubmissionEdit
from licorne.services import erasing, live, submission_care, submission_edits
from licorne.services.submission_search import Filters, statement
from tests.services.house import ANSWERS, House

ACTOR = "user:test"


def _answers(house: House, **changed: Any) -> dict[str, Any]:
    form, _ = live.form_at("project-request")
    reading = check_answers(form.definition, ANSWERS | changed, clock.today("Europe/Paris"))
    assert reading.problems == ()
    return reading.answers


def _kinds(house: House) -> list[str]:
    return [event.kind for event in house.rows(Event) if event.kind.startswith("submission.")]


def test_marking_as_spam_cancels_what_was_still_to_be_done_and_tells_the_rules(house: House) -> None:
    accepted = house.submit()
    assert submission_care.mark_as_spam(house.organisation_id, [accepted.id], ACTOR) == 1
    assert submission_care.mark_as_spam(house.organisation_id, [accepted.id], ACTOR) == 0
    assert {effect.state for effect in house.rows(Effect)} == {"cancelled"}
    assert [run.state for run in house.rows(Run)] == ["cancelled"]
    assert _kinds(house) == ["submission.received", "submission.refused_as_spam"]
    assert house.perform() == 0
    assert submission_care.unmark_spam(house.organisation_id, [accepted.id], ACTOR) == 1
    assert house.one(Submission).spam_at is None
    assert house.examine() == []


def test_what_is_done_already_stays_done_when_a_submission_is_withdrawn(house: House) -> None:
    accepted = house.submit()
    house.perform()
    before = house.states()
    assert submission_care.withdraw(house.organisation_id, [accepted.id], ACTOR) == 1
    assert house.states() == before
    assert _kinds(house) == ["submission.received", "submission.withdrawn"]
    assert house.examine() == []


def test_what_is_deleted_comes_back_within_its_time_and_is_erased_after_it(house: House) -> None:
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    accepted = house.submit()
    house.perform()
    submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="5"), "", ACTOR)
    submission_care.delete(house.organisation_id, [accepted.id], ACTOR)
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(days=29))
    assert erasing.tick() == 0
    assert submission_care.restore(house.organisation_id, [accepted.id], ACTOR) == 1
    submission_care.delete(house.organisation_id, [accepted.id], ACTOR)
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(days=59, minutes=1))
    assert erasing.tick() == 1
    assert erasing.tick() == 0
    assert submission_care.restore(house.organisation_id, [accepted.id], ACTOR) == 0
    assert house.examine() == []


def test_of_an_erased_submission_no_answer_is_left_anywhere_in_its_rows_and_events(house: House) -> None:
    house.stand_at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    accepted = house.submit()
    submission_edits.edit(house.organisation_id, accepted.id, _answers(house, name="Ada Secret"), "", ACTOR)
    submission_care.delete(house.organisation_id, [accepted.id], ACTOR)
    house.stand_at(datetime(2026, 12, 25, 12, tzinfo=UTC))
    assert erasing.tick() == 1
    kept = house.one(Submission)
    assert (kept.answers, kept.edited, len(kept.answers_sha256)) == ({}, None, 64)
    assert house.rows(SubmissionEdit) == []
    told: list[dict[str, Any]] = [event.facts for event in house.rows(Event) if event.subject_id == accepted.id]
    assert len(told) == 2
    assert all(facts["answers"] == {} and list(facts["contact"]) == ["id"] for facts in told)
    assert "Secret" not in repr([entry.detail for entry in house.rows(AuditEntry)])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submission SET answers = '{}'",
        "UPDATE submission SET answers_sha256 = 'x'",
        "UPDATE event SET facts = '{}'",
        "UPDATE event SET kind = 'x', erased_at = occurred_at",
        "UPDATE submission_edit SET actor = 'x'",
        "DELETE FROM submission",
        "DELETE FROM event",
    ],
)
def test_the_database_itself_keeps_what_was_sent(house: House, change: str) -> None:
    accepted = house.submit()
    submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="5"), "", ACTOR)
    with pytest.raises(DBAPIError, match=r"frozen row|foreign key|FOREIGN KEY"):
        house.sql(change)


def test_a_correction_keeps_the_original_and_says_who_changed_what(house: House) -> None:
    accepted = house.submit()
    sent = dict(house.one(Submission).answers)
    assert submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="9"), "", ACTOR)
    row, correction = house.one(Submission), house.one(SubmissionEdit)
    assert (row.answers, row.current["pages"]) == (sent, "9")
    assert (correction.before["pages"], correction.after["pages"], correction.actor) == ("4", "9", ACTOR)
    facts = house.facts(-1)
    assert _kinds(house)[-1] == "submission.edited"
    assert facts["changed"] == ["pages"]
    assert (facts["before"]["pages"], facts["answers"]["pages"]) == ("4", "9")
    assert house.examine() == []


def test_of_two_people_who_correct_at_once_the_second_is_told(house: House) -> None:
    accepted = house.submit()
    submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="9"), "", ACTOR)
    with pytest.raises(Conflict, match="edited_meanwhile"):
        submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="8"), "", "user:other")
    seen = house.one(SubmissionEdit).id
    assert submission_edits.edit(house.organisation_id, accepted.id, _answers(house, pages="4"), seen, ACTOR)
    assert house.one(Submission).edited is None  # as it was sent again


def _found(house: House, **asked: str) -> list[str]:
    house.rows(Submission)
    wanted = statement(house.organisation_id, Filters.read(asked, ()), "Europe/Paris")
    session = current_session()
    return [row[3] for row in session.execute(wanted.order_by(Submission.id))]


def test_submissions_are_found_by_answer_state_day_and_contact(house: House) -> None:
    house.stand_at(datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
    first = house.submit(name="Zoé 100%", email="zoe@example.com", service="branding", pages=None)
    house.stand_at(datetime(2026, 11, 24, 23, 1, tzinfo=UTC))  # the next day in Paris
    second = house.submit(name="Bob", email="bob@example.com")
    assert _found(house, has="Zoé") == ["Zoé 100%"]
    assert _found(house, has="0%") == ["Zoé 100%"]
    assert _found(house, field="service", has="brand") == ["Zoé 100%"]
    assert _found(house, field="name", has="brand") == []
    assert _found(house, since="2026-11-25") == ["Bob"]
    assert _found(house, until="2026-11-24") == ["Zoé 100%"]
    assert _found(house, q="bob@") == ["Bob"]
    submission_edits.edit(
        house.organisation_id, second.id, _answers(house, name="Robert", email="bob@example.com"), "", ACTOR
    )
    assert _found(house, has="Robert") == ["Bob"]
    assert _found(house, state="edited") == ["Bob"]
    submission_care.mark_as_spam(house.organisation_id, [first.id], ACTOR)
    assert (_found(house), _found(house, state="spam")) == (["Bob"], ["Zoé 100%"])
    submission_care.delete(house.organisation_id, [first.id], ACTOR)
    assert (_found(house, state="spam"), _found(house, state="deleted")) == ([], ["Zoé 100%"])

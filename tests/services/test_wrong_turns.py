"""What one bad rule, one pause or one New Year must not do to everybody else."""

from datetime import date

import pytest

from licorne.adapters import clock
from licorne.errors import Refused
from licorne.models.database import transaction
from licorne.models.effect import Effect
from licorne.models.event import Run
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.services import live, liveness, numbering, reminders, takeover
from licorne.services.sweeper import Sweeper
from tests.services.house import House

RUSH = {"all": [{"left": {"fact": "answers.rush"}, "operator": "is_true"}]}
ISSUE = {
    "id": "issue",
    "action": "issue_invoice",
    "when": RUSH,
    "settings": {"lines": [{"product": "rush", "quantity": "1"}]},
}
MAIL = {
    "id": "mail",
    "action": "send_email",
    "settings": {"to": "{{ contact.email }}", "subject": "Yours", "text": "Number {{ steps.issue.number }}"},
}


def test_a_rule_that_cannot_be_followed_never_refuses_the_customer(house: House) -> None:
    house.only_rule(ISSUE, MAIL)
    house.submit(rush=False)
    assert len(house.rows(Submission)) == 1
    assert house.one(Run).state == "failed"
    effect = house.one(Effect)
    assert (effect.state, (effect.error or {})["code"]) == ("failed", "cannot_bind")
    house.perform()
    assert house.examine() == []


def test_a_run_of_which_nothing_is_wanted_is_done(house: House) -> None:
    wanted = {"all": [{"left": {"fact": "steps.issue.number"}, "operator": "is_not_empty"}]}
    tag = {"id": "tag", "action": "tag_contact", "when": wanted, "settings": {"tag": "invoiced"}}
    house.only_rule(ISSUE, tag)
    house.submit(rush=False)
    assert house.one(Run).state == "done"
    assert house.states() == ["skipped"]
    assert house.examine() == []


def test_an_effect_that_this_version_does_not_know_stops_no_other(house: House) -> None:
    house.submit()
    house.sql("UPDATE effect SET kind = 'from_tomorrow' WHERE step = 'issue'")
    house.submit(email="bob@example.com")
    house.perform()
    unknown = [effect for effect in house.rows(Effect) if effect.kind == "from_tomorrow"]
    assert [(effect.state, (effect.error or {})["code"]) for effect in unknown] == [("failed", "unknown_action")]
    assert len(house.rows(Invoice)) == 1
    assert takeover.most_tries("from_tomorrow") >= takeover.MOST_DEATHS


def test_a_reminder_of_no_channel_is_refused_when_it_is_set(house: House) -> None:
    new = reminders.NewReminder("fax", date(2030, 1, 2), "Europe/Paris", {})
    with transaction() as session, pytest.raises(Refused, match="unknown_channel"):
        reminders.create(session, house.organisation_id, new)


def test_a_part_of_a_round_that_fails_leaves_the_others_their_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.submit()

    def fail() -> int:
        raise RuntimeError("a bad reminder")

    monkeypatch.setattr(reminders, "due_exists", fail)
    sweeper = Sweeper()
    sweeper.watch.now = clock.monotonic
    house.app.extensions["licorne"].doorbell.answered("licorne")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="a bad reminder"):
            sweeper.round()
    assert sweeper.sealed_at > float("-inf")
    assert sweeper.waiting_since is not None or house.one(Invoice).state == "issued"


def test_a_watcher_that_was_away_has_seen_nobody_standing_still(house: House) -> None:
    moment = 0.0
    watch = liveness.Watch(now=lambda: moment)
    liveness.beat("somebody", "worker")
    assert watch.dead() == []
    moment = 1000.0
    assert watch.dead() == []
    for _ in range(4):
        moment += liveness.BEAT_SECONDS
        found = watch.dead()
    assert found == ["somebody"]
    liveness.beat("somebody", "worker")
    assert watch.dead() == []


def test_who_waited_past_new_year_gets_a_number_of_the_new_year(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 1)])
    monkeypatch.setattr(clock, "today", lambda zone: next(days))
    organisation = live.organisation(house.organisation_id)
    with transaction() as session:
        allotted = numbering.allot(session, organisation, "invoice")
    assert (allotted.number, allotted.issued_on) == ("F-2027-0001", date(2027, 1, 1))

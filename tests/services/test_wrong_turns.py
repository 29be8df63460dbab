"""What one bad rule, one pause or one New Year must not do to everybody else."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest

from licorne.adapters import clock
from licorne.adapters.mail import OutgoingMail, Receipt
from licorne.errors import Conflict, Doubtful, Permanent, Refused
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect
from licorne.models.event import Run
from licorne.models.form import Submission
from licorne.models.invoice import Invoice
from licorne.models.work import Message, Reminder, Task
from licorne.services import (
    attention,
    claiming,
    executor,
    invoices,
    live,
    liveness,
    numbering,
    publishing,
    reminders,
    takeover,
    tasks,
)
from licorne.services.sweeper import Sweeper
from tests.services.house import House, rule
from tests.services.remote import known
from tests.services.scripted import SCRIPTED, Scripted

RUSH: dict[str, Any] = {"all": [{"left": {"fact": "answers.rush"}, "operator": "is_true"}]}
ISSUE: dict[str, Any] = {
    "id": "issue",
    "action": "issue_invoice",
    "when": RUSH,
    "settings": {"lines": [{"product": "rush", "quantity": "1"}]},
}
MAIL: dict[str, Any] = {
    "id": "mail",
    "action": "send_email",
    "settings": {"to": "{{ contact.email }}", "subject": "Yours", "text": "Number {{ steps.issue.number }}"},
}
TAG: dict[str, Any] = {"id": "tag", "action": "tag_contact", "settings": {"tag": "met"}}
WORDS: dict[str, Any] = {
    "id": "words",
    "action": "send_email",
    "settings": {"to": "{{ contact.email }}", "text": "Hello"},
}
COLLECT: dict[str, Any] = {
    "id": "collect",
    "action": "create_task",
    "settings": {"title": "Collect", "invoice": "{{ steps.issue.invoice }}", "completes_on": "invoice.paid"},
}
REMIND: dict[str, Any] = {
    "id": "remind",
    "action": "set_reminder",
    "settings": {"text": "Ask", "after_days": 3, "invoice": "{{ steps.issue.invoice }}"},
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
    tag: dict[str, Any] = {"id": "tag", "action": "tag_contact", "when": wanted, "settings": {"tag": "invoiced"}}
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


def test_an_effect_that_died_in_company_is_begun_alone_until_the_one_that_kills_is_parked(house: House) -> None:
    house.only_rule(TAG)
    for name in ("ada", "bob", "cid"):
        house.submit(email=f"{name}@example.com")
    killer = claiming.claim("licorne", "first")[0].work.id
    takeover.take_over("first")
    for number in range(takeover.MOST_DEATHS + 1):
        claims = claiming.claim("licorne", f"dies-{number}")
        assert len(claims) == 1
        if claims[0].work.id == killer:
            takeover.take_over(f"dies-{number}")
        else:
            executor.perform_all(claims, f"dies-{number}")
    assert sorted(house.states()) == ["done", "done", "failed"]
    assert [effect.id for effect in house.rows(Effect) if effect.state == "failed"] == [killer]
    assert house.examine() == []


class _Death(BaseException):
    """Ends a process in the middle of something, as kill -9 does."""


def _dies_at_mail(house: House, nth: int, owner: str) -> None:
    """A process that claims what is due and dies while it sends its `nth` mail."""
    mailer = house.app.extensions["licorne"].mailer
    send, count = mailer.send, [nth]

    def dying(mail: OutgoingMail) -> Receipt:
        count[0] -= 1
        if not count[0]:
            raise _Death
        receipt: Receipt = send(mail)
        return receipt

    mailer.send = dying
    try:
        with pytest.raises(_Death):
            executor.drain("licorne", owner)
    finally:
        mailer.send = send
    current_session().close()
    takeover.take_over(owner)


def _greet(house: House, *names: str) -> None:
    house.only_rule(WORDS)
    for name in names:
        house.submit(email=f"{name}@example.com")


def test_only_the_mail_that_was_under_way_may_have_been_sent_twice(house: House) -> None:
    _greet(house, "ada", "bob", "cid", "dan")
    _dies_at_mail(house, 2, "dies")
    sent = [(effect.state, effect.doubtful, effect.attempts) for effect in house.rows(Effect)]
    assert sent == [("done", False, 1), ("pending", True, 1), ("pending", False, 0), ("pending", False, 0)]
    house.perform()
    assert house.states() == ["done"] * 4
    assert [message.doubtful for message in house.rows(Message)].count(True) == 1
    assert house.examine() == []


def test_a_mail_that_was_claimed_and_not_begun_is_no_doubt_and_no_try(house: House) -> None:
    _greet(house, "ada", "bob")
    for death in range(takeover.MOST_DEATHS * 2):
        assert claiming.claim("licorne", f"dies-{death}")
        takeover.take_over(f"dies-{death}")
    assert [(effect.state, effect.doubtful, effect.attempts) for effect in house.rows(Effect)] == [
        ("pending", False, 0)
    ] * 2
    house.perform()
    assert house.states() == ["done"] * 2
    assert house.examine() == []


def test_a_mail_that_waits_behind_other_work_is_no_doubt_when_that_kills(house: House) -> None:
    with known("scripted", Scripted):
        house.only_rule(SCRIPTED)
        house.submit()
        publishing.publish_rule(house.organisation_id, "only", rule(WORDS), "system")
        house.submit(email="bob@example.com")
        assert len(claiming.claim("licorne", "dies")) == 2
        takeover.take_over("dies")
        assert [(effect.kind, effect.doubtful, effect.attempts) for effect in house.rows(Effect)] == [
            ("scripted", False, 1),
            ("send_email", False, 0),
        ]


def test_a_mail_of_which_two_copies_may_be_out_waits_for_a_person(house: House) -> None:
    _greet(house, "ada")
    for owner in ("dies", "dies too"):
        _dies_at_mail(house, 1, owner)
    effect = house.one(Effect)
    assert (effect.state, (effect.error or {})["code"]) == ("unknown", "doubtful_twice")
    assert house.one(Run).state == "failed"
    attention.mark_done(house.organisation_id, effect.id, "user:x")
    assert (house.one(Run).state, house.rows(Message)) == ("done", [])


def test_a_mail_whose_answer_was_lost_twice_is_not_sent_a_third_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def lose(mail: OutgoingMail) -> Receipt:
        sent.append(mail.message_id)
        raise Doubtful("no_answer")

    monkeypatch.setattr(house.app.extensions["licorne"].mailer, "send", lose)
    _greet(house, "ada")
    for _ in range(4):
        house.perform()
        house.stand_at(clock.now() + timedelta(days=1))
    effect = house.one(Effect)
    assert (effect.state, effect.doubtful, len(sent), len(set(sent))) == ("unknown", True, 2, 1)
    assert [each.id for each in attention.parked(house.organisation_id)] == [effect.id]
    assert house.examine() == []


def test_a_step_that_happens_in_here_cannot_be_said_to_have_happened(house: House) -> None:
    house.only_rule(ISSUE, MAIL)
    house.submit(rush=True)
    house.sql("UPDATE effect SET state = 'failed' WHERE step = 'issue'")
    with pytest.raises(Conflict, match="effect_cannot_be_told"):
        attention.mark_done(house.organisation_id, house.step("issue").id, "user:x")
    assert house.states() == ["failed", "waiting"]


def test_a_mail_that_is_to_carry_an_invoice_is_not_sent_without_one(house: House) -> None:
    house.only_rule({**WORDS, "settings": {**WORDS["settings"], "attach_invoice": ""}})
    house.submit()
    house.perform()
    effect = house.one(Effect)
    assert (effect.state, house.rows(Message)) == ("failed", [])
    assert (effect.error or {})["code"] == "no_invoice_to_attach"


def test_what_is_paid_before_its_task_and_reminder_are_written_leaves_nothing_to_do(house: House) -> None:
    with known("scripted", Scripted):
        house.only_rule(ISSUE, SCRIPTED, COLLECT, REMIND)
        Scripted.errors.append(Permanent("stopped"))
        house.submit(rush=True)
        house.perform()
        invoices.mark_paid(house.organisation_id, house.one(Invoice).id, None, "user:x")
        attention.retry(house.organisation_id, house.step("scripted").id, "user:x")
        house.perform()
        assert house.examine() == []
    assert (house.one(Task).state, house.one(Reminder).state) == ("done", "cancelled")
    assert [(house.step(name).result or {})["settled"] for name in ("collect", "remind")] == [True, True]


def test_who_marks_an_invoice_paid_waits_for_the_task_that_is_being_written(ordered_house: House) -> None:
    house = ordered_house
    invoice = house.one(Invoice)

    def pay() -> None:
        with house.app.app_context():
            invoices.mark_paid(house.organisation_id, invoice.id, None, "user:x")

    paying = threading.Thread(target=pay)
    new = tasks.NewTask("Collect", invoice_id=invoice.id, completes_on=tasks.PAID)
    with transaction() as session:
        written = tasks.create(session, house.organisation_id, new, "system").id
        paying.start()
        paying.join(0.5)
        assert paying.is_alive()
    paying.join(20)
    assert [task.state for task in house.rows(Task) if task.id == written] == ["done"]
    assert house.examine() == []


def test_the_mail_of_an_invoice_is_not_sent_without_one(house: House) -> None:
    house.only_rule({**WORDS, "settings": {"to": "{{ contact.email }}", "template": "invoice-sent"}})
    house.submit()
    house.perform()
    assert (house.one(Effect).state, house.rows(Message)) == ("failed", [])
    assert (house.one(Effect).error or {})["code"] == "no_invoice_to_attach"

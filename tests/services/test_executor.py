"""The executor: each class as promised, steps in order, failures recorded, tries counted, zombies unheard."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy.exc import OperationalError

from licorne import faults
from licorne.adapters import clock
from licorne.errors import Permanent, Transient
from licorne.models.contact import ContactTag
from licorne.models.effect import Effect, EffectAttempt, EffectClass
from licorne.models.event import Run
from licorne.models.guard import GuardedSession
from licorne.models.invoice import DocumentFile, Invoice
from licorne.models.work import Message, Notification, Reminder, Task
from licorne.services import executor, steps
from licorne.services.action import BACK_OFF, Action, OutsideAction, Result, Work
from licorne.services.claiming import claim
from licorne.services.outcome import Outcome
from licorne.services.takeover import MOST_DEATHS, take_over
from rules.expression.json_types import Json
from tests.services.house import TOTAL, House
from tests.services.remote import known
from tests.services.scripted import SCRIPTED, TAG, Scripted


def test_a_run_is_performed_in_order_and_leaves_one_of_each(house: House) -> None:
    house.submit()
    house.perform()
    assert house.states() == ["done"] * 6
    steps_done = sorted(house.rows(Effect), key=lambda effect: effect.position)
    assert [effect.kind for effect in steps_done] == [
        "issue_invoice",
        "render_document",
        "send_email",
        "create_task",
        "set_reminder",
        "tag_contact",
    ]
    assert [each.done_at for each in steps_done] == sorted(each.done_at for each in steps_done if each.done_at)
    assert house.one(Run).state == "done"
    assert house.one(Invoice).total == TOTAL
    for model in (DocumentFile, Message, Task, Reminder, ContactTag, Notification):
        house.one(model)
    assert house.examine() == []


def test_the_owner_is_told_of_a_mail_in_the_transaction_that_writes_it_down(house: House) -> None:
    house.submit()
    faults.arm("message.after_done:raise", house.settings.data)
    with pytest.raises(faults.FaultRaised):
        house.perform()
    notice, message = house.one(Notification), house.one(Message)
    assert (notice.code, notice.user_id, notice.path) == ("mail_sent", house.owner.user_id, f"/mails/{message.id}")
    assert house.step("mail").state == "done"


def test_a_derived_file_is_inserted_once(house: House) -> None:
    house.submit()
    faults.arm("derived.before_store:raise", house.settings.data)
    house.perform()
    assert house.step("issue", "render_document").state == "pending"
    house.stand_at(clock.now() + timedelta(seconds=6))
    house.perform()
    house.one(DocumentFile)
    assert house.one(Run).state == "done"


@pytest.fixture
def scripted(house: House) -> Iterator[list[Exception]]:
    """What the only step but the last will raise; then it does its work, and the contact is tagged."""
    with known("scripted", Scripted):
        house.only_rule(SCRIPTED, TAG)
        yield Scripted.errors
    Scripted.errors.clear()


def test_a_transient_failure_waits_longer_each_time(house: House, scripted: list[Exception]) -> None:
    scripted += [Transient("busy", "try later")] * 3
    house.submit()
    now = clock.now()
    for wait in BACK_OFF[:3]:
        house.stand_at(now)
        house.perform()
        effect = house.step("scripted")
        assert (effect.state, effect.error) == ("pending", {"code": "busy", "detail": "try later"})
        assert effect.next_at == now + timedelta(seconds=wait)
        house.stand_at(now + timedelta(seconds=wait - 1))
        assert house.perform() == 0
        now += timedelta(seconds=wait)
    house.stand_at(now)
    house.perform()
    effect = house.step("scripted")
    assert (effect.state, effect.result, effect.error) == ("done", {"tries": 4}, None)


def test_after_the_last_try_it_is_parked_and_its_run_stops(house: House, scripted: list[Exception]) -> None:
    scripted += [Transient("busy")] * 99
    house.submit()
    for _ in range(len(BACK_OFF) + 3):
        house.stand_at(clock.now() + timedelta(days=2))
        house.perform()
    assert (house.states(), house.one(Run).state) == (["failed", "waiting"], "failed")
    assert house.step("scripted").attempts == len(BACK_OFF) + 1
    assert house.rows(ContactTag) == []
    assert house.examine() == []


def test_a_permanent_failure_is_parked_at_once(house: House, scripted: list[Exception]) -> None:
    scripted += [Permanent("never")]
    house.submit()
    house.perform()
    assert (house.states(), house.step("scripted").error) == (["failed", "waiting"], {"code": "never", "detail": ""})
    assert house.one(Run).state == "failed"


def test_a_bug_in_one_action_is_recorded_and_the_others_go_on(house: House, scripted: list[Exception]) -> None:
    house.submit()
    house.submit()
    scripted += [ZeroDivisionError("oops")]
    house.perform()
    assert sorted(house.states()) == ["done", "done", "pending", "waiting"]
    assert {effect.error["detail"] for effect in house.rows(Effect) if effect.error} == {"ZeroDivisionError: oops"}


def test_what_a_failed_try_wrote_is_rolled_back_with_it(house: House) -> None:
    class Half(Action):
        effect_class = EffectClass.TRANSACTIONAL

        def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
            Action.registered["tag_contact"]().record(session, work, None)
            raise Transient("half")

    with known("half", Half):
        house.only_rule({"id": "half", "action": "half", "settings": {"tag": "half"}})
        house.submit()
        house.perform()
    assert house.rows(ContactTag) == []
    assert house.step("half").state == "pending"


def test_a_lost_lease_changes_nothing(house: House) -> None:
    house.submit()
    leases = claim("licorne", "zombie")
    take_over("zombie")
    house.perform()
    before, log = house.census(), [(row.epoch, row.phase) for row in house.rows(EffectAttempt)]
    executor.perform_all(leases, "zombie")
    assert house.census() == before
    assert [(row.epoch, row.phase) for row in house.rows(EffectAttempt)] == log
    assert house.examine() == []


def test_two_workers_never_hold_the_same_effect(house: House) -> None:
    for _ in range(12):
        house.submit()
    one, two = claim("licorne", "one"), claim("licorne", "two")
    ids = [lease.work.id for lease in (*one, *two)]
    assert (len(one), len(two), len(set(ids))) == (8, 4, 12)
    assert claim("licorne", "three") == []


def test_an_effect_that_kills_its_worker_is_parked_and_others_go_on(house: House) -> None:
    house.submit()
    for death in range(MOST_DEATHS):
        assert house.step("issue").state == "pending", f"parked after {death} deaths"
        claim("licorne", f"victim-{death}", limit=1)
        take_over(f"victim-{death}")
    effect = house.step("issue")
    assert (effect.state, effect.error) == ("failed", {"code": "worker_died", "parameters": {"times": "5"}})
    assert house.one(Run).state == "failed"
    house.submit(email="bob@example.com")
    house.perform()
    assert [run.state for run in house.rows(Run)] == ["failed", "done"]
    assert len(house.rows(Invoice)) == 1
    assert house.examine() == []


def test_refusals_are_no_deaths(house: House, scripted: list[Exception]) -> None:
    scripted += [Transient("busy")] * MOST_DEATHS
    house.submit()
    for _ in range(MOST_DEATHS):
        house.perform()
        house.stand_at(clock.now() + timedelta(hours=1))
    claim("licorne", "victim")
    take_over("victim")
    assert house.step("scripted").state == "pending"
    house.perform()
    assert house.step("scripted").state == "done"


class _Letter(OutsideAction):
    """A message that is out before its writing down fails."""

    effect_class = EffectClass.MESSAGE
    sent: ClassVar[list[str]] = []
    error: ClassVar[Exception] = ZeroDivisionError("oops")

    def prepare(self, work: Work) -> str:
        return work.key

    def carry_out(self, work: Work, prepared: str) -> str:
        self.sent.append(prepared)
        return prepared

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        raise self.error


LETTER: dict[str, Json] = {"id": "letter", "action": "letter", "settings": {}}


def test_a_message_that_cannot_be_written_down_is_not_sent_again(house: House) -> None:
    _Letter.sent.clear()
    with known("letter", _Letter):
        house.only_rule(LETTER, TAG)
        house.submit()
        house.perform()
        house.stand_at(clock.now() + timedelta(days=1))
        house.perform()
    letter = house.step("letter")
    assert (len(_Letter.sent), letter.state, letter.doubtful) == (1, "unknown", True)
    assert house.rows(ContactTag) == []


def test_the_outcome_of_a_sent_mail_waits_for_a_database_that_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.submit()
    finish, away = steps.finish, [OperationalError("INSERT", {}, Exception("gone"), connection_invalidated=True)] * 2

    def finish_later(session: GuardedSession, lease: Any, *more: Any) -> Any:
        if lease.work.kind == "send_email" and away:
            raise away.pop()
        return finish(session, lease, *more)

    monkeypatch.setattr(steps, "finish", finish_later)
    with pytest.raises(OperationalError):
        house.perform()
    assert house.step("mail").state == "done"
    assert len(house.rows(Message)) == 1


def test_a_possible_double_is_shown(house: House) -> None:
    house.submit()
    faults.arm("message.after_accept:raise", house.settings.data)
    house.perform()
    assert (house.step("mail").state, house.step("mail").doubtful) == ("pending", True)
    house.stand_at(clock.now() + timedelta(minutes=1))
    house.perform()
    assert house.one(Message).doubtful is True

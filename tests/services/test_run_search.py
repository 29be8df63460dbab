from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from licorne.adapters import clock
from licorne.models.database import current_session
from licorne.models.event import Event, Run
from licorne.models.invoice import Invoice
from licorne.models.rule import RuleVersion
from licorne.models.work import Message, Task
from licorne.services import live, publishing
from licorne.services.run_search import Wanted, narrowed
from tests.services.house import House, rule
from tests.services.test_flows import tag


def found(house: House, **wanted: Any) -> list[str]:
    """The names of those whose runs are found, oldest first."""
    organisation = live.organisation(house.organisation_id)
    same = Run.organisation_id
    rows = current_session().scalars(
        select(Event)
        .join(Run, (same == Event.organisation_id) & (Run.event_id == Event.id))
        .join(RuleVersion, (RuleVersion.organisation_id == same) & (RuleVersion.id == Run.rule_version_id))
        .where(Run.organisation_id == organisation.id, *narrowed(organisation.id, Wanted(**wanted), organisation.zone))
        .order_by(Run.id)
    )
    facts: list[Any] = [event.facts for event in rows]
    return [one["contact"]["name"] for one in facts]


@pytest.fixture
def busy(house: House) -> House:
    """A house with two orders."""
    house.submit()
    house.submit(name="Bob Stone", email="bob@example.com")
    house.perform()
    return house


def test_a_run_is_found_by_whatever_is_in_hand(busy: House) -> None:
    ada, bob = busy.rows(Invoice)
    mails = {mail.recipient: mail for mail in busy.rows(Message)}
    bobs = next(task for task in busy.rows(Task) if task.invoice_id == bob.id)
    first, second = busy.rows(Run)
    events = {event.id: event for event in busy.rows(Event)}
    assert found(busy, words=ada.number) == ["Ada Martin"]
    assert found(busy, words=bob.id) == ["Bob Stone"]
    assert found(busy, words=bobs.id) == ["Bob Stone"]
    assert found(busy, words=second.id) == ["Bob Stone"]
    assert found(busy, words=events[first.event_id].subject_id) == ["Ada Martin"]
    mail = mails["bob@example.com"]
    for words in (mail.message_id, mail.message_id.strip("<>"), mail.id, "stone", "BOB@example.com"):
        assert found(busy, words=words) == ["Bob Stone"], words
    assert found(busy, words="nobody") == []
    assert found(busy) == ["Ada Martin", "Bob Stone"]


def test_runs_are_narrowed_by_rule_state_and_local_day(busy: House) -> None:
    publishing.publish_rule(busy.organisation_id, "other", rule(tag("x")), "system")
    busy.submit(name="Eve", email="eve@example.com")
    other = busy.only_rule_id("other")
    assert found(busy, rule_id=other) == ["Eve"]
    assert found(busy, rule_id=other, state="running") == ["Eve"]
    assert found(busy, state="done") == ["Ada Martin", "Bob Stone"]
    assert len(found(busy, state="nonsense", rule_id="nonsense")) == 4
    today = clock.today(live.organisation(busy.organisation_id).zone)
    assert len(found(busy, day=today)) == 4
    assert found(busy, day=today - timedelta(days=1)) == []

"""Every fault point, at every kind of effect, on both engines: whatever a process dies of, the end is the same."""

import time
from collections.abc import Callable, Iterator

import pytest

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.config import Settings
from licorne.models.work import Reminder
from licorne.services import reminders
from licorne.services.executor import FRESH_SECONDS
from tests.prove import processes, roles
from tests.prove.cases import Case, cases
from tests.prove.order import PATH, Order, ordered
from tests.servers.smtp import SmtpServer


@pytest.fixture
def order(seeded_settings: Settings, renderer: PdfRenderer, smtp: SmtpServer) -> Iterator[Order]:
    """An order on a fresh database of each engine."""
    with ordered(seeded_settings, renderer, smtp) as order:
        yield order


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.fault)
def test_a_fault_changes_nothing_in_the_end(order: Order, case: Case) -> None:
    _lead_to(order, case)
    if case.action == "stop":
        _pause(order, case)
    else:
        role, arguments = _role(order, case)
        code = processes.run(role, *arguments)
        assert (code == -9) == (case.action == "kill9"), code
    assert order.fired.exists(), "the point was not passed"
    assert order.post() == 303  # whoever got no answer sends the page again
    order.finish()
    order.check(case.most_mails)
    if case.role == "sweeper" and "tick" in case.point:
        assert [effect.key for effect in order.house.rows_of_step("reminder")] == [
            f"reminder:{order.house.one(Reminder).id}"
        ]


def _lead_to(order: Order, case: Case) -> None:
    """Everything up to the process that is to fail."""
    if case.role == "web":
        return
    assert order.post() == 303
    if case.point == "sweeper.before_takeover":
        assert processes.run(roles.worker, order.with_fault("worker.after_claim:kill9")) == -9
        order.fired.unlink()
    elif case.role == "sweeper":
        order.finish()
        order.house.stand_at(order.house.one(Reminder).due_at)
        assert reminders.due_exists()


def _role(order: Order, case: Case) -> tuple[Callable[..., None], list[object]]:
    environ = order.with_fault(case.fault)
    if case.role == "web":
        return roles.web, [environ, PATH, order.data]
    return (roles.sweeper if case.role == "sweeper" else roles.worker), [environ]


def _pause(order: Order, case: Case) -> None:
    """Pauses the process at the point, has a sweeper take its work over, wakes it up: a zombie must change nothing.

    On SQLite who pauses in a write transaction stops all writers: then there is only the waking up.
    """
    role, arguments = _role(order, case)
    with processes.running(role, *arguments) as zombie:
        assert processes.wait_until_stopped(zombie, order.fired)
        time.sleep(FRESH_SECONDS)
        if not (case.writes and order.house.settings.is_sqlite):
            assert processes.run(roles.sweeper, order.environ) == 0
        processes.go_on(zombie)
        zombie.join(60)
        assert zombie.exitcode is not None

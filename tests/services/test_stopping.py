"""A process that is asked to end finishes the effect that it is at, and gives back what it has not begun."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from licorne import worker
from licorne.adapters.ids import new_id
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.base import table_of
from licorne.models.bulk import insert_rows
from licorne.models.database import transaction
from licorne.models.effect import Effect, EffectAttempt, EffectClass, State
from licorne.models.guard import GuardedSession
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.claiming import claim
from licorne.services.executor import perform_all
from licorne.services.steps import effect_row
from licorne.services.takeover import take_over
from licorne.stopping import STOPPING
from rules.expression.json_types import Json
from tests.prove import processes
from tests.services.house import House
from tests.services.remote import known

#: What one slow effect takes.
SECONDS = 1.0


class _Asked(OutsideAction):
    """While it is carried out, the process is asked to end."""

    effect_class = EffectClass.DERIVED

    def prepare(self, work: Work) -> None:
        return None

    def carry_out(self, work: Work, prepared: Any) -> str:
        STOPPING.set()
        return work.step

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        return Result({"done": outcome.value})


class _AskedByMail(_Asked):
    effect_class = EffectClass.MESSAGE


class _Slow(_Asked):
    """Says in a file that it was begun, and takes its time."""

    def carry_out(self, work: Work, prepared: Any) -> str:
        with Path(str(work.settings["begun"])).open("a") as file:
            file.write(f"{work.step}\n")
        time.sleep(SECONDS)
        return work.step


@pytest.fixture(autouse=True)
def going_on() -> Iterator[None]:
    """Other tests run in this process."""
    yield
    STOPPING.clear()


def _place(house: House, kind: str, effect_class: EffectClass, count: int, **settings: str) -> None:
    rows = [
        effect_row(
            organisation_id=house.organisation_id,
            run_id=None,
            event_id=None,
            step=f"{kind}-{number}",
            item="",
            position=0,
            kind=kind,
            effect_class=effect_class,
            key=new_id(),
            settings=dict(settings),
            state=State.PENDING,
        )
        for number in range(count)
    ]
    with transaction() as session:
        insert_rows(session, table_of(Effect), rows)


def test_what_was_claimed_and_not_begun_is_due_again_at_once_and_no_try_is_counted(house: House) -> None:
    with known("asked", _Asked):
        _place(house, "asked", EffectClass.DERIVED, 5)
        house.perform()
        assert sorted((effect.state, effect.attempts) for effect in house.rows(Effect)) == [
            ("done", 1),
            *[("pending", 0)] * 4,
        ]
        assert house.perform() == 0
        assert house.examine() == []
        STOPPING.clear()
        for _ in range(4):
            house.perform()
            STOPPING.clear()
        assert {(effect.state, effect.attempts) for effect in house.rows(Effect)} == {("done", 1)}
        assert house.examine() == []


def test_a_mail_that_was_not_begun_is_given_back_without_a_doubt(house: House) -> None:
    with known("asked", _AskedByMail):
        _place(house, "asked", EffectClass.MESSAGE, 3)
        house.perform()
        assert [(effect.state, effect.doubtful) for effect in house.rows(Effect)] == [
            ("done", False),
            ("pending", False),
            ("pending", False),
        ]


def test_a_next_step_that_was_leased_and_not_begun_is_given_back_with_its_settings(house: House) -> None:
    tag: dict[str, Json] = {"id": "tag", "action": "tag_contact", "settings": {"tag": "{{ steps.asked.done }}"}}
    with known("asked", _Asked):
        house.only_rule({"id": "asked", "action": "asked", "settings": {}}, tag)
        house.submit()
        house.perform()
        assert (house.states(), house.step("tag").settings) == (["done", "pending"], {"tag": "asked"})
        STOPPING.clear()
        house.perform()
        assert house.states() == ["done", "done"]
        assert house.examine() == []


def test_what_somebody_took_over_meanwhile_is_not_given_back_a_second_time(house: House) -> None:
    with known("asked", _Asked):
        _place(house, "asked", EffectClass.DERIVED, 2)
        leases = claim("licorne", "zombie")
        take_over("zombie")
        before = [(attempt.epoch, attempt.phase) for attempt in house.rows(EffectAttempt)]
        STOPPING.set()
        perform_all(leases, "zombie")
        assert [(attempt.epoch, attempt.phase) for attempt in house.rows(EffectAttempt)] == before
        assert {effect.state for effect in house.rows(Effect)} == {"pending"}


def _work(environ: dict[str, str]) -> None:
    with known("slow", _Slow):
        worker.run(partial(create_app, Settings.from_environment(environ)), "stopped")


def test_a_busy_worker_ends_after_the_effect_that_it_is_at(house: House) -> None:
    begun = house.settings.data / "begun"
    with known("slow", _Slow):
        _place(house, "slow", EffectClass.DERIVED, 12, begun=str(begun))
        with processes.running(_work, house.settings.to_environment()) as process:
            deadline = time.monotonic() + 30
            while not begun.exists():
                assert time.monotonic() < deadline, "nothing was begun"
                time.sleep(0.02)
            assert process.pid is not None
            asked = time.monotonic()
            os.kill(process.pid, signal.SIGTERM)
            process.join(20)
            took, code = time.monotonic() - asked, process.exitcode
        assert (code, len(begun.read_text().splitlines())) == (0, 1)
        assert took < SECONDS + 3
        assert sorted(effect.state for effect in house.rows(Effect)) == ["done", *["pending"] * 11]
        assert {effect.attempts for effect in house.rows(Effect) if effect.state == "pending"} == {0}
        assert house.examine() == []

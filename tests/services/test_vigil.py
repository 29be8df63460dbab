"""An effect that never ends: its process ends itself, others are waited for no longer than a lock may take."""

import os
import time
from functools import partial
from typing import Any, ClassVar

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from licorne import worker
from licorne.app import create_app
from licorne.config import Settings
from licorne.models.database import current_session
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.models.work import Message
from licorne.services import steps
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.liveness import BEAT_SECONDS
from licorne.services.takeover import MOST_DEATHS
from licorne.services.vigil import bounded, hanging
from rules.expression.json_types import Json
from tests.prove import processes, roles
from tests.services.house import House
from tests.services.remote import known

HANGING: dict[str, Json] = {"id": "hangs", "action": "hangs", "settings": {}}


class _Hangs(OutsideAction):
    """Never ends."""

    effect_class = EffectClass.DERIVED
    longest: ClassVar[float] = 0.5

    def prepare(self, work: Work) -> None:
        return None

    def carry_out(self, work: Work, prepared: Any) -> None:
        time.sleep(3600)

    def record(self, session: GuardedSession, work: Work, outcome: Any) -> Result:
        return Result()


def _work(environ: dict[str, str]) -> None:
    with known("hangs", _Hangs):
        worker.run(partial(create_app, Settings.from_environment(environ)), "hangs")


def _sweep() -> None:
    roles.sweep()


def test_a_hung_process_ends_itself_and_its_effect_is_given_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with known("hangs", _Hangs):
        house.only_rule(HANGING)
        house.submit()
        assert processes.run(_work, house.settings.to_environment(), seconds=10 * BEAT_SECONDS) == os.EX_SOFTWARE
        assert house.step("hangs").state == "leased"
        monkeypatch.setattr(_Hangs, "carry_out", lambda self, work, prepared: None)
        house.app.extensions["licorne"].doorbell.ring = lambda queue: False
        _sweep()
    effect = house.step("hangs")
    assert (effect.state, effect.attempts) == ("done", 2)
    assert effect.attempts < MOST_DEATHS


def test_what_is_in_time_does_not_hang(quick_house: House) -> None:
    assert hanging() is None
    with bounded("an effect", 60):
        assert hanging() is None
    with bounded("an effect", -1):
        assert hanging() == "an effect"
    assert hanging() is None


def test_a_statement_waits_for_a_lock_no_longer_than_ten_seconds(house: House) -> None:
    if not house.settings.is_sqlite:
        assert current_session().scalar(select(func.current_setting("lock_timeout"))) == "10s"


def test_a_mail_that_is_out_waits_for_a_lock_and_is_not_left_to_a_person(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.submit()
    finish = steps.finish
    locked = [OperationalError("UPDATE", {}, psycopg.errors.LockNotAvailable("lock timeout"))]

    def finish_later(session: GuardedSession, lease: Any, *more: Any) -> Any:
        if lease.work.kind == "send_email" and locked:
            raise locked.pop()
        return finish(session, lease, *more)

    monkeypatch.setattr(steps, "finish", finish_later)
    with pytest.raises(OperationalError):
        house.perform()
    assert (house.step("mail").state, len(house.rows(Message))) == ("done", 1)

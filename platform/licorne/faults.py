"""Named places where a test may make the process die, raise, sleep or stop.

`LICORNE_FAULT=name:action[:nth]` arms one point (with `LICORNE_TESTING=1` only). It fires once per data folder, so that a
restarted child goes on. The registry is enumerated by the crash tests: a new point is tested from the day it is added.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

#: name → what has happened when the process reaches it
POINTS: dict[str, str] = {
    "web.before_commit": "a submission is written but not committed",
    "web.after_commit": "a submission is committed, the doorbell not rung",
    "web.after_ring": "the doorbell is rung, the answer not given",
    "worker.after_pop": "the worker took the doorbell from Redis, nothing is claimed",
    "worker.after_claim": "effects are leased and their attempts written, nothing is performed",
    "transactional.before_apply": "a transactional effect is about to change rows",
    "transactional.before_commit": "its change and `done` are written but not committed",
    "transactional.after_commit": "its change and `done` are committed",
    "derived.before_render": "a document is about to be rendered",
    "derived.before_store": "a document is rendered, not stored",
    "derived.after_store": "a document is stored and its effect done",
    "message.before_send": "a mail is composed, no connection used",
    "message.before_final_dot": "the mail's data is sent but for the final dot",
    "message.after_accept": "the server took the mail, nothing is written",
    "message.after_done": "the mail's effect is done",
    "keyed.before_call": "the remote is about to be called",
    "keyed.after_call": "the remote did the work, nothing is written",
    "keyed.after_done": "the keyed effect is done",
    "stretch.before_commit": "the next stretch of a run is written but not committed",
    "wait.before_put_off": "a wait is written, its effect not put off",
    "wait.before_conclusion": "a wait has ended, nothing of what follows is written",
    "sweeper.before_tick": "reminders are due, no effect written",
    "sweeper.after_tick": "reminders became effects",
    "sweeper.before_schedule": "an occurrence of a schedule is told but not committed",
    "sweeper.after_schedule": "an occurrence of a schedule is told",
    "sweeper.before_takeover": "a lost lease was seen, not released",
}
ACTIONS = ("kill9", "raise", "sleep", "stop")
SLEEP_SECONDS = 3.0


class FaultRaised(Exception):
    """What the action `raise` raises."""


@dataclass
class ArmedFault:
    """One armed point; `nth` counts the passes of this process that are let through before it fires."""

    name: str
    action: str
    nth: int
    marker: Path


_armed: ArmedFault | None = None


def parse_fault(text: str) -> tuple[str, str, int]:
    """`name:action[:nth]` → its parts.

    Raises:
        ValueError: unknown point or action, or nth is not a positive whole number.
    """
    name, _, rest = text.partition(":")
    action, _, nth = rest.partition(":")
    if name not in POINTS:
        raise ValueError(f"unknown fault point {name!r}; `licorne faults` lists them")
    if action not in ACTIONS:
        raise ValueError(f"unknown fault action {action!r}; one of {', '.join(ACTIONS)}")
    if nth and not (nth.isascii() and nth.isdigit() and int(nth) > 0):
        raise ValueError(f"the fault's nth must be a positive whole number, not {nth!r}")
    return name, action, int(nth or 1)


def arm(text: str, data: Path) -> None:
    """Arms the point that `text` names for this process; `data` remembers that it fired."""
    global _armed
    _armed = ArmedFault(*parse_fault(text), marker=data / "fault-fired") if text else None


def faultpoint(name: str) -> None:
    """Does nothing unless this point is armed. Raises KeyError for a point that is not registered."""
    if _armed is None:
        return
    POINTS[name]
    if _armed.name == name:
        _reach(_armed)


#: What the mailer says it is about to do → the point of that name
_PHASES = {"smtp.before_final_dot": "message.before_final_dot"}


def faultpoint_of_phase(phase: str) -> None:
    """The hook of the mailer: its phases that are points of their own."""
    if phase in _PHASES:
        faultpoint(_PHASES[phase])


def _reach(fault: ArmedFault) -> None:
    fault.nth -= 1
    if fault.nth > 0 or not _first_time(fault.marker):
        return
    if fault.action == "kill9":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault.action == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif fault.action == "sleep":
        time.sleep(SLEEP_SECONDS)
    else:
        raise FaultRaised(fault.name)


def _first_time(marker: Path) -> bool:
    """Whether the fault fires now for the first time in this data folder; safe between processes."""
    try:
        handle = os.open(marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    os.fsync(handle)
    os.close(handle)
    return True

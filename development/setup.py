"""The set-up: environment first, then all assets side by side."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from development import assets, environment
from development.console import Trouble, say
from development.places import ROOT
from development.steps import Step, perform


def is_current() -> bool:
    """Whether everything is there; reads files only."""
    return all(step.is_current() for chain in [environment.steps(), *assets.chains()] for step in chain)


def set_up() -> None:
    """Make what is missing or stale.

    Raises:
        Trouble: a step failed.
    """
    if is_current():
        return
    with _alone():
        perform(environment.steps())
        _side_by_side(assets.chains())


def _side_by_side(chains: Sequence[Sequence[Step]]) -> None:
    with ThreadPoolExecutor(len(chains)) as pool:
        for result in [pool.submit(perform, chain) for chain in chains]:
            result.result()


@contextmanager
def _alone() -> Iterator[None]:
    """Only one set-up at a time in a checkout: the second waits, and then finds everything done."""
    if not os.access(ROOT, os.W_OK):
        raise Trouble(f"cannot write to {ROOT}: the environment is made there")
    with (ROOT / "pyproject.toml").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up runs in this folder; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield

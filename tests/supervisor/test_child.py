"""Children of the supervisor: real processes, started by a parent of their own."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from licorne.supervisor_child import Child
from tests.servers.instance import environment

FAMILY = """
import os, signal, subprocess, sys, time
from pathlib import Path
from licorne.supervisor_family import Family
from licorne.supervisor_signals import Signals

folder = Path(sys.argv[1])

def steady():
    subprocess.Popen(["sleep", "60"])
    Path(folder / "steady").write_text(str(os.getpid()))
    while True:
        time.sleep(1)

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(folder / "stubborn").write_text(str(os.getpid()))
    while True:
        time.sleep(1)

def crashing():
    with (folder / "starts").open("a") as file:
        file.write(f"{time.monotonic()}\\n")
    raise SystemExit(3)

signals = Signals()
family = Family(signals, lambda line: print(line, flush=True), folder / "children.json")
for name in sys.argv[2].split(","):
    family.start(name, globals()[name])
while not signals.stops:
    family.tend()
    signals.wait(family.seconds_to_next_start())
family.end()
"""


def _start(folder: Path, children: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FAMILY, str(folder), children],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_for(path: Path, lines: int = 1) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and path.read_text().strip() and len(path.read_text().splitlines()) >= lines:
            return path.read_text()
        time.sleep(0.02)
    raise AssertionError(f"{path} did not come")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _gone(*pids: int) -> bool:
    deadline = time.monotonic() + 5
    while any(_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_the_delay_between_restarts_grows_up_to_ten_seconds() -> None:
    delays = [Child("x", lambda: None, crashes=crashes).delay for crashes in (1, 2, 3, 5, 8, 50)]
    assert delays == [0.1, 0.2, 0.4, 1.6, 10.0, 10.0]


def test_a_crashing_child_is_started_again_and_again(tmp_path: Path) -> None:
    process = _start(tmp_path, "crashing")
    _wait_for(tmp_path / "starts", lines=4)
    process.terminate()
    output, _ = process.communicate(timeout=10)
    starts = [float(line) for line in (tmp_path / "starts").read_text().split()]
    waits = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert waits[0] >= 0.1
    assert waits[2] >= 0.4
    assert "crashing ended with code 3; starting again in 0.1 s" in output


def test_a_killed_child_comes_back_without_its_old_helpers(tmp_path: Path) -> None:
    process = _start(tmp_path, "steady")
    first = int(_wait_for(tmp_path / "steady"))
    (helper,) = _children_of(first)
    (tmp_path / "steady").unlink()
    os.kill(first, signal.SIGKILL)
    second = int(_wait_for(tmp_path / "steady"))
    assert second != first
    assert _gone(first, helper)
    process.terminate()
    process.communicate(timeout=10)
    assert _gone(second)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_end_takes_less_than_ten_seconds_even_with_a_child_that_does_not_listen(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = _start(tmp_path, "steady,stubborn")
    steady = int(_wait_for(tmp_path / "steady"))
    _wait_for(tmp_path / "stubborn")
    children = _children_of(process.pid)
    began = time.monotonic()
    process.send_signal(number)
    output, _ = process.communicate(timeout=15)
    assert time.monotonic() - began < 10
    assert process.returncode == 0
    assert "stubborn did not end in time and is killed" in output
    assert _gone(steady, *children)
    assert not (tmp_path / "children.json").exists()


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    process = _start(tmp_path, "steady,stubborn")
    _wait_for(tmp_path / "stubborn")
    began = time.monotonic()
    process.terminate()
    time.sleep(0.3)
    process.terminate()
    process.communicate(timeout=15)
    assert time.monotonic() - began < 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread of the child looks, twice a second")
def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    process = _start(tmp_path, "stubborn")
    child = int(_wait_for(tmp_path / "stubborn"))
    process.kill()
    process.communicate(timeout=10)
    assert _gone(child)

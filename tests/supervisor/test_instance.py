"""A whole Licorne in the foreground: what `licorne up` promises to whoever starts it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.instance import ROOT, Instance, environment
from tests.servers.redis import RedisServer

NAMES = {"supervisor", "redis", "web-1", "worker-1", "worker-2", "sweeper"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    started = Instance(tmp_path_factory.mktemp("instance") / "data")
    yield started.start()
    started.stop()


def _status(instance: Instance) -> str | None:
    health = instance.health()
    return None if health is None else str(health["status"])


def _wait_for_status(instance: Instance, wanted: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while _status(instance) != wanted:
        assert time.monotonic() < deadline, instance.output
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _descendants(pid: int) -> list[int]:
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [one for child in children for one in (child, *_descendants(child))]


def test_it_says_where_it_is_and_how_to_log_in(running: Instance) -> None:
    deadline = time.monotonic() + 20
    while "Ready in" not in running.output:
        assert time.monotonic() < deadline, running.output
        time.sleep(0.05)
    assert f"Licorne is at {running.base_url}" in running.output
    assert f"Public form: {running.base_url}/f/project-request" in running.output
    assert "Log in as " in running.output


def test_its_public_form_answers(running: Instance) -> None:
    with urllib.request.urlopen(f"{running.base_url}/f/project-request", timeout=10) as answer:
        assert answer.status == 200
        assert b"<form" in answer.read()


def test_every_child_is_named_in_the_status_file(running: Instance) -> None:
    assert set(running.children) >= NAMES
    assert running.children["supervisor"] == running.pid


def test_its_data_is_private(running: Instance) -> None:
    for name in (".", "run", "mail"):
        assert (running.data / name).stat().st_mode & 0o077 == 0
    assert (running.data / "secret.key").stat().st_mode & 0o177 == 0
    assert (running.data / "run" / "redis.sock").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["worker-1", "sweeper", "redis", "web-1"])
def test_a_killed_child_comes_back_and_everything_serves_again(running: Instance, name: str) -> None:
    old = running.kill(name)
    running.wait_for_restart(name, old)
    _wait_for_status(running, "ok")
    assert f"{name} was ended by SIGKILL; starting again" in running.output


def test_a_second_licorne_on_the_same_folder_is_refused_in_one_line(running: Instance) -> None:
    done = _up("--port", "1", "--data", str(running.data))
    assert done.returncode == 2
    assert "another Licorne" in done.stderr
    assert str(running.pid) in done.stderr


def test_a_busy_port_is_refused_in_one_line(running: Instance, tmp_path: Path) -> None:
    done = _up("--port", str(running.port), "--data", str(tmp_path / "other"))
    assert done.returncode == 2
    assert f"port {running.port}" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = _up("--port", "1", "--data", str(tmp_path / "file"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_typo_in_a_setting_is_refused_in_one_line(tmp_path: Path) -> None:
    done = _up("--data", str(tmp_path), LICORNE_WORKER="3")
    assert done.returncode == 2
    assert "did you mean LICORNE_WORKERS" in done.stderr


def _up(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "licorne.cli", "up", *arguments]
    return subprocess.run(
        command, env=environment(**settings), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_all_its_children_in_ten_seconds(tmp_path: Path, number: signal.Signals) -> None:
    instance = Instance(tmp_path / "data").start()
    family = _descendants(instance.pid)
    assert len(family) >= 5
    began = time.monotonic()
    os.kill(instance.pid, number)
    assert instance.wait(15) == 0
    assert time.monotonic() - began < 10
    assert [pid for pid in family if _alive(pid)] == []
    assert not (instance.data / "run" / "children.json").exists()


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_is_clean(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "data").start()
    family = _descendants(instance.pid)
    os.kill(instance.pid, signal.SIGKILL)
    instance.wait(10)
    # A PDF process that is just starting looks for its parent when it has started.
    deadline = time.monotonic() + 20
    while any(_alive(pid) for pid in family):
        assert time.monotonic() < deadline, [pid for pid in family if _alive(pid)]
        time.sleep(0.05)
    try:
        instance.start()
        _wait_for_status(instance, "ok")
    finally:
        instance.stop()


def test_without_its_redis_it_serves_degraded(tmp_path: Path) -> None:
    redis = RedisServer().start()
    instance = Instance(tmp_path / "data", {"LICORNE_REDIS_URL": redis.url})
    try:
        instance.start()
        assert "redis" not in instance.children
        redis.kill()
        _wait_for_status(instance, "degraded")
        redis.start()
        _wait_for_status(instance, "ok")
    finally:
        instance.stop()
        redis.stop()


def test_it_starts_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    instance = Instance(tmp_path / "data", {"LICORNE_DATABASE_URL": postgres_url})
    try:
        instance.start()
        assert not (instance.data / "licorne.db").exists()
        assert json.loads(instance.cli("doctor", "--json").stdout)
    finally:
        instance.stop()

"""Children that are forked by one warm process: alike, apart from each other, and never missed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.adapters.pdf import door, pool
from licorne.adapters.pdf.failures import RenderStopped
from licorne.adapters.pdf.pool import PdfRenderer
from tests.adapters.pdf.samples import load
from tests.adapters.pdf.test_pool import gone

_SERVE = (
    "import sys; from pathlib import Path; from licorne.adapters.pdf import door, nursery; "
    "listener = door.opened(Path(sys.argv[1])); print('open', flush=True); nursery.serve(listener)"
)


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A nursery at `tmp_path`."""
    command = [sys.executable, "-c", _SERVE, str(door.path_in(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_child_of_the_nursery_draws_what_any_other_draws(nursery: object, tmp_path: Path) -> None:
    with PdfRenderer(nursery=door.path_in(tmp_path)) as nursed, PdfRenderer() as spawned:
        assert nursed.render(load("invoice-5-fr"), 60) == spawned.render(load("invoice-5-fr"), 60)


def test_children_are_apart_and_a_dead_one_is_replaced(nursery: object, tmp_path: Path) -> None:
    path = door.path_in(tmp_path)
    with PdfRenderer(nursery=path) as one, PdfRenderer(nursery=path) as other:
        assert one.render(load("invoice-5-fr"), 60)
        assert other.render(load("invoice-5-fr"), 60)
        first, second = one.pid, other.pid
        assert first is not None
        assert first != second
        os.kill(first, signal.SIGKILL)
        assert gone(first)
        assert one.render(load("invoice-5-fr"), 60)
        assert other.render(load("invoice-5-fr"), 60)
        assert (one.pid == first, other.pid) == (False, second)


def test_a_child_without_work_is_ended_and_another_one_draws(
    nursery: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PdfRenderer(nursery=door.path_in(tmp_path)) as renderer, PdfRenderer() as alone:
        assert renderer.render(load("invoice-5-fr"), 60)
        first = renderer.pid
        renderer.rest()
        assert first is not None
        assert renderer.pid == first  # it drew just now
        monkeypatch.setattr(pool, "REST_S", 0.0)
        renderer.rest()
        assert gone(first)
        assert renderer.pid is None
        assert renderer.render(load("invoice-5-fr"), 60)
        alone.start()
        alone.rest()
        assert alone.pid is not None  # without a nursery a child is too dear to be ended


def test_a_child_that_takes_too_long_is_killed(nursery: object, tmp_path: Path) -> None:
    with PdfRenderer(nursery=door.path_in(tmp_path)) as renderer:
        assert renderer.render(load("invoice-5-fr"), 60)
        first = renderer.pid
        with pytest.raises(RenderStopped, match="timeout"):
            renderer.render(load("invoice-40-fr"), 0.01)
        assert first is not None
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)


def test_without_a_nursery_a_child_is_a_program_of_its_own(nursery: "subprocess.Popen[str]", tmp_path: Path) -> None:
    with PdfRenderer(nursery=door.path_in(tmp_path)) as renderer:
        assert renderer.render(load("invoice-5-fr"), 60)
        first = renderer.pid
        nursery.kill()
        nursery.wait()
        assert first is not None
        assert gone(first)
        assert renderer.render(load("invoice-5-fr"), 60)
        assert renderer.pid != first


def test_only_we_may_ask_for_children(tmp_path: Path) -> None:
    path = door.path_in(tmp_path)
    listener = door.opened(path)
    assert listener is not None
    with listener:
        assert path.stat().st_mode & 0o077 == 0


def test_a_path_too_long_for_a_socket_has_no_nursery(tmp_path: Path) -> None:
    assert door.opened(tmp_path / ("a" * 100) / "pdf.sock") is None

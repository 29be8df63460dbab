"""The warm child: it draws, it can be killed, it dies with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.failures import RenderFailed, RenderStopped
from licorne.adapters.pdf.pool import PdfRenderer, Recycling
from licorne.adapters.pdf.render import render
from tests.adapters.pdf.reading import words_of
from tests.adapters.pdf.samples import load


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as made:
        yield made


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether a process ends; a zombie has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        try:
            if status.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_the_child_draws_what_the_process_itself_would(renderer: PdfRenderer) -> None:
    files = [Attachment("factur-x.xml", b"<x/>"), Attachment("note.txt", b"\0\1", mime="text/plain")]
    assert renderer.render(load("invoice-5-fr"), 60, files) == render(load("invoice-5-fr"), files)


def test_one_child_serves_many_documents(renderer: PdfRenderer) -> None:
    pids = set()
    for number in range(4):
        assert f"F-{number}" in words_of(renderer.render({**load("invoice-5-fr"), "number": f"F-{number}"}, 60))
        pids.add(renderer.pid)
    assert len(pids) == 1


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_drawn() -> None:
    doc = load("invoice-5-fr")
    with PdfRenderer() as renderer:
        renderer.render(doc, 60)
        first = renderer.pid
        assert first is not None
        began = time.monotonic()
        with pytest.raises(RenderStopped, match="timeout"):
            renderer.render({**doc, "lines": doc["lines"] * 1000}, 0.5)
        assert time.monotonic() - began < 5
        assert gone(first)
        assert "F-2026-0142" in words_of(renderer.render(doc, 60))
        assert renderer.pid != first


def test_a_child_that_dies_is_an_error_once_and_replaced(renderer: PdfRenderer) -> None:
    renderer.render(load("invoice-5-fr"), 60)
    assert renderer.pid is not None
    os.kill(renderer.pid, signal.SIGKILL)
    assert gone(renderer.pid)
    # It was idle: nothing was lost, so nothing is reported.
    assert renderer.render(load("invoice-5-fr"), 60)


def test_a_refused_document_does_not_cost_the_child(renderer: PdfRenderer) -> None:
    renderer.render(load("invoice-5-fr"), 60)
    before = renderer.pid
    with pytest.raises(RenderFailed, match="missing_glyph"):
        renderer.render({**load("invoice-5-fr"), "notes": "日本"}, 60)
    with pytest.raises(RenderFailed, match="crashed: KeyError"):
        renderer.render({"kind": "invoice"}, 60)
    assert renderer.render(load("invoice-5-fr"), 60)
    assert renderer.pid == before


def test_a_child_is_replaced_after_its_share_of_documents() -> None:
    with PdfRenderer(Recycling(renders=1)) as renderer:
        renderer.render(load("invoice-5-fr"), 60)
        assert renderer.pid is None


def test_the_child_inherits_no_open_connection(renderer: PdfRenderer) -> None:
    read, write = os.pipe()
    os.set_inheritable(write, True)
    try:
        with PdfRenderer() as fresh:
            fresh.render(load("invoice-5-fr"), 60)
            open_files = [os.readlink(entry) for entry in Path(f"/proc/{fresh.pid}/fd").iterdir()]
        assert [name for name in open_files if name.startswith("socket:")] == []
        assert f"pipe:[{os.fstat(write).st_ino}]" not in open_files
    finally:
        os.close(read)
        os.close(write)


def test_the_child_dies_with_its_parent() -> None:
    program = (
        "import sys, time; from licorne.adapters.pdf.pool import PdfRenderer; from tests.adapters.pdf.samples import load;"
        "r = PdfRenderer(); r.render(load('invoice-5-fr'), 60); print(r.pid, flush=True); time.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=env, cwd=Path(__file__).parents[3]
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    assert gone(child)

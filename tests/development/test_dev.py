"""dev.py: what it says when it cannot, and that it does nothing twice."""

import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from development import bytecode
from development.console import Trouble
from development.environment import locked
from development.steps import Step, perform
from tests.architecture.source import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the parts that dev.py needs, without an environment."""
    copy = tmp_path / "checkout"
    for part in ("development", "requirements"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("dev.py", "pyproject.toml"):
        shutil.copy(ROOT / file, copy / file)
    return copy


def _dev(checkout: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "dev.py"), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | environ
    return subprocess.run(
        command, env=environment, cwd="/", capture_output=True, text=True, timeout=100, check=False
    )


def _is_one_line(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and done.stderr.startswith("dev.py: ")


def test_a_busy_port_is_said_before_anything_is_installed(checkout: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        done = _dev(checkout, "run", "--port", str(busy.getsockname()[1]))
    assert _is_one_line(done), done
    assert "cannot use port" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_data_folder_that_cannot_be_is_said_before_anything_is_installed(checkout: Path) -> None:
    (checkout / "file").write_text("")
    done = _dev(checkout, "run", "--port", "0", "--data", str(checkout / "file" / "data"))
    assert _is_one_line(done), done
    assert "cannot write to the folder" in done.stderr


def test_an_old_python_is_told_so_in_one_line(checkout: Path) -> None:
    """The check is run as an old Python would run it: by the text before the first import of ours."""
    text = (checkout / "dev.py").read_text()
    prelude = text[: text.index("from development")].replace("import sys", "import sys\nsys.version_info = (3, 6)")
    done = subprocess.run([sys.executable, "-c", prelude], capture_output=True, text=True, timeout=30, check=False)
    assert _is_one_line(done), done
    assert "3.11 or newer, this is 3.6" in done.stderr


def test_old_pythons_can_read_dev_py() -> None:
    """No f-string, annotation, walrus or match: a syntax error would hide the line that explains."""
    text = (ROOT / "dev.py").read_text()
    assert not any(sign in text for sign in ('f"', "f'", ":=", "->", "match "))


def test_without_ensurepip_it_names_the_missing_package(checkout: Path) -> None:
    (checkout / "development" / "places.py").write_text(
        (checkout / "development" / "places.py").read_text() + "\nsys.modules['ensurepip'] = None\n"
    )
    done = _dev(checkout, "setup")
    assert _is_one_line(done), done
    assert "-venv (it brings ensurepip)" in done.stderr


def test_without_a_network_it_says_so_in_one_line(checkout: Path) -> None:
    nowhere = dict.fromkeys(("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"), "http://127.0.0.1:9/")
    empty = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0"}
    done = _dev(checkout, "setup", **nowhere, **empty)
    assert _is_one_line(done), done
    assert "no connection to the package index" in done.stderr


def test_an_unknown_argument_is_refused(checkout: Path) -> None:
    done = _dev(checkout, "run", "--prot", "8000")
    assert done.returncode == 2
    assert "--prot" in done.stderr


def test_a_step_is_done_again_only_when_what_it_read_has_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("development.steps.STAMPS", tmp_path / "stamps")
    monkeypatch.setattr("development.steps.ROOT", tmp_path)
    source, made = tmp_path / "source", tmp_path / "made"
    source.mkdir()
    (source / "a").write_text("1")
    runs: list[str] = []

    def run() -> None:
        runs.append((source / "a").read_text())
        made.write_text("")

    step = Step("copy", (source,), (made,), run)
    perform([step])
    perform([step])
    assert runs == ["1"]
    (source / "a").write_text("2")
    perform([step])
    assert runs == ["1", "2"]
    made.unlink()
    perform([step])
    assert len(runs) == 3


def test_a_failed_step_leaves_no_stamp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("development.steps.STAMPS", tmp_path / "stamps")
    monkeypatch.setattr("development.steps.ROOT", tmp_path)

    def fail() -> None:
        raise Trouble("no")

    step = Step("fail", (), (), fail)
    with pytest.raises(Trouble):
        perform([step])
    assert not step.is_current()


def test_the_installer_is_taken_from_the_lock_with_its_hashes() -> None:
    lines = locked("uv").splitlines()
    assert lines[0].startswith("uv==")
    assert len(lines) > 5
    assert all("--hash=sha256:" in line for line in lines[1:])
    with pytest.raises(Trouble):
        locked("no-such-package")


def test_the_environment_of_the_tests_is_an_environment() -> None:
    # The tests above start dev.py with this interpreter: it must find its way to the base one.
    assert sys.prefix != sys.base_prefix
    assert venv.__file__


def test_compiled_modules_are_kept_even_where_they_may_not_lie_beside_the_sources() -> None:
    kept = bytecode.keep({"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/home/x"})
    assert kept == {"PYTHONPYCACHEPREFIX": str(ROOT / ".venv" / "pycache"), "HOME": "/home/x"}
    assert bytecode.keep({"HOME": "/home/x"}) == {"HOME": "/home/x"}

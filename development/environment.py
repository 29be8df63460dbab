"""The Python environment: `.venv`, every package at its locked version and hash, Licorne itself as an editable install."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from development.commands import call
from development.console import Trouble
from development.places import LOCK, PYPROJECT, PYTHON, ROOT, VENV, program, site_packages
from development.steps import Step

# The base interpreter even where dev.py itself runs in an environment.
_BASE = os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def steps() -> list[Step]:
    """The steps in order. An environment of another Python, or of a checkout that was moved, is made anew."""
    identity = (sys.version, _BASE, str(ROOT))
    return [
        Step("Python environment", (), (PYTHON,), _make, identity),
        Step("Python packages", (LOCK,), (PYTHON, site_packages() / "granian"), _install, identity),
        Step("Licorne itself", (PYPROJECT,), (Path(program("licorne")),), _install_licorne, identity),
    ]


def _make() -> None:
    # Debian splits ensurepip off; venv would say so in a page of text, after making half an environment.
    if importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Trouble(f"this Python cannot make environments: install the package {name} (it brings ensurepip)")
    if VENV.exists():
        shutil.rmtree(VENV)
    call("making the Python environment", [_BASE, "-m", "venv", str(VENV)])


def _install() -> None:
    installer = VENV / "uv.txt"
    installer.write_text(locked("uv"))
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    call("installing uv", [*pip, "--no-deps", "-r", str(installer)])
    sync = [program("uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
    call("installing the Python packages", sync)


def locked(package: str) -> str:
    """The lines of one package in the lock: version and hashes."""
    lines = LOCK.read_text().splitlines()
    try:
        first = next(number for number, line in enumerate(lines) if line.startswith(f"{package}=="))
    except StopIteration:
        raise Trouble(f"{LOCK} does not hold {package}") from None
    last = next(number for number in range(first, len(lines)) if not lines[number].endswith("\\"))
    return "\n".join(lines[first : last + 1]) + "\n"


def _install_licorne() -> None:
    # The build backend is in the lock, so this needs no network.
    install = [program("uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--no-deps", "--offline"]
    call("installing Licorne", [*install, "--no-build-isolation", "--reinstall-package", "licorne", "-e", str(ROOT)])

"""What is installed: the lock, and the wheel."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT

PARTS = ("platform", "rules", "forms", "connectors", "templates")
FILES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel that was built from a copy of the checkout, with a stand-in for what set-up builds."""
    checkout = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("node_modules", "__pycache__", "dist", "fonts", "*.mo")
    for part in PARTS:
        shutil.copytree(ROOT / part, checkout / part, ignore=ignored)
    for file in (*FILES, ".gitignore"):
        shutil.copy(ROOT / file, checkout / file)
    for built in ("static/dist/css/app.css", "static/fonts/inter-regular.ttf", "translations/fr/LC_MESSAGES/messages.mo"):
        (checkout / "platform" / "licorne" / built).parent.mkdir(parents=True, exist_ok=True)
        (checkout / "platform" / "licorne" / built).write_bytes(b"")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(checkout / "out")]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=110)
    (built_wheel,) = (checkout / "out").glob("*.whl")
    return zipfile.ZipFile(built_wheel).namelist()


def test_the_wheel_takes_four_names_and_no_more(wheel: list[str]) -> None:
    names = {name.partition("/")[0] for name in wheel}
    assert {name for name in names if not name.endswith(".dist-info")} == {"licorne", "rules", "forms", "connectors"}


def test_the_wheel_carries_what_is_built_and_what_is_read(wheel: list[str]) -> None:
    wanted = {
        "licorne/static/dist/css/app.css",
        "licorne/static/fonts/inter-regular.ttf",
        "licorne/translations/fr/LC_MESSAGES/messages.mo",
        "licorne/migrations/env.py",
        "rules/schema.json",
        "forms/schema.json",
    }
    assert wanted - set(wheel) == set()
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html")}
    assert {f"licorne/{name}" for name in templates} - set(wheel) == set()


def test_the_wheel_carries_no_sources_of_the_front_end_and_no_tests(wheel: list[str]) -> None:
    assert [name for name in wheel if re.search(r"\.(ts|tsx|mjs)$|/test_|node_modules|__pycache__", name)] == []


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "://" not in text
    assert "--index" not in text
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 50
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []


@pytest.mark.parametrize(("lock", "extras"), [("run", False), ("dev", True)])
def test_the_lock_answers_every_dependency(lock: str, extras: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"]["dev"] if extras else [])]
    pins = re.findall(r"^([a-z0-9._-]+)(?:\[\w+\])?==(\S+)", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE)
    locked = {canonicalize_name(name): version for name, version in pins}
    unmet = []
    for text in wanted:
        requirement = Requirement(text)
        version = locked.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            unmet.append(text)
    assert unmet == []


def test_no_front_end_package_names_an_address_to_load_it_from() -> None:
    text = Path(ROOT / "platform" / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in text

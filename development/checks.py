"""The checks beside the tests: lint, types, import contracts, front-end types, known vulnerabilities."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from development.assets import node
from development.commands import caches
from development.places import FRONTEND, ROOT, program


class Result(Enum):
    """How a check ended. `NOT_CHECKED` is said aloud: it is neither a pass nor a failure."""

    PASSED = "passed"
    FAILED = "FAILED"
    NOT_CHECKED = "NOT CHECKED"


@dataclass(frozen=True)
class Finding:
    """One check's result. `text` is what a person needs to see."""

    name: str
    result: Result
    text: str
    seconds: float

    def __str__(self) -> str:
        detail = f"  {self.text}" if self.text and self.result is Result.NOT_CHECKED else ""
        return f"  {self.name:<20} {self.result.value:<12} {self.seconds:5.1f} s{detail}"


def run_all() -> list[Finding]:
    """All checks, as many at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(_timed, _CHECKS))


def _timed(check: tuple[str, Callable[[], tuple[Result, str]]]) -> Finding:
    name, function = check
    began = time.monotonic()
    result, text = function()
    return Finding(name, result, text, time.monotonic() - began)


def _run(command: Sequence[str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environ = os.environ | caches() | {"NO_COLOR": "1"}
    return subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, errors="replace", check=False)


def _passes(command: Sequence[str], cwd: Path = ROOT) -> Callable[[], tuple[Result, str]]:
    def check() -> tuple[Result, str]:
        done = _run(command, cwd)
        return (Result.FAILED if done.returncode else Result.PASSED), done.stdout + done.stderr

    return check


def _typescript() -> tuple[Result, str]:
    return _passes([node(), "node_modules/typescript/bin/tsc", "--project", "tsconfig.json"], FRONTEND)()


def _audit() -> tuple[Result, str]:
    """pip-audit exits 0 for what it could not look up, or with --strict stops there: its whole report is read instead."""
    lock = ["--requirement", "requirements/dev.txt", "--disable-pip", "--require-hashes"]
    quiet = ["--progress-spinner", "off", "--format", "json"]
    done = _run([program("pip-audit"), *lock, *quiet])
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Result.NOT_CHECKED, _last_line(done.stderr) or "no report"
    return judge(packages)


def judge(packages: Sequence[dict[str, object]]) -> tuple[Result, str]:
    """A pass only where every package was looked up and none is known to be vulnerable."""
    bad = [f"{package['name']} {package.get('version')}: {package['vulns']}" for package in packages if package.get("vulns")]
    if bad:
        return Result.FAILED, "\n".join(bad)
    skipped = [str(package["name"]) for package in packages if "skip_reason" in package]
    if skipped or not packages:
        return Result.NOT_CHECKED, f"{len(skipped)} of {len(packages)} packages could not be audited"
    return Result.PASSED, ""


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


_CHECKS: tuple[tuple[str, Callable[[], tuple[Result, str]]], ...] = (
    ("types", _passes([program("mypy")])),
    ("lint", _passes([program("ruff"), "check", "."])),
    ("import contracts", _passes([program("lint-imports")])),
    ("front-end types", _typescript),
    ("known weaknesses", _audit),
)

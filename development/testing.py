"""`dev.py test`, `prove`: checks side by side, then the suite on both cores; pytest has the last line."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from development import checks
from development.checks import Finding, Result
from development.console import say, timed
from development.places import PYTHON, ROOT

_WORKERS = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")


def everything() -> int:
    """All checks, then all tests. 1 where anything failed."""
    _bring_browser()
    with timed("Checks"):
        findings = checks.run_all()
    for finding in findings:
        if finding.result is Result.FAILED:
            say(f"\n{finding.name}:\n{finding.text.rstrip()}\n")
    say(_table(findings))
    code, closing = _pytest([*_WORKERS, "--durations=15"])
    failed = [finding.name for finding in findings if finding.result is Result.FAILED]
    unchecked = [f"{finding.name} ({finding.text})" for finding in findings if finding.result is Result.NOT_CHECKED]
    if unchecked:
        say(f"Not checked: {', '.join(unchecked)}")
    say(f"Checks that failed: {', '.join(failed)}" if failed else "Checks: none failed")
    say(closing)
    return 1 if failed or code else 0


def some(arguments: Sequence[str]) -> int:
    """pytest with these arguments, nothing else."""
    code, closing = _pytest(arguments)
    say(closing)
    return code


# What is long: every fault point on both engines, and the large zoo of documents.
_SWEEPS = ("tests/prove", "tests/adapters/pdf/test_compiled.py")


def prove() -> int:
    """The long sweeps."""
    code, closing = _pytest([*_SWEEPS, "--sweep=all", "-m", "", "--timeout", "3600", *_WORKERS])
    say(closing)
    return code


def _table(findings: Sequence[Finding]) -> str:
    return "\n".join(str(finding) for finding in findings)


def _pytest(arguments: Sequence[str]) -> tuple[int, str]:
    """Run it, show what it prints, and hold back its last line: what counts the tests stands last of all."""
    process = subprocess.Popen(
        [str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace"
    )
    assert process.stdout is not None
    held = ""
    with process:
        for line in process.stdout:
            if line.strip():
                say(held)
                held = line.rstrip("\n")
    return process.returncode, held


def _bring_browser() -> None:
    """Debian's Chromium for the browser suite, where that is ours to install; else the suite says that it was skipped."""
    present = os.environ.get("LICORNE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if present or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with timed("Chromium"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "chromium"]):
            subprocess.run(command, env=quiet, capture_output=True, check=False)

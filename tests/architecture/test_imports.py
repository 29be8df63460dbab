"""Who may know whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ENGINES, PRODUCT, ROOT, Module, calls, imports, modules

PRODUCTION = tuple(folder for folder in PRODUCT if folder != "development")
WORLD = {
    *("flask", "flask_sqlalchemy", "sqlalchemy", "redis", "rq", "requests", "urllib3", "psycopg"),
    *("socket", "subprocess", "threading", "multiprocessing", "asyncio", "os", "time", "random", "secrets"),
}
CLOCK = "platform/licorne/adapters/clock.py"
READS_OF_TIME = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.localtime"),
}


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_engines_know_nothing_of_the_world() -> None:
    found = {module.name: _tops(module) & WORLD for module in modules(*ENGINES)}
    assert {name: sorted(bad) for name, bad in found.items() if bad} == {}


def _tops(module: Module) -> set[str]:
    return {name.partition(".")[0] for name in imports(module)}


def test_only_the_form_classes_know_wtforms() -> None:
    allowed = {"forms/wtform.py", "forms/wtfields.py", "forms/widgets.py"}
    found = {module.name for module in modules(*ENGINES) if "wtforms" in _tops(module)}
    assert {name for name in found if name not in allowed and not name.startswith("forms/fields/")} == set()


def test_only_the_clock_reads_the_time() -> None:
    found = {module.name: calls(module) & READS_OF_TIME for module in modules(*PRODUCTION) if module.name != CLOCK}
    assert {name: sorted(bad) for name, bad in found.items() if bad} == {}


def test_only_the_queue_and_the_worker_know_rq() -> None:
    allowed = {"platform/licorne/adapters/queue.py", "platform/licorne/worker.py"}
    assert {module.name for module in modules(*PRODUCTION) if "rq" in _tops(module)} - allowed == set()


def test_no_import_hides_in_a_function() -> None:
    found = [
        f"{module.name}:{inner.lineno}"
        for module in modules(*PRODUCT)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["eval", "exec", "compile", "os.system", "pickle.load"])
def test_text_never_becomes_code(name: str) -> None:
    assert [module.name for module in modules(*PRODUCTION) if name in calls(module)] == []

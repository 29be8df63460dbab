"""The project's own Python, as text and as trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("platform/licorne", "rules", "forms", "connectors", "development")
ENGINES = ("rules", "forms", "platform/licorne/billing")


@dataclass(frozen=True)
class Module:
    """One file; `name` is its path in the project."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


@dataclass(frozen=True)
class Function:
    """One function; `lines` are its own, without its docstring."""

    name: str
    lines: int
    node: ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module below the folders, migrations left out: they are written by a generator and read top to bottom."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return tuple(_module(file) for file in files if "versions" not in file.parts)


@cache
def _module(file: Path) -> Module:
    text = file.read_text()
    return Module(str(file.relative_to(ROOT)), text, ast.parse(text))


def functions(module: Module) -> Iterator[Function]:
    """Every function of a module, methods and inner ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{module.name}:{node.name}", _lines(node), node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node) is not None:
        docstring = node.body[0]
        assert docstring.end_lineno is not None
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def imports(module: Module) -> set[str]:
    """The full names of the modules that it imports."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def calls(module: Module) -> set[str]:
    """The dotted names of what it calls, as written: `datetime.now`, `time.monotonic`."""
    return {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}

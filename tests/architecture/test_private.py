"""What begins with an underscore is its module's own business."""

import ast

from tests.architecture.source import ROOT

FOLDERS = ("platform/licorne", "rules", "forms", "connectors", "development")


def test_no_module_imports_what_is_private_to_another() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} {alias.name}"
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        # `_` alone is the function that translates.
        if alias.name.startswith("_") and alias.name.strip("_") and not alias.name.startswith("__")
    ]
    assert found == []

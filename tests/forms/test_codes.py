"""The list of codes is the list of codes."""

import ast
from pathlib import Path

import forms
from forms.codes import ANSWER_CODES, CODES, DEFINITION_CODES, JSON_CODES, WARNING_CODES

# In these calls the code is the first argument; a table may name codes too.
CALLS = {"AnswerError", "Problem", "refuse"}
SOURCES = [path for path in Path(forms.__file__).parent.rglob("*.py") if path.name != "codes.py"]


def _texts(path: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _raised(path: Path) -> set[tuple[str, tuple[str, ...] | None]]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args]
    named = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id in CALLS]
    return {(node.args[0].value, _parameters(node)) for node in named if isinstance(node.args[0], ast.Constant)}


def _parameters(node: ast.Call) -> tuple[str, ...] | None:
    """The names of the parameters where they are written out in the call."""
    if isinstance(node.func, ast.Name) and node.func.id != "Problem":
        return tuple(sorted(str(keyword.arg) for keyword in node.keywords))
    if len(node.args) == 3 and isinstance(node.args[2], ast.Dict):
        keys = [key.value for key in node.args[2].keys if isinstance(key, ast.Constant)]
        return tuple(sorted(keys)) if len(keys) == len(node.args[2].keys) else None
    return None


def test_every_code_that_is_raised_is_listed_with_its_parameters():
    raised = {found for path in SOURCES for found in _raised(path)}
    assert len(raised) > 40
    for code, parameters in raised:
        assert code in CODES
        assert parameters is None or parameters == tuple(sorted(CODES[code])), code


def test_every_listed_code_can_be_raised():
    written = set().union(*map(_texts, SOURCES))
    assert set(CODES) <= written


def test_no_code_means_two_things():
    assert len(CODES) == len(ANSWER_CODES) + len(JSON_CODES) + len(DEFINITION_CODES) + len(WARNING_CODES)

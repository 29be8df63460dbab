"""The rules of the house, counted."""

import re
import statistics
import subprocess
import sys

import pytest

from tests.architecture.source import PRODUCT, ROOT, Module, functions, modules

FILES_OF_TESTS = ("tests",)


def test_the_source_root_does_not_hide_pythons_own_platform_module() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    command = [sys.executable, "-c", "import platform; print(platform.system())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() in {"Linux", "Darwin"}


def test_no_function_is_longer_than_forty_lines() -> None:
    found = [function for module in modules(*PRODUCT, *FILES_OF_TESTS) for function in functions(module)]
    assert [(function.name, function.lines) for function in found if function.lines > 40] == []


def test_half_of_the_functions_have_eight_lines_or_fewer() -> None:
    assert statistics.median(one.lines for module in modules(*PRODUCT) for one in functions(module)) <= 8


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    found = modules(*PRODUCT, *FILES_OF_TESTS)
    assert [(module.name, module.lines) for module in found if module.lines > 400] == []


def test_half_of_the_modules_have_ninety_lines_or_fewer() -> None:
    assert statistics.median(module.lines for module in modules(*PRODUCT) if module.lines) <= 90


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [module.name for module in modules(*PRODUCT) if module.name.rpartition("/")[2] in names] == []


def test_packages_are_empty_or_load_their_plug_ins() -> None:
    packages = [module for module in modules(*PRODUCT) if module.name.endswith("__init__.py")]
    assert len(packages) > 10
    assert [module.name for module in packages if len(_statements(module)) > 3] == []


def _statements(module: Module) -> list[object]:
    docstring = 1 if module.text.lstrip().startswith('"""') else 0
    return list(module.tree.body[docstring:])


def test_every_folder_of_tests_is_a_package() -> None:
    # Without it two test files of the same name hide each other.
    folders = {file.parent for file in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_test_is_named_like_a_chapter() -> None:
    """A test's name is a sentence: three words at least."""
    found = [one.name for module in modules("tests") for one in functions(module) if _is_test(one.name)]
    assert len(found) > 100
    assert [name for name in found if len(name.rpartition(":")[2].split("_")) < 4] == []


def _is_test(name: str) -> bool:
    file, _, function = name.rpartition(":")
    return function.startswith("test_") and file.rpartition("/")[2].startswith("test_")


@pytest.mark.parametrize(
    "pattern",
    [
        r"#\s*noqa(?!:)",  # without codes it hides everything
        r"#\s*noqa:\s*[A-Z0-9, ]+$",
        r"#\s*type:\s*ignore(\[[\w, -]+\])?\s*$",
        r"#\s*type:\s*ignore(?!\[)",
    ],
)
def test_every_suppressed_warning_has_its_reason_beside_it(pattern: str) -> None:
    found = [
        f"{module.name}:{number}: {line.strip()}"
        for module in (*modules(*PRODUCT), *modules("tests"))
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(pattern, line) and module.name != "tests/architecture/test_house.py"
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    # Put together here, so that this line is not found.
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "HA" + "CK"]) + r")\b")
    assert [module.name for module in (*modules(*PRODUCT), *modules("tests")) if words.search(module.text)] == []

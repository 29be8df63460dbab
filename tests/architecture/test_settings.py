"""Every setting is known, described, and spelled the same everywhere."""

import re

from licorne.config import KNOWN, KNOWN_TO_TESTS
from tests.architecture.source import PRODUCT, ROOT, modules

NAME = re.compile(r"\bLICORNE_[A-Z][A-Z_]*[A-Z]\b")


def test_every_setting_that_the_code_names_is_known() -> None:
    found = {name: module.name for module in modules(*PRODUCT) for name in NAME.findall(module.text)}
    assert {name: where for name, where in found.items() if name not in KNOWN | KNOWN_TO_TESTS} == {}


def test_the_readme_describes_every_setting_and_no_other() -> None:
    table = re.findall(r"^\| `(LICORNE_\w+)` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)
    assert sorted(table) == sorted(KNOWN)


def test_only_the_configuration_reads_settings_from_the_environment() -> None:
    asks = re.compile(r"environ(\.get\(|\[)\s*[\"']LICORNE_")
    # dev.py decides where the data lies and which browser is there before any of our code is installed.
    found = [module.name for module in modules(*PRODUCT) if asks.search(module.text)]
    assert [name for name in found if not name.startswith("development/")] == []

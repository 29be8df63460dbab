"""Where things lie in the checkout."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = VENV / "setup.log"
LOCK = ROOT / "requirements" / "dev.txt"
PYPROJECT = ROOT / "pyproject.toml"
LICORNE = ROOT / "platform" / "licorne"
FONTS = LICORNE / "static" / "fonts"
DIST = LICORNE / "static" / "dist"
TRANSLATIONS = LICORNE / "translations"
FRONTEND = ROOT / "platform" / "frontend"
DATA = ROOT / "var"


def site_packages() -> Path:
    """The folder of installed packages in the environment (same version as the Python that runs us)."""
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def program(name: str) -> str:
    """A program of the environment."""
    return str(VENV / "bin" / name)

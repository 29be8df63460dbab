"""Addresses of built files, with their content's hash, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, url_for


def asset(name: str) -> str:
    """The URL of `static/dist/<name>`; its query changes when the file does."""
    folder = Path(current_app.static_folder or "") / "dist"
    return url_for("static", filename=f"dist/{name}", v=_fingerprint(folder / name))


@cache
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "unbuilt"

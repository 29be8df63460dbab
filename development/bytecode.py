"""Compiled modules are kept, whatever the machine's habits: compiling all of them at every start takes seconds."""

from collections.abc import Mapping

from development.places import VENV


def keep(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with which Python keeps what it compiles. Where it was told not to write beside the sources, it
    writes into the environment instead.
    """
    kept = dict(environ)
    if kept.pop("PYTHONDONTWRITEBYTECODE", None):
        kept["PYTHONPYCACHEPREFIX"] = str(VENV / "pycache")
    return kept

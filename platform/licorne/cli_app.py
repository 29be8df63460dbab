"""What commands share: the settings that they were called with, and the app for those that work on the database."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from licorne import data_folder
from licorne.app import create_app
from licorne.cli_options import REFUSED
from licorne.config import ConfigError, Settings
from licorne.errors import NotFound, Refused
from licorne.models import schema
from licorne.models.database import current_session
from licorne.models.organisation import Organisation
from licorne.web.language import LANGUAGES
from licorne.web.messages import sentence

#: Who did it, in the audit trail.
ACTOR = "system"


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Settings from the environment, `--data` and `--port`; the data folder is there afterwards."""
    settings = Settings.from_environment(
        os.environ, data=getattr(arguments, "data", None), port=getattr(arguments, "port", None) or 8000
    )
    data_folder.make(settings)
    return settings


def with_app(arguments: argparse.Namespace, work: Callable[[Flask], int]) -> int:
    """Runs `work` in the context of an app on a database with the schema that this code needs.

    What the work refuses is said, one line for each problem.

    Raises:
        ConfigError: the database does not answer, or is not migrated.
    """
    app = create_app(settings_of(arguments))
    with app.app_context():
        try:
            _check_schema()
            return work(app)
        except Refused as error:
            return _say_all(error)
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise ConfigError(f"the database does not answer: {reason}") from error


def _say_all(error: Refused) -> int:
    """A line for each problem: its code for scripts, its place, and a sentence in the language of the terminal."""
    with force_locale(_language()):
        for problem in error.problems:
            print(f"licorne: {problem.code} at {problem.place or '/'}: {sentence(problem)}", file=sys.stderr)
    return REFUSED


def _language() -> str:
    """That of the environment, where we speak it (POSIX: the first of these that is set decides)."""
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return named[:2] if named[:2] in LANGUAGES else "en"


def _check_schema() -> None:
    found = schema.revision(current_session().connection())
    if found != schema.head():
        raise ConfigError("the database is not at this version's schema; run `licorne migrate` first")


def organisation_id(slug: str) -> str:
    """The organisation of a slug. Raises NotFound."""
    found = current_session().scalar(select(Organisation.id).where(Organisation.slug == slug))
    if found is None:
        raise NotFound(f"organisation {slug}")
    return found


def read_file(name: str) -> bytes:
    """The bytes of a file, of standard input for "-". Raises ConfigError where it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {name}: {error.strerror}") from None

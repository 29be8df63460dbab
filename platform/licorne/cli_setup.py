"""`licorne migrate` and `licorne demo reset`."""

import argparse
import sys

from flask import Flask

from licorne.app import create_app
from licorne.cli_app import settings_of
from licorne.cli_options import Parser, verbs_of
from licorne.config import Settings
from licorne.errors import refuse
from licorne.services import setup


def configure(command: str, parser: Parser) -> None:
    """`demo` has one verb; it asks, or is told `--yes`."""
    if command == "demo":
        verbs = verbs_of(parser)
        reset = verbs.add_parser("reset", help="empty the database and make the demo organisation anew")
        reset.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Migrates; `demo reset` prints the new login."""
    settings = settings_of(arguments)
    if arguments.command == "migrate":
        setup.migrate(settings)
        return 0
    if not arguments.yes and not _agreed(settings):
        raise refuse("not_agreed")
    app: Flask = create_app(settings)
    with app.app_context():
        report = setup.reset(settings)
    print(f"Public form: {settings.base_url}{report.form_path}")
    print(f"Log in as {report.login} with the password {report.password} (shown this once)")
    return 0


def _agreed(settings: Settings) -> bool:
    where = settings.database_url.rpartition("@")[2]
    print(f"Everything in {where} will be gone. Type yes to go on: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"

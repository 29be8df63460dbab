"""`licorne token`: create, list and revoke keys of the REST API."""

import argparse
from datetime import datetime
from functools import partial

from flask import Flask

from licorne.cli_app import ACTOR, organisation_id, with_app
from licorne.cli_options import Parser, verbs_of
from licorne.models.organisation import SCOPES
from licorne.services import tokens

_COLUMNS = "{:36}  {:5}  {:16}  {:16}  {}"


def configure(command: str, parser: Parser) -> None:
    """A token is named by its id, which `list` shows; its text is shown once, by `create`."""
    verbs = verbs_of(parser)
    create = verbs.add_parser("create", help="create a token; it stands alone on the last line")
    listing = verbs.add_parser("list", help="list the tokens that work, newest first")
    revoke = verbs.add_parser("revoke", help="make a token worthless")
    for verb in (create, listing, revoke):
        verb.add_argument("--organisation", required=True, metavar="SLUG")
    create.add_argument("--name", required=True, help="what it is for")
    create.add_argument(
        "--scope", choices=SCOPES, default="write", help="read: it changes nothing (default: %(default)s)"
    )
    revoke.add_argument("id", metavar="ID")


def run(arguments: argparse.Namespace) -> int:
    """Does what the verb says."""
    work = {"create": _create, "list": _list, "revoke": _revoke}[arguments.verb]
    return with_app(arguments, partial(work, arguments))


def _create(arguments: argparse.Namespace, app: Flask) -> int:
    organisation_id(arguments.organisation)
    print(tokens.create(arguments.organisation, arguments.name, ACTOR, arguments.scope))
    return 0


def _list(arguments: argparse.Namespace, app: Flask) -> int:
    print(_COLUMNS.format("ID", "SCOPE", "CREATED (UTC)", "LAST USED (UTC)", "NAME"))
    for token in tokens.of(organisation_id(arguments.organisation)):
        print(
            _COLUMNS.format(token.id, token.scope, _minute(token.created_at), _minute(token.last_used_at), token.name)
        )
    return 0


def _revoke(arguments: argparse.Namespace, app: Flask) -> int:
    tokens.revoke(organisation_id(arguments.organisation), arguments.id, ACTOR)
    return 0


def _minute(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "never"

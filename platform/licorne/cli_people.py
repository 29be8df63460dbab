"""`licorne token create` and `licorne user create`."""

import argparse
import getpass
import secrets
import sys
from functools import partial

from flask import Flask
from sqlalchemy import select

from licorne.cli_app import ACTOR, organisation_id, with_app
from licorne.cli_options import Parser, verbs_of
from licorne.errors import Conflict
from licorne.models.database import transaction
from licorne.models.organisation import ROLES, User
from licorne.services import accounts, audit, tokens


def configure(command: str, parser: Parser) -> None:
    """One verb each: create."""
    verbs = verbs_of(parser)
    create = verbs.add_parser("create", help=f"create a {command}")
    create.add_argument("--organisation", required=True, metavar="SLUG")
    if command == "token":
        create.add_argument("--name", required=True, help="what it is for")
        return
    create.add_argument("--email", required=True)
    create.add_argument("--name", default="")
    create.add_argument("--role", choices=ROLES, default="owner")
    create.add_argument("--language", choices=("en", "fr"), default="en")
    create.add_argument("--ask-password", action="store_true", help="type one instead of having one made")


def run(arguments: argparse.Namespace) -> int:
    """Creates; the secret is printed once, alone on the last line."""
    work = _token if arguments.command == "token" else _user
    return with_app(arguments, partial(work, arguments))


def _token(arguments: argparse.Namespace, app: Flask) -> int:
    organisation_id(arguments.organisation)
    print(tokens.create(arguments.organisation, arguments.name, ACTOR))
    return 0


def _user(arguments: argparse.Namespace, app: Flask) -> int:
    organisation = organisation_id(arguments.organisation)
    password = _password(arguments.ask_password)
    with transaction() as session:
        if session.scalar(select(User.id).where(User.email == accounts.address(arguments.email))):
            raise Conflict("account_exists", email=arguments.email)
        user = accounts.create_user(session, arguments.email, arguments.name, password, arguments.language)
        accounts.join(session, organisation, user.id, arguments.role)
        audit.record(session, organisation, ACTOR, "member.joined", user.id, {"role": arguments.role})
    print(f"{user.email} is {arguments.role} of {arguments.organisation}; the password:", file=sys.stderr)
    print(password if not arguments.ask_password else "(the one you typed)")
    return 0


def _password(ask: bool) -> str:
    if not ask:
        return secrets.token_urlsafe(12)
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

"""`licorne user`: accounts of people, and a new password for who has lost theirs."""

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
from licorne.services import accounts, audit


def configure(command: str, parser: Parser) -> None:
    """Both verbs print a password that was made, once."""
    verbs = verbs_of(parser)
    create = verbs.add_parser("create", help="create an account")
    password = verbs.add_parser("password", help="give a member a new password and end all their sessions")
    for verb in (create, password):
        verb.add_argument("--organisation", required=True, metavar="SLUG")
        verb.add_argument("--email", required=True)
    create.add_argument("--name", default="")
    create.add_argument("--role", choices=ROLES, default="owner")
    create.add_argument("--language", choices=("en", "fr"), default="en")
    create.add_argument("--ask-password", action="store_true", help="type one instead of having one made")


def run(arguments: argparse.Namespace) -> int:
    """Does what the verb says; the secret is printed once, alone on the last line."""
    work = _create if arguments.verb == "create" else _new_password
    return with_app(arguments, partial(work, arguments))


def _create(arguments: argparse.Namespace, app: Flask) -> int:
    organisation = organisation_id(arguments.organisation)
    password = _asked() if arguments.ask_password else _made()
    with transaction() as session:
        if session.scalar(select(User.id).where(User.email == accounts.address(arguments.email))):
            raise Conflict("account_exists", email=arguments.email)
        user = accounts.create_user(session, arguments.email, arguments.name, password, arguments.language)
        accounts.join(session, organisation, user.id, arguments.role)
        audit.record(session, organisation, ACTOR, "member.joined", user.id, {"role": arguments.role})
    print(f"{user.email} is {arguments.role} of {arguments.organisation}; the password:", file=sys.stderr)
    print(password if not arguments.ask_password else "(the one you typed)")
    return 0


def _new_password(arguments: argparse.Namespace, app: Flask) -> int:
    password = _made()
    accounts.reset_password(organisation_id(arguments.organisation), arguments.email, password, ACTOR)
    print("All sessions of this person are ended; the new password:", file=sys.stderr)
    print(password)
    return 0


def _made() -> str:
    return secrets.token_urlsafe(12)


def _asked() -> str:
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

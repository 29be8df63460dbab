"""The command `licorne`. Each group of commands is a module that is imported only when it is called."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Protocol, cast

from licorne.cli_options import REFUSED, USAGE, Parser
from licorne.config import ConfigError
from licorne.errors import Conflict, LicorneError, NotFound, Refused

#: command → (module, what it does). `licorne --help` lists them without importing any.
COMMANDS: Final = {
    "up": ("licorne.cli_serve", "run everything: web, workers, sweeper and, where none is named, Redis"),
    "web": ("licorne.cli_serve", "run one web process"),
    "worker": ("licorne.cli_serve", "run one worker"),
    "sweeper": ("licorne.cli_serve", "run the sweeper"),
    "migrate": ("licorne.cli_setup", "bring the database to the newest schema"),
    "demo": ("licorne.cli_setup", "the demo organisation"),
    "token": ("licorne.cli_tokens", "keys of the REST API"),
    "user": ("licorne.cli_people", "people's accounts"),
    "form": ("licorne.cli_documents", "import or export forms as JSON"),
    "rule": ("licorne.cli_rules", "import or export rules as JSON, compare them, try them on what has happened"),
    "doctor": ("licorne.cli_doctor", "check the invariants; exit 1 and one line per broken one"),
    "faults": ("licorne.cli_doctor", "list the points at which a test may make Licorne fail"),
}


class Group(Protocol):
    """What a module of commands offers."""

    def configure(self, command: str, parser: Parser) -> None:
        """Adds the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Does what was asked; the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code: 0 done, 1 refused, 2 not understood or not possible with these settings."""
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = _chosen(words)
    group = cast(Group, importlib.import_module(COMMANDS[chosen][0])) if chosen else None
    parser = _parser(chosen, group)
    arguments = parser.parse_args(words)
    if group is None or arguments.command != chosen:
        parser.error("name a command")
    try:
        return group.run(arguments)
    except ConfigError as error:
        return _say(str(error), USAGE)
    except LicorneError as error:
        return _say(sentence(error), REFUSED)
    except Refused as error:
        return _say(str(error), REFUSED)


def _chosen(words: Sequence[str]) -> str | None:
    """The command among the words; looked for first, because only its module is imported."""
    first = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first.add_argument("--data")
    first.add_argument("command", nargs="?")
    first.add_argument("rest", nargs=argparse.REMAINDER)
    try:
        command: str | None = first.parse_known_args(words)[0].command
    except argparse.ArgumentError:
        return None  # the whole parser says what is wrong
    return command if command in COMMANDS else None


def sentence(error: LicorneError) -> str:
    """One line for the person at the terminal."""
    if isinstance(error, NotFound):
        return f"there is no {error}"
    if isinstance(error, Conflict):
        details = ", ".join(f"{name} {value}" for name, value in error.problem.parameters.items())
        return f"{error.problem.code}: {details}" if details else error.problem.code
    return str(error)


def _say(text: str, code: int) -> int:
    print(f"licorne: {text}", file=sys.stderr)
    return code


def _parser(chosen: str | None, group: Group | None) -> Parser:
    parser = Parser("licorne", description="From a form to an invoice, exactly once.")
    parser.add_argument("--version", action="version", version=f"licorne {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
        if group is not None and name == chosen:
            group.configure(name, command)
    return parser


def _version() -> str:
    try:
        return version("licorne")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())

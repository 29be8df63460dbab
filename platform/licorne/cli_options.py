"""How commands are declared: parsers that say what is wrong on one line, and the option that all of them have."""

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction["Parser"]  # argparse names this type for itself only

REFUSED = 1
USAGE = 2


class Parser(argparse.ArgumentParser):
    """An argument parser that knows `--data` and answers a mistake with one line and exit code 2."""

    def __init__(self, *arguments: object, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type]  # handed through
        # SUPPRESS: the option may stand before or after the command, and the absent one must not overwrite the other.
        self.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS, help="data folder (default: var)")

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}; see {self.prog} --help", file=sys.stderr)
        sys.exit(USAGE)


def verbs_of(parser: Parser) -> "Verbs":
    """The place for the verbs of a command (`token create`); one of them is needed."""
    return parser.add_subparsers(dest="verb", metavar="VERB", required=True)

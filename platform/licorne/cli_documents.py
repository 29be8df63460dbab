"""`licorne form` and `licorne rule`: import and export documents as JSON."""

import argparse
import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Flask

from forms.strict_json import loads
from licorne.cli_app import ACTOR, organisation_id, read_file, with_app
from licorne.cli_options import Parser, verbs_of
from licorne.services import publishing
from rules.expression.json_types import Json

if TYPE_CHECKING:
    from licorne.cli_options import Verbs

#: The same limits as the API's.
MOST_BYTES: Final = 256 * 1024
MOST_DEPTH: Final = 64
_PUBLISH: Final = {"form": publishing.publish_form, "rule": publishing.publish_rule}
_EXPORT: Final = {"form": publishing.export_form, "rule": publishing.export_rule}


def configure(command: str, parser: Parser) -> None:
    """Import reads a file or standard input, export writes to standard output."""
    add_verbs(command, verbs_of(parser))


def add_verbs(command: str, verbs: "Verbs") -> None:
    """The two verbs of documents."""
    reading = verbs.add_parser("import", help=f"publish a {command}; the same document again changes nothing")
    writing = verbs.add_parser("export", help=f"print a {command}")
    for verb in (reading, writing):
        verb.add_argument("--organisation", required=True, metavar="SLUG")
        verb.add_argument("--slug", required=True, help=f"of the {command}")
    reading.add_argument("file", metavar="FILE", help='a JSON file, "-" for standard input')


def run(arguments: argparse.Namespace) -> int:
    """Publishes or prints one document."""
    return with_app(arguments, partial(_import if arguments.verb == "import" else _export, arguments))


def document_of(arguments: argparse.Namespace) -> Json:
    """The document in the named file, or on standard input. Raises Refused for what is no JSON."""
    return loads(read_file(arguments.file), MOST_BYTES, MOST_DEPTH)


def _import(arguments: argparse.Namespace, app: Flask) -> int:
    document = document_of(arguments)
    publish = _PUBLISH[arguments.command]
    published = publish(organisation_id(arguments.organisation), arguments.slug, document, ACTOR)
    what = "published" if published.is_new else "unchanged:"
    print(f"{what} {arguments.command} {arguments.slug}, version {published.number}", file=sys.stderr)
    return 0


def _export(arguments: argparse.Namespace, app: Flask) -> int:
    document = _EXPORT[arguments.command](organisation_id(arguments.organisation), arguments.slug)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0

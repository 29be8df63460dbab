"""`licorne doctor` and `licorne faults`."""

import argparse
import json
import sys
from functools import partial

from flask import Flask

from licorne.cli_app import with_app
from licorne.cli_options import Parser
from licorne.faults import POINTS
from licorne.services import doctor


def configure(command: str, parser: Parser) -> None:
    """`doctor --json` for machines."""
    if command == "doctor":
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Looks, or lists."""
    if arguments.command == "doctor":
        return with_app(arguments, partial(_examine, arguments.json))
    width = max(map(len, POINTS))
    for name, description in POINTS.items():
        print(f"{name:{width}}  {description}")
    return 0


def _examine(as_json: bool, app: Flask) -> int:
    findings = doctor.examine()
    if as_json:
        print(json.dumps({"ok": not findings, "findings": [each.as_json() for each in findings]}, ensure_ascii=False))
    else:
        for each in findings:
            print(f"{each.invariant} {each.subject}: {each.message}")
        print("Nothing is broken." if not findings else f"{len(findings)} findings.", file=sys.stderr)
    return 1 if findings else 0

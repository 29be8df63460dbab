"""`licorne rule`: documents in and out, and what a document would do, or did, about what has happened. Only `import` writes."""

import argparse
import json
import sys
from collections.abc import Callable
from difflib import unified_diff
from functools import partial
from typing import Final

from flask import Flask
from sqlalchemy import select

from licorne import cli_documents
from licorne.cli_app import organisation_id, with_app
from licorne.cli_documents import document_of
from licorne.cli_options import REFUSED, Parser, verbs_of
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.event import Event
from licorne.models.rule import Rule, RuleVersion
from licorne.services import back_tests, publishing, why
from licorne.web.messages import sentence
from rules.backtest import Tally
from rules.explain import explain
from rules.expression.json_types import Json
from rules.expression.problem import Refused
from rules.plan import compile_rule


def configure(command: str, parser: Parser) -> None:
    """The verbs of documents, and those of proof."""
    verbs = verbs_of(parser)
    cli_documents.add_verbs(command, verbs)
    trying = verbs.add_parser("test", help="check a file and try it on a past event; nothing is done")
    past = verbs.add_parser("backtest", help="try a file on all past events, beside the live version")
    why_not = verbs.add_parser("explain", help="what the rule made of an event, with what every condition saw")
    comparing = verbs.add_parser("diff", help="compare a file with the newest version; exit code 1 where they differ")
    for verb in (trying, past, why_not, comparing):
        verb.add_argument("--organisation", required=True, metavar="SLUG")
    for verb in (past, why_not, comparing):
        verb.add_argument("--slug", required=True, help="of the rule")
    trying.add_argument("--event", help="id of the event; by default the newest that the rule listens to")
    why_not.add_argument("--event", required=True, help="id of the event")
    for verb in (trying, past, comparing):
        verb.add_argument("file", metavar="FILE", help='a JSON file, "-" for standard input')


def run(arguments: argparse.Namespace) -> int:
    """Does what the verb says."""
    verb = _VERBS.get(arguments.verb)
    return with_app(arguments, partial(verb, arguments)) if verb else cli_documents.run(arguments)


def _test(arguments: argparse.Namespace, app: Flask) -> int:
    organisation, document = organisation_id(arguments.organisation), document_of(arguments)
    problems = publishing.problems_of_rule(organisation, document)
    if problems:
        raise Refused(tuple(problems))
    compiled = compile_rule("file", document)
    event = why.event_of(organisation, arguments.event) if arguments.event else _newest(organisation, compiled.kind)
    return _print(explain(event.kind, event.facts, compiled).as_json() | {"event": event.id})


def _newest(organisation: str, kind: str) -> Event:
    mine = (Event.organisation_id == organisation, Event.kind == kind)
    event = current_session().scalars(select(Event).where(*mine).order_by(Event.id.desc()).limit(1)).first()
    if event is None:
        raise NotFound(f"event of the kind {kind}")
    return event


def _backtest(arguments: argparse.Namespace, app: Flask) -> int:
    organisation, document, tally = organisation_id(arguments.organisation), document_of(arguments), Tally()
    rule_id, live = _live(organisation, arguments.slug)
    for one in back_tests.compare(organisation, document, live, rule_id, tally):
        print(f"{one.event_id} {one.kind} {','.join(one.steps)}".rstrip())
    counts = ", ".join(f"{number} {kind}" for kind, number in tally.counts.items())
    print(f"{tally.seen} events, {tally.matched} match, {tally.matched_before} did: {counts}", file=sys.stderr)
    return 0


def _live(organisation: str, slug: str) -> tuple[str | None, Json]:
    """The rule's id and the document that is live, None where none is."""
    row = (
        current_session()
        .execute(
            select(Rule.id, RuleVersion.document)
            .outerjoin(
                RuleVersion,
                (RuleVersion.organisation_id == Rule.organisation_id) & (RuleVersion.id == Rule.live_version_id),
            )
            .where(Rule.organisation_id == organisation, Rule.slug == slug)
        )
        .first()
    )
    return (row.id, row.document) if row else (None, None)


def _explain(arguments: argparse.Namespace, app: Flask) -> int:
    organisation = organisation_id(arguments.organisation)
    event = why.event_of(organisation, arguments.event)
    found = next((one for one in why.verdicts(event) if one.rule.slug == arguments.slug), None)
    if found is None:
        raise NotFound(f"rule {arguments.slug} for events of the kind {event.kind}")
    told = explain(event.kind, event.facts, found.compiled).as_json() if found.compiled else None
    run = found.run.id if found.run else None
    return _print({"reason": found.reason, "version": found.version.number, "run": run, "explanation": told})


def _diff(arguments: argparse.Namespace, app: Flask) -> int:
    organisation = organisation_id(arguments.organisation)
    kept, given = publishing.export_rule(organisation, arguments.slug), document_of(arguments)
    lines = list(unified_diff(_lines(kept), _lines(given), arguments.slug, arguments.file, lineterm=""))
    for line in lines:
        print(line)
    for problem in publishing.problems_of_rule(organisation, given):
        print(f"licorne: {problem.code} at {problem.place or '/'}: {sentence(problem)}", file=sys.stderr)
    return REFUSED if lines else 0


def _lines(document: Json) -> list[str]:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).splitlines()


def _print(told: Json) -> int:
    json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


_VERBS: Final[dict[str, Callable[[argparse.Namespace, Flask], int]]] = {
    "test": _test,
    "backtest": _backtest,
    "explain": _explain,
    "diff": _diff,
}

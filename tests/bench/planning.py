"""P2: microseconds to plan an event among ten thousand published rules, and to publish one more of them."""

import time
from collections.abc import Callable
from typing import Any

from rules.expression.json_types import Json
from rules.plan import CompiledRule, RuleIndex, compile_rule
from tests.bench.machine import Machine
from tests.bench.rows import TURNS, Row, mid

_RULES, _FORMS = 10_000, 500
_KIND = "submission.received"
_EVENTS = 2_000
_FACTS: dict[str, Any] = {
    "form": {"slug": "form-7"},
    "answers": {"service": "s-7", "pages": "4", "name": "Ada"},
    "contact": {"email": "ada@example.org", "language": "en"},
    "today": "2026-11-24",
}


def measure(machine: Machine) -> list[Row]:
    """Two rules match in each case; the conditions of the others are never looked at, or cannot be told by an equality."""
    many = [_rule(number, f"form-{number % _FORMS}", number // _FORMS) for number in range(_RULES)]
    one = [_rule(number, "form-7", number) for number in range(_RULES)]
    none = [_rule(number, "form-7", number, "contains") for number in range(_RULES)]
    return [
        _row("P2", f"planning an event: {_RULES:,} rules in {_FORMS} forms", RuleIndex(many), 20),
        _row("P2", f"planning an event: {_RULES:,} rules on one form, an equality decides", RuleIndex(one), 300),
        _row("P2", f"planning an event: {_RULES:,} rules on one form, no equality decides", RuleIndex(none), 1_000, 50),
        _publishing(many),
    ]


def _rule(number: int, form: str, service: int, operator: str = "is") -> CompiledRule:
    """A rule for one of the services; the seventh has two. Compared by something else than `is`, no index can look it up."""
    pages: Json = {"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": "1"}}
    chosen = service - 1 if service == 8 else service
    wanted: Json = {"left": {"fact": "answers.service"}, "operator": operator, "right": {"value": f"s-{chosen}"}}
    document: Json = {
        "schema": 1,
        "name": {"en": f"Rule {number}"},
        "trigger": {"kind": _KIND, "settings": {"form": form}},
        "conditions": {"all": [wanted, pages]},
        "steps": [{"id": "mail", "action": "send_email", "settings": {"to": "{{ contact.email }}"}}],
    }
    return compile_rule(f"v{number}", document)


def _row(name: str, what: str, index: RuleIndex, limit: float, events: int = _EVENTS) -> Row:
    assert len(index.plan(_KIND, _FACTS)) == 2
    samples = tuple(_seconds(lambda: index.plan(_KIND, _FACTS), events) * 1e6 for _ in range(TURNS))
    return Row(name, what, mid(samples), "µs", "at most", limit, "two rules match", samples)


def _seconds(call: Callable[[], object], events: int) -> float:
    began = time.perf_counter()
    for _ in range(events):
        call()
    return (time.perf_counter() - began) / events


def _publishing(rules: list[CompiledRule]) -> Row:
    """Only the new one is compiled; the tables are laid out anew."""
    samples = tuple(_published(rules, number) for number in range(TURNS))
    what = f"publishing one rule among {_RULES:,}: until it is planned with"
    return Row("P2", what, mid(samples), "ms", "at most", None, "one is compiled", samples)


def _published(rules: list[CompiledRule], number: int) -> float:
    began = time.perf_counter()
    RuleIndex([*rules, _rule(_RULES + number, "form-7", 7)]).plan(_KIND, _FACTS)
    return (time.perf_counter() - began) * 1e3

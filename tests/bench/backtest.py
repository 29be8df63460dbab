"""P12: a draft over a million past events beside the live version: events a second on one core, and the memory that it takes.

In a process of its own, so that the memory is its own. Events are parsed from JSON as they stream, as they are from a database.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.backtest import Past, Tally, compile_tried, differences
from rules.expression.json_types import Json
from tests.bench.machine import Machine
from tests.bench.rows import TURNS, Row, mid
from tests.servers.instance import ROOT

_EVENTS = 1_000_000
_KIND = "submission.received"


def measure(machine: Machine) -> list[Row]:
    """One event in ten is of the rule's form. Half of these are answered by both, differently, one in ten by the live version alone."""
    told = [_in_own_process() for _ in range(TURNS)]
    rates, sizes = tuple(one["rate"] for one in told), tuple(one["megabytes"] for one in told)
    what = f"back-test of {_EVENTS:,} events beside the live version"
    detail = f"{told[0]['matched']:,.0f} match, {told[0]['different']:,.0f} differ"
    return [
        Row("P12", f"{what}: events a second on one core", mid(rates), "/s", "at least", 50_000, detail, rates),
        Row("P12", f"{what}: memory at most", mid(sizes), "MB", "at most", 300, "streamed", sizes),
    ]


def _in_own_process() -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.backtest"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _run() -> dict[str, float]:
    new, old = compile_tried(_rule("6", "thanks")), compile_tried(_rule("5", "received"))
    tally, different = Tally(), 0
    began = time.perf_counter()
    for _ in differences(_past(), new, old, tally):
        different += 1
    took = time.perf_counter() - began
    assert (tally.seen, tally.matched < tally.matched_before, different > 0) == (_EVENTS, True, True)
    return {"rate": _EVENTS / took, "megabytes": _peak(), "matched": tally.matched, "different": different}


def _peak() -> float:
    """Megabytes that this program held at most; `ru_maxrss` would count what its parent held when it was forked (getrusage(2))."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _past() -> Iterator[Past]:
    """Events of ten forms, one of them the rule's, with one to ten pages."""
    rows = [json.dumps(_facts(number)) for number in range(1_000)]
    for number in range(_EVENTS):
        yield str(number), _KIND, json.loads(rows[number % 1_000])


def _facts(number: int) -> dict[str, Any]:
    pages = number // 10 % 10 + 1
    return {
        "form": {"slug": f"form-{number % 10}"},
        "answers": {"service": "website", "pages": str(pages), "name": f"Ada {number}", "consent": True},
        "contact": {"email": f"{number}@example.org", "language": "en", "tags": ["client"]},
        "today": "2026-11-24",
    }


def _rule(pages: str, template: str) -> Json:
    """So many pages and consent, on one of the forms."""
    few: Json = {"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": pages}}
    agreed: Json = {"left": {"fact": "answers.consent"}, "operator": "is_true"}
    mail: Json = {"id": "mail", "action": "send_email", "settings": {"to": "{{ contact.email }}", "template": template}}
    return {
        "schema": 1,
        "name": {"en": "Tried"},
        "trigger": {"kind": _KIND, "settings": {"form": "form-7"}},
        "conditions": {"all": [agreed, few]},
        "steps": [mail],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run()))

"""Rules as files: tried, compared, explained, without anything being done."""

import json
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from licorne.adapters.ids import new_id
from licorne.app import create_app
from licorne.config import Settings
from licorne.services import live, submissions
from licorne.services.submissions import Posted
from tests.cli.conftest import Command
from tests.services.house import ANSWERS

DEMO = ("--organisation", "atelier-licorne")
RULE = (*DEMO, "--slug", "project-to-invoice")


@pytest.fixture
def events(seeded: Command, sqlite_url: str, tmp_path: Any) -> list[str]:
    """Two orders, of 4 and of 1 page; the ids of their events."""
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": sqlite_url}, data=tmp_path)
    with create_app(settings).app_context():
        form, organisation = live.form_at("project-request")
        for pages in ("4", "1"):
            submissions.accept(form, organisation, Posted(ANSWERS | {"pages": pages}, new_id(), "en"))
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        found = [str(row[0]) for row in connection.execute(text("SELECT id FROM event ORDER BY id"))]
    engine.dispose()
    return [f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for one in found]


def document(seeded: Command, pages: str) -> str:
    """The demo's rule, on so many pages."""
    found = json.loads(seeded("rule", "export", *RULE).stdout)
    found["conditions"] = {
        "all": [{"left": {"fact": "answers.pages"}, "operator": "at_least", "right": {"value": pages}}]
    }
    return json.dumps(found)


def test_a_file_is_tried_on_the_newest_event_or_on_a_named_one(seeded: Command, events: list[str]) -> None:
    told = json.loads(seeded("rule", "test", *DEMO, "-", given=document(seeded, "4")).stdout)
    assert (told["event"], told["matched"]) == (events[1], False)
    assert told["conditions"]["items"][0]["left"] == "1"
    told = json.loads(seeded("rule", "test", *DEMO, "--event", events[0], "-", given=document(seeded, "4")).stdout)
    assert told["matched"]
    refused = seeded("rule", "test", *DEMO, "-", given='{"schema": 1}')
    assert (refused.returncode, refused.stdout) == (1, "")


def test_a_file_is_tried_on_all_events_beside_the_live_version(seeded: Command, events: list[str]) -> None:
    done = seeded("rule", "backtest", *RULE, "-", given=document(seeded, "4"))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith(f"{events[1]} removed ")
    assert done.stderr.strip() == "2 events, 1 match, 2 did: 0 added, 1 removed, 0 changed"
    same = seeded("rule", "backtest", *RULE, "-", given=seeded("rule", "export", *RULE).stdout)
    assert (same.stdout, same.stderr.strip()) == ("", "2 events, 2 match, 2 did: 0 added, 0 removed, 0 changed")


def test_what_a_rule_made_of_an_event_is_explained(seeded: Command, events: list[str]) -> None:
    told = json.loads(seeded("rule", "explain", *RULE, "--event", events[0]).stdout)
    assert (told["reason"], told["version"], told["explanation"]["matched"]) == ("ran", 1, True)
    assert seeded("rule", "explain", *DEMO, "--slug", "no", "--event", events[0]).returncode == 1


def test_a_file_is_compared_with_the_newest_version(seeded: Command) -> None:
    kept = seeded("rule", "export", *RULE).stdout
    same = seeded("rule", "diff", *RULE, "-", given=kept)
    assert (same.returncode, same.stdout) == (0, "")
    changed = seeded("rule", "diff", *RULE, "-", given=kept.replace('"due_days": 30', '"due_days": 14'))
    assert changed.returncode == 1
    lines = [line for line in changed.stdout.splitlines() if "due_days" in line]
    assert [line.replace(" ", "").rstrip(",") for line in lines] == ['-"due_days":30', '+"due_days":14']

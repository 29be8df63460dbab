"""What is written down for whoever watches over the installation."""

import json

import pytest

from licorne.services import throttle
from tests.web.office import Browser, Office


def _events(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    lines = [record.getMessage() for record in caplog.records if record.name == "licorne.security"]
    assert all(line.isascii() and line.isprintable() for line in lines)
    return [json.loads(line.removeprefix("security_event ")) for line in lines]


def test_refusals_and_forgeries_are_written_down(
    office: Office, member: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    member.post("/team/invitations", "/account", email="new@example.org", role="member")
    member.client.post("/notices/read%0Aforged é")
    member.client.post("/notices/read")
    told = _events(caplog)
    assert [(one["event"], one["endpoint"]) for one in told] == [
        ("forbidden", "team.invite"),
        ("csrf", "notices.read_all"),
    ]
    assert told[0]["user"]


def test_failed_and_throttled_sign_ins_are_written_down_without_the_address(
    nobody: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PER_ACCOUNT", 1)
    for _ in range(2):
        nobody.sign_in("Ada\n@example.org", "wrong")
    told = _events(caplog)
    assert [one["event"] for one in told] == ["sign_in_failed", "sign_in_throttled"]
    assert told[0]["account"] == told[1]["account"]
    assert "Ada" not in caplog.text.partition("security_event")[2]

"""What steps leave behind for later ones, and parts of answers, in words."""

from collections.abc import Callable, Mapping
from typing import Final

from licorne.web.translate import _
from rules.expression.json_types import Json

_PARTS: Final[dict[str, Callable[[], str]]] = {
    "street": lambda: _("Street"),
    "postcode": lambda: _("Postcode"),
    "city": lambda: _("City"),
    "country": lambda: _("Country"),
    "name": lambda: _("Name"),
    "given": lambda: _("Given name"),
    "family": lambda: _("Family name"),
    "from": lambda: _("From"),
    "to": lambda: _("To"),
    "product": lambda: _("Product"),
    "variant": lambda: _("Variant"),
    "quantity": lambda: _("Quantity"),
}
_OUTCOMES: Final[dict[str, Callable[[], str]]] = {
    "granted": lambda: _("granted"),
    "refused": lambda: _("refused"),
    "timeout": lambda: _("time-out"),
    "time": lambda: _("the time has come"),
    "event": lambda: _("the event has come"),
}


def part_word(part: str) -> str:
    """A part of an answer; its name where it has no word."""
    word = _PARTS.get(part)
    return word() if word else part


def results() -> dict[str, Json]:
    """Action or kind of step → what later steps may look at of it: name, data type, word, and the values that it can have."""
    outcome = _("outcome")
    return {
        "approval": [
            _result("outcome", "text", outcome, ("granted", "refused", "timeout")),
            _result("by", "text", _("decided by")),
            _result("reason", "text", _("reason")),
        ],
        "wait": [
            _result("outcome", "text", outcome, ("time", "event", "timeout")),
            _result("ended_on", "date", _("day on which it ended")),
        ],
        "issue_invoice": [
            _result("number", "text", _("number")),
            _result("total", "number", _("total")),
            _result("due_on", "date", _("due day")),
        ],
        "create_task": [_result("due_on", "date", _("due day"))],
        "call_webhook": [_result("status", "number", _("status")), _result("answer", "text", _("answer"))],
        "send_email": [_result("recipient", "text", _("recipient"))],
    }


def _result(name: str, kind: str, word: str, values: tuple[str, ...] = ()) -> Json:
    choices: list[Json] = [[value, _OUTCOMES[value]()] for value in values]
    told: Mapping[str, Json] = {"name": name, "kind": kind, "word": word, "choices": choices}
    return dict(told)

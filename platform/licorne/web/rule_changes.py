"""What changed from one version of a rule to another, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from licorne.web.rule_labels import action_word
from licorne.web.rule_trial import kind_word
from licorne.web.translate import _
from rules.expression.json_types import Json
from rules.versions import ADDED, CHANGED, MOVED, Change, difference

_SETTINGS: Final[dict[str, Callable[[], str]]] = {
    "name": lambda: _("Another name"),
    "trigger": lambda: _("Another trigger, or other settings of it"),
    "conditions": lambda: _("Other conditions"),
    "priority": lambda: _("Another priority"),
    "match": lambda: _("Whether it answers beside other rules"),
    "stop_processing": lambda: _("Whether rules after it are asked"),
    "limits": lambda: _("Other limits"),
}


def changes_told(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Json]:
    """One sentence for each change."""
    return [_sentence(one) for one in difference(old, new)]


def _sentence(change: Change) -> str:
    if change.step is None:
        return _SETTINGS[change.setting]()
    label = _named(change.step)
    if change.kind == ADDED:
        return _("Added “%(label)s”", label=label)
    if change.kind == MOVED:
        return _("Moved “%(label)s”", label=label)
    return _("Changed “%(label)s”", label=label) if change.kind == CHANGED else _("Removed “%(label)s”", label=label)


def _named(step: Mapping[str, Any]) -> str:
    kind = str(step.get("kind", "action"))
    word = action_word(str(step.get("action", ""))) if kind == "action" else kind_word(kind)
    return f"{word[:1].upper()}{word[1:]} ({step.get('id', '')})"

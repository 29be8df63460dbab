"""What a step of a rule wants, in one line, as far as its settings are fixed."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from licorne.services import members
from licorne.services.approvals import CONTACT_OWNER
from licorne.web.identity import organisation_id
from licorne.web.rule_labels import action_word, language
from licorne.web.states import role_word
from licorne.web.translate import _, ngettext
from rules.expression.envelope import TEXT
from rules.expression.json_types import Json
from rules.labels import Labels

Settings = Mapping[str, Any]
_TAG: Final = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}")


def steps_of(document: Mapping[str, Json], labels: Labels) -> list[str]:
    """The steps of a rule document, each in one line: “Issue an invoice: 2 lines, due in 30 days”."""
    return [_words(step, step.get("settings", {}), labels) for step in _steps(document)]


def wants_of(document: Mapping[str, Json], bound: Mapping[str, Settings], labels: Labels) -> list[str]:
    """The same for one run: settings as the facts decided them; a step whose condition was not met is left out."""
    return [_words(step, bound[str(step["id"])], labels) for step in _steps(document) if str(step.get("id")) in bound]


def _steps(document: Mapping[str, Json]) -> list[Mapping[str, Any]]:
    steps = document.get("steps")
    return [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []


def _words(step: Mapping[str, Any], settings: Settings, labels: Labels) -> str:
    name = action_word(str(step.get("action", "")))
    title = name[:1].upper() + name[1:]
    detail = _DETAILS.get(str(step.get("action", "")))
    said = ", ".join(part for part in detail(settings) if part) if detail else ""
    return _readable(_("%(title)s: %(detail)s", title=title, detail=said), labels) if said else title


def _readable(text: str, labels: Labels) -> str:
    """Merge tags by the names of what they stand for: `{{ contact.email }}` becomes [the contact’s e-mail]."""
    return _TAG.sub(lambda found: f"[{_named(found[1], labels)}]", text)


def _named(path: str, labels: Labels) -> str:
    return path.rpartition(".")[2] if path.startswith("steps.") else labels.fact(path, language())


def _invoice(settings: Settings) -> list[str]:
    lines, days = settings.get("lines", []), settings.get("due_days", 30)
    due = ngettext("due in %(num)s day", "due in %(num)s days", days) if isinstance(days, int) else ""
    return [ngettext("%(num)s line", "%(num)s lines", len(lines)), due]


def _mail(settings: Settings) -> list[str]:
    template, to = settings.get("template"), settings.get("to")
    return [
        _quoted(settings.get("subject")),
        _("template “%(name)s”", name=template) if template else "",
        _("to %(address)s", address=to) if isinstance(to, str) else "",
        _("PDF attached") if settings.get("attach_invoice") else "",
    ]


def _task(settings: Settings) -> list[str]:
    return [_quoted(settings.get("title")), _in_days(settings.get("due_days"))]


def _reminder(settings: Settings) -> list[str]:
    return [_quoted(settings.get("text")), _in_days(settings.get("after_days"))]


def _tag(settings: Settings) -> list[str]:
    return [_quoted(settings.get("tag"))]


def _note(settings: Settings) -> list[str]:
    return [_quoted(settings.get("text"))]


def _contact(settings: Settings) -> list[str]:
    """What it is changed to, as far as that is a text."""
    values = (settings.get(name) for name in ("name", "email", "phone", "company", "stage", "language"))
    return [value for value in values if isinstance(value, str) and value]


def _people(settings: Settings) -> list[str]:
    asked = settings.get("to") or settings.get("among")
    return [_quoted(settings.get("text")), *(map(_person, asked) if isinstance(asked, list) else ())]


def _person(asked: object) -> str:
    kind, _colon, name = str(asked).partition(":")
    if asked == CONTACT_OWNER:
        return _("who looks after the contact")
    return _("Everybody with the role “%(role)s”", role=role_word(name)) if kind == "role" else _member(name or kind)


def _member(user_id: str) -> str:
    everyone = {user.id: user.name or user.email for _membership, user in members.members(organisation_id())}
    return everyone.get(user_id) or _("somebody who has left")


def _webhook(settings: Settings) -> list[str]:
    url = settings.get("url")
    return [url] if isinstance(url, str) else []


def _quoted(text: object) -> str:
    """A text; of one that waits for an earlier step, how it was written (`rules.expression.envelope`). A formula has no words."""
    written = text.get(TEXT) if isinstance(text, dict) else text
    return _("“%(text)s”", text=written) if isinstance(written, str) and written else ""


def _in_days(days: object) -> str:
    return ngettext("in %(num)s day", "in %(num)s days", days) if isinstance(days, int) else ""


_DETAILS: Final[dict[str, Callable[[Settings], list[str]]]] = {
    "issue_invoice": _invoice,
    "send_email": _mail,
    "create_task": _task,
    "set_reminder": _reminder,
    "tag_contact": _tag,
    "add_note": _note,
    "update_contact": _contact,
    "notify": _people,
    "assign": _people,
    "call_webhook": _webhook,
}

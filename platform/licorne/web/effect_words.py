"""Effects in words: what each one does or did, and why it stands where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for

from licorne.models.effect import Effect
from licorne.web import formats
from licorne.web.messages import TEXTS, sentence, sentence_of
from licorne.web.translate import _
from rules.expression.json_types import Json
from rules.expression.problem import Problem


@dataclass(frozen=True, slots=True)
class Told:
    """An effect in words; `tone` and `icon` draw its tile, `url` leads to what it made."""

    icon: str
    tone: str
    title: str
    url: str = ""


Teller = Callable[[Mapping[str, Any], Mapping[str, Any]], Told]


def told(effect: Effect) -> Told:
    """What the effect does, with what it made once it is done."""
    return told_as(effect.kind, effect.settings, effect.result or {})


def told_as(kind: str, settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    """The same from its parts."""
    teller = _TELLERS.get(kind)
    return teller(settings, result) if teller else Told("bolt", "", kind)


def why(error: Mapping[str, Json] | None) -> str:
    """Why an effect is parked, in one or two sentences."""
    if not error:
        return _("No reason was written down.")
    problems = error.get("problems")
    if isinstance(problems, list):
        return " ".join(sentence(problem_of(each)) for each in problems if isinstance(each, dict))
    return _reason(str(error.get("code", "")), error)


def remote_detail(detail: Mapping[str, Json] | None) -> str:
    """What the other side answered, as it said it; empty where there is nothing to quote."""
    found = detail or {}
    return str(found.get("answer") or found.get("detail") or "")


def problem_of(raw: Mapping[str, Any]) -> Problem:
    """A problem that was kept as plain data."""
    parameters = raw.get("parameters") or {}
    return Problem(
        str(raw.get("code", "")), str(raw.get("place", "")), {key: str(value) for key, value in parameters.items()}
    )


def _reason(code: str, error: Mapping[str, Any]) -> str:
    if code in TEXTS:
        return sentence_of(code, {key: str(value) for key, value in (error.get("parameters") or {}).items()})
    detail = str(error.get("detail") or "")
    return f"{sentence_of(code)} {detail}".strip()


def _text(value: object) -> str:
    """A setting that is decided already; what still waits for an earlier step is not shown."""
    return value if isinstance(value, str) else ""


def _invoice(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    if "number" not in result:
        return Told("receipt", "invoice", _("Issue an invoice"))
    total = formats.amount(str(result["total"]), str(result["currency"]))
    title = _("Invoice %(number)s over %(total)s", number=result["number"], total=total)
    return Told("receipt", "invoice", title, url_for("invoices.show", invoice_id=result["invoice"]))


def _document(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    invoice = _text(settings.get("invoice"))
    url = url_for("invoices.show", invoice_id=invoice) if invoice else ""
    return Told("form", "", _("PDF of the invoice"), url)


def _mail(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    address = _text(result.get("recipient")) or _text(result.get("to")) or _text(settings.get("to"))
    url = url_for("mails.show", mail_id=result["message"]) if result.get("message") else ""
    return Told("mail", "email", _("E-mail to %(address)s", address=address) if address else _("E-mail"), url)


def _task(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    title = _text(result.get("title")) or _text(settings.get("title"))
    words = _("Task “%(title)s”", title=title) if title else _("Task")
    if result.get("settled"):
        words = _("%(what)s, done at once: the invoice was paid before", what=words)
    return Told("checks", "task", words, url_for("tasks.index"))


def _reminder(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    due = _text(result.get("due_at"))
    title = _("Reminder on %(day)s", day=formats.day(datetime.fromisoformat(due).date())) if due else _("Reminder")
    if result.get("settled"):
        title = _("%(what)s, cancelled at once: it was settled before", what=title)
    return Told("bell", "trigger", title)


def _tag(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    tag, contact = _text(settings.get("tag")), result.get("contact")
    url = url_for("contacts.show", contact_id=contact) if contact else ""
    return Told("star", "", _("Tag “%(tag)s”", tag=tag), url)


def _notice(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    return Told("bell", "", _("Notice in the app"), url_for("notices.index"))


def _wait(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    ended = {"time": _("Waited"), "event": _("Waited until it happened"), "timeout": _("Waited in vain")}
    return Told("clock", "trigger", ended.get(str(result.get("outcome")), _("Wait")))


def _approval(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    title = _text(settings.get("title"))
    ended = {
        "granted": _("Approved: %(title)s", title=title),
        "refused": _("Refused: %(title)s", title=title),
        "timeout": _("Not answered in time: %(title)s", title=title),
    }
    return Told("shield", "invoice", ended.get(str(result.get("outcome")), _("Approval: %(title)s", title=title)))


def _call(settings: Mapping[str, Any], result: Mapping[str, Any]) -> Told:
    return Told("flow", "cond", _("Call of “%(rule)s”", rule=_text(settings.get("rule"))))


def _fixed(drawing: str, tone: str, title: Callable[[], str]) -> Teller:
    return lambda settings, result: Told(drawing, tone, title())


_TELLERS: Final[dict[str, Teller]] = {
    "wait": _wait,
    "ask_approval": _approval,
    "call_rule": _call,
    "fail_run": _fixed("alert", "no", lambda: _("Failed on purpose")),
    "add_note": _fixed("pencil", "", lambda: _("Note in the contact’s file")),
    "update_contact": _fixed("users", "", lambda: _("Contact brought up to date")),
    "assign": _fixed("users", "", lambda: _("Contact given to somebody")),
    "complete_task": _fixed("checks", "task", lambda: _("Task completed")),
    "call_webhook": _fixed("plug", "", lambda: _("Call of a webhook")),
    "back_test": _fixed("again", "", lambda: _("Part of a back-test")),
    "wake_waits": _fixed("bell", "", lambda: _("Look for runs that wait for this")),
    "issue_invoice": _invoice,
    "render_document": _document,
    "send_email": _mail,
    "create_task": _task,
    "set_reminder": _reminder,
    "tag_contact": _tag,
    "notify": _notice,
}

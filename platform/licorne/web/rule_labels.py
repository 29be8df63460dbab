"""Names for what rules speak of: questions by the form's own words, everything else by the catalogue of the app."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask_babel import get_locale
from sqlalchemy import select

from forms.definition import FormDefinition, parse
from licorne.models.database import current_session
from licorne.models.form import Form, FormVersion
from licorne.web.translate import _, ngettext
from rules.document import RuleDocument
from rules.expression.json_types import Json
from rules.labels import Labels, Translated
from rules.sentence import sentence

_TRIGGERS: Final[dict[str, Callable[[], str]]] = {
    "submission.received": lambda: _("a form is submitted"),
    "submission.edited": lambda: _("staff correct a submission"),
    "submission.withdrawn": lambda: _("a submission is withdrawn"),
    "submission.refused_as_spam": lambda: _("a submission is refused as spam"),
    "submission.imported": lambda: _("a submission is imported"),
    "form.version_published": lambda: _("a new version of a form is published"),
    "submission.started": lambda: _("somebody begins to fill in a form"),
    "submission.saved": lambda: _("answers are put aside"),
    "submission.abandoned": lambda: _("answers that were put aside are not sent"),
    "submission.file_refused": lambda: _("a form refuses a file"),
    "form.closed": lambda: _("a form closes"),
    "form.quota_reached": lambda: _("all places of a form or of an option are taken"),
    "schedule": lambda: _("a set time comes"),
    "rule.called": lambda: _("another rule calls"),
    "rule.failed": lambda: _("a rule fails"),
    "approval.requested": lambda: _("an approval is asked for"),
    "approval.decided": lambda: _("an approval is decided"),
    "wait.ended": lambda: _("a wait has ended"),
    "button.pressed": lambda: _("somebody presses a button"),
    "invoice.issued": lambda: _("an invoice is issued"),
    "invoice.due": lambda: _("an invoice that is not paid is due"),
    "invoice.paid": lambda: _("an invoice is paid"),
}
_ACTIONS: Final[dict[str, Callable[[], str]]] = {
    "issue_invoice": lambda: _("issue an invoice"),
    "send_email": lambda: _("send an e-mail"),
    "create_task": lambda: _("create a task"),
    "set_reminder": lambda: _("set a reminder"),
    "tag_contact": lambda: _("tag the contact"),
    "notify": lambda: _("show a notice"),
    "add_note": lambda: _("write a note"),
    "update_contact": lambda: _("update the contact"),
    "assign": lambda: _("assign the contact"),
    "complete_task": lambda: _("complete the task"),
    "call_webhook": lambda: _("call a webhook"),
}
_FACTS: Final[dict[str, Callable[[], str]]] = {
    "contact.name": lambda: _("the contact’s name"),
    "contact.email": lambda: _("the contact’s e-mail"),
    "contact.phone": lambda: _("the contact’s phone"),
    "contact.company": lambda: _("the contact’s company"),
    "contact.street": lambda: _("the contact’s street"),
    "contact.postcode": lambda: _("the contact’s postcode"),
    "contact.city": lambda: _("the contact’s city"),
    "contact.country": lambda: _("the contact’s country"),
    "contact.vat_number": lambda: _("the contact’s VAT number"),
    "contact.siren": lambda: _("the contact’s SIREN"),
    "contact.stage": lambda: _("the contact’s stage"),
    "contact.language": lambda: _("the contact’s language"),
    "contact.tags": lambda: _("the contact’s tags"),
    "contact.is_new": lambda: _("the contact is new"),
    "organisation.country": lambda: _("our country"),
    "organisation.currency": lambda: _("our currency"),
    "organisation.name": lambda: _("our name"),
    "invoice.number": lambda: _("the invoice’s number"),
    "invoice.total": lambda: _("the invoice’s total"),
    "invoice.net": lambda: _("the invoice’s total without VAT"),
    "invoice.tax": lambda: _("the invoice’s VAT"),
    "invoice.currency": lambda: _("the invoice’s currency"),
    "invoice.issued_on": lambda: _("the invoice’s day of issue"),
    "due.days": lambda: _("days since the due day"),
    "due.on": lambda: _("the day that had come"),
    "due.is_late": lambda: _("it is told late"),
    "invoice.due_on": lambda: _("the invoice’s due day"),
    "submission.received_on": lambda: _("the day of the submission"),
    "submission.language": lambda: _("the language of the submission"),
    "submission.verified": lambda: _("the e-mail address was verified by a code"),
    "form.slug": lambda: _("the form"),
    "today": lambda: _("today"),
}


def language() -> str:
    """The reader's language as `rules` wants it."""
    return str(get_locale())


def labels_for(organisation: str, document: RuleDocument) -> Labels:
    """The names of a rule that looks at the form of its trigger."""
    slug = document.trigger.settings.get("form")
    definition, form_names = _form(organisation, str(slug)) if slug else (None, {})
    facts = {**_said(_FACTS), **_questions(definition)}
    options = {**_options(definition), "trigger.form": form_names, "form.slug": form_names}
    days = document.trigger.settings.get("due_days")
    if isinstance(days, int):
        options["trigger.due_days"] = {str(days): {language(): days_word(days)}}
    return Labels(triggers=_said(_TRIGGERS), actions=_said(_ACTIONS), facts=facts, options=options)


def days_word(days: int) -> str:
    """So many days after a due day; before it, where they are negative."""
    if days < 0:
        return ngettext("one day before", "%(num)s days before", -days)
    return ngettext("one day after", "%(num)s days after", days) if days else _("on the due day")


def rule_sentence(organisation: str, document: RuleDocument) -> str:
    """The rule as one sentence in the reader's language."""
    return sentence(document, labels_for(organisation, document), language())


def action_word(kind: str) -> str:
    """What an action does; its name where it has no words."""
    word = _ACTIONS.get(kind)
    return word() if word else kind


def trigger_word(kind: str) -> str:
    """What a trigger waits for; its name where it has no words."""
    word = _TRIGGERS.get(kind)
    return word() if word else kind


def in_order(kinds: Iterable[str]) -> list[str]:
    """Triggers or actions, those that are used most first; what has no words comes last."""
    named = [*_TRIGGERS, *_ACTIONS]
    return sorted(kinds, key=lambda kind: (named.index(kind) if kind in named else len(named), kind))


def fact_words() -> dict[str, str]:
    """Every fact that has a name of its own."""
    return {path: word() for path, word in _FACTS.items()}


def _said(words: Mapping[str, Callable[[], str]]) -> dict[str, Translated]:
    return {name: {language(): word()} for name, word in words.items()}


def _form(organisation: str, slug: str) -> tuple[FormDefinition | None, dict[str, Translated]]:
    row = (
        current_session()
        .execute(
            select(Form.name, FormVersion.document)
            .join(
                FormVersion,
                (FormVersion.organisation_id == Form.organisation_id) & (FormVersion.id == Form.live_version_id),
            )
            .where(Form.organisation_id == organisation, Form.slug == slug)
        )
        .first()
    )
    if row is None:
        return None, {}
    document: Json = row.document
    return parse(document), {slug: {language(): row.name}}


def _questions(definition: FormDefinition | None) -> dict[str, Translated]:
    fields = definition.fields if definition else ()
    return {f"answers.{field.id}": field.label for field in fields}


def _options(definition: FormDefinition | None) -> dict[str, Mapping[str, Translated]]:
    if definition is None:
        return {}
    default = definition.default_language
    return {
        f"answers.{field.id}": {value: {language(): text} for value, text in field.choices(language(), default)}
        for field in definition.fields
    }

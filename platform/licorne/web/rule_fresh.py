"""How a fresh step begins: with settings that work as they are, as far as that is possible."""

from collections.abc import Mapping

from licorne.services.live import LiveOrganisation
from licorne.services.rule_templates import first_product
from licorne.web.translate import _
from rules.expression.json_types import Json

_CLIENT: Mapping[str, Json] = {"to": "{{ contact.email }}", "contact": {"formula": {"fact": "contact.id"}}}


def fresh_settings(organisation: LiveOrganisation) -> dict[str, Json]:
    """Action or kind of step → its settings at first. What is not listed begins empty."""
    line: dict[str, Json] = {"product": first_product(organisation), "quantity": "1"}
    owner: list[Json] = ["role:owner"]
    return {
        "issue_invoice": {"lines": [line], "due_days": 30},
        "send_email": {
            **_CLIENT,
            "template": "notice",
            "subject": _("Thank you, {{ contact.name }}"),
            "text": _("We will be in touch."),
        },
        "notify": {"to": [*owner], "text": _("Look at {{ contact.name }}")},
        "create_task": {"title": _("Call {{ contact.name }}"), "due_days": 1},
        "set_reminder": {"text": _("Ask {{ contact.name }} how it goes"), "after_days": 7, "channel": "notice"},
        "tag_contact": {"tag": _("new")},
        "add_note": {"text": _("From a rule: {{ contact.name }}")},
        "update_contact": {"stage": "client"},
        "assign": {"how": "fixed", "among": [*owner]},
        "complete_task": {"task": ""},
        "call_webhook": {"url": "https://"},
        "wait": {"for": {"amount": 1, "unit": "days"}},
        "approval": {"ask": [*owner], "need": "any", "title": _("Go on with {{ contact.name }}?")},
        "call": {"rule": ""},
        "fail": {"message": _("This must not happen.")},
    }

"""Rule documents for tests."""

from __future__ import annotations

from typing import Any


def leaf(fact: str, operator: str, *right: Any) -> dict[str, Any]:
    """A comparison of a fact, with a constant if the operator takes one."""
    return {"left": {"fact": fact}, "operator": operator, **({"right": {"value": right[0]}} if right else {})}


def step(settings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A step called `do`, unless `more` says otherwise."""
    return {"id": "do", "action": "act", "settings": settings, **more}


def rule(*steps: dict[str, Any], form: str | None = "request", conditions: Any = None) -> dict[str, Any]:
    """A rule on a form, or on all forms with None."""
    return {
        "schema": 1,
        "name": {"en": "A rule"},
        "trigger": {"kind": "submission.received", "settings": {"form": form} if form else {}},
        "conditions": {"all": []} if conditions is None else conditions,
        "steps": list(steps) or [step({})],
    }


def project_request() -> dict[str, Any]:
    """The example of the architecture page: invoice, then mail."""
    rush = {"all": [leaf("answers.rush", "is_true")]}
    lines = [
        {"product": "website-page", "quantity": {"formula": {"fact": "answers.pages"}}},
        {"product": "rush", "quantity": "1", "when": rush},
    ]
    mail = {
        "template": "invoice-sent",
        "to": "{{ contact.email }}",
        "attach_invoice": {"formula": {"fact": "steps.issue.invoice"}},
    }
    return rule(
        step({"due_days": 30, "lines": lines}, id="issue", action="issue_invoice"),
        step(mail, id="mail", action="send_email"),
        form="project-request",
        conditions={
            "all": [leaf("answers.consent", "is_true"), {"any": [leaf("answers.pages", "at_least", "1")]}]
        },
    )


def submission(**answers: Any) -> dict[str, Any]:
    """The facts of a submission of the example form."""
    return {
        "today": "2026-03-10",
        "form": {"slug": "project-request", "currency": "EUR"},
        "answers": {"consent": True, "pages": "3", "rush": False, **answers},
        "contact": {"name": "Ada", "email": "ada@example.org", "language": "en"},
    }

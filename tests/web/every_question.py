"""A form of three pages that asks everything a public page can ask, and answers to it as a browser posts them."""

from typing import Any

TITLE = {"en": "Everything", "fr": "Tout"}


def _field(name: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": {"en": label}, **more}


def fact(path: str) -> dict[str, Any]:
    """A fact in a formula or condition."""
    return {"fact": path}


_WANTS_TALK = {"all": [{"left": fact("answers.service"), "operator": "is", "right": {"value": "talk"}}]}
_AMOUNTS = {"call": "pluck", "args": [fact("answers.items"), {"value": "amount"}]}
_SUM = {"call": "sum", "args": [_AMOUNTS]}

FORM: dict[str, Any] = {
    "schema": 1, "title": TITLE, "default_language": "en", "languages": ["en", "fr"], "currency": "EUR", "country": "FR",
    "contact": {"key": "email", "map": {"email": "email"}},
    "fields": [
        _field("email", "email", "E-mail", required=True),
        _field("person", "person_name", "You", required=True),
        _field("nickname", "person_name", "Nickname", format="single"),
        _field("firm", "company", "Your company"),
        _field("home", "address", "Your address", required=True),
        _field("site", "url", "Your site", width="half"),
        _field("number", "auto_id", "Number", prefix="A-"),
        _field("account", "iban", "Account", width="half"),
        {"id": "campaign", "type": "hidden", "default": "spring"},
        {"id": "second", "type": "page_break", "label": {"en": "What you need"}},
        _field("about", "heading", "About the work", level=3),
        {"id": "words", "type": "text_block", "text": {"en": "Tell us.\n\nAll of it."}},
        _field("service", "choice", "Service", required=True, options=[
            {"value": "talk", "label": {"en": "A talk"}}, {"value": "plan", "label": {"en": "A plan"}},
        ]),
        _field("topic", "text", "Topic of the talk", required=True, shown_if=_WANTS_TALK),
        _field("tags", "multiple_choice", "Tags", options=[
            {"value": "a", "label": {"en": "Tag A"}}, {"value": "b", "label": {"en": "Tag B"}},
        ]),
        _field("hours", "quantity", "Hours", unit={"en": "h"}, width="third"),
        _field("discount", "percentage", "Discount", width="third"),
        _field("clock", "time", "Time", width="third"),
        _field("start", "date_time", "Beginning"),
        _field("stay", "date_range", "Your stay"),
        _field("rush", "yes_no", "Rush"),
        {"id": "third", "type": "page_break", "label": {"en": "Your order"}},
        _field("package", "product", "Package", products=[{"code": "website-page"}, {"code": "branding", "label": {"en": "In a hurry"}}]),
        _field("items", "section", "Items", min=1, max=4, fields=[
            _field("what", "text", "What", required=True),
            _field("amount", "money", "Amount", required=True),
        ]),
        _field("total", "calculated", "Total", format="money", formula=_SUM),
        _field("note", "long_text", "Note"),
        _field("agree", "consent", "Agreement", required=True, text={"en": "I agree.", "fr": "J’accepte."}),
    ],
}  # fmt: skip

ANSWERS = {
    "email": "ada@example.com", "person.given": "Ada", "person.family": "Martin", "nickname": "A.",
    "firm.name": "Engines", "firm.vat_id": "FR83404833048",
    "home.street": "1 rue de la Paix", "home.extra": "", "home.postcode": "75002", "home.city": "Paris", "home.country": "FR",
    "site": "example.org", "account": "FR76 3000 6000 0112 3456 7890 189", "campaign": "spring",
    "service": "talk", "topic": "Engines", "tags": "b", "hours": "3", "discount": "12.5", "clock": "14:30",
    "start": "2027-02-01T10:00", "stay.from": "2027-02-01", "stay.to": "2027-02-05", "rush": "yes",
    "package.product": "website-page", "package.quantity": "2",
    "items.0.what": "Talk", "items.0.amount": "10.50", "items.1.what": "Slides", "items.1.amount": "4.25",
    "note": "Thanks", "agree": "yes",
}  # fmt: skip

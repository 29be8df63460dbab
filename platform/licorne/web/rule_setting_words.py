"""Settings of triggers, actions and steps, and their values, in words. The schemas name them in English; here these become messages."""

from collections.abc import Callable
from typing import Final

from babel import Locale

from licorne.web.marker import N_
from licorne.web.rule_labels import trigger_word
from licorne.web.translate import _
from rules.expression.json_types import Json

#: A guard test holds this equal to the titles in the schemas of triggers, actions and steps.
TITLES: Final = (
    N_("Address"),
    N_("After days"),
    N_("Among"),
    N_("Amount"),
    N_("At"),
    N_("Attach invoice"),
    N_("By"),
    N_("Client's reference"),
    N_("Company"),
    N_("Completed by"),
    N_("Contact"),
    N_("Currency"),
    N_("Data"),
    N_("Date"),
    N_("Day of the month"),
    N_("Days before or after"),
    N_("Days of the week"),
    N_("Detail"),
    N_("Due after days"),
    N_("Due on"),
    N_("E-mail"),
    N_("Equals"),
    N_("Event"),
    N_("Every"),
    N_("Fact of the event"),
    N_("Days after the due day (before it: with a minus)"),
    N_("Form"),
    N_("From"),
    N_("Holidays of"),
    N_("Hours"),
    N_("How"),
    N_("Invoice"),
    N_("Language"),
    N_("Leads to"),
    N_("Lines"),
    N_("Message"),
    N_("Name"),
    N_("Name of the button"),
    N_("Note"),
    N_("Notes"),
    N_("On"),
    N_("On each"),
    N_("One for each"),
    N_("Only each … of them"),
    N_("Only if"),
    N_("Only where nothing is known"),
    N_("Only who has nobody yet"),
    N_("Phone"),
    N_("Product"),
    N_("Quantity"),
    N_("Question"),
    N_("Rule"),
    N_("Secret"),
    N_("Stage"),
    N_("Subject"),
    N_("Tag"),
    N_("Task"),
    N_("Template"),
    N_("Text"),
    N_("Title"),
    N_("To"),
    N_("Unit"),
    N_("Unit price without VAT"),
    N_("Until"),
    N_("Variant"),
    N_("Who has to agree"),
    N_("Who is asked"),
    N_("With"),
)
#: What a schema says of a setting beside its title.
HINTS: Final = (
    N_("Empty: all facts of the event"),
    N_("Empty: the catalogue's"),
    N_("A date; empty: so many days after the issue"),
    N_("Empty: the form's, else the organisation's"),
)
_VALUES: Final[dict[tuple[str, str], Callable[[], str]]] = {
    ("template", "invoice-sent"): lambda: _("An invoice is sent"),
    ("template", "notice"): lambda: _("Own words"),
    ("channel", "notice"): lambda: _("A notice in the app"),
    ("channel", "mail"): lambda: _("E-mail"),
    ("completes_on", "invoice.paid"): lambda: _("The payment of its invoice"),
    ("how", "fixed"): lambda: _("The first of them"),
    ("how", "round_robin"): lambda: _("Each in turn"),
    ("how", "least_loaded"): lambda: _("Who has the fewest open tasks"),
    ("need", "one"): lambda: _("The one who is asked"),
    ("need", "any"): lambda: _("Any one of them"),
    ("need", "all"): lambda: _("All of them"),
    ("unit", "minutes"): lambda: _("minutes"),
    ("unit", "hours"): lambda: _("hours"),
    ("unit", "days"): lambda: _("days"),
    ("unit", "weeks"): lambda: _("weeks"),
    ("unit", "months"): lambda: _("months"),
    ("unit", "working_days"): lambda: _("working days"),
    ("every", "day"): lambda: _("Day"),
    ("every", "working_day"): lambda: _("Working day"),
    ("every", "week"): lambda: _("Week"),
    ("every", "month"): lambda: _("Month"),
    ("day", "last"): lambda: _("The last one"),
    ("day", "last_working_day"): lambda: _("The last working day"),
    ("record", "contact"): lambda: _("Contact"),
    ("record", "invoice"): lambda: _("Invoice"),
    ("record", "submission"): lambda: _("Submission"),
    ("stage", "prospect"): lambda: _("Prospect"),
    ("stage", "client"): lambda: _("Client"),
    ("language", "en"): lambda: "English",
    ("language", "fr"): lambda: "Français",
    ("period", "day"): lambda: _("Day"),
    ("period", "week"): lambda: _("Week"),
    ("period", "month"): lambda: _("Month"),
    ("period", "quarter"): lambda: _("Quarter"),
    ("period", "year"): lambda: _("Year"),
    ("catch_up", "all"): lambda: _("All of them"),
    ("catch_up", "latest"): lambda: _("The latest one"),
    ("catch_up", "none"): lambda: _("None of them"),
}
_PERIODS: Final[dict[str, Callable[[], str]]] = {
    "last_week": lambda: _("last week"),
    "last_month": lambda: _("last month"),
    "last_quarter": lambda: _("last quarter"),
    "last_year": lambda: _("last year"),
    "this_week": lambda: _("this week"),
    "this_month": lambda: _("this month"),
    "this_quarter": lambda: _("this quarter"),
    "this_year": lambda: _("this year"),
    "next_week": lambda: _("next week"),
    "next_month": lambda: _("next month"),
    "next_quarter": lambda: _("next quarter"),
    "next_year": lambda: _("next year"),
}


def title_word(title: str) -> str:
    """What a setting decides, or a hint beside it."""
    return _(title)


def value_word(setting: str, value: Json, locale: Locale | None) -> str:
    """What a value of a setting means; countries and days of the week in the reader's language."""
    word = _VALUES.get((setting, str(value)))
    if word is not None:
        return word()
    if locale is not None and setting == "country":
        return str(locale.territories.get(str(value), value))
    if locale is not None and setting == "weekdays":
        return weekday_word(int(str(value)), locale)
    return trigger_word(str(value)) if setting == "kind" else str(value)


def weekday_word(number: int, locale: Locale) -> str:
    """A day of the week; 1 is Monday (ISO 8601)."""
    names = locale.days["stand-alone"]["wide"]
    return str(names[number - 1])


def period_word(period: str) -> str:
    """A span of the calendar."""
    return _PERIODS[period]()

"""Settings of fields and their values in words. The field types name their settings in English; here these become messages."""

from collections.abc import Callable
from typing import Final

from babel import Locale

from licorne.web.marker import N_
from licorne.web.translate import _

#: A guard test holds this equal to the titles in forms/fields/.
TITLES: Final = (
    N_("Longest answer"),
    N_("Ask for a code that is sent to it"),
    N_("Smallest answer"),
    N_("Largest answer"),
    N_("Decimal places"),
    N_("Unit"),
    N_("Smallest amount"),
    N_("Largest amount"),
    N_("Earliest date"),
    N_("Latest date"),
    N_("Monday to Friday only"),
    N_("Earliest time"),
    N_("Latest time"),
    N_("Minutes between two times"),
    N_("Fewest days"),
    N_("Most days"),
    N_("Options"),
    N_("Shown as"),
    N_("Fewest choices"),
    N_("Most choices"),
    N_("Text agreed to"),
    N_("Countries"),
    N_("Asked as"),
    N_("Numbers to ask for"),
    N_("Numbers must be given"),
    N_("Kinds of file"),
    N_("Largest file in bytes"),
    N_("Most files"),
    N_("Products"),
    N_("Smallest quantity"),
    N_("Largest quantity"),
    N_("Questions of a row"),
    N_("Fewest rows"),
    N_("Most rows"),
    N_("Words on the button that adds a row"),
    N_("Formula"),
    N_("Prefix"),
    N_("Digits at least"),
    N_("Level"),
    N_("Text"),
    N_("Picture"),
    N_("Caption"),
)
_GROUPS: Final[dict[str, Callable[[], str]]] = {
    "ask": lambda: _("Questions"),
    "choose": lambda: _("Choices"),
    "who": lambda: _("About the sender"),
    "money": lambda: _("Goods and money"),
    "layout": lambda: _("Layout"),
    "behind": lambda: _("Behind the scenes"),
}
_VALUES: Final[dict[tuple[str, str], Callable[[], str]]] = {
    ("display", "radio"): lambda: _("Buttons"),
    ("display", "list"): lambda: _("A list that drops down"),
    ("format", "parts"): lambda: _("Given name and family name"),
    ("format", "single"): lambda: _("One line"),
    ("format", "number"): lambda: _("A number"),
    ("format", "money"): lambda: _("Amount of money"),
    ("format", "date"): lambda: _("Day"),
    ("format", "text"): lambda: _("Text"),
    ("level", "2"): lambda: _("Large"),
    ("level", "3"): lambda: _("Small"),
    ("ask", "vat_id"): lambda: _("VAT number"),
    ("ask", "siren"): lambda: "SIREN",
    ("ask", "siret"): lambda: "SIRET",
    ("ask", "uid"): lambda: "UID",
}


def setting_word(title: str) -> str:
    """What a setting decides."""
    return _(title)


def group_word(group: str) -> str:
    """The title of a group of the palette."""
    return _GROUPS[group]()


def value_word(setting: str, value: str | int, locale: Locale | None) -> str:
    """What a value of a setting means; countries in the reader's language."""
    word = _VALUES.get((setting, str(value)))
    if word is not None:
        return word()
    territories = locale.territories if setting == "countries" and locale is not None else {}
    return str(territories.get(str(value), value))


_COMMON: Final[dict[str, Callable[[], str]]] = {
    "label": lambda: _("label"),
    "help": lambda: _("help"),
    "placeholder": lambda: _("placeholder"),
    "required": lambda: _("required or not"),
    "width": lambda: _("width"),
    "default": lambda: _("default"),
    "type": lambda: _("type"),
    "shown_if": lambda: _("when it is shown"),
    "required_if": lambda: _("when it is required"),
    "read_only_if": lambda: _("when it is read-only"),
    "options": lambda: _("options"),
    "products": lambda: _("products"),
    "formula": lambda: _("formula"),
    "text": lambda: _("text"),
    "title": lambda: _("title"),
    "intro": lambda: _("introduction"),
    "submit": lambda: _("words on the button"),
    "success": lambda: _("what is said after sending"),
    "contact": lambda: _("contact"),
    "logic": lambda: _("logic"),
    "theme": lambda: _("theme"),
    "languages": lambda: _("languages"),
    "limits": lambda: _("limits"),
}


def common_word(setting: str) -> str:
    """A setting as a word within a sentence; its name where it has no word."""
    word = _COMMON.get(setting)
    return word() if word else setting.replace("_", " ")

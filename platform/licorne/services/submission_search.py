"""Finding submissions: one set of filters for the list, the export and saved views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from re import fullmatch
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select, type_coerce

from licorne.adapters.ids import is_id
from licorne.models.base import PlainJson
from licorne.models.contact import Contact
from licorne.models.form import Form, Submission
from rules.expression.json_types import Json

#: What a list may be narrowed to beside the ordinary ones.
STATES: Final = ("spam", "deleted", "withdrawn", "edited", "by_staff")
_FIELD: Final = r"[a-z][a-z0-9_]{0,39}"
_LONGEST: Final = 100
_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 9000
Found: TypeAlias = Select[Submission, str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for. Days are the organisation's; `field` narrows `has` to one question; `columns` are questions to show."""

    form_id: str = ""
    words: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    field: str = ""
    has: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, Any], columns: tuple[str, ...]) -> "Filters":
        """From an address or a saved view; what is nonsense filters nothing."""
        texts = {
            name: str(values.get(name) or "").strip()[:_LONGEST] for name in ("form", "q", "state", "field", "has")
        }
        return cls(
            form_id=texts["form"] if is_id(texts["form"]) else "",
            words=texts["q"],
            state=texts["state"] if texts["state"] in STATES else "",
            since=_day(values.get("since")),
            until=_day(values.get("until")),
            field=texts["field"] if fullmatch(_FIELD, texts["field"]) else "",
            has=texts["has"],
            columns=tuple(name for name in columns[:50] if fullmatch(_FIELD, name)),
        )

    def as_query(self) -> dict[str, Json]:
        """The same as the arguments of an address, without what is empty."""
        named: dict[str, Json] = {
            "form": self.form_id,
            "q": self.words,
            "state": self.state,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "field": self.field,
            "has": self.has,
            "columns": list(self.columns),
        }
        return {name: value for name, value in named.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything but the form is asked for."""
        return bool(self.words or self.state or self.since or self.until or self.has)


def statement(organisation_id: str, filters: Filters, zone: str) -> Found:
    """Submissions with the form's name and the contact's id, name and address; the caller orders and limits."""
    found = (
        select(Submission, Form.name, Contact.id, Contact.name, Contact.email)
        .join(Form, (Form.organisation_id == Submission.organisation_id) & (Form.id == Submission.form_id))
        .join(Contact, (Contact.organisation_id == Submission.organisation_id) & (Contact.id == Submission.contact_id))
        .where(Submission.organisation_id == organisation_id, *_state(filters.state))
    )
    if filters.form_id:
        found = found.where(Submission.form_id == filters.form_id)
    if filters.since:
        found = found.where(Submission.received_at >= _midnight(filters.since, zone))
    if filters.until:
        found = found.where(Submission.received_at < _midnight(filters.until + timedelta(days=1), zone))
    if filters.words:
        like = like_pattern(filters.words)
        found = found.where(or_(Contact.name.ilike(like, escape="\\"), Contact.email.ilike(like, escape="\\")))
    if filters.has:
        found = found.where(_answer(filters.field).ilike(like_pattern(filters.has), escape="\\"))
    return found


def like_pattern(words: str) -> str:
    """A LIKE pattern for `words` anywhere, its own wildcards escaped by a backslash."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _state(state: str) -> tuple[ColumnElement[bool], ...]:
    """Ordinary lists leave out what lies in the spam folder or in the bin."""
    in_bin, in_spam = Submission.deleted_at.is_not(None), Submission.spam_at.is_not(None)
    aside = or_(in_spam, in_bin)  # as the index of the few that lie aside says it, or SQLite does not see that it helps
    match state:
        case "deleted":
            return in_bin, aside
        case "spam":
            return in_spam, ~in_bin, aside
        case "withdrawn":
            return Submission.withdrawn_at.is_not(None), ~in_spam, ~in_bin
        case "edited":
            return Submission.edited.is_not(None), ~in_spam, ~in_bin
        case "by_staff":
            return Submission.filled_in_by.is_not(None), ~in_spam, ~in_bin
        case _:
            return ~in_spam, ~in_bin


def _answer(field: str) -> "ColumnElement[str]":
    """The text that is searched: one answer, or all of them as they are kept."""
    current = type_coerce(func.coalesce(Submission.edited, Submission.answers), PlainJson)
    if field:
        one: ColumnElement[str] = current[field].as_string()
        return one
    return cast(current, Text)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(str(value or ""))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None

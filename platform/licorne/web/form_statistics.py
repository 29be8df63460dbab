"""The statistics of a form: who looked, began, reached each page and sent; drawn, and as a table."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select

from forms.definition import FormDefinition
from forms.text import localised
from licorne.errors import NotFound
from licorne.models.database import current_session
from licorne.models.form import Form
from licorne.services import live, tally
from licorne.services.form_statistics import MOST, Numbers, numbers
from licorne.web import formats
from licorne.web.access import access
from licorne.web.charts import Plot, plot
from licorne.web.identity import member, organisation_id, zone_of
from licorne.web.tabs import Tab, tab
from licorne.web.translate import _, ngettext

blueprint = Blueprint("form_statistics", __name__)
_SPANS: Final = (30, 90, 364)
_WEEK: Final = 7
#: Spans of more days than this are drawn by week.
_BY_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class Step:
    """One step of time: a day or a week from `first` on."""

    first: date
    views: int
    sent: int


@dataclass(frozen=True, slots=True)
class Reached:
    """How far visitors came. `share` of those who looked, in percent; `lost` did not come to the next."""

    title: str
    number: int
    share: int
    lost: int


@blueprint.get("/forms/<uuid:form_id>/statistics")
@access("viewer")
def show(form_id: UUID) -> str:
    """One form's numbers of the last month, quarter or year."""
    form = current_session().scalar(
        select(Form).where(Form.organisation_id == organisation_id(), Form.id == str(form_id))
    )
    if form is None:
        raise NotFound(str(form_id))
    tally.flush()
    definition = (
        live.version_of(form.organisation_id, form.live_version_id).definition if form.live_version_id else None
    )
    pages = [page.id for page in definition.program.pages] if definition else []
    length = _length()
    found = numbers(form.organisation_id, form.id, pages, zone_of(member()), length)
    steps = _steps(found)
    return render_template(
        "app/form_statistics.html",
        form=form,
        found=found,
        steps=steps,
        plot=_plot(steps),
        by_week=length > _BY_DAY,
        way=_way(definition, found),
        tabs=_tabs(form.id, length),
        took=_took(found.seconds),
        rate=round(100 * found.total_sent / found.total_views) if found.total_views else None,
        most=MOST,
    )


def _length() -> int:
    asked = request.args.get("days", "")
    return int(asked) if asked in {str(span) for span in _SPANS} else _SPANS[0]


def _tabs(form_id: str, length: int) -> list[Tab]:
    words = {30: _("30 days"), 90: _("90 days"), 364: _("One year")}
    return [
        tab(word, url_for("form_statistics.show", form_id=form_id, days=span), span == length)
        for span, word in words.items()
    ]


def _steps(found: Numbers) -> list[Step]:
    size = _WEEK if len(found.days) > _BY_DAY else 1
    groups = [found.days[start : start + size] for start in range(len(found.days) % size, len(found.days), size)]
    return [
        Step(days[0], sum(found.views.get(day, 0) for day in days), sum(found.sent.get(day, 0) for day in days))
        for days in groups
    ]


def _plot(steps: list[Step]) -> Plot:
    return plot([step.sent for step in steps], [step.views for step in steps])


def _way(definition: FormDefinition | None, found: Numbers) -> list[Reached]:
    """From looking to sending; a form of one page has no pages on the way."""
    stations = [(_("Looked at it"), found.total_views), (_("Began to answer"), found.total_starts)]
    if definition and len(definition.program.pages) > 1:
        stations += list(zip(_page_titles(definition), found.pages, strict=True))[1:]
    stations.append((_("Sent it"), found.total_sent))
    least = 0
    kept: list[tuple[str, int]] = []
    for title, number in reversed(stations):  # who came further has passed here too, with a script or without
        least = max(least, number)
        kept.insert(0, (title, least))
    following = [*(number for _title, number in kept[1:]), kept[-1][1]]
    whole = kept[0][1] or 1
    return [
        Reached(title, number, round(100 * number / whole), number - after)
        for (title, number), after in zip(kept, following, strict=True)
    ]


def _page_titles(definition: FormDefinition) -> list[str]:
    language = str(get_locale())
    return [
        localised(page.label, language, definition.default_language) or _("Step %(number)s", number=page.index + 1)
        for page in definition.program.pages
    ]


def _took(seconds: int | None) -> str:
    if seconds is None:
        return "–"
    return (
        formats.took(max(1, seconds) * 1000)
        if seconds < 3600
        else ngettext("%(num)s hour", "%(num)s hours", round(seconds / 3600))
    )

"""What every template may use."""

from datetime import date
from typing import Any, Final

from flask import Flask, request
from flask_babel import get_locale
from jinja2 import StrictUndefined

from forms.text import localised
from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.web import formats, states
from licorne.web.access import may
from licorne.web.address import this_page
from licorne.web.assets import asset
from licorne.web.icons import icon
from licorne.web.identity import member, member_or_none, zone_of
from licorne.web.language import LANGUAGES
from licorne.web.preferences import keys_on, theme
from licorne.web.rule_buttons import buttons_for
from licorne.web.rule_events import events_about
from licorne.web.script_texts import script_texts
from licorne.web.shell import shell_of

#: The mark as a data URL: one request less on a page that a customer opens once.
_FAVICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='9' fill='%236a3de8'/%3E"
    "%3Cpath d='M9 25c0-7 3-11 8-12l7-9-3 9c2 2 3 4 3 6l-4 2c-2-1-4-1-5 1-1 1-1 2-1 3z' fill='%23fff'/%3E%3C/svg%3E"
)


def register(app: Flask) -> None:
    """Gives all templates the icons, formats, and who is looking."""
    formats.register(app)
    app.jinja_env.globals.update(
        icon=icon,
        asset=asset,
        favicon=_FAVICON,
        languages=LANGUAGES,
        shell_of=shell_of,
        may=may,
        script_texts=script_texts,
        in_language=in_language,
        buttons_for=buttons_for,
        events_about=events_about,
        page_token=new_id,
        localised=localised,
        today=today,
        effect_mark=states.effect_mark,
        run_mark=states.run_mark,
        stage_mark=states.stage_mark,
        invoice_mark=states.invoice_mark,
        live_mark=states.live_mark,
        rule_mark=states.rule_mark,
        offered_mark=states.offered_mark,
        price_mark=states.price_mark,
        submission_marks=states.submission_marks,
        task_mark=states.task_mark,
        mail_mark=states.mail_mark,
    )
    # A name that a template mistypes fails at once, in a test, instead of leaving a hole in a page.
    app.jinja_env.undefined = StrictUndefined
    app.context_processor(_for_each_page)


def today() -> date:
    """The organisation's date."""
    return clock.today(zone_of(member()))


def in_language(code: str) -> str:
    """The address of this page in another language."""
    return this_page({**request.args.to_dict(), "lang": code})


def _for_each_page() -> dict[str, Any]:
    return {"me": member_or_none(), "language": str(get_locale()), "theme": theme(), "keys_on": keys_on()}

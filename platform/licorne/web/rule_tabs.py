"""The places of the part of the app that is about rules."""

from flask import url_for

from licorne.web.tabs import Tab, tab
from licorne.web.translate import _


def rule_tabs(endpoint: str) -> list[Tab]:
    """All of them; `endpoint` is the one that is open."""
    words = {"rule_pages.index": _("Rules"), "runs.index": _("Runs"), "rule_upcoming.index": _("Upcoming")}
    return [tab(word, url_for(name), name == endpoint) for name, word in words.items()]

"""The plain case of a form's page, decided without a request of Flask: most pages are shown and most answers are sent in it.

Every function here says None where anything else is the case (limits, files, a button of the page, answers that cannot be accepted):
the request then goes the usual way (`web.public_form`), which decides all of it by itself. What is plain is decided by the same
functions as there; the heads of answers are made by the app itself, once for each kind, and kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from flask import Flask, Response
from werkzeug.datastructures import MultiDict

from forms.definition import FormDefinition
from forms.file_questions import file_questions
from licorne.services import live
from licorne.services.live import LiveForm
from licorne.services.posts import Post, Posted
from licorne.web import embedding, form_token, public_codes, public_rows, public_saved, public_thanks, spam_trap
from licorne.web.public_form import Visit, kept_page

#: Bytes of a body that is read here; a longer one is read by the app, which knows how much each form may send.
LONGEST: Final = 65_536
#: More fields than this are counted by the app.
_MOST_FIELDS: Final = 1_000
_PATH: Final = re.compile(r"/f/([a-z0-9-]{1,80})")
_QUERY: Final = re.compile(r"(?:lang=([A-Za-z-]{2,10}))?&?(embed=1)?")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_URLENCODED: Final = frozenset({"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=utf-8"})
Head = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A form's address as somebody asked for it."""

    slug: str
    query: str
    language: str
    framed: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that only wait to be accepted, and the head of what is said then."""

    post: Post
    head: Head


def address(path: str, query: str, host: str) -> Address | None:
    """What is asked for, where the address is as our own pages write it."""
    form, more = _PATH.fullmatch(path), _QUERY.fullmatch(query)
    if form is None or more is None or _HOST.fullmatch(host) is None:
        return None
    return Address(form[1], query, more[1] or "", bool(more[2]))


def takes(kind: str, length: str, coding: str) -> bool:
    """Whether a body is one that is read here, by the headers that describe it (type, length, transfer coding)."""
    known = length.isascii() and length.isdigit() and int(length) <= LONGEST and not coding
    return known and kind.replace(" ", "").lower() in _URLENCODED


def shown(app: Flask, asked: Address) -> tuple[Head, str] | None:
    """The empty page, where this process keeps it and has looked a moment ago that it is the published one."""
    found = live.lately_at(asked.slug)
    language = _language(found[0].definition, asked) if found else None
    if not found or language is None:
        return None
    text = kept_page(Visit(*found, language), asked.query.encode())
    return (_page_head(app, found[0], asked.framed), text) if text is not None else None


def read(app: Flask, asked: Address, body: bytes) -> Answers | None:
    """Answers in which nothing is wrong, by the form that this process remembers: whether it still is the published one, the
    transaction that accepts them finds out.
    """
    found = live.remembered_at(asked.slug)
    if not found or not _is_plain(found[0].definition) or not body.isascii() or body.count(b"&") >= _MOST_FIELDS:
        return None
    language = _language(found[0].definition, asked)
    posted = _posted(Visit(*found, language), body) if language else None
    if posted is None:
        return None
    return Answers(Post(*found, posted), _sent_head(app, found[0], posted.language, asked.framed))


def _is_plain(definition: FormDefinition) -> bool:
    """Whether neither a browser, a network, a file nor a mailed code has a say, and the thanks are the same for everybody."""
    waits = definition.thanks.get("document")
    asks = definition.past_questions or public_codes.asks(definition)
    special = definition.limits or definition.after or waits or file_questions(definition)
    return not special and not asks and not spam_trap.counts(definition)


def _language(definition: FormDefinition, asked: Address) -> str | None:
    """The language that the address names, or the only one; else the browser is asked."""
    if asked.language in definition.languages:
        return asked.language
    return definition.default_language if tuple(definition.languages) == (definition.default_language,) else None


def _posted(visit: Visit, body: bytes) -> Posted | None:
    # As Werkzeug reads it, so that what is no UTF-8 becomes the same text.
    form = MultiDict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="werkzeug.url_quote"))
    if public_rows.is_about_rows(form) or public_saved.SAVE in form:
        return None
    post = public_rows.with_rows(visit.form.definition, form)
    reading = visit.read(dict(post.lists()))
    token = form_token.read(visit.form.id, form.get(form_token.NAME, ""))
    if reading.problems or token is None or spam_trap.sprung(form, visit.form.definition, token):
        return None
    return Posted(reading.answers, token, visit.language)


@lru_cache(maxsize=512)
def _page_head(app: Flask, form: LiveForm, framed: bool) -> Head:
    with app.test_request_context(f"/f/{form.slug}", query_string=_embed(framed)):
        embedding.allow(form.definition)
        return _head(app.process_response(app.make_response("")))


@lru_cache(maxsize=512)
def _sent_head(app: Flask, form: LiveForm, language: str, framed: bool) -> Head:
    with app.test_request_context(f"/f/{form.slug}", method="POST", query_string=_embed(framed)):
        embedding.allow(form.definition)
        return _head(app.process_response(app.make_response(public_thanks.sent(form, "", language))))


def _embed(framed: bool) -> Mapping[str, str]:
    return {embedding.NAME: "1"} if framed else {}


def _head(response: Response) -> Head:
    """Without the length, which the server says by itself."""
    return [(name, value) for name, value in response.headers.items() if name.lower() != "content-length"]

"""Writes a mail from a kind, a language and facts: subject, HTML with its styles inlined, plain text.

The texts are data in `templates/emails/<language>.json`, with `{name}` for facts. A name is replaced from an allow-list
by our own function, never by `str.format`, which reaches attributes. Styles are inlined once for each form of a mail, on
a page of markers; a mail is that page with its texts put in (css-inline takes 5 ms, this 0.1).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from licorne.adapters.pdf.places import EMAILS

#: What texts and layout may name. What is absent or empty is left out of the mail.
FACTS = frozenset({
    "amount", "bic", "code", "contact", "date", "days", "detail", "due", "iban", "identity", "link", "number", "penalty",
    "recovery", "seller", "sender", "title",
})  # fmt: skip
LANGUAGES = ("en", "fr")
#: Keeps mail programs from filling the preview line with the first words of the body.
FILLER = "\u00a0\u200c" * 60
_NAME = re.compile(r"\{(\w+)\}")
_LINK = re.compile(r"https?://[^\s<>\"']+")
_MARK = "zq0z"


@dataclass(frozen=True)
class ComposedMail:
    """The texts of a mail."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Own:
    """Texts that replace ours, with their merge tags already filled in."""

    subject: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copy:
    """The texts of a language."""

    words: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, Any]]


@cache
def copy_of(lang: str) -> Copy:
    """The texts as shipped."""
    data = json.loads((EMAILS / f"{lang}.json").read_text("utf-8"))
    return Copy(data["words"], data["kinds"])


def kinds() -> list[str]:
    """Every kind of mail, in the order of the file."""
    return list(copy_of("en").kinds)


@cache
def environment() -> Environment:
    """Kept for the life of the process."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(EMAILS),
        # The style sheet comes in raw: an escaped quote makes css-inline lose rules without an error.
        autoescape=lambda name: (name or "").endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Replaces each `{name}` by its fact. Raises KeyError for a name that is not of FACTS; an absent fact is empty."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in FACTS:
            raise KeyError(f"a mail cannot name {name}")
        return facts.get(name, "")

    return _NAME.sub(value, text)


def checked(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts in one line each. Raises KeyError for an unknown one and ValueError for a link that is not http(s)."""
    unknown = set(facts) - FACTS
    if unknown:
        raise KeyError(f"a mail has no place for {', '.join(sorted(unknown))}")
    if facts.get("link") and not _LINK.fullmatch(facts["link"]):
        raise ValueError("a link in a mail starts with https:// or http://")
    return {name: " ".join(value.split()) if name != "detail" else value for name, value in facts.items()}


def row_names(message: Mapping[str, Any], facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Word and fact of each row under the button: what is claimed, and how to pay it."""
    claims = [("penalty", "penalty"), ("recovery", "recovery")] if message["claims"] else []
    bank = [("iban", "iban"), ("bic", "bic"), ("reference", "number")] if message["bank"] else []
    return [(word, fact) for word, fact in claims + bank if facts.get(fact)]


def strings_of(kind: str, lang: str, facts: Mapping[str, str], own: Own, logo_cid: str) -> dict[str, str]:
    """Every single text of the layout by its name; empty ones are left out by the templates."""
    copy, message = copy_of(lang), copy_of(lang).kinds[kind]
    words = copy.words
    shown = {name: facts.get(name, "") for name in ("seller", "sender", "link", "identity", "date", "amount")}
    return shown | {
        "subject": own.subject or fill(message["subject"], facts),
        "preview": fill(message["preview"], facts),
        "title": fill(message["title"], facts),
        "hello": fill(words["hello"], facts) if facts.get("contact") else words["hello_all"],
        "why": fill(words["why"], facts),
        "late": fill(words["late"], facts) if message["late"] and facts.get("days") else "",
        "amount_label": message.get("amount_label", ""),
        "date_label": words[message["date_label"]],
        "date": facts.get("date") or facts.get("due", ""),
        "amount": facts.get("amount", "") if message.get("amount_label") else "",
        "button": message["button"],
        "logo": f"cid:{logo_cid}" if logo_cid else "",
        "sign": words["sign"],
        "link_text": words["link_text"],
        "colon": words["colon"],
    }


def paragraphs_of(kind: str, lang: str, facts: Mapping[str, str], own: Own) -> list[str]:
    """The paragraphs of the body; a blank line in a fact begins another one."""
    texts = own.paragraphs or tuple(fill(text, facts) for text in copy_of(lang).kinds[kind]["text"])
    return [" ".join(part.split()) for text in texts for part in re.split(r"\n\s*\n", text) if part.strip()]


@dataclass(frozen=True)
class Form:
    """What of a mail decides about its tags."""

    lang: str
    tone: str
    present: frozenset[str]
    paragraphs: int
    rows: int


@lru_cache(maxsize=256)
def page(form: Form) -> tuple[str, ...]:
    """The page with its styles inlined, cut at its markers: text, name, text, name, …, text."""

    def mark(name: str) -> str:
        return f"{_MARK}{name}{_MARK}"

    every = ("subject", "preview", "title", "hello", "why", "late", "amount_label", "date_label", "date", "amount", "button",
             "logo", "sign", "link_text", "colon", "seller", "sender", "link", "identity")  # fmt: skip
    html = (
        environment()
        .get_template("message.html")
        .render(
            lang=form.lang,
            tone=form.tone,
            filler=FILLER,
            s={name: mark(name) if name in form.present else "" for name in every},
            paragraphs=[mark(f"paragraph{number}") for number in range(form.paragraphs)],
            rows=[(mark(f"label{number}"), mark(f"value{number}")) for number in range(form.rows)],
        )
    )
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return tuple(inliner.inline(html).split(_MARK))


def compose(kind: str, lang: str, facts: Mapping[str, str], logo_cid: str = "", own: Own | None = None) -> ComposedMail:
    """One mail. `kind` is one of `kinds()`; a language that we do not have becomes English.

    Raises:
        KeyError: no such kind, or a fact that mails have no place for.
        ValueError: the link is not one.
    """
    lang, own, known = lang if lang in LANGUAGES else "en", own or Own(), checked(facts)
    message = copy_of(lang).kinds[kind]
    strings = strings_of(kind, lang, known, own, logo_cid)
    paragraphs = paragraphs_of(kind, lang, known, own)
    rows = [(copy_of(lang).words[word], known[fact]) for word, fact in row_names(message, known)]
    form = Form(
        lang, message["tone"], frozenset(name for name, text in strings.items() if text), len(paragraphs), len(rows)
    )
    text = environment().get_template("message.txt").render(s=strings, paragraphs=paragraphs, rows=rows)
    return ComposedMail(strings["subject"], filled(page(form), strings, paragraphs, rows), text)


def filled(
    pieces: Sequence[str], strings: Mapping[str, str], paragraphs: Sequence[str], rows: Sequence[tuple[str, str]]
) -> str:
    """The page with its texts, all escaped."""
    values = dict(strings)
    values.update({f"paragraph{number}": text for number, text in enumerate(paragraphs)})
    values.update({f"label{number}": label for number, (label, _) in enumerate(rows)})
    values.update({f"value{number}": value for number, (_, value) in enumerate(rows)})
    return "".join(escape(values[piece]) if number % 2 else piece for number, piece in enumerate(pieces))

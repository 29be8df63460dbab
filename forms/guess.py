"""Pasted lines become fields: what a label says is the best guess at its type."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import combining, normalize

from rules.expression.json_types import Json

MAX_LINES = 100
_MAX_LABEL = 300
_MAX_LINE = 1000
_MAX_TEXT = 200_000
_MAX_OPTIONS = 50
# The first that fits decides, so what is more particular comes first. Words are compared without accents and capitals.
_WORDS: tuple[tuple[str, str], ...] = (
    ("yes_no", r"^(do|does|did|are|is|was|have|has|can|will|would|should|est-ce|avez|etes|voulez|souhaitez|pouvez|faut-il)\b.*\?$"),
    ("email", r"\b(e-?mails?|courriels?|mel|adresses? (e-?mail|electronique))\b"),
    ("phone", r"\b(tel|telephone|phone|mobile|portable|cell|numero de tel\w*)\b"),
    ("iban", r"\biban\b"),
    ("url", r"\b(url|website|web site|site (web|internet)|web page|homepage|lien|link|linkedin)\b"),
    ("consent", r"\b(i (agree|accept|consent)|j[’'] ?accepte|consentement|consent|rgpd|gdpr|terms and conditions|cgv|cgu)\b"),
    ("file", r"\b(upload|attach\w*|fichiers?|files?|piece jointe|pieces jointes|joindre|photos?|cv|resume)\b"),
    ("date_range", r"\b(dates|from .* to|du .* au|period|periode|sejour|stay)\b"),
    ("date_time", r"\b(date (and|et) (time|heure)|rendez-?vous|appointment)\b"),
    ("date", r"\b(date|day|jour|birthday|birth|naissance|deadline|echeance|delai)\b"),
    ("time", r"\b(time|heure|a quelle heure)\b"),
    ("percentage", r"(%|\b(percent\w*|pourcentage|taux)\b)"),
    ("money", r"(€|\$|£|\bchf\b|\b(budget|price|prix|amount|montant|cost|cout|salary|salaire|tarif|fee|donation|don)\b)"),
    ("quantity", r"\b(quantity|quantite|how many|combien)\b"),
    ("number", r"\b(number|nombre|nb|count|age|surface|pages|personnes|people|guests|m2|km|hours|heures)\b"),
    ("company", r"\b(company|entreprise|societe|organisation|organization|raison sociale|firm)\b"),
    ("address", r"\b(address|adresse|street|rue|domicile)\b"),
    ("person_name", r"\b(full name|your name|nom complet|nom et prenom|prenom et nom|votre nom|first and last name)\b"),
    ("long_text", r"\b(message|description|describe|decrivez|comments?|commentaires?|remar(ks?|ques?))\b"),
    ("long_text", r"\b(notes?|details?|tell us|precisions|why|pourquoi)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(words)) for kind, words in _WORDS)
_YES_NO = re.compile(r"[\s:(\[-]*\b(yes\s*/\s*no|oui\s*/\s*non|y/n|o/n)\b\s*[)\]]?\s*\??\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–·▪□☐]|\(?[0-9]{1,3}[.)]|\[[ x]?\])\s+")
_REQUIRED = re.compile(r"\s*(?:\*+|\((?:required|mandatory|obligatoire)\))\s*:?\s*$", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(several|multiple|all that apply|plusieurs|cochez|choose any)\b")
_HEADING = re.compile(r"^(#{1,6})\s+(.+)$")
_RULE = re.compile(r"^\s*(?:-{3,}|={3,}|_{3,}|\*{3,})\s*$")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ud800-\udfff\ufeff]"
)


def fields_from_lines(text: str, language: str, taken: Collection[str] = ()) -> list[dict[str, Json]]:
    """One field a line, ready for a definition in `language` whose field ids are `taken`.

    "Service: A, B, C" becomes a choice, a star or "(required)" at the end a required field, "# Title" a heading and
    "---" a new page. Lines past a hundred are left away, as is what cannot be shown.
    """
    fields: list[dict[str, Json]] = []
    ids = set(taken)
    for line in _lines(text):
        field = _field(line, language)
        if field is not None:
            name = fresh_id(str(field.pop("name")), ids)
            ids.add(name)
            fields.append({"id": name, **field})
    return fields


def _lines(text: str) -> list[str]:
    # Short lines, because the patterns below may look at one several times over.
    lines = _CONTROL.sub("", text[:_MAX_TEXT].replace("\r", "\n")).split("\n")
    return [line.strip()[:_MAX_LINE] for line in lines if line.strip()][:MAX_LINES]


def _field(line: str, language: str) -> dict[str, Json] | None:
    if _RULE.match(line):
        return {"name": "page", "type": "page_break"}
    heading = _HEADING.match(line)
    if heading:
        return {"name": heading[2], "type": "heading", "label": {language: heading[2][:_MAX_LABEL]}}
    asked = _REQUIRED.sub("", _BULLET.sub("", line))
    required = asked != _BULLET.sub("", line)
    kind, label, more = _guess(asked, language)
    if not label:
        return None
    field: dict[str, Json] = {"name": label, "type": kind, "label": {language: label[:_MAX_LABEL]}, **more}
    return {**field, "required": True} if required else field


def _guess(asked: str, language: str) -> tuple[str, str, dict[str, Json]]:
    label, options = _options(asked)
    if _YES_NO.search(asked):
        return "yes_no", _YES_NO.sub("", asked).strip() or asked, {}
    if options:
        kind = "multiple_choice" if _SEVERAL.search(_plain(label)) else "choice"
        return kind, label, {"options": _as_options(options, language)}
    kind, label = guessed_type(asked), asked.rstrip(" :")
    return kind, label, {"text": {language: label[:_MAX_LABEL]}} if kind == "consent" else {}


def guessed_type(label: str) -> str:
    """The type that a label asks for; `text` where it says nothing."""
    plain = _plain(label)
    return next((kind for kind, words in _COMPILED if words.search(plain)), "text")


def _options(asked: str) -> tuple[str, list[str]]:
    """ "Service: A, B, C" or "Size (S / M / L)" in two; no options where there are not two at least."""
    bracketed = re.fullmatch(r"(.{1,300}?)\s*[(\[](.+)[)\]]\s*[:?]?", asked)
    head, colon, tail = asked.partition(":")
    label, listed = (
        (head, tail) if colon and tail.strip() else (bracketed[1], bracketed[2]) if bracketed else (asked, "")
    )
    separator = next((one for one in (";", "|", ",", " / ", "/") if one in listed), "")
    options = [option.strip(" .") for option in listed.split(separator)] if separator else []
    kept = list(dict.fromkeys(option for option in options if option))[:_MAX_OPTIONS]
    return (label.strip(), kept) if len(kept) > 1 and len(label.strip()) > 0 else (asked, [])


def _as_options(options: list[str], language: str) -> list[Json]:
    taken: set[str] = set()
    made: list[Json] = []
    for option in options:
        value = fresh_id(option, taken)
        taken.add(value)
        made.append({"value": value, "label": {language: option[:_MAX_LABEL]}})
    return made


def fresh_id(label: str, taken: Collection[str]) -> str:
    """An id made of the label's first words that is not taken: `date_of_birth`, `date_of_birth_2`."""
    words = re.findall(r"[a-z0-9]+", _plain(label))
    name = "_".join(words)[:34].strip("_") or "field"
    name = name if name[0].isalpha() else f"f_{name}"
    number = 2
    fresh = name
    while fresh in taken:
        fresh = f"{name}_{number}"
        number += 1
    return fresh


def _plain(text: str) -> str:
    """Small letters without accents, so that "Téléphone" and "telephone" are one word."""
    decomposed = normalize("NFD", text[:1000])
    return "".join(one for one in decomposed if not combining(one)).casefold().replace("œ", "oe")

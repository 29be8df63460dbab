"""Save and go on later: a button of forms with several pages, and the link that leads back. Works without a script."""

from typing import Any, Final

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from licorne.services import saved_answers, uploads
from licorne.services.live import LiveForm
from licorne.services.saved_answers import Begun
from licorne.web import embedding, form_token, public_rows
from licorne.web.public_files import Files
from licorne.web.translate import _

#: The button, and the link's argument. No field can be called the first (`forms`: reserved_id).
SAVE: Final = "_save"
NAME: Final = "resume"
_LONGEST: Final = 100


def save(form: LiveForm, organisation_id: str, post: public_rows.Post, language: str) -> str:
    """Puts the answers aside as they were typed; the secret of the link, empty where the page is not one of ours."""
    nonce = form_token.read(form.id, request.form.get(form_token.NAME, ""))
    if nonce is None:
        return ""
    secret = saved_answers.secret_of(form.id, nonce)
    # Which rows were shown is worth keeping too. No database keeps a NUL.
    names = [name for name in post if name == public_rows.ROW or name.partition(".")[0] in form.definition.by_id]
    typed = {name: [value.replace("\0", "") for value in post.getlist(name)] for name in names if "\0" not in name}
    saved_answers.save(form, organisation_id, secret, Begun(nonce, language, typed))
    return secret


def asked_for(form: LiveForm, organisation_id: str) -> saved_answers.Saved | None:
    """What the link of this request leads to; None where there is nothing any more."""
    secret = request.args.get(NAME, "")
    return saved_answers.find(organisation_id, form.id, secret) if 0 < len(secret) <= _LONGEST else None


def reopened(form: LiveForm, organisation_id: str, found: saved_answers.Saved) -> Files:
    """The answers as they were typed, with the files that the page had kept."""
    typed = MultiDict((name, value) for name, values in found.typed.items() for value in values)
    kept = uploads.find(uploads.Page(organisation_id, form.id, found.page))
    return Files(public_rows.with_rows(form.definition, typed), kept)


def notice(form: LiveForm, found: saved_answers.Saved) -> str:
    """What has changed since the answers were begun."""
    if found.form_version_id == form.version_id:
        return ""
    return _("This form has changed since you began. Please look through your answers before you send them.")


def url(endpoint: str, slug: str, language: str, secret: str) -> str:
    """The address of a page that is about the saved answers."""
    values: dict[str, Any] = {"embed": "1" if embedding.wanted() else None, NAME: secret}
    return url_for(endpoint, slug=slug, lang=language, **values)

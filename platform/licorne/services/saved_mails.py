"""The link that leads back to answers that were put aside, sent to an address: a mail of fixed words, so often and no more.

The link's secret is computed when the mail is written; no effect, no event and no kept mail holds it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from licorne.adapters import clock
from licorne.errors import NotFound
from licorne.models.database import transaction
from licorne.models.effect import Effect
from licorne.models.guard import GuardedSession
from licorne.models.submission import SavedAnswers
from licorne.services import accounts, saved_answers, throttle
from licorne.services.fixed_mails import FixedMail
from licorne.services.live import LiveForm
from licorne.services.parts import ring_after_commit
from licorne.services.throttle import Purse

TEMPLATE: Final = "saved-answers"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks for it: the link's secret, the address, the page that asks (once), and its network."""

    secret: str
    address: str
    page: str
    language: str
    network: str


def send(form: LiveForm, organisation_id: str, wish: Wish) -> None:
    """Writes down a mail to the address. The same page sent twice is one mail.

    Raises:
        Refused: no address. NotFound: nothing is kept under the secret any more. TooManyAttempts: enough mails went out.
    """
    to = accounts.address(wish.address)
    with transaction() as session:
        saved = _locked(session, form, organisation_id, wish.secret)
        key = f"{TEMPLATE}:{wish.page}"
        same = select(Effect.id).where(Effect.organisation_id == organisation_id, Effect.key == key)
        if session.scalar(same) is not None:
            return
        throttle.spend(*_purses(organisation_id, saved, to, wish.network))
        session.add(Effect(**_mail(saved, wish, to, key).row(form, organisation_id)))
        ring_after_commit()


def _purses(organisation_id: str, saved: SavedAnswers, to: str, network: str) -> tuple[Purse, ...]:
    recipient = f"{organisation_id} {to}"
    return (
        Purse("saved mail of page", saved.id, 5, _DAY),
        Purse("saved mail to", recipient, 2),
        Purse("saved mail to, a day", recipient, 6, _DAY),
        Purse("saved mail from", network, 5),
        Purse("saved mail from, a day", network, 40, _DAY),
    )


def _locked(session: GuardedSession, form: LiveForm, organisation_id: str, secret: str) -> SavedAnswers:
    """Two clicks at once wait for each other."""
    found = session.scalar(
        select(SavedAnswers)
        .where(
            SavedAnswers.organisation_id == organisation_id,
            SavedAnswers.form_id == form.id,
            SavedAnswers.secret_sha256 == saved_answers.digest(secret),
            SavedAnswers.expires_at > clock.now(),
            ~saved_answers.was_sent(),
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound("saved answers")
    return found


def _mail(saved: SavedAnswers, wish: Wish, to: str, key: str) -> FixedMail:
    return FixedMail(TEMPLATE, key, to, wish.language, {"due": saved.expires_at.date().isoformat(), "saved": saved.id})

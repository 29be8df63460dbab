"""Send an e-mail, with an invoice's PDF where it is asked for. At least once: a possible double is shown."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.adapters.mail import Receipt
from licorne.models.effect import EffectClass
from licorne.models.guard import GuardedSession
from licorne.services import mails, members, notices
from licorne.services.action import OutsideAction, Result, Work
from licorne.services.mails import Draft
from licorne.services.outcome import Outcome
from licorne.services.parts import parts
from rules.expression.json_types import Json


class SendEmail(OutsideAction):
    """A built-in template, or own words in `subject` and `text` (merge tags are filled in by then)."""

    kind = "send_email"
    effect_class = EffectClass.MESSAGE
    settings_schema: ClassVar[Mapping[str, Json]] = {
        "type": "object",
        "required": ["to"],
        "additionalProperties": False,
        "properties": {
            "to": {"type": "string", "title": "To"},
            "template": {"enum": ["invoice-sent", "notice"], "default": "notice", "title": "Template"},
            "subject": {"type": "string", "title": "Subject"},
            "text": {"type": "string", "title": "Text"},
            "attach_invoice": {"title": "Attach invoice"},
            "contact": {"title": "Contact"},
        },
    }

    def prepare(self, work: Work) -> Draft:
        return mails.draft(work)

    def carry_out(self, work: Work, prepared: Draft) -> Receipt:
        return parts().mailer.send(prepared.mail)

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        sent: Draft = outcome.prepared
        receipt: Receipt = outcome.value
        message_id = mails.keep(session, work, sent, receipt)
        if sent.template in mails.SECRET_LINKS:
            mails.forget_link(session, work)
        self._tell_owner(session, work, sent, message_id)
        value: dict[str, Json] = {"message": message_id, "recipient": sent.mail.recipient.email}
        return Result(value, {"answer": receipt.answer, "message_id": sent.mail.message_id}, sent.mail.message_id)

    def _tell_owner(self, session: GuardedSession, work: Work, sent: Draft, message_id: str) -> None:
        """Who looks after the contact hears at once that the mail is out."""
        if sent.contact_id is None:
            return
        owner = members.owner_of(session, work.organisation_id, sent.contact_id)
        if owner is None:
            return
        parameters: dict[str, Json] = {"recipient": sent.mail.recipient.email, "subject": sent.mail.subject}
        notices.create(
            session,
            work.organisation_id,
            notices.NewNotice(owner, "mail_sent", parameters, f"/mails/{message_id}", work.id),
        )

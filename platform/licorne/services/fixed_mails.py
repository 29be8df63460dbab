"""Mails of fixed words that a form has sent by itself: a link back, a code. What is secret in them is computed while they are written."""

from dataclasses import dataclass

from forms.text import localised
from licorne.models.effect import EffectClass, State
from licorne.services.effect_rows import effect_row
from licorne.services.live import LiveForm
from rules.expression.json_types import Json


@dataclass(frozen=True, slots=True)
class FixedMail:
    """One mail: `key` makes it happen once; `facts` are what its template names beside the title of the form."""

    template: str
    key: str
    to: str
    language: str
    facts: dict[str, Json]

    def row(self, form: LiveForm, organisation_id: str) -> dict[str, object]:
        """The effect that sends it."""
        title = localised(form.definition.title, self.language, form.definition.default_language)
        return effect_row(
            organisation_id=organisation_id,
            run_id=None,
            event_id=None,
            step=self.template,
            item="",
            position=0,
            kind="send_email",
            effect_class=EffectClass.MESSAGE,
            key=self.key,
            settings={
                "template": self.template,
                "to": self.to,
                "language": self.language,
                "facts": {"title": title, **self.facts},
            },
            state=State.PENDING,
        )

"""The words and addresses of a public form's page, in the visitor's language."""

from dataclasses import dataclass, field

from flask import url_for

from forms.file_questions import file_questions
from forms.text import Texts, localised
from licorne.services.live import LiveForm
from licorne.web import form_token, public_password, question_logic
from licorne.web.picture_urls import picture_url
from licorne.web.public_theme import theme_url
from licorne.web.translate import _


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The words around the questions, in the visitor's language."""

    form: LiveForm
    organisation: str
    language: str
    token: str = ""
    embedded: bool = False
    #: What is said above the questions, where there is something to say.
    notice: str = field(default="", kw_only=True)
    #: Whether a rule wants to hear at once that somebody begins.
    hears_start: bool = field(default=False, kw_only=True)

    @property
    def onward(self) -> str:
        """Where the customer goes after sending; empty for nowhere."""
        return str(self.form.definition.thanks.get("redirect") or "")

    @property
    def title(self) -> str:
        """The form's title."""
        return self._text(self.form.definition.title)

    @property
    def intro(self) -> str:
        """What stands above the questions."""
        return self._text(self.form.definition.intro)

    @property
    def submit(self) -> str:
        """The word on the button."""
        return self._text(self.form.definition.submit) or _("Send")

    @property
    def thanks_title(self) -> str:
        """What is said after sending."""
        return self._text(self.form.definition.success.title) or _("Thank you")

    @property
    def thanks_text(self) -> str:
        """More of it."""
        return self._text(self.form.definition.success.text) or _("We have received your answers.")

    @property
    def url(self) -> str:
        """Where it is posted; the language travels along, so that errors come back in it, and so does the frame around it."""
        embed = "1" if self.embedded else None
        return url_for("public_form.send", slug=self.form.slug, lang=self.language, embed=embed)

    @property
    def takes_files(self) -> bool:
        """Whether it is posted in parts, as files are."""
        return bool(file_questions(self.form.definition))

    @property
    def can_save(self) -> bool:
        """Whether answers can be put aside."""
        return True

    @property
    def tally_url(self) -> str:
        """Where the page says that it was looked at."""
        return url_for("public_tally.seen", slug=self.form.slug)

    @property
    def style(self) -> str:
        """The style sheet of simple conditions; empty where it would be."""
        if not question_logic.style(self.form.definition):
            return ""
        key = public_password.sheet_key(self.form) or None
        return url_for("public_form.style", slug=self.form.slug, v=self.form.number, key=key)

    @property
    def theme(self) -> str:
        """The style sheet of the look that was chosen; empty for the usual one."""
        return theme_url(self.form)

    @property
    def logo(self) -> str:
        """The picture of the business; empty where there is none."""
        return picture_url(self.form.definition.theme.get("logo"))

    @property
    def cover(self) -> str:
        """The picture across the top; empty where there is none."""
        return picture_url(self.form.definition.theme.get("cover"))

    @property
    def entry(self) -> tuple[str, str]:
        """Name and value of the field that says that the password was known; the value is empty where there is none."""
        return public_password.PASS, public_password.carried(self.form)

    @property
    def token_name(self) -> str:
        """The name of the hidden field."""
        return form_token.NAME

    def _text(self, texts: Texts) -> str:
        return localised(texts, self.language, self.form.definition.default_language)

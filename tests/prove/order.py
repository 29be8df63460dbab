"""One order in a house that may be hurt: by two rules, with every class of effect, and what must be there in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from licorne.adapters import clock
from licorne.adapters.pdf.renderer import Renderer
from licorne.config import Settings
from licorne.models.base import Base
from licorne.models.contact import Contact, ContactTag
from licorne.models.effect import Effect
from licorne.models.event import Run
from licorne.models.form import Submission
from licorne.models.invoice import DocumentFile, Invoice
from licorne.models.work import Message, Notification, Reminder, Task
from licorne.services import live, publishing
from licorne.web import form_token
from rules.expression.json_types import Json
from tests.prove.roles import sweep
from tests.servers.smtp import SmtpServer
from tests.services.house import CLIENT, House, opened, rule
from tests.services.remote import KIND, OrderParts, Remote, known, ordering

ONE_EACH: tuple[type[Base], ...] = (Submission, Contact, Invoice, DocumentFile, Message, Task, Reminder)
POST = {"name": "Ada Martin", "email": CLIENT, "service": "website", "pages": "4", "rush": "true", "consent": "true"}
PATH = "/f/project-request"


@dataclass(frozen=True)
class Order:
    """`environ` is what child processes are started with; the clock stands where `later` last put it."""

    house: House
    smtp: SmtpServer
    remote: Remote
    environ: dict[str, str]
    data: dict[str, str]

    @property
    def fired(self) -> Path:
        """The mark that the fault has struck."""
        return self.house.settings.data / "fault-fired"

    def with_fault(self, fault: str) -> dict[str, str]:
        """The environment of the process that is to fail."""
        return self.environ | {"LICORNE_FAULT": fault}

    def post(self) -> int:
        """Posts the page from this process; the status."""
        return self.house.app.test_client().post(PATH, data=self.data).status_code

    def later(self, step: timedelta) -> None:
        """Moves the clock of all processes."""
        self.house.stand_at(clock.now() + step)

    def finish(self) -> None:
        """Sweeps until nothing is left to do but for people."""
        for _ in range(6):
            sweep()
            if not {"pending", "leased"} & set(self.house.states()):
                return
            self.later(timedelta(minutes=10))
        raise AssertionError(f"not quiet: {self.house.states()}")

    def check(self, most_mails: int = 1) -> None:
        """Everything is there once, the doctor is content, the customer has the mail."""
        house = self.house
        findings = house.examine()
        assert findings == [], findings
        assert [run.state for run in house.rows(Run)] == ["done", "done"]
        assert {effect.state for effect in house.rows(Effect)} == {"done"}
        assert {model.__name__: len(house.rows(model)) for model in ONE_EACH} == {m.__name__: 1 for m in ONE_EACH}
        assert sorted(tag.tag for tag in house.rows(ContactTag)) == ["ordered", "project-request"]
        assert len([notice for notice in house.rows(Notification) if notice.code == "mail_sent"]) == 1
        assert len(self.remote.orders) == 1
        self._check_mails(most_mails)

    def _check_mails(self, most: int) -> None:
        mails, kept = self.smtp.received, self.house.one(Message)
        assert 1 <= len(mails) <= most
        assert {mail.message_id for mail in mails} == {kept.message_id}
        assert len({mail.content for mail in mails}) == 1
        if len(mails) > 1:
            assert kept.doubtful, "a double that is hidden"


@contextmanager
def ordered(settings: Settings, renderer: Renderer, smtp: SmtpServer) -> Iterator[Order]:
    """A house without Redis, answered by both rules, and a page that was loaded and not yet posted."""
    clock_file = settings.data / "clock"
    own = replace(settings, redis_url=None, smtp_url=smtp.url, test_clock=clock_file, testing=True)
    remote = Remote(settings.data / "remote")
    remote.folder.mkdir(parents=True)
    clock_file.write_text(clock.now().isoformat(), encoding="ascii")
    with known(KIND, OrderParts), opened(own, renderer) as house:
        publishing.publish_rule(house.organisation_id, "parts", rule(ordering(remote), TAG), "system")
        form, _ = live.form_at("project-request")
        token = {form_token.NAME: form_token.mint(form.id)}
        yield Order(house, smtp, remote, own.to_environment(), POST | token)


TAG: dict[str, Json] = {"id": "tag", "action": "tag_contact", "settings": {"tag": "ordered"}}

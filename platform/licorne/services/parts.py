"""The parts that services work with, put together by `app.create_app` and found through the running app."""

from dataclasses import dataclass

from flask import current_app

from licorne.adapters.mail import Mailer
from licorne.adapters.pdf.renderer import Renderer
from licorne.adapters.queue import QUEUE, Doorbell
from licorne.config import Settings
from licorne.models.database import after_commit


@dataclass(frozen=True)
class Parts:
    """Settings and the implementations behind the protocols. `secret` signs and encrypts; it never leaves the process."""

    settings: Settings
    doorbell: Doorbell
    mailer: Mailer
    renderer: Renderer
    secret: bytes

    def ring(self) -> None:
        """Rings the one queue."""
        self.doorbell.ring(QUEUE)


def parts() -> Parts:
    """The parts of the running app."""
    found: Parts = current_app.extensions["licorne"]
    return found


def ring_after_commit() -> None:
    """Rings once the current transaction is durable; several calls in one transaction ring once."""
    after_commit(parts().ring)

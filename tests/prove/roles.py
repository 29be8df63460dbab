"""What the processes of the sweeps do: each is one of the processes of a Licorne, reduced to one turn."""

import itertools
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask

from licorne.adapters.pdf.pool import PdfRenderer
from licorne.adapters.queue import QUEUE, Signed
from licorne.app import create_app
from licorne.billing.decimals import parse_price, parse_quantity, parse_rate
from licorne.billing.lines import Line
from licorne.config import Settings
from licorne.jobs import doorbell
from licorne.models.database import db, transaction
from licorne.services import invoices, live
from licorne.services.invoices import Order
from licorne.services.liveness import BEAT_SECONDS, DEAD_SECONDS, Watch, beat, become_holder
from licorne.services.parts import parts
from licorne.services.sweeper import Sweeper
from tests.services.remote import KIND, OrderParts, known

Environ = Mapping[str, str]
#: Rounds until a sweeper is sure of a death.
LOOKS = math.ceil(DEAD_SECONDS / (2 * BEAT_SECONDS)) + 1


@contextmanager
def _app(environ: Environ) -> Iterator[Flask]:
    app = create_app(Settings.from_environment(environ))
    with app.app_context(), known(KIND, OrderParts):
        yield app
        db.session.remove()
        db.engine.dispose()
    renderer = app.extensions["licorne"].renderer
    assert isinstance(renderer, PdfRenderer)
    renderer.close()


def web(environ: Environ, path: str, data: Mapping[str, str]) -> None:
    """A web process that answers one post; exits with 1 where it was refused."""
    with _app(environ) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        status = app.test_client().post(path, data=dict(data)).status_code
    raise SystemExit(0 if status == 303 else 1)


def worker(environ: Environ) -> None:
    """A worker that hears the bell once."""
    with _app(environ):
        beat(become_holder("worker"), "worker")
        doorbell.work(Signed(parts().secret).message(QUEUE))


def sweeper(environ: Environ) -> None:
    """A sweeper that watches for as long as it takes to see the dead, by a clock that runs fast."""
    with _app(environ):
        sweep()


def sweep() -> None:
    """A sweeper without a bell, by a fast clock: whoever has not moved under its eyes is dead, and all that is due is done."""
    become_holder("sweeper")
    moments = itertools.count(0.0, 2 * BEAT_SECONDS)  # of a longer absence a watcher counts no more
    watcher = Sweeper(Watch(now=lambda: next(moments)))
    for _ in range(LOOKS):
        watcher.round()


def issuer(environ: Environ, contact_id: str, organisation_id: str, count: int) -> None:
    """Issues so many invoices, one transaction each."""
    line = Line(
        name="Page",
        quantity=parse_quantity("1", ""),
        price=parse_price("240.00", ""),
        rate=parse_rate("20", ""),
        product="website-page",
    )
    with _app(environ):
        for _ in range(count):
            with transaction() as session:
                invoices.issue(session, live.organisation(organisation_id), Order(contact_id, (line,)))

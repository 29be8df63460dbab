"""A remote that loses answers, and the action that orders there. It is known to the tests alone.

The remote keeps its orders in a file, so that processes share it, and does not look for doubles: whoever sends twice has two.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from licorne.errors import Doubtful, Transient
from licorne.models.guard import GuardedSession
from licorne.services.action import Action, KeyedAction, Result, Work
from licorne.services.outcome import Outcome
from rules.expression.json_types import Json

KIND = "order_parts"


class Remote:
    """`then` scripts the next orders: "done", "lost" (done, the answer is lost), "refused" (not done), in a file as well."""

    def __init__(self, folder: Path) -> None:
        self._orders, self._script, self._asked = folder / "orders", folder / "script", folder / "asked"
        self.folder = folder

    def then(self, *behaviours: str) -> None:
        self._script.write_text("\n".join(behaviours))

    @property
    def orders(self) -> list[str]:
        """The keys of all orders, in order of arrival."""
        return self._orders.read_text().splitlines() if self._orders.exists() else []

    @property
    def asked(self) -> int:
        """How often it was asked what became of a key."""
        return len(self._asked.read_text().splitlines()) if self._asked.exists() else 0

    def order(self, key: str) -> str:
        """Raises Transient where nothing was done, Doubtful where the answer is lost."""
        behaviour = self._next()
        if behaviour == "refused":
            raise Transient("remote_busy")
        with self._orders.open("a") as file:
            file.write(f"{key}\n")
        if behaviour == "lost":
            raise Doubtful("no_answer")
        return f"order-{len(self.orders)}"

    def find(self, key: str) -> str | None:
        """The number of the order with this key. Raises Doubtful where the script says so."""
        with self._asked.open("a") as file:
            file.write(f"{key}\n")
        if self._next("cannot_ask"):
            raise Doubtful("cannot_ask")
        return f"order-{self.orders.index(key) + 1}" if key in self.orders else None

    def _next(self, only: str = "") -> str:
        script = self._script.read_text().splitlines() if self._script.exists() else []
        if not script or (only and script[0] != only):
            return ""
        self.then(*script[1:])
        return script[0]


class OrderParts(KeyedAction):
    """Orders at the remote in the folder that its settings name. `fails` is what a test says of its writing down."""

    settings_schema: ClassVar[dict[str, Json]] = {"type": "object", "properties": {"remote": {"type": "string"}}}

    def prepare(self, work: Work) -> Remote:
        return Remote(Path(str(work.settings["remote"])))

    def carry_out(self, work: Work, prepared: Remote) -> str:
        return prepared.order(work.key)

    def probe(self, work: Work, prepared: Remote) -> str | None:
        return prepared.find(work.key)

    def record(self, session: GuardedSession, work: Work, outcome: Outcome) -> Result:
        return Result({"order": outcome.value}, external_id=str(outcome.value))


@contextmanager
def known(kind: str, action: type[Action]) -> Iterator[None]:
    """Has the executor know an action for a while."""
    Action.registered[kind] = action
    try:
        yield
    finally:
        del Action.registered[kind]


def ordering(remote: Remote) -> dict[str, Any]:
    """A rule's step that orders there."""
    step: dict[str, Any] = {"id": "order", "action": KIND, "settings": {"remote": str(remote.folder)}}
    return json.loads(json.dumps(step))  # type: ignore[no-any-return]  # plain data

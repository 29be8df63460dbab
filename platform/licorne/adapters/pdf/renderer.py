"""What the rest of Licorne asks for when it needs a PDF."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from licorne.adapters.pdf.attachment import Attachment


class Renderer(Protocol):
    """Draws frozen documents."""

    def start(self) -> None:
        """Gets ready without waiting, so that the first document does not wait either."""

    def rest(self) -> None:
        """Gives back what a renderer that draws nothing needs not hold. Called now and then, from any thread."""

    def render(self, doc: Mapping[str, Any], timeout_s: float = 30.0, attachments: Sequence[Attachment] = ()) -> bytes:
        """The PDF/A-3b. Raises RenderFailed (a person has to act) or RenderStopped (another try is safe)."""

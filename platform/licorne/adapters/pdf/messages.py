"""What parent and child say to each other about a document."""

from collections.abc import Mapping, Sequence
from typing import Any

from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.failures import RenderFailed, RenderStopped
from licorne.adapters.pdf.frames import Frame


def request(doc: Mapping[str, Any], attachments: Sequence[Attachment], timeout_s: float) -> Frame:
    """A document to draw; the files travel as one body."""
    listed = [
        {
            "name": item.name,
            "mime": item.mime,
            "description": item.description,
            "relationship": item.relationship,
            "size": len(item.data),
        }
        for item in attachments
    ]
    header = {"doc": dict(doc), "attachments": listed, "timeout_s": timeout_s}
    return Frame(header, b"".join(item.data for item in attachments))


def attachments_of(frame: Frame) -> list[Attachment]:
    """The files of a request."""
    found, start = [], 0
    for listed in frame.header["attachments"]:
        fields = dict(listed)
        end = start + fields.pop("size")
        found.append(Attachment(data=frame.body[start:end], **fields))
        start = end
    return found


def answer(data: bytes, resident: int) -> Frame:
    """A drawn document, with the child's resident memory in bytes."""
    return Frame({"resident": resident}, data)


def refusal(error: RenderFailed) -> Frame:
    """A document that cannot be drawn."""
    return Frame({"failed": error.code, "detail": error.detail})


def outcome(frame: Frame) -> bytes:
    """The PDF of an answer; raises what a refusal says."""
    if "failed" in frame.header:
        raise RenderFailed(frame.header["failed"], frame.header["detail"])
    if not frame.body:
        raise RenderStopped("died", "an answer without a document")
    return frame.body

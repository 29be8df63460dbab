"""A file that travels inside a PDF. Apart from the code that embeds it: who only asks for a PDF must not load that."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is "Data" for a French Factur-X, "Alternative" for a German one."""

    name: str
    data: bytes
    mime: str = "text/xml"
    description: str = ""
    relationship: str = "Data"

"""Files that were uploaded before the answers were read: what the service that keeps them says about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """One kept file. `kind` is the type of its content (a name of `forms.file_types`), whatever its name says."""

    id: str
    name: str
    kind: str
    size: int

"""Writes messages as .eml files: for a first look without a mail server, and for tests."""

import os
import re
from pathlib import Path

from licorne.adapters.mail import AFTER_ACCEPT, BEFORE_FINAL_DOT, OnPhase, OutgoingMail, Receipt, no_phase
from licorne.adapters.mail_mime import message_bytes


class FileMailer:
    """A `Mailer` whose messages are files named by their Message-ID: the same message twice is one file."""

    def __init__(self, folder: Path, on_phase: OnPhase = no_phase) -> None:
        self._folder, self._on_phase = folder, on_phase

    def send(self, message: OutgoingMail) -> Receipt:
        """The file is there whole or not at all."""
        data = message_bytes(message)
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / (re.sub(r"[^A-Za-z0-9.-]+", "_", message.message_id.strip("<>"))[:150] + ".eml")
        draft = target.with_suffix(f".{os.getpid()}.part")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._on_phase(BEFORE_FINAL_DOT)
        draft.replace(target)
        self._on_phase(AFTER_ACCEPT)
        return Receipt(f"written to {target.name}")

    def close(self) -> None:
        """Nothing stays open."""

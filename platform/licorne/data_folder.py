"""The data folder: made private at first start, and the secret key in it."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

from licorne.config import ConfigError, Settings

_KEY_BYTES: Final = 48


def make(settings: Settings) -> None:
    """Create the folder and its parts, readable by their owner only; `ConfigError` where that cannot be."""
    for folder in (settings.data, settings.mail_folder, settings.run_folder):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"cannot make the folder {folder}: {error.strerror}") from None
    try:
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        raise ConfigError(f"cannot write to the folder {settings.data}: {error.strerror}") from None


def secret_key(settings: Settings) -> bytes:
    """The key everything signed or encrypted depends on; made at first use.

    Losing the file logs everybody out and makes stored credentials unreadable: it belongs into the backup, away from
    the database.
    """
    path = settings.secret_key_file
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise ConfigError(f"cannot read the secret key {path}: {error.strerror}") from None
    try:
        _create(path)
        return _read(path)
    except OSError as error:
        raise ConfigError(f"cannot make the secret key {path}: {error.strerror}") from None


def _read(path: Path) -> bytes:
    key = path.read_bytes().strip()
    if len(key) < 32:
        raise ConfigError(f"the secret key {path} is shorter than 32 characters")
    return key


def _create(path: Path) -> None:
    # Written aside and linked into place: of processes that start at once one wins, nobody reads half a key.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mkstemp makes files of mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(_KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError:
        pass  # another process made it first; its key is the key
    finally:
        os.unlink(aside)

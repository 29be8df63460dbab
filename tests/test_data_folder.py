"""The data folder is private, and its key is made once."""

import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from licorne import data_folder
from licorne.config import ConfigError, Settings


def _key_of(folder: str) -> bytes:
    return data_folder.secret_key(Settings.from_environment({}, data=folder))


def test_the_folders_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, data=tmp_path / "var")
    data_folder.make(settings)
    for folder in (settings.data, settings.mail_folder, settings.run_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot make the folder"):
        data_folder.make(Settings.from_environment({}, data=tmp_path / "file" / "var"))


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = _key_of(str(tmp_path))
    assert len(first) >= 32
    assert _key_of(str(tmp_path)) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        assert len(set(pool.map(_key_of, [str(tmp_path)] * 8))) == 1


def test_a_key_too_short_to_trust_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short\n")
    with pytest.raises(ConfigError, match="shorter than 32"):
        _key_of(str(tmp_path))

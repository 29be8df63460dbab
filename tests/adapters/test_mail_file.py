"""Mails as files."""

import email
import email.policy
from pathlib import Path

import pytest

from licorne.adapters.mail import AFTER_ACCEPT, BEFORE_FINAL_DOT
from licorne.adapters.mail_file import FileMailer
from tests.adapters.test_mail_mime import mail


def test_a_mail_becomes_a_file_that_can_be_opened(tmp_path: Path) -> None:
    receipt = FileMailer(tmp_path / "mails").send(mail())
    (file,) = (tmp_path / "mails").iterdir()
    assert file.name in receipt.answer
    assert file.suffix == ".eml"
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert read["Message-ID"] == mail().message_id


def test_the_same_message_twice_is_one_file(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    mailer.send(mail())
    mailer.send(mail())
    assert len(list(tmp_path.iterdir())) == 1


def test_a_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    FileMailer(tmp_path / "mails").send(mail(message_id="<../../x/y@licorne.example>"))
    assert [file.name for file in tmp_path.iterdir()] == ["mails"]


def test_a_crash_before_the_end_leaves_no_message(tmp_path: Path) -> None:
    seen: list[str] = []

    def crash(phase: str) -> None:
        seen.append(phase)
        if phase == BEFORE_FINAL_DOT and len(seen) == 1:
            raise RuntimeError(phase)

    mailer = FileMailer(tmp_path, crash)
    with pytest.raises(RuntimeError):
        mailer.send(mail())
    assert list(tmp_path.glob("*.eml")) == []
    mailer.send(mail())
    assert seen == [BEFORE_FINAL_DOT, BEFORE_FINAL_DOT, AFTER_ACCEPT]
    assert len(list(tmp_path.glob("*.eml"))) == 1

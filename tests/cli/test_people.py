"""Tokens and accounts."""

import sqlite3

from tests.cli.conftest import Command

DEMO = ("--organisation", "atelier-licorne")


def test_a_token_stands_alone_on_the_last_line_and_is_kept_as_a_hash(seeded: Command, sqlite_url: str) -> None:
    done = seeded("token", "create", *DEMO, "--name", "laptop")
    token = done.stdout.splitlines()[-1]
    assert token.startswith("lic_")
    assert len(token.split()) == 1
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        (row,) = connection.execute("SELECT name, token_sha256 FROM api_token").fetchall()
    connection.close()
    assert row[0] == "laptop"
    assert token not in row[1]


def test_a_token_of_an_unknown_organisation_is_refused(seeded: Command) -> None:
    done = seeded("token", "create", "--organisation", "nobody", "--name", "x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "licorne: there is no organisation nobody\n"


def test_a_user_is_created_once(seeded: Command) -> None:
    first = seeded("user", "create", *DEMO, "--email", "ines@example.org", "--role", "viewer")
    assert first.returncode == 0
    assert len(first.stdout.strip()) >= 12
    second = seeded("user", "create", *DEMO, "--email", "ines@example.org")
    assert (second.returncode, second.stdout) == (1, "")
    assert "account_exists" in second.stderr


def test_a_bad_address_or_a_short_password_is_refused(seeded: Command) -> None:
    assert "bad_email" in seeded("user", "create", *DEMO, "--email", "nonsense").stderr
    typed = seeded("user", "create", *DEMO, "--email", "a@example.org", "--ask-password", given="123\n")
    assert (typed.returncode, typed.stdout) == (1, "")


def test_the_demo_is_not_reset_without_a_yes(seeded: Command) -> None:
    done = seeded("demo", "reset", given="no\n")
    assert done.returncode == 1
    assert seeded("token", "create", *DEMO, "--name", "still there").returncode == 0

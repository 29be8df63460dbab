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


def test_tokens_are_listed_with_scope_and_last_use_until_they_are_revoked(seeded: Command) -> None:
    seeded("token", "create", *DEMO, "--name", "books", "--scope", "read")
    seeded("token", "create", *DEMO, "--name", "shop floor")
    head, newest, oldest = seeded("token", "list", *DEMO).stdout.splitlines()
    assert head.split()[:2] == ["ID", "SCOPE"]
    assert (newest.split()[1], newest.endswith("never             shop floor")) == ("write", True)
    assert oldest.split()[1] == "read"
    assert seeded("token", "revoke", *DEMO, oldest.split()[0]).returncode == 0
    assert [line.split()[1] for line in seeded("token", "list", *DEMO).stdout.splitlines()] == ["SCOPE", "write"]
    unknown = seeded("token", "revoke", *DEMO, "nothing")
    assert (unknown.returncode, unknown.stderr) == (1, "licorne: there is no nothing\n")
    assert seeded("token", "create", *DEMO, "--name", "x", "--scope", "all").returncode == 2


def test_a_lost_password_is_replaced(seeded: Command) -> None:
    person = (*DEMO, "--email", "ines@example.org")
    first = seeded("user", "create", *person).stdout.strip()
    done = seeded("user", "password", *DEMO, "--email", "Ines@Example.org")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert len(done.stdout.strip()) >= 12
    assert done.stdout.strip() != first
    unknown = seeded("user", "password", *DEMO, "--email", "nobody@example.org")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "there is no member nobody@example.org" in unknown.stderr


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

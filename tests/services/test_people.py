"""Accounts, invitations, sessions and tokens: shown once, kept as hashes, worthless once ended."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters

from licorne.adapters import clock
from licorne.errors import Conflict, NotFound, Refused
from licorne.models.audit import AuditEntry
from licorne.models.database import transaction
from licorne.models.organisation import ApiToken, Invitation, LoginSession, Membership, User
from licorne.services import accounts, passwords, sessions, tokens
from licorne.services.sessions import IDLE, LONGEST
from tests.services.house import House

PASSWORD = "a long enough passphrase"


def _join(house: House, role: str, email: str = "bob@example.com") -> User:
    token = accounts.invite(house.owner, email, role)
    user, _ = accounts.accept_invitation(token, "Bob", PASSWORD, "en")
    return user


def test_passwords_are_hashed_with_the_current_settings_of_the_library(
    cheap_hashes: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", cheap_hashes)
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert extract_parameters(kept) == extract_parameters(PasswordHasher().hash(PASSWORD))
    assert extract_parameters(kept).memory_cost >= 19 * 1024  # the least that OWASP names
    assert passwords.matches(PASSWORD, kept)
    assert not passwords.matches(f"{PASSWORD} ", kept)


def test_an_invitation_mail_holds_the_only_copy_of_its_token(house: House) -> None:
    token = accounts.invite(house.owner, "bob@example.com", "member")
    assert token not in house.one(Invitation).token_sha256
    house.perform()
    (mail,) = house.settings.mail_folder.glob("*.eml")
    assert f"/invitations/{token}" in mail.read_text().replace("=\n", "")
    assert house.step("invitation").state == "done"
    assert house.examine() == []


def test_an_invitation_makes_one_member_once(house: House) -> None:
    token = accounts.invite(house.owner, "Bob@Example.com ", "viewer")
    user, membership = accounts.accept_invitation(token, " Bob  B. ", PASSWORD, "en")
    assert (user.email, user.name, membership.role) == ("bob@example.com", "Bob B.", "viewer")
    with pytest.raises(NotFound):
        accounts.accept_invitation(token, "Mallory", PASSWORD, "en")
    with pytest.raises(Conflict, match="already_member"):
        accounts.invite(house.owner, "bob@example.com", "owner")
    assert len(house.rows(User)) == 2


def test_an_invitation_ends_after_a_week_or_when_it_is_taken_back(house: House) -> None:
    token = accounts.invite(house.owner, "bob@example.com", "member")
    late = accounts.invite(house.owner, "late@example.com", "member")
    assert len(accounts.invitations(house.organisation_id)) == 2
    accounts.withdraw(house.owner, accounts.open_invitation(token).id)
    with pytest.raises(NotFound):
        accounts.accept_invitation(token, "Bob", PASSWORD, "en")
    house.stand_at(clock.now() + timedelta(days=7, seconds=1))
    with pytest.raises(NotFound):
        accounts.accept_invitation(late, "Late", PASSWORD, "en")
    assert accounts.invitations(house.organisation_id) == []
    assert len(house.rows(User)) == 1


@pytest.mark.parametrize("email", ["", "bob", "bob@", "bob@example.com\nBcc: x@y.example", "a b@example.com"])
def test_a_bad_address_is_not_invited(quick_house: House, email: str) -> None:
    before = quick_house.census()
    with pytest.raises(Refused):
        accounts.invite(quick_house.owner, email, "member")
    assert quick_house.census() == before


def test_an_unknown_role_and_a_short_password_are_refused(quick_house: House) -> None:
    with pytest.raises(Refused):
        accounts.invite(quick_house.owner, "bob@example.com", "root")
    token = accounts.invite(quick_house.owner, "bob@example.com", "member")
    with pytest.raises(Refused):
        accounts.accept_invitation(token, "Bob", "short", "en")
    assert accounts.open_invitation(token).email == "bob@example.com"


def test_the_last_owner_stays(house: House) -> None:
    (membership,) = house.rows(Membership)
    with pytest.raises(Conflict, match="last_owner"):
        accounts.change_role(house.owner, membership.id, "member")
    with pytest.raises(Conflict, match="last_owner"):
        accounts.remove(house.owner, membership.id)
    _join(house, "owner")
    accounts.change_role(house.owner, membership.id, "member")
    assert {row.role for row in house.rows(Membership)} == {"owner", "member"}


def test_who_is_removed_is_signed_out_at_once(house: House) -> None:
    user = _join(house, "member")
    token = sessions.sign_in(user.email, PASSWORD, "browser")
    assert token is not None
    found = sessions.find(token)
    assert found is not None
    accounts.remove(house.owner, found.membership_id)
    assert sessions.find(token) is None
    assert sessions.sign_in(user.email, PASSWORD, "browser") is None


def test_a_session_is_kept_as_a_hash_and_ends_with_sign_out(house: House) -> None:
    user = _join(house, "member")
    token = sessions.sign_in(f" {user.email.upper()} ", PASSWORD, "browser")
    assert token is not None
    member = sessions.find(token)
    assert member is not None
    assert (member.user_id, member.role, house.one(LoginSession).id == token) == (user.id, "member", False)
    sessions.sign_out(member.session_id)
    assert sessions.find(token) is None


@pytest.mark.parametrize(("email", "password"), [("bob@example.com", "wrong passphrase!"), ("eve@x.example", PASSWORD)])
def test_a_wrong_address_or_password_signs_nobody_in(quick_house: House, email: str, password: str) -> None:
    _join(quick_house, "member")
    assert sessions.sign_in(email, password, "browser") is None
    assert quick_house.rows(LoginSession) == []


def test_a_session_ends_unused_and_at_last(quick_house: House) -> None:
    user = _join(quick_house, "member")
    idle, used = (sessions.sign_in(user.email, PASSWORD, "browser") or "" for _ in range(2))
    began = clock.now()
    for day in range(1, LONGEST.days):
        quick_house.stand_at(began + timedelta(days=day))
        assert sessions.find(used) is not None
    assert sessions.find(idle) is None
    assert IDLE < LONGEST
    quick_house.stand_at(began + LONGEST + timedelta(seconds=1))
    assert sessions.find(used) is None


def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    user = _join(house, "member")
    here, there = (sessions.sign_in(user.email, PASSWORD, "browser") or "" for _ in range(2))
    member = sessions.find(here)
    assert member is not None
    with pytest.raises(Refused):
        accounts.change_password(member, "wrong passphrase!", "another long passphrase")
    accounts.change_password(member, PASSWORD, "another long passphrase")
    assert (sessions.find(here) is not None, sessions.find(there)) == (True, None)
    assert sessions.sign_in(user.email, PASSWORD, "browser") is None


def test_a_new_password_from_the_operator_ends_all_sessions_of_that_member_alone(house: House) -> None:
    user, other = _join(house, "member"), _join(house, "viewer", "eve@example.com")
    before = [sessions.sign_in(user.email, PASSWORD, "browser") or "" for _ in range(2)]
    others = sessions.sign_in(other.email, PASSWORD, "browser") or ""
    accounts.reset_password(house.organisation_id, "BOB@example.com", "another long passphrase", "system")
    assert [sessions.find(token) for token in before] == [None, None]
    assert sessions.find(others) is not None
    assert sessions.sign_in(user.email, PASSWORD, "browser") is None
    assert sessions.sign_in(user.email, "another long passphrase", "browser") is not None
    with pytest.raises(NotFound):
        accounts.reset_password(house.organisation_id, "nobody@example.com", "another long passphrase", "system")
    assert [entry.action for entry in house.rows(AuditEntry)].count("password.reset") == 1


def test_an_api_token_is_found_by_its_text_until_it_is_revoked(house: House) -> None:
    token = tokens.create("atelier-licorne", "books")
    found = tokens.find(token)
    assert found is not None
    assert (token.startswith("lic_"), token in house.one(ApiToken).token_sha256) == (True, False)
    assert tokens.find(token[:-1]) is None
    tokens.revoke(house.organisation_id, found.id, "user:x")
    assert tokens.find(token) is None
    assert tokens.of(house.organisation_id) == []
    with pytest.raises(NotFound):
        tokens.create("nobody", "books")


def test_a_new_account_needs_an_address_of_its_own(house: House) -> None:
    _join(house, "member")
    with transaction() as session, pytest.raises(Refused):
        accounts.create_user(session, "not an address", "X", PASSWORD, "en")
    token = accounts.invite(house.owner, "carol@example.com", "member")
    house.sql("UPDATE invitation SET email = 'bob@example.com' WHERE email = 'carol@example.com'")
    with pytest.raises(Refused, match="wrong_account_password"):
        accounts.accept_invitation(token, "Bob again", "not the password of bob", "en")

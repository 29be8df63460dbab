"""People and their place in an organisation: accounts, invitations by mail, roles."""

import secrets
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select, update

from licorne.adapters import clock
from licorne.adapters.ids import new_id
from licorne.errors import Conflict, NotFound, refuse
from licorne.models.contact import Contact
from licorne.models.database import current_session, transaction
from licorne.models.effect import Effect, EffectClass, State
from licorne.models.guard import GuardedSession
from licorne.models.organisation import ROLES, Invitation, LoginSession, Membership, User
from licorne.models.work import Task
from licorne.services import audit, live, throttle
from licorne.services.parts import ring_after_commit
from licorne.services.passwords import hashed, matches
from licorne.services.sessions import Member, token_hash
from licorne.services.steps import effect_row

INVITATION_LASTS = timedelta(days=7)


def create_user(session: GuardedSession, email: str, name: str, password: str, language: str) -> User:
    """A new account within the caller's transaction. Raises Refused for a bad address or password."""
    return _add_user(session, email, name, hashed(password), language)


def _add_user(session: GuardedSession, email: str, name: str, password_hash: str, language: str) -> User:
    user = User(
        id=new_id(),
        email=address(email),
        name=" ".join(name.split())[:320] or email,
        language=language,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    session.add(user)
    session.flush()
    return user


def join(session: GuardedSession, organisation_id: str, user_id: str, role: str) -> Membership:
    """Makes a person a member within the caller's transaction."""
    membership = Membership(
        id=new_id(), organisation_id=organisation_id, user_id=user_id, role=_role(role), created_at=clock.now()
    )
    session.add(membership)
    session.flush()
    live.touch(session, organisation_id)
    return membership


def address(email: str) -> str:
    """The address in lower case. Raises Refused."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise refuse("bad_email", "email") from error


def _role(role: str) -> str:
    if role not in ROLES:
        raise refuse("unknown_role", "role", role=role)
    return role


def invite(member: Member, email: str, role: str) -> str:
    """Writes an invitation and the mail with its link; the token, which is nowhere else but in the mail.

    Raises:
        Refused: bad address or role. Conflict: the person is a member already.
    """
    to, token = address(email), secrets.token_urlsafe(32)
    with transaction() as session:
        if _is_member(session, member.organisation_id, to):
            raise Conflict("already_member", email=to)
        invitation = Invitation(
            id=new_id(),
            organisation_id=member.organisation_id,
            email=to,
            role=_role(role),
            token_sha256=token_hash(token),
            invited_by=member.user_id,
            created_at=clock.now(),
            expires_at=clock.now() + INVITATION_LASTS,
            accepted_at=None,
        )
        session.add(invitation)
        session.flush()
        session.add(Effect(**_mail(member, invitation, token)))
        audit.record(
            session, member.organisation_id, member.actor, "member.invited", invitation.id, {"email": to, "role": role}
        )
        ring_after_commit()
    return token


def _mail(member: Member, invitation: Invitation, token: str) -> dict[str, object]:
    last_day = clock.date_in(invitation.expires_at, member.time_zone)
    facts = {"sender": member.name, "path": f"/invitations/{token}", "due": last_day.isoformat()}
    return effect_row(
        organisation_id=member.organisation_id,
        run_id=None,
        event_id=None,
        step="invitation",
        item="",
        position=0,
        kind="send_email",
        effect_class=EffectClass.MESSAGE,
        key=f"invitation:{invitation.id}",
        settings={"template": "invitation", "to": invitation.email, "language": member.language, "facts": dict(facts)},
        state=State.PENDING,
    )


def _is_member(session: GuardedSession, organisation_id: str, email: str) -> bool:
    found = session.scalar(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.organisation_id == organisation_id, User.email == email)
    )
    return found is not None


def open_invitation(token: str, lock: bool = False) -> Invitation:
    """The invitation of a link. Raises NotFound for one that is unknown, expired or used."""
    statement = select(Invitation).where(Invitation.token_sha256 == token_hash(token), Invitation.accepted_at.is_(None))
    if lock:
        statement = statement.with_for_update()
    statement = statement.execution_options(every_organisation="the link's token names one", populate_existing=True)
    found = current_session().scalars(statement).first()
    if found is None or found.expires_at <= clock.now():
        raise NotFound("invitation")
    return found


def accept_invitation(token: str, name: str, password: str, language: str) -> tuple[User, Membership]:
    """Makes the invited person a member; works once. Who has an account already proves it by its password.

    Raises:
        NotFound: no such invitation. Refused: the password is unfit, or not that of the account.
        Conflict: the person is a member already. TooManyAttempts: too many wrong passwords.
    """
    password_hash = _proven(open_invitation(token).email, password)
    with transaction() as session:
        invitation = open_invitation(token, lock=True)
        user = session.scalars(select(User).where(User.email == invitation.email)).first()
        if user is None:
            user = _add_user(session, invitation.email, name, password_hash, language)
        if _is_member(session, invitation.organisation_id, invitation.email):
            raise Conflict("already_member", email=invitation.email)
        membership = join(session, invitation.organisation_id, user.id, invitation.role)
        invitation.accepted_at = clock.now()
        audit.record(session, invitation.organisation_id, f"user:{user.id}", "member.joined", user.id)
    return user, membership


def _proven(email: str, password: str) -> str:
    """The hash of a new account's password, or the known one's once it is proven. Slow on purpose, so outside any transaction."""
    known = current_session().scalars(select(User).where(User.email == email)).first()
    if known is None:
        return hashed(password)
    throttle.check(email, "invitation")
    if not matches(password, known.password_hash):
        throttle.count_failure(email, "invitation")
        raise refuse("wrong_account_password", "password", email=email)
    return known.password_hash


def invitations(organisation_id: str) -> list[Invitation]:
    """Invitations that are still open, newest first."""
    return list(
        current_session().scalars(
            select(Invitation)
            .where(
                Invitation.organisation_id == organisation_id,
                Invitation.accepted_at.is_(None),
                Invitation.expires_at > clock.now(),
            )
            .order_by(Invitation.id.desc())
        )
    )


def withdraw(member: Member, invitation_id: str) -> None:
    """Takes an open invitation back: its link is worth nothing from now on."""
    with transaction() as session:
        invitation = session.scalars(
            select(Invitation).where(
                Invitation.organisation_id == member.organisation_id,
                Invitation.id == invitation_id,
                Invitation.accepted_at.is_(None),
            )
        ).first()
        if invitation is None:
            raise NotFound(invitation_id)
        invitation.expires_at = clock.now()
        audit.record(session, member.organisation_id, member.actor, "invitation.withdrawn", invitation_id)


def change_role(member: Member, membership_id: str, role: str) -> None:
    """Gives a member another role. Raises Conflict for the last owner."""
    with transaction() as session:
        membership = _membership(session, member.organisation_id, membership_id)
        if membership.role == "owner" and role != "owner":
            _keep_an_owner(session, member.organisation_id)
        membership.role = _role(role)
        session.flush()
        live.touch(session, member.organisation_id)
        audit.record(session, member.organisation_id, member.actor, "member.role", membership.user_id, {"role": role})


def remove(member: Member, membership_id: str) -> None:
    """Removes a member and ends their sessions here, at once. Raises Conflict for the last owner."""
    with transaction() as session:
        membership = _membership(session, member.organisation_id, membership_id)
        if membership.role == "owner":
            _keep_an_owner(session, member.organisation_id)
        session.execute(delete(LoginSession).where(LoginSession.membership_id == membership.id))
        _hand_over(session, member.organisation_id, membership.user_id)
        session.delete(membership)
        session.flush()
        live.touch(session, member.organisation_id)
        audit.record(session, member.organisation_id, member.actor, "member.removed", membership.user_id)


def _hand_over(session: GuardedSession, organisation_id: str, user_id: str) -> None:
    """Contacts and open tasks of somebody who leaves go to nobody in particular: the organisation's owner."""
    quietly = {"synchronize_session": False}
    session.execute(
        update(Contact)
        .where(Contact.organisation_id == organisation_id, Contact.owner_id == user_id)
        .values(owner_id=None),
        execution_options=quietly,
    )
    session.execute(
        update(Task)
        .where(Task.organisation_id == organisation_id, Task.assignee_id == user_id, Task.state == "open")
        .values(assignee_id=None),
        execution_options=quietly,
    )


def _membership(session: GuardedSession, organisation_id: str, membership_id: str) -> Membership:
    """The membership, with all owners' rows locked in one order: two owners cannot take each other's role away at once."""
    session.execute(
        select(Membership.id)
        .where(Membership.organisation_id == organisation_id, Membership.role == "owner")
        .order_by(Membership.id)
        .with_for_update()
    ).all()
    found = session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.id == membership_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound(membership_id)
    return found


def _keep_an_owner(session: GuardedSession, organisation_id: str) -> None:
    owners = session.scalars(
        select(Membership.id).where(Membership.organisation_id == organisation_id, Membership.role == "owner")
    ).all()
    if len(owners) < 2:
        raise Conflict("last_owner")


def set_language(member: Member, language: str) -> None:
    """Changes the language of a person's own pages and mails."""
    with transaction() as session:
        user = session.scalars(select(User).where(User.id == member.user_id)).one()
        user.language = language


def change_password(member: Member, current: str, new: str) -> None:
    """Sets a new password and ends the person's other sessions.

    Raises:
        Refused: the current password is wrong, or the new one unfit. TooManyAttempts.
    """
    throttle.check(member.email, member.session_id)
    kept = current_session().scalar(select(User.password_hash).where(User.id == member.user_id))
    if not matches(current, kept or ""):
        throttle.count_failure(member.email, member.session_id)
        raise refuse("wrong_password", "current")
    password_hash = hashed(new)
    with transaction() as session:
        session.execute(
            update(User).where(User.id == member.user_id).values(password_hash=password_hash),
            execution_options={"synchronize_session": False},
        )
        session.execute(
            delete(LoginSession).where(LoginSession.user_id == member.user_id, LoginSession.id != member.session_id)
        )
        audit.record(session, member.organisation_id, member.actor, "password.changed", member.user_id)


def reset_password(organisation_id: str, email: str, new: str, actor: str) -> None:
    """Sets a member's password, whoever has lost it, and ends all their sessions.

    Raises:
        NotFound: nobody of the organisation has this address. Refused: the password is unfit.
    """
    to, password_hash = address(email), hashed(new)
    with transaction() as session:
        if not _is_member(session, organisation_id, to):
            raise NotFound(f"member {to}")
        user = session.scalars(select(User).where(User.email == to)).one()
        user.password_hash = password_hash
        session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
        audit.record(session, organisation_id, actor, "password.reset", user.id)

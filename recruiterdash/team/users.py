"""What happens to a colleague: joins, is changed, gets a link, chooses a password, leaves."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.mail.addresses import check_address, check_line
from recruiterdash.team import queries
from recruiterdash.team.credentials import cleaned
from recruiterdash.team.identity import digest
from recruiterdash.team.models import (
    LoginSession,
    Role,
    SetupLink,
    User,
    UserGrant,
    UserOffice,
    UserRole,
)
from recruiterdash.team.permissions import GIVEN_ALONE, Viewer
from recruiterdash.team.tokens import revoke_tokens

#: How long a one-time link waits to be used.
LINK_LASTS = timedelta(hours=24)
LAST_ADMIN = "This is the last active administrator: make somebody else one first."


class UserDraft(NamedTuple):
    """What is said of a colleague."""

    name: str
    email: str | None
    roles: frozenset[Role] = frozenset()
    title: str = ""
    phone: str = ""
    grants: frozenset[str] = frozenset()
    offices: frozenset[int] = frozenset()
    backup_id: int | None = None


def create_user(
    session: Session, draft: UserDraft, *, now: datetime, actor_id: int | None, hashed: str | None = None
) -> User:
    """Add a colleague.

    hashed: the stored form of a password (`passwords.hashed`), None for somebody who is invited or only owns
    work. Raises BadInput for a mailbox in use, roles without a mailbox, a permission not given alone.
    """
    _ensure_sound(session, draft, None)
    user = User(
        **_facts(draft),
        password=hashed,
        fs_uniquifier=secrets.token_hex(16),
        active=True,
        created_at=now,
        roles=[UserRole(role=role) for role in sorted(draft.roles)],
    )
    session.add(user)
    session.flush()
    _replace_grants(session, user.id, draft.grants)
    _replace_offices(session, user.id, draft.offices)
    _note(
        session, "user.create", user.id, now, actor_id, roles=sorted(draft.roles), grants=sorted(draft.grants)
    )
    return user


def edit_user(session: Session, user: User, draft: UserDraft, *, now: datetime, actor: Viewer) -> User:
    """Change a colleague; a change of rights ends their sessions, so that they log in with the new ones.

    Raises NotAllowed for one's own rights, Conflict when the last administrator would lose the role.
    """
    _ensure_sound(session, draft, user.id)
    before, had = user.role_names, queries.grants(session, user.id)
    if (before, had) != (draft.roles, draft.grants):
        if user.id == actor.user_id:
            raise NotAllowed("Nobody changes their own roles or permissions: ask another administrator.")
        if Role.ADMIN in before - draft.roles:
            _ensure_another_admin(session, user.id)
        kept = {each.role: each for each in user.roles}
        user.roles = [kept.get(role) or UserRole(role=role) for role in sorted(draft.roles)]
        _replace_grants(session, user.id, draft.grants)
        end_sessions(session, user.id)
    changed = _set_facts(user, draft)
    _replace_offices(session, user.id, draft.offices)
    _note(
        session,
        "user.edit",
        user.id,
        now,
        actor.user_id,
        changed=changed,
        roles_before=sorted(before),
        roles_after=sorted(draft.roles),
        grants_before=sorted(had),
        grants_after=sorted(draft.grants),
        offices_after=sorted(draft.offices),
    )
    session.flush()
    return user


def edit_own(session: Session, user: User, *, name: str, title: str, phone: str, now: datetime) -> User:
    """Change what a person says of themselves: nothing that opens a door."""
    if not name.strip():
        raise BadInput("A name is needed.")
    draft = UserDraft(name=name, email=user.email, title=title, phone=phone, backup_id=user.backup_id)
    changed = _set_facts(user, draft)
    _note(session, "user.edit_own", user.id, now, user.id, changed=changed)
    session.flush()
    return user


def join_office(session: Session, user_id: int, office_id: int) -> None:
    """Let a user work for an office as well."""
    if office_id not in queries.offices_of(session, user_id):
        session.add(UserOffice(user_id=user_id, office_id=office_id))
        session.flush()


def disable_user(session: Session, user: User, *, now: datetime, actor_id: int | None) -> None:
    """Shut a colleague out: their sessions, tokens and links open nothing with the next request."""
    if user.id == actor_id:
        raise NotAllowed("Nobody shuts themselves out: ask another administrator.")
    if Role.ADMIN in user.role_names and user.active:
        _ensure_another_admin(session, user.id)
    user.active = False
    end_sessions(session, user.id)
    revoke_tokens(session, user.id, now=now, actor_id=actor_id)
    _end_links(session, user.id, now)
    _note(session, "user.disable", user.id, now, actor_id)
    session.flush()


def enable_user(session: Session, user: User, *, now: datetime, actor_id: int | None) -> None:
    """Let a colleague in again; old tokens stay dead."""
    user.active = True
    _note(session, "user.enable", user.id, now, actor_id)
    session.flush()


# --- passwords and links ----------------------------------------------------------------------


def set_password(session: Session, user: User, hashed: str, *, now: datetime) -> None:
    """Keep a new password; every session opened with the old one ends. API tokens go on: see `revoke_tokens`."""
    user.password = hashed
    user.fs_uniquifier = secrets.token_hex(16)
    end_sessions(session, user.id)
    _end_links(session, user.id, now)
    _note(session, "user.password", user.id, now, user.id)
    session.flush()


def invite(session: Session, user: User, *, now: datetime, actor_id: int | None) -> str:
    """Return the key of a link with which a colleague sets their password, once, within 24 hours."""
    if not user.active or user.email is None:
        raise Conflict("Only an active colleague with a mailbox can log in.")
    _end_links(session, user.id, now)
    _note(session, "user.invite", user.id, now, actor_id)
    return _new_link(session, user.id, now)


def first_link(session: Session, now: datetime) -> str | None:
    """Return the key of the link that makes the first administrator; None when there is somebody already."""
    if queries.anybody(session):
        return None
    session.execute(update(SetupLink).where(SetupLink.user_id.is_(None)).values(used_at=now))
    return _new_link(session, None, now)


def first_admin(session: Session, key: str, draft: UserDraft, hashed: str, *, now: datetime) -> User:
    """Make the first administrator. Raises NotFound for a set-up link that is used, old or unknown."""
    used = _use_link(session, key, now)
    if used.user_id is not None or queries.anybody(session):
        raise NotFound("This link")
    user = create_user(session, draft, now=now, actor_id=None, hashed=hashed)
    _note(session, "instance.set_up", user.id, now, user.id)
    return user


def accept_invitation(session: Session, key: str, hashed: str, *, now: datetime) -> User:
    """Set the password of the invited colleague; their API tokens end, as the old password may have been known.

    Raises NotFound for a link that is used, old or unknown.
    """
    used = _use_link(session, key, now)
    if used.user_id is None:
        raise NotFound("This link")
    user = queries.user(session, used.user_id)
    if not user.active:
        raise NotFound("This link")
    set_password(session, user, hashed, now=now)
    revoke_tokens(session, user.id, now=now, actor_id=user.id)
    return user


def end_sessions(session: Session, user_id: int, *, but: int | None = None) -> None:
    """End a user's browser sessions, all of them or all but one row."""
    ending = delete(LoginSession).where(LoginSession.user_id == user_id)
    session.execute(ending if but is None else ending.where(LoginSession.id != but))


def end_session(session: Session, user_id: int, row: int, *, now: datetime) -> None:
    """End one of a user's browser sessions. Raises NotFound for another's."""
    own = delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.id == row)
    if session.execute(own.returning(LoginSession.id)).scalar_one_or_none() is None:
        raise NotFound("This session")
    _note(session, "session.end", user_id, now, user_id)


# --- inside -----------------------------------------------------------------------------------


def _ensure_sound(session: Session, draft: UserDraft, present: int | None) -> None:
    if not draft.name.strip():
        raise BadInput("A name is needed.")
    if draft.email:
        query = select(User.id).where(User.email == _mailbox(draft.email))
        if session.execute(query).scalar_one_or_none() not in {None, present}:
            raise BadInput("Another user has this e-mail address.")
    elif draft.roles:
        raise BadInput("Who has a role needs an e-mail address to log in with.")
    unknown = draft.grants - {permission.value for permission in GIVEN_ALONE}
    if unknown:
        raise BadInput(f"The permission {min(unknown)!r} is not given alone.")
    if draft.backup_id is not None and draft.backup_id == present:
        raise BadInput("Nobody stands in for themselves.")


def _facts(draft: UserDraft) -> dict[str, Any]:
    """Return plain facts as they are stored; letters carry them, so nothing in them may break a header."""
    return {
        "name": check_line(draft.name, "name", 120),
        "email": _mailbox(draft.email) if draft.email else None,
        "title": check_line(draft.title, "title", 120),
        "phone": check_line(draft.phone, "phone number", 40),
        "backup_id": draft.backup_id,
    }


def _mailbox(written: str) -> str:
    return cleaned(check_address(written))


def _set_facts(user: User, draft: UserDraft) -> list[str]:
    """Take over plain facts and return the names of those that changed."""
    wanted = _facts(draft)
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    for field in changed:
        setattr(user, field, wanted[field])
    return changed


def _ensure_another_admin(session: Session, leaving: int) -> None:
    # Locks every administrator's row: two who remove each other at once are told one after the other.
    query = (
        select(UserRole.user_id)
        .join(User, User.id == UserRole.user_id)
        .where(UserRole.role == Role.ADMIN, User.active, User.password.is_not(None))
        .order_by(UserRole.user_id)
        .with_for_update()
    )
    if not set(session.execute(query).scalars()) - {leaving}:
        raise Conflict(LAST_ADMIN)


def _replace_grants(session: Session, user_id: int, wanted: Iterable[str]) -> None:
    session.execute(delete(UserGrant).where(UserGrant.user_id == user_id))
    session.add_all(UserGrant(user_id=user_id, permission=name) for name in sorted(wanted))


def _replace_offices(session: Session, user_id: int, wanted: Iterable[int]) -> None:
    session.execute(delete(UserOffice).where(UserOffice.user_id == user_id))
    session.add_all(UserOffice(user_id=user_id, office_id=office) for office in sorted(wanted))


def _new_link(session: Session, user_id: int | None, now: datetime) -> str:
    key = secrets.token_urlsafe(32)
    session.add(SetupLink(digest=digest(key), user_id=user_id, created_at=now, expires_at=now + LINK_LASTS))
    session.flush()
    return key


def _use_link(session: Session, key: str, now: datetime) -> SetupLink:
    """Mark a link used: of two who use it at once, the update of one finds nothing."""
    using = (
        update(SetupLink)
        .where(SetupLink.digest == digest(key), SetupLink.used_at.is_(None), SetupLink.expires_at > now)
        .values(used_at=now)
        .returning(SetupLink)
    )
    found = session.execute(using).scalar_one_or_none()
    if found is None:
        raise NotFound("This link")
    return found


def _end_links(session: Session, user_id: int, now: datetime) -> None:
    open_ones = (SetupLink.user_id == user_id, SetupLink.used_at.is_(None))
    session.execute(update(SetupLink).where(*open_ones).values(used_at=now))


def _note(
    session: Session, act: str, user_id: int, now: datetime, actor_id: int | None, **detail: Any
) -> None:
    audit.note(session, at=now, actor_id=actor_id, act=act, subject="user", subject_id=user_id, **detail)

"""Colleagues: nobody promotes themselves, one administrator always stays, who leaves is out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import moments, team
from recruiterdash.audit import AuditRow
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.team import identity, queries
from recruiterdash.team.models import ApiToken, LoginSession, Role, TokenScope, User
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.team.users import LAST_ADMIN, UserDraft
from tests.conftest import DATABASES, DatabaseMaker

NOBODY = Viewer(0, "", frozenset(), frozenset())


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[Database]:
    made = Database(fresh_database(request.param))
    yield made
    made.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as opened:
        yield opened


def add(session: Session, name: str, *roles: Role, **more: object) -> User:
    draft = UserDraft(name, f"{name}@house.test", frozenset(roles), **more)  # type: ignore[arg-type]
    return team.create_user(session, draft, now=moments.now(), actor_id=None, hashed="x")


def viewer(user: User) -> Viewer:
    return Viewer(user.id, user.name, user.role_names, frozenset())


def with_roles(user: User, *roles: Role) -> UserDraft:
    return UserDraft(user.name, user.email, frozenset(roles))


def test_the_last_administrator_stays(session: Session) -> None:
    admin = add(session, "admin", Role.ADMIN)
    gone = add(session, "gone", Role.ADMIN)
    team.disable_user(session, gone, now=moments.now(), actor_id=None)
    with pytest.raises(Conflict, match="last active administrator"):
        team.disable_user(session, admin, now=moments.now(), actor_id=None)
    with pytest.raises(Conflict, match="last active administrator"):
        team.edit_user(session, admin, with_roles(admin, Role.RECRUITER), now=moments.now(), actor=NOBODY)


def test_an_invited_administrator_is_none_yet(session: Session) -> None:
    admin = add(session, "admin", Role.ADMIN)
    invited = UserDraft("invited", "invited@house.test", frozenset({Role.ADMIN}))
    team.create_user(session, invited, now=moments.now(), actor_id=None)
    with pytest.raises(Conflict, match="last active administrator"):
        team.disable_user(session, admin, now=moments.now(), actor_id=None)


@pytest.mark.parametrize("way", ["disable", "demote"])
def test_two_who_remove_each_other_at_once_leave_one(database: Database, way: str) -> None:
    for round_ in range(12):
        with database.writing() as session:
            for user in session.execute(select(User)).scalars():
                user.active = False
            pair = [add(session, f"{way}{round_}{each}", Role.ADMIN).id for each in "ab"]
            session.commit()
        barrier = Barrier(2)

        def remove(barrier: Barrier, actor: int, other: int) -> str:
            barrier.wait()
            with database.writing() as session:
                user = session.get_one(User, other)
                try:
                    if way == "disable":
                        team.disable_user(session, user, now=moments.now(), actor_id=actor)
                    else:
                        acting = NOBODY._replace(user_id=actor)
                        team.edit_user(session, user, with_roles(user), now=moments.now(), actor=acting)
                    session.commit()
                except DomainError as refusal:
                    return str(refusal)
                return "removed"

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.submit(remove, barrier, *pair), pool.submit(remove, barrier, *reversed(pair))
            answers = sorted([first.result(), second.result()])
        assert answers == sorted([LAST_ADMIN, "removed"]), round_


def test_nobody_changes_their_own_rights(session: Session) -> None:
    admin = add(session, "admin", Role.ADMIN)
    add(session, "other", Role.ADMIN)
    with pytest.raises(NotAllowed):
        team.edit_user(
            session, admin, with_roles(admin, Role.ADMIN, Role.HR), now=moments.now(), actor=viewer(admin)
        )
    given = with_roles(admin, Role.ADMIN)._replace(grants=frozenset({"feedback"}))
    with pytest.raises(NotAllowed):
        team.edit_user(session, admin, given, now=moments.now(), actor=viewer(admin))
    with pytest.raises(NotAllowed):
        team.disable_user(session, admin, now=moments.now(), actor_id=admin.id)


def test_what_one_says_of_oneself_opens_no_door(session: Session) -> None:
    user = add(session, "user", Role.VIEWER)
    team.edit_own(session, user, name="New", title="Boss", phone="1", now=moments.now())
    assert user.role_names == {Role.VIEWER}
    assert queries.grants(session, user.id) == frozenset()


@pytest.mark.parametrize("permission", ["manage_team", "see_people", "privacy", "see_audit", "nothing"])
def test_what_hangs_on_roles_is_not_given_alone(session: Session, permission: str) -> None:
    with pytest.raises(BadInput, match="not given alone"):
        add(session, "user", Role.VIEWER, grants=frozenset({permission}))


def test_a_permission_given_alone_counts(session: Session) -> None:
    user = add(session, "user", Role.VIEWER, grants=frozenset({"export"}))
    token = team.create_token(session, user, TokenScope.WRITE, now=moments.now(), actor_id=None)
    found = identity.by_token(session, token, moments.now())
    assert found is not None
    assert found.permissions == {Permission.ACCOUNT, Permission.SEE_FIGURES, Permission.EXPORT}


def test_who_is_disabled_is_out(session: Session) -> None:
    add(session, "admin", Role.ADMIN)
    user = add(session, "user", Role.RECRUITER)
    now = moments.now()
    token = team.create_token(session, user, TokenScope.READ, now=now, actor_id=None)
    key = team.invite(session, user, now=now, actor_id=None)
    session.add(
        LoginSession(digest=identity.digest("k"), user_id=user.id, data={}, created_at=now, seen_at=now)
    )
    session.flush()
    assert identity.by_cookie(session, "k", moments.now()) is not None
    team.disable_user(session, user, now=now, actor_id=None)
    assert identity.by_cookie(session, "k", moments.now()) is None
    assert identity.by_token(session, token, moments.now()) is None
    assert queries.link(session, identity.digest(key), now) is None
    team.enable_user(session, user, now=now, actor_id=None)
    assert identity.by_token(session, token, moments.now()) is None


def test_a_revoked_token_opens_nothing_and_another_cannot_be_revoked(session: Session) -> None:
    user, other = add(session, "user", Role.RECRUITER), add(session, "other", Role.RECRUITER)
    token = team.create_token(session, user, TokenScope.READ, now=moments.now(), actor_id=None)
    row = session.execute(select(ApiToken)).scalar_one()
    with pytest.raises(DomainError):
        team.revoke_token(session, other.id, row.id, now=moments.now(), actor_id=other.id)
    assert identity.by_token(session, token, moments.now()) is not None
    team.revoke_token(session, user.id, row.id, now=moments.now(), actor_id=user.id)
    assert identity.by_token(session, token, moments.now()) is None
    assert token not in row.digest


@pytest.mark.parametrize("email", ["Ada@House.Test", " ada@house.test ", "ADA@HOUSE.TEST"])
def test_one_mailbox_is_one_user(session: Session, email: str) -> None:
    add(session, "ada", Role.RECRUITER)
    with pytest.raises(BadInput, match="Another user has"):
        team.create_user(session, UserDraft("x", email), now=moments.now(), actor_id=None)


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "李小龍", "محمد", "O'Brien", "Ğ", "Null", "=HYPERLINK(1)", "<b>x</b>", "नेहा"]
)
def test_names_are_kept_as_they_are(session: Session, name: str) -> None:
    user = team.create_user(session, UserDraft(name, None), now=moments.now(), actor_id=None)
    assert user.name == name
    assert queries.users(session, search=name)[0].id == user.id


@pytest.mark.parametrize("name", ["", "  ", "a\r\nBcc: x", "x\x00", "\u202egnirts", "x" * 121, "a\u2028b"])
def test_a_name_that_could_break_a_letter_is_refused(session: Session, name: str) -> None:
    with pytest.raises(BadInput):
        team.create_user(session, UserDraft(name, None), now=moments.now(), actor_id=None)


def test_search_finds_whatever_the_accents(session: Session) -> None:
    zoe = team.create_user(
        session, UserDraft("Zoë Müller", "zm@house.test"), now=moments.now(), actor_id=None
    )
    for typed in ("zoe", "MULLER", "zm@", "oë mü"):
        assert [line.id for line in queries.users(session, search=typed)] == [zoe.id]
    for typed in ("%", "_", "\\"):
        assert queries.users(session, search=typed) == []


def test_every_act_leaves_a_row_without_names(session: Session) -> None:
    admin = add(session, "admin", Role.ADMIN)
    user = add(session, "canary", Role.RECRUITER)
    team.edit_user(session, user, with_roles(user, Role.HR), now=moments.now(), actor=viewer(admin))
    team.invite(session, user, now=moments.now(), actor_id=admin.id)
    team.disable_user(session, user, now=moments.now(), actor_id=admin.id)
    rows = session.execute(select(AuditRow).where(AuditRow.subject_id == user.id)).scalars().all()
    assert [row.act for row in rows] == ["user.create", "user.edit", "user.invite", "user.disable"]
    assert rows[1].detail["roles_before"] == ["recruiter"]
    assert rows[1].detail["roles_after"] == ["hr"]
    assert "canary" not in str([row.detail for row in rows])

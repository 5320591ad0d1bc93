"""Whoever approved a letter must still be allowed to when it leaves: otherwise a colleague reads it first."""

import pytest
from sqlalchemy import delete, update

from recruiterdash import team
from recruiterdash.candidates.models import Candidate
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team import absences
from recruiterdash.team.models import Office, Role, User, UserGrant, UserOffice, UserRole
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.messages.ward import Ward
from tests.messages.world import Post, World

NO_RIGHT = "changed since it was approved: its writer may no longer send letters"
NO_SIGHT = "changed since it was approved: its writer no longer sees this application"


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


def left(ward: Ward, post: Post) -> int:
    """Let everything leave that may; return how many letters did."""
    worker = ward.world.worker(smtp_url=post.url)
    before = len(post.letters)
    while worker.send_one():
        pass
    worker.stop()
    return len(post.letters) - before


def becomes(ward: Ward, who: Viewer, *roles: Role, grants: frozenset[str] = frozenset()) -> None:
    """An administrator gives somebody other roles."""
    with ward.world.writing() as session:
        user = session.get_one(User, who.user_id)
        draft = team.UserDraft(user.name, user.email, frozenset(roles), user.title, grants=grants)
        team.edit_user(session, user, draft, now=now(), actor=ward.alma)


def leaves_the_team(ward: Ward, who: Viewer) -> None:
    with ward.world.writing() as session:
        session.execute(
            delete(TeamMember).where(
                TeamMember.requisition_id == ward.world.requisition_id, TeamMember.user_id == who.user_id
            )
        )


def letter_and_batch(ward: Ward) -> list[int]:
    """A letter to one person and a batch of two, approved by Priya; returns the letters."""
    one, *many = ward.people(3)
    alone = ward.world.queue(one)
    made = ward.preview(ward.wanted(many))
    ward.confirm(made.token)
    return [alone, *(row.message_id for row in ward.rows(made.batch.id) if row.message_id is not None)]


def test_a_letter_leaves_while_its_writer_may_send_it(ward: Ward, post: Post) -> None:
    letter_and_batch(ward)
    assert left(ward, post) == 3


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER, Role.HIRING_MANAGER, Role.HR])
def test_letters_of_somebody_who_lost_the_role_come_back(ward: Ward, post: Post, role: Role) -> None:
    letters = letter_and_batch(ward)
    becomes(ward, ward.priya, role)
    assert left(ward, post) == 0
    assert {ward.world.state(each) for each in letters} == {MessageState.CANCELLED}
    assert {ward.world.reason(each) for each in letters} == {NO_RIGHT}


def test_letters_of_somebody_without_any_role_come_back(ward: Ward, post: Post) -> None:
    letters = letter_and_batch(ward)
    with ward.world.writing() as session:
        session.execute(delete(UserRole).where(UserRole.user_id == ward.priya.user_id))
    assert left(ward, post) == 0
    assert {ward.world.reason(each) for each in letters} == {NO_RIGHT}


def test_letters_of_somebody_who_left_the_requisition_come_back(ward: Ward, post: Post) -> None:
    letters = letter_and_batch(ward)
    leaves_the_team(ward, ward.priya)
    assert left(ward, post) == 0
    assert {ward.world.reason(each) for each in letters} == {NO_SIGHT}


def test_who_may_send_to_many_without_the_role_needs_the_permission_till_the_end(
    ward: Ward, post: Post
) -> None:
    with ward.world.writing() as session:
        manager = ward.colleague(session, "Hugo Osei", Role.HIRING_MANAGER)
        session.add(UserGrant(user_id=manager.user_id, permission="send_bulk"))
        session.add(
            TeamMember(
                requisition_id=ward.world.requisition_id, user_id=manager.user_id, part=Part.HIRING_MANAGER
            )
        )
    sends = manager._replace(permissions=permissions_of({Role.HIRING_MANAGER}, ["send_bulk"]))
    for taken in (False, True):
        made = ward.preview(ward.wanted(ward.people(2)), sends)
        ward.confirm(made.token, viewer=sends)
        if taken:
            becomes(ward, manager, Role.HIRING_MANAGER)
        assert left(ward, post) == (0 if taken else 2)


def test_who_shares_the_office_sees_the_requisition_without_being_on_it(ward: Ward, post: Post) -> None:
    with ward.world.writing() as session:
        office_id = session.get_one(Requisition, ward.world.requisition_id).office_id
        session.execute(update(Office).where(Office.id == office_id).values(shared=True))
        session.add(UserOffice(user_id=ward.priya.user_id, office_id=office_id))
    letter_and_batch(ward)
    leaves_the_team(ward, ward.priya)
    assert left(ward, post) == 3
    again = ward.world.queue(ward.people(1)[0])
    with ward.world.writing() as session:
        session.execute(update(Office).where(Office.id == office_id).values(shared=False))
    assert left(ward, post) == 0
    assert ward.world.reason(again) == NO_SIGHT


@pytest.mark.parametrize("end", ["the absence is over", "they are back early", "the colleague left the team"])
def test_a_letter_of_who_stood_in_leaves_after_that_unless_the_colleague_lost_sight(
    ward: Ward, post: Post, end: str
) -> None:
    """Who stands in writes for the other; that their turn ends takes nothing back."""
    cover = ward.world.stranger
    today = now().date()
    with ward.world.writing() as session:
        priya = session.get_one(User, ward.priya.user_id)
        away = absences.go_away(
            session, priya, cover.user_id, today, today, zone="UTC", now=now(), actor_id=ward.alma.user_id
        )
    number = ward.world.queue(
        ward.people(1)[0], viewer=cover._replace(covers=frozenset({ward.priya.user_id}))
    )
    with ward.world.writing() as session:
        absence = session.merge(away)
        if end == "the absence is over":
            absence.ends_at = now()
        elif end == "they are back early":
            absence.ended_at = now()
    if end == "the colleague left the team":
        leaves_the_team(ward, ward.priya)
        assert left(ward, post) == 0
        assert ward.world.reason(number) == NO_SIGHT
    else:
        assert left(ward, post) == 1


@pytest.mark.parametrize("wall", ["linked_user_id", "current_manager_id"])
def test_a_letter_about_ones_own_or_a_reports_application_comes_back(
    ward: Ward, post: Post, wall: str
) -> None:
    one = ward.people(1)[0]
    number = ward.world.queue(one, viewer=ward.priya)
    with ward.world.writing() as session:
        who = ward.world.person_of(session, one)
        session.execute(update(Candidate).where(Candidate.id == who.id).values({wall: ward.priya.user_id}))
    assert left(ward, post) == 0
    assert ward.world.reason(number) == NO_SIGHT


def test_an_administrator_writes_about_everybody(ward: Ward, post: Post) -> None:
    ward.world.queue(ward.people(1)[0], viewer=ward.alma)
    assert left(ward, post) == 1

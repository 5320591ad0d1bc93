"""Requisitions as they are created and corrected, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import requisitions
from recruiterdash.audit import AuditRow
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.requisitions import queries
from recruiterdash.requisitions.facts import Facts
from recruiterdash.requisitions.models import OpeningState, Part, Requisition, RequisitionState, StageType
from recruiterdash.requisitions.plans import PlannedStage
from recruiterdash.requisitions.queries import SORTS, Wanted
from recruiterdash.team.models import Office, Role, User
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.requisitions.cast import NOW, a_user, an_office


def facts(office: Office, **said: object) -> Facts:
    plain: dict[str, object] = {"reference": "REQ-1", "title": "Staff Nurse", "office_id": office.id, **said}
    return Facts(**plain)  # type: ignore[arg-type]


def made(session: Session, office: Office, **said: object) -> Requisition:
    return requisitions.create(session, facts(office, **said), now=NOW, actor_id=None)


def viewer(user: User, *roles: Role) -> Viewer:
    return Viewer(user.id, user.name, frozenset(roles), permissions_of(roles))


def parts(requisition: Requisition) -> set[tuple[str, int]]:
    return {(each.part.value, each.user_id) for each in requisition.team}


def test_a_new_requisition_is_a_draft_with_seats_a_plan_and_a_team(session: Session, office: Office) -> None:
    priya = a_user(session, "priya", Role.RECRUITER)
    made_ = requisitions.create(
        session, facts(office, recruiter_id=priya.id), openings=3, now=NOW, actor_id=priya.id
    )
    assert made_.state is RequisitionState.DRAFT
    assert [each.label for each in made_.openings] == ["1", "2", "3"]
    assert [each.type.value for each in made_.stages] == [
        "application",
        "screen",
        "interview",
        "final",
        "offer",
    ]
    assert parts(made_) == {("recruiter", priya.id)}
    row = session.scalars(select(AuditRow).where(AuditRow.act == "requisition.create")).one()
    assert (row.subject_id, row.actor_id, row.detail) == (made_.id, priya.id, {})


def test_what_a_recruiter_makes_for_somebody_else_does_not_vanish_from_them(
    session: Session, office: Office
) -> None:
    ben, noor = a_user(session, "ben", Role.RECRUITER), a_user(session, "noor", Role.RECRUITER)
    kept = requisitions.create(
        session, facts(office, recruiter_id=noor.id), now=NOW, actor_id=ben.id, keep_in_sight_of=ben.id
    )
    assert queries.get(session, viewer(ben, Role.RECRUITER), kept.id).id == kept.id


def test_editing_says_which_fields_changed_and_never_what_they_said(session: Session, office: Office) -> None:
    ben, noor = a_user(session, "ben", Role.RECRUITER), a_user(session, "noor", Role.RECRUITER)
    requisition = made(session, office, recruiter_id=ben.id)
    before = requisition.version
    corrected = facts(office, title="Ward Nurse", recruiter_id=noor.id)
    changed = requisitions.edit(session, requisition, corrected, now=NOW, actor_id=ben.id, has_people=True)
    assert changed == {"title", "recruiter_id"}
    assert requisition.version == before + 1
    assert parts(requisition) == {("recruiter", noor.id)}
    row = session.scalars(select(AuditRow).where(AuditRow.act == "requisition.edit")).one()
    assert row.detail == {"changed": ["recruiter_id", "title"]}


def test_saving_what_is_there_changes_nothing(session: Session, office: Office) -> None:
    requisition = made(session, office)
    before = requisition.version
    assert not requisitions.edit(
        session, requisition, facts(office), now=NOW, actor_id=None, has_people=False
    )
    assert requisition.version == before


def test_a_requisition_with_people_stays_in_its_office(session: Session, office: Office) -> None:
    requisition = made(session, office)
    elsewhere = replace(facts(office), office_id=an_office(session, "Madrid").id)
    with pytest.raises(BadInput, match="stays where it is"):
        requisitions.edit(session, requisition, elsewhere, now=NOW, actor_id=None, has_people=True)
    requisitions.edit(session, requisition, elsewhere, now=NOW, actor_id=None, has_people=False)


def test_a_reference_is_taken_once(session: Session, office: Office) -> None:
    made(session, office)
    with pytest.raises(Conflict, match="REQ-1"):
        made(session, office)


@pytest.mark.parametrize("name", ["recruiter_id", "hiring_manager_id", "backup_id", "office_id"])
def test_who_or_what_is_not_here_is_refused(session: Session, office: Office, name: str) -> None:
    with pytest.raises(BadInput, match="not here"):
        made(session, office, **{name: 987_654})


def test_openings_are_added_and_closed_one_by_one(session: Session, office: Office) -> None:
    requisition = made(session, office)
    requisitions.add_openings(session, requisition, 2, now=NOW, actor_id=None)
    assert [each.label for each in requisition.openings] == ["1", "2", "3"]
    second = requisition.openings[1]
    requisitions.close_opening(
        session, requisition, second.id, OpeningState.FILLED, "Accepted", now=NOW, actor_id=None
    )
    assert (second.state, second.closed_at, second.close_reason) == (OpeningState.FILLED, NOW, "Accepted")
    with pytest.raises(Conflict, match="filled already"):
        requisitions.close_opening(
            session, requisition, second.id, OpeningState.CANCELLED, "", now=NOW, actor_id=None
        )
    with pytest.raises(BadInput):
        requisitions.add_openings(session, requisition, 500, now=NOW, actor_id=None)


def arranged(
    session: Session, requisition: Requisition, plan: list[PlannedStage], in_use: set[int]
) -> object:
    return requisitions.arrange_stages(session, requisition, plan, in_use=in_use, now=NOW, actor_id=None)


def test_a_plan_is_reordered_renamed_retyped_and_cut(session: Session, office: Office) -> None:
    requisition = made(session, office)
    review, screen, interview, final, _offer = requisition.stages
    plan = [
        PlannedStage(review.id, "Interview", StageType.APPLICATION),
        PlannedStage(interview.id, "Application review", StageType.FINAL),
        PlannedStage(None, "Phone screen", StageType.SCREEN),
        PlannedStage(final.id, "Final round", StageType.FINAL),
    ]
    assert arranged(session, requisition, plan, {interview.id}) == {interview.id: StageType.FINAL}
    session.expire(requisition, ["stages"])
    stored = queries.get(session, EVERYBODY, requisition.id).stages
    assert [(each.name, each.type) for each in stored] == [(each.name, each.type) for each in plan]
    assert screen.id not in {each.id for each in stored}


def test_a_stage_somebody_stands_in_is_not_dropped(session: Session, office: Office) -> None:
    requisition = made(session, office)
    first = requisition.stages[0]
    with pytest.raises(BadInput, match="move them first"):
        arranged(session, requisition, [PlannedStage(None, "New", StageType.SCREEN)], {first.id})
    assert len(requisition.stages) == 5


def test_a_stage_of_another_requisition_is_refused(session: Session, office: Office) -> None:
    one, other = made(session, office), made(session, office, reference="REQ-2")
    stranger = PlannedStage(other.stages[0].id, "Mine now", StageType.SCREEN)
    with pytest.raises(BadInput, match="another requisition"):
        arranged(session, one, [stranger], set())


def test_the_team_is_set_beside_the_named_three(session: Session, office: Office) -> None:
    ben, noor, kim = (a_user(session, name) for name in ("ben", "noor", "kim"))
    requisition = made(session, office, recruiter_id=ben.id)
    wanted = {Part.COORDINATOR: [noor.id], Part.INTERVIEWER: [noor.id, kim.id]}
    requisitions.set_team(session, requisition, wanted, now=NOW, actor_id=None)
    requisitions.set_team(session, requisition, {Part.INTERVIEWER: [kim.id]}, now=NOW, actor_id=None)
    assert parts(requisition) == {("recruiter", ben.id), ("interviewer", kim.id)}


EVERYBODY = Viewer(0, "admin", frozenset({Role.ADMIN}), permissions_of([Role.ADMIN]))


def titles(session: Session, asking: Viewer, wanted: Wanted, size: int = 50) -> list[str]:
    """All pages of a list, read one after another."""
    found, cursor = [], None
    while True:
        page = queries.listed(session, asking, wanted, cursor, size=size)
        found += [row.title for row in page.rows]
        if page.next is None:
            return found
        cursor = page.next


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_a_list_hold_each_row_once(session: Session, office: Office, sort: str) -> None:
    for number in range(7):
        made(session, office, reference=f"R-{number}", title=f"Role {number % 3}")
    whole = titles(session, EVERYBODY, Wanted(sort=sort))
    assert len(whole) == 7
    assert titles(session, EVERYBODY, Wanted(sort=sort), size=2) == whole


def test_a_list_is_filtered(session: Session, office: Office) -> None:
    ben = a_user(session, "ben", Role.RECRUITER)
    made(session, office, reference="NUR-1", title="Krankenpfleger ÄÖ", recruiter_id=ben.id)
    made(session, an_office(session, "Madrid"), reference="BUY-1", title="50% Buyer_x")
    assert titles(session, EVERYBODY, Wanted(text="ÄÖ")) == ["Krankenpfleger ÄÖ"]
    assert titles(session, EVERYBODY, Wanted(text="krankenPFLEGER")) == ["Krankenpfleger ÄÖ"]
    assert titles(session, EVERYBODY, Wanted(text="buy-1")) == ["50% Buyer_x"]
    assert titles(session, EVERYBODY, Wanted(text="%")) == ["50% Buyer_x"]
    assert titles(session, EVERYBODY, Wanted(colleague_id=ben.id)) == ["Krankenpfleger ÄÖ"]
    assert titles(session, EVERYBODY, Wanted(office_id=office.id)) == ["Krankenpfleger ÄÖ"]
    assert titles(session, EVERYBODY, Wanted(states=(RequisitionState.OPEN,))) == []


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "bm90IGpzb24", "é", "WyJcdTAwMDAiLDFd"])
def test_a_damaged_address_is_refused(session: Session, office: Office, cursor: str) -> None:
    with pytest.raises(BadInput, match="first page"):
        queries.listed(session, EVERYBODY, Wanted(), cursor)


def test_each_role_sees_its_own(session: Session, office: Office) -> None:
    shared = an_office(session, "Shared", shared=True)
    ben = a_user(session, "ben", Role.RECRUITER, office=shared)
    kim = a_user(session, "kim", Role.HIRING_MANAGER)
    own = made(session, office, reference="A", recruiter_id=ben.id)
    theirs = made(session, office, reference="B", hiring_manager_id=kim.id)
    near = made(session, shared, reference="C")
    for who, role, sees in (
        (ben, Role.RECRUITER, {own.id, near.id}),
        (kim, Role.HIRING_MANAGER, {theirs.id}),
        (kim, Role.RECRUITER, set()),
        (ben, Role.INTERVIEWER, set()),
        (ben, Role.ADMIN, {own.id, theirs.id, near.id}),
    ):
        found = queries.listed(session, viewer(who, role), Wanted())
        assert {row.id for row in found.rows} == sees, role
    with pytest.raises(NotFound):
        queries.get(session, viewer(kim, Role.HIRING_MANAGER), own.id)

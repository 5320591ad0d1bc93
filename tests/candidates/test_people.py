"""People as they are created, corrected and found, on both databases."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import candidates
from recruiterdash.audit import AuditRow
from recruiterdash.candidates import queries
from recruiterdash.candidates.facts import Facts
from recruiterdash.candidates.identity import index_words
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, CandidateWord
from recruiterdash.candidates.queries import SORTS, Wanted
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType, TeamMember
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.requisitions.cast import NOW, a_user, an_office

ADMIN = Viewer(0, "admin", frozenset({Role.ADMIN}), permissions_of([Role.ADMIN]))


def viewer(user_id: int, *roles: Role) -> Viewer:
    return Viewer(user_id, "somebody", frozenset(roles), permissions_of(roles))


def made(session: Session, first: str, last: str = "", **said: object) -> Candidate:
    facts = Facts(first_name=first, last_name=last, **said)  # type: ignore[arg-type]
    return candidates.create(session, facts, now=NOW, actor_id=None)


def words(session: Session, candidate: Candidate) -> set[str]:
    return set(session.scalars(select(CandidateWord.word).where(CandidateWord.candidate_id == candidate.id)))


def test_a_new_person_is_findable_at_once(session: Session) -> None:
    ada = made(session, "Ada", "Lovelace", email="Ada@Example.ORG", phone="+44 20 7946 0018")
    assert (ada.email, ada.email_folded) == ("Ada@example.org", "ada@example.org")
    assert words(session, ada) == index_words(ada)
    row = session.scalars(select(AuditRow).where(AuditRow.act == "candidate.create")).one()
    assert (row.subject_id, row.detail) == (ada.id, {})


def test_words_follow_every_correction(session: Session) -> None:
    ada = made(session, "Ada", "Byron", email="ada@example.org")
    corrected = Facts(first_name="Ada", last_name="Lovelace", email=None, phone="555 0100")
    changed = candidates.edit(session, ada, corrected, now=NOW, actor_id=7)
    assert changed == {"last_name", "email", "phone"}
    assert words(session, ada) == {"ada", "lovelace", "#0010555"}
    row = session.scalars(select(AuditRow).where(AuditRow.act == "candidate.edit")).one()
    assert row.detail == {"changed": ["email", "last_name", "phone"]}


def test_random_corrections_leave_the_words_equal_to_those_of_a_new_person(session: Session) -> None:
    dice = random.Random(11)
    names = ["Ada", "李", "小龙", "Jean-Luc", "van der Berg", "O’Brien", "محمد", "Zoë", "김민수"]
    person = made(session, "Start")
    for _ in range(40):
        facts = Facts(
            first_name=dice.choice(names),
            last_name=dice.choice(["", *names]),
            preferred_name=dice.choice(["", *names]),
            email=dice.choice([None, "a@example.org", "B.c+d@example.org"]),
            phone=dice.choice(["", "+34 600 000 001", "0034600000001"]),
        )
        candidates.edit(session, person, facts, now=NOW, actor_id=None)
        assert words(session, person) == index_words(person)


def test_saving_what_is_there_changes_nothing(session: Session) -> None:
    facts = Facts(first_name="Ada", internal=True, internal_source="HR list")
    ada = candidates.create(session, facts, now=NOW, actor_id=None)
    assert ada.internal_since == NOW
    before = ada.version
    assert not candidates.edit(session, ada, facts, now=NOW, actor_id=None)
    assert ada.version == before


def test_a_colleague_who_is_not_here_is_refused(session: Session) -> None:
    with pytest.raises(BadInput, match="not here"):
        made(session, "Ada", internal=True, internal_source="HR", linked_user_id=987_654)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("ada", {"Ada"}, id="a name"),
        pytest.param("LOVE", {"Ada"}, id="the beginning of one, whatever the case"),
        pytest.param("love ad", {"Ada"}, id="all of several words"),
        pytest.param("love li", set(), id="not one of them only"),
        pytest.param("ada@example.org", {"Ada"}, id="a mailbox"),
        pytest.param("小龙", {"李"}, id="a given name without a blank before it"),
        pytest.param("李小龙", {"李"}, id="a whole name without a blank"),
        pytest.param("7946 0018", {"Ada"}, id="the end of a number"),
        pytest.param("+44 20 7946-0018", {"Ada"}, id="a whole number"),
        pytest.param("zoe", {"Zoë"}, id="without the accent"),
        pytest.param("%", set(), id="nothing that is a pattern"),
        pytest.param("_da", set(), id="nothing that is a pattern either"),
        pytest.param("\U0010ffff", set(), id="the last character there is"),
        pytest.param("   ", {"Ada", "李", "Zoë"}, id="blanks filter nothing"),
    ],
)
def test_people_are_found(session: Session, text: str, found: set[str]) -> None:
    made(session, "Ada", "Lovelace", email="ada@example.org", phone="+44 20 7946 0018")
    made(session, "李", "小龙")
    made(session, "Zoë", "Ng")
    assert {each.first_name for each in queries.listed(session, ADMIN, Wanted(text)).rows} == found


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_a_list_hold_everybody_once(session: Session, sort: str) -> None:
    for name in ("Ada", "Bo\u200c", "李", "Ada", "", "ada", "Zoë"):
        made(session, name, "Same" if name else "Other")
    whole = [each.id for each in queries.listed(session, ADMIN, Wanted(sort=sort)).rows]
    parts: list[int] = []
    cursor = None
    while len(parts) < 20:
        page = queries.listed(session, ADMIN, Wanted(sort=sort), cursor, size=2)
        parts += [each.id for each in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert (len(whole), parts) == (7, whole)


def test_people_who_look_alike_are_suggested(session: Session) -> None:
    ada = made(session, "Ada", email="ada@example.org", phone="+44 20 7946 0018")
    same_mailbox = made(session, "A.", email="ADA@example.org")
    same_phone = made(session, "B.", phone="020 7946 0018")
    made(session, "C.", email="ada+jobs@example.org", phone="+44 20 7946 9918")
    found = queries.perhaps_the_same(session, ADMIN, email=ada.email, phone=ada.phone, but=ada.id)
    assert {each.id for each in found} == {same_mailbox.id, same_phone.id}


def test_nobody_looks_like_somebody_without_mailbox_and_number(session: Session) -> None:
    made(session, "Ada")
    assert queries.perhaps_the_same(session, ADMIN, email=None, phone="") == []


def a_requisition(session: Session, reference: str, *team: TeamMember) -> Requisition:
    requisition = Requisition(
        reference=reference,
        title=reference,
        state=RequisitionState.OPEN,
        office_id=an_office(session, f"Office of {reference}").id,
        created_at=NOW,
    )
    requisition.team = list(team)
    session.add(requisition)
    session.flush()
    return requisition


def applied(session: Session, candidate: Candidate, requisition: Requisition) -> Application:
    application = Application(
        candidate_id=candidate.id,
        requisition_id=requisition.id,
        applied_at=NOW,
        state=ApplicationState.ACTIVE,
        stage_type=StageType.APPLICATION,
        created_at=NOW,
    )
    session.add(application)
    session.flush()
    return application


ROLES = [role for role in Role if role not in (Role.VIEWER, Role.AUDITOR, Role.INTERVIEWER)]


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
@pytest.mark.parametrize("role", ROLES)
def test_the_subject_and_their_manager_see_nothing_whatever_their_role(
    session: Session, role: Role, column: str
) -> None:
    """Also not by search, by a list, by a count or as somebody who looks alike."""
    user = a_user(session, "kim", role)
    on_team = [TeamMember(user_id=user.id, part=part) for part in ("recruiter", "hiring_manager")]
    requisition = a_requisition(session, "R", *on_team)
    ada = made(session, "Ada", email="ada@example.org", internal=True, internal_source="HR")
    applied(session, ada, requisition)
    asking = viewer(user.id, role)
    assert queries.get(session, asking, ada.id).id == ada.id
    setattr(ada, column, user.id)
    session.flush()
    with pytest.raises(NotFound):
        queries.get(session, asking, ada.id)
    assert queries.listed(session, asking, Wanted("ada")).rows == []
    assert queries.applications_of(session, asking, ada.id) == []
    assert queries.active_counts(session, asking, [requisition.id]) == {}
    assert queries.perhaps_the_same(session, asking, email="ada@example.org", phone="") == []


def test_a_hiring_manager_sees_no_other_application_of_the_person(session: Session) -> None:
    kim = a_user(session, "kim", Role.HIRING_MANAGER)
    own = a_requisition(session, "Own", TeamMember(user_id=kim.id, part="hiring_manager"))
    other = a_requisition(session, "Other")
    ada = made(session, "Ada")
    seen = applied(session, ada, own)
    applied(session, ada, other)
    asking = viewer(kim.id, Role.HIRING_MANAGER)
    assert [each.id for each in queries.applications_of(session, asking, ada.id)] == [seen.id]


def test_an_edit_that_moves_clocks_says_so(session: Session) -> None:
    ada = made(session, "Ada")
    facts = Facts(first_name="Ada", zone="Asia/Tokyo", internal=True, internal_source="HR")
    changed = candidates.edit(session, ada, facts, now=NOW, actor_id=None)
    assert changed >= {"zone", "internal"}
    changed = candidates.edit(session, ada, replace(facts, phone="555 0100"), now=NOW, actor_id=None)
    assert changed == {"phone"}

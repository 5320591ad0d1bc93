"""A recruiter imports about their own people alone: what is out of sight stays as it is."""

from recruiterdash import imports, team
from recruiterdash.imports import Choices
from recruiterdash.moments import now
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.imports.desk import Desk, Lines, event


def a_stranger(desk: Desk) -> Viewer:
    roles = frozenset({Role.RECRUITER})
    with desk.database.writing() as session:
        draft = team.UserDraft("Sam Stranger", "sam@borealis.example", roles)
        user = team.create_user(session, draft, now=now(), actor_id=None)
        session.commit()
        return Viewer(user.id, user.name, roles, permissions_of(roles))


def tried(desk: Desk, viewer: Viewer, **changes: str) -> imports.Prepared:
    looked = imports.look(desk.file(event(**changes)), "events", Choices())
    with desk.database.reading() as session:
        return imports.prepare(
            session, looked, Choices(), zone="UTC", viewer=viewer, now=now(), teller=Lines(), rehearsal=None
        )


def test_an_application_out_of_sight_is_not_taken_over_under_another_requisition(desk: Desk) -> None:
    desk.rows(event())
    prepared = tried(
        desk,
        a_stranger(desk),
        email="evil@example.org",
        requisition_ref="MINE-9",
        requisition_title="Mine",
    )
    assert prepared.refused
    assert "belongs to colleagues" in prepared.report.errors[0].reason
    prepared.close()


def test_a_guessed_mailbox_tells_nobody_whose_it_is(desk: Desk) -> None:
    desk.rows(event())
    prepared = tried(
        desk,
        a_stranger(desk),
        application_ref="77",
        first_name="Guess",
        last_name="Work",
        requisition_ref="MINE-9",
        requisition_title="Mine",
    )
    assert "Okafor" not in str(prepared.report.document())
    prepared.close()


def test_a_requisition_of_colleagues_takes_nothing_from_a_stranger(desk: Desk) -> None:
    desk.rows(event())
    prepared = tried(
        desk, a_stranger(desk), application_ref="77", email="evil@example.org", recruiter="Sam Stranger"
    )
    assert prepared.refused
    assert "REQ-1 belongs to colleagues" in prepared.report.errors[0].reason
    prepared.close()

"""A file that says somebody works here puts the wall up, also around people who were here already."""

from recruiterdash import team
from recruiterdash.moments import now
from tests.imports.desk import Desk, event


def a_colleague(desk: Desk, mailbox: str) -> int:
    with desk.database.writing() as session:
        user = team.create_user(session, team.UserDraft("Nina Insider", mailbox), now=now(), actor_id=None)
        session.commit()
        return user.id


def linked(desk: Desk, mailbox: str) -> int | None:
    found: int | None = desk.one(
        f"SELECT linked_user_id FROM candidates WHERE email_folded = '{mailbox}'"  # noqa: S608
    )
    return found


def test_a_newer_file_that_says_internal_links_the_colleague(desk: Desk) -> None:
    user = a_colleague(desk, "nina@house.test")
    desk.rows(event(application_ref="71", email="nina@house.test", first_name="Nina"))
    assert linked(desk, "nina@house.test") is None
    desk.rows(event(application_ref="71", email="nina@house.test", first_name="Nina", internal="yes"))
    assert linked(desk, "nina@house.test") == user


def test_a_newer_mailbox_of_somebody_internal_links_the_colleague(desk: Desk) -> None:
    desk.rows(event(application_ref="72", email="private@mail.example", first_name="Ola", internal="yes"))
    user = a_colleague(desk, "ola@house.test")
    desk.rows(event(application_ref="72", email="ola@house.test", first_name="Ola", internal="yes"))
    assert linked(desk, "ola@house.test") == user

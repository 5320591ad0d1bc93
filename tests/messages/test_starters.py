"""The starter wordings read well at any stage and before anybody has named the company."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Disposition, InterviewKind, Outcome
from recruiterdash.config import Settings
from recruiterdash.journey import Booking
from recruiterdash.messages import MessageType
from recruiterdash.messages.library import STARTERS
from recruiterdash.messages.models import Template, TemplateVersion
from recruiterdash.messages.wording import PLACEHOLDERS, render
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import Role, UserRole
from tests.messages.test_pages import Browser, close_applications, compose  # noqa: F401 - a fixture
from tests.messages.world import World

REJECTION = MessageType.REJECTION_APPLICATION


def rejected(world: World, application: int) -> str:
    world.change(
        application,
        lambda session, row: journey.decide(
            session, row, Outcome.REJECT, now=now(), actor_id=None, reason=Disposition.NOT_SELECTED
        ),
    )
    return " ".join(world.letter(application, REJECTION).body.split())


def test_a_no_after_the_application_alone_thanks_for_that(world: World) -> None:
    text = rejected(world, world.person())
    assert "Thank you for applying for the role of Staff Nurse at Borealis. We have decided not to" in text
    assert "time you gave us" not in text
    assert "what you sent" not in text
    assert 50 <= len(re.findall(r"\w+", text)) <= 130


def test_a_no_after_an_interview_thanks_for_the_time_and_does_not_speak_of_papers(world: World) -> None:
    someone = world.person()
    ended = now() - timedelta(days=3)
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, ended - timedelta(hours=1), ended)
    world.change(someone, lambda session, row: setattr(row, "applied_at", ended - timedelta(days=9)))
    world.change(
        someone,
        lambda session, row: journey.book_interview(session, row, booking, now=now(), actor_id=None),
    )
    text = rejected(world, someone)
    day = f"{ended:%A} {ended.day} {ended:%B}"
    assert f"at Borealis, and for the time you gave us on {day}. We have decided not to go ahead" in text
    assert "what you sent" not in text


@pytest.mark.parametrize("type_", STARTERS)
def test_a_company_without_a_name_is_ours_in_every_sentence(type_: MessageType) -> None:
    values: dict[str, str | None] = {name: f"<{name}>" for name in PLACEHOLDERS}
    for text in STARTERS[type_]:
        said = render(text, {**values, "company.name": Settings().company})
        assert "Our company" not in said
        assert all(
            re.search(r"\b(at|to) our company\b", said[: found.end()])
            for found in re.finditer("our company", said)
        ), said


def test_only_administrators_are_told_that_the_company_has_no_name(world: World) -> None:
    someone = world.person()
    world.settings = replace(world.settings, company=Settings().company)
    assert "RECRUITERDASH_COMPANY" not in Browser(world, world.priya).open(compose(someone))
    with world.writing() as session:
        session.add(UserRole(user_id=world.priya.user_id, role=Role.ADMIN))
    page = Browser(world, world.priya).open(compose(someone))
    assert "RECRUITERDASH_COMPANY" in page
    assert "at our company stands" in page
    world.settings = replace(world.settings, company="Borealis")
    assert "RECRUITERDASH_COMPANY" not in Browser(world, world.priya).open(compose(someone))


def test_a_starter_wording_follows_the_program_until_somebody_takes_it_over(world: World) -> None:
    def versions() -> list[TemplateVersion]:
        with world.database.reading() as session:
            rows = select(TemplateVersion).join(Template, Template.id == TemplateVersion.template_id)
            wanted = rows.where(Template.type == REJECTION.value)
            return list(session.scalars(wanted.order_by(TemplateVersion.number)))

    def seed() -> int:
        with world.writing() as session:
            return messages.seed_library(session, now())

    def rewrite(body: str, by: int | None) -> None:
        with world.writing() as session:
            newest = session.get_one(TemplateVersion, versions()[-1].id)
            newest.body, newest.created_by = body, by

    assert seed() == 0
    before = len(versions())
    rewrite("Dear {{ candidate.preferred_name }},\n\nAn older wording of ours.\n", None)
    assert seed() == 1
    assert len(versions()) == before + 1
    assert (versions()[-1].subject, versions()[-1].body) == STARTERS[REJECTION]
    rewrite("Dear {{ candidate.preferred_name }},\n\nOur own words.\n", world.priya.user_id)
    assert seed() == 0
    rewrite(STARTERS[REJECTION][1], None)

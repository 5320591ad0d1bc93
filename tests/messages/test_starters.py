"""The starter wordings read well at any stage and before anybody has named the company."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Disposition, InterviewKind, Outcome
from recruiterdash.config import Settings
from recruiterdash.journey import Booking
from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.days import LANGUAGES, days_said, spoken
from recruiterdash.messages.keeping import ensure_ready
from recruiterdash.messages.library import LIBRARY, STARTERS, Starter
from recruiterdash.messages.models import Template, TemplateVersion
from recruiterdash.messages.wording import PLACEHOLDERS, render, used
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import Role, UserRole
from tests.messages.test_pages import Browser, close_applications, compose  # noqa: F401 - a fixture
from tests.messages.world import World

REJECTION = MessageType.REJECTION_APPLICATION
TODAY, PROMISE = date(2026, 11, 27), date(2026, 12, 8)
SAID = {
    "candidate.preferred_name": "Amara",
    "requisition.title": "Staff Nurse",
    "company.name": "Borealis",
    "sender.name": "Priya Shah",
    "sender.role": "Recruiter",
    "interview.topic": "triage",
}


def rejected(world: World, application: int, type_: MessageType = REJECTION) -> str:
    world.change(
        application,
        lambda session, row: journey.decide(
            session, row, Outcome.REJECT, now=now(), actor_id=None, reason=Disposition.NOT_SELECTED
        ),
    )
    return " ".join(world.letter(application, type_).body.split())


def test_a_no_after_the_application_alone_thanks_for_that(world: World) -> None:
    text = rejected(world, world.person())
    assert "Thank you for applying for the role of Staff Nurse at Borealis. We have decided not to" in text
    assert "time you gave us" not in text
    assert "what you sent" not in text
    assert 50 <= len(re.findall(r"\w+", text)) <= 130


def test_a_no_after_an_interview_thanks_for_the_time_and_does_not_speak_of_papers(world: World) -> None:
    someone = world.person()
    ended = (now() - timedelta(days=3)).replace(hour=15)  # begun and ended on one day
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, ended - timedelta(hours=1), ended)
    world.change(someone, lambda session, row: setattr(row, "applied_at", ended - timedelta(days=9)))
    world.change(
        someone,
        lambda session, row: journey.book_interview(session, row, booking, now=now(), actor_id=None),
    )
    text = rejected(world, someone, MessageType.REJECTION_FINAL)
    day = f"{ended:%A} {ended.day} {ended:%B}"
    assert f"the time and thought you gave to our conversations, the last of them on {day}. We have" in text
    assert "Thank you for applying" not in text


@pytest.mark.parametrize("starter", LIBRARY, ids=lambda each: f"{each.language} {each.type} {each.depth}")
def test_every_starter_is_fit_to_be_approved_and_says_what_its_type_must(starter: Starter) -> None:
    ensure_ready(starter.type, starter.subject, starter.body)
    for known in (
        PLACEHOLDERS,
        [name for name in PLACEHOLDERS if not name.startswith(("interview", "status"))],
    ):
        days = {
            "promise.date": spoken(PROMISE, starter.language),
            "missed.date": spoken(date(2026, 11, 24), starter.language),
            "interview.date": spoken(date(2026, 11, 20), starter.language),
        }
        values: dict[str, str | None] = {name: {**SAID, **days}.get(name, f"<{name}>") for name in known}
        if starter.type is not MessageType.DELAY and len(known) < len(PLACEHOLDERS):
            values.pop("missed.date", None)
        said = render(starter.body, values)
        assert "{" not in said + render(starter.subject, values)
        assert not re.search(r"  |,,| ,|\.\.|\( | \)", said), said
        least, most = MANNERS[starter.type].words
        count = len(re.findall(r"[\w'’]+(?:-\w+)*", said))
        if starter.type is not MessageType.PERSONAL:
            assert least <= count <= most * (1 if starter.language == "en" else 1.15), count
            assert "Staff Nurse" in said
            assert "Borealis" in said
        ahead = [day for day in days_said(said, TODAY, starter.language) if day == PROMISE]
        assert len(ahead) == ("promise.date" in used(starter.body))


@pytest.mark.parametrize(
    "starter", [each for each in LIBRARY if each.language == "en"], ids=lambda each: each.name
)
def test_a_company_without_a_name_is_ours_in_every_sentence(starter: Starter) -> None:
    values: dict[str, str | None] = {name: f"<{name}>" for name in PLACEHOLDERS}
    for text in (starter.subject, starter.body):
        said = render(text, {**values, "company.name": Settings().company})
        assert "Our company" not in said
        assert all(
            re.search(r"\b(at|to) our company\b", said[: found.end()])
            for found in re.finditer("our company", said)
        ), said


def test_the_library_holds_what_is_needed_in_each_language() -> None:
    kept = {language: {each.type for each in LIBRARY if each.language == language} for language in LANGUAGES}
    assert kept["en"] == set(MessageType)
    needed = {each for each, how in MANNERS.items() if how.decision is Outcome.REJECT}
    needed |= {MessageType(each) for each in ("acknowledgement", "status", "delay", "next_step")}
    for language in ("de", "fr", "es"):
        assert needed <= kept[language], language


def test_a_no_says_so_within_three_sentences() -> None:
    decided = {
        "en": "not to go ahead with your application|not be taking your application further|"
        "role has been cancelled|filled the role with a colleague",
        "de": "nicht weiterzuverfolgen|nicht weiterverfolgen|wurde gestrichen|intern besetzt",
        "fr": "ne pas donner suite|ne donnerons pas suite|a été supprimé|pourvu ce poste en interne",
        "es": "no seguir adelante|no seguiremos adelante|se ha cancelado|cubierto el puesto internamente",
    }
    for starter in LIBRARY:
        if MANNERS[starter.type].decision is not Outcome.REJECT:
            continue
        said = render(starter.body, {name: SAID.get(name, "X") for name in PLACEHOLDERS})
        first = " ".join(re.split(r"(?<=[.:?!])\s", said.partition("\n\n")[2])[:3])
        assert re.search(decided[starter.language], first), (starter.language, starter.type, first)


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
            wanted = rows.where(Template.type == REJECTION.value, Template.language == "en")
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

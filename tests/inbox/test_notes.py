"""Notes after an interview: to whom, passed on, answered together; and never a score."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from recruiterdash import journey, team
from recruiterdash.candidates.models import Application, Candidate, InterviewKind
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.journey import Booking, Channel, Contact
from recruiterdash.journey.overview import overview
from recruiterdash.messages.inbound import notes, relaying
from recruiterdash.messages.inbound.notes import Addressee, Sat
from recruiterdash.moments import now
from recruiterdash.notices.models import Notice
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import Role
from tests.inbox import shapes
from tests.inbox.house import House
from tests.inbox.test_pages import fresh, token
from tests.messages.test_pages import Browser, close_applications

__all__ = ["close_applications"]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Said(NamedTuple):
    event_id: int
    type: str
    kind: str | None
    happened_at: datetime
    voided: bool = False
    data: dict[str, Any] = {}
    body: str | None = "Words"


SAT = [Sat(NOON, (Addressee(1, "Ada"), Addressee(2, "Ben"), Addressee(3, "Cleo")))]


def thanked(number: int, hours: float, kind: str = "thank_you", **more: Any) -> Said:
    return Said(number, "in", kind, NOON + timedelta(hours=hours), **more)


def ours(number: int, hours: float, kind: str = "personal", **more: Any) -> Said:
    return Said(number, "out", kind, NOON + timedelta(hours=hours), **more)


THREE = [thanked(1, 2), thanked(2, 3), thanked(3, 4)]


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ([], 0),
        ([ours(9, 5)], 3),
        ([ours(9, 3.5)], 2),
        ([ours(9, 1)], 0),
        ([ours(9, 5, "phone")], 3),
        ([ours(9, 5, "letter")], 3),
        ([ours(9, 5, "voicemail")], 0),
        ([ours(9, 5, "auto_ack")], 0),
        ([ours(9, 5, "bulk")], 0),
        ([ours(9, 5, "invite")], 0),
        ([ours(9, 5, data={"bounced": True})], 0),
        ([ours(9, 5, voided=True)], 0),
    ],
    ids=lambda each: str(each)[:60],
)
def test_one_personal_word_answers_every_note_before_it(words: list[Said], answered: int) -> None:
    found = notes.read([*THREE, *words], SAT, {})
    assert sum(each.answered_at is not None for each in found) == answered


def test_a_question_is_owed_an_answer_and_a_thank_you_is_not() -> None:
    kinds = ("thank_you", "thank_you_question", "question", "information")
    found = notes.read([thanked(number, number, kind) for number, kind in enumerate(kinds, 1)], SAT, {})
    assert {each.name: each.owed for each in found} == {
        "Thank-you": False,
        "Thank-you with a question": True,
        "Question": True,
        "Something for us to know": False,
    }


def test_when_it_came_is_a_fact_and_orders_nothing_but_the_list() -> None:
    found = notes.read([thanked(1, 30), thanked(2, 2), thanked(3, -5), thanked(4, 24 * 40)], SAT, {})
    assert {each.event_id: each.after for each in found} == {
        1: 30 * HOUR,
        2: 2 * HOUR,
        3: None,
        4: None,
    }
    assert "score" not in " ".join(notes.Note._fields)


def test_what_was_undone_or_is_no_note_does_not_stand_there() -> None:
    said = [thanked(1, 1, voided=True), thanked(2, 1, "withdraw"), Said(3, "note", None, NOON)]
    assert notes.read(said, SAT, {}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to me: amara@example.org",
        "Amara <AMARA.O@mail.example.org>, thank you",
        "My number is +44 20 7946 0018.",
        "(020) 7946-0018",
        "020.7946.0018",
        "+442079460018",
    ],
)
def test_no_address_and_no_number_goes_along(text: str) -> None:
    said = relaying.without_addresses(f"Thank you! {text} Kind regards", Candidate(phone="+442079460018"))
    assert relaying.LEFT_OUT in said
    assert "@" not in said
    assert "0018" not in said
    assert said.startswith("Thank you!")
    assert said.endswith("Kind regards")


def test_other_numbers_stay() -> None:
    text = "We spoke of 2,400 beds in 2019 and room 12."
    assert relaying.without_addresses(text, Candidate(phone="+442079460018")) == text


# --- lived ----------------------------------------------------------------------------------------


class Met(NamedTuple):
    application: int
    panel: tuple[int, ...]


@pytest.fixture(scope="module")
def panel(house: House) -> tuple[int, ...]:
    ids = []
    with house.world.writing() as session:
        for name in ("Ada Panel", "Ben Panel", "Cleo Panel"):
            roles = frozenset({Role.INTERVIEWER})
            draft = team.UserDraft(name, f"{name[:3].lower()}.panel@borealis.example", roles, "Nurse")
            ids.append(team.create_user(session, draft, now=now(), actor_id=None).id)
    return tuple(ids)


def met(house: House, panel: tuple[int, ...], name: str) -> Met:
    """Somebody whom three people interviewed yesterday."""
    application = house.world.person(name, phone="+442079460018")
    start = now() - timedelta(hours=26)
    with house.world.writing() as session:
        row = session.get_one(Application, application)
        row.applied_at = now() - timedelta(days=9)
        booking = Booking(
            stage_type=StageType.INTERVIEW,
            kind=InterviewKind.VIDEO,
            starts_at=start,
            ends_at=start + HOUR,
            panel=panel,
            preliminary=False,
            topic="Triage",
        )
        made = journey.book_interview(
            session,
            row,
            booking._replace(starts_at=now() + HOUR, ends_at=now() + 2 * HOUR),
            now=now(),
            actor_id=None,
        )
        made.starts_at, made.ends_at = start, start + HOUR
    return Met(application, panel)


def card(house: House, who: Met, channel: Channel, text: str = "Thank you for your time.") -> int:
    contact = Contact("in", channel, now() - timedelta(hours=3), kind="thank_you", text=text)
    with house.world.writing() as session:
        row = session.get_one(Application, who.application)
        return journey.log_contact(session, row, contact, now=now(), actor_id=house.world.priya.user_id).id


def test_three_notes_to_three_people_are_answered_by_one_letter(house: House, panel: tuple[int, ...]) -> None:
    who = met(house, panel, "Three")
    priya = Browser(house.world, house.world.priya)
    events = [card(house, who, each) for each in (Channel.LETTER, Channel.LINKEDIN, Channel.PHONE)]
    path = f"/applications/{who.application}"
    for event, user in zip(events, panel, strict=True):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', priya.open(path))
        assert csrf
        priya.send(f"{path}/notes-to/{event}", {"csrf_token": csrf[1], "to": str(user), "relay": "1"})
    page = priya.open(path)
    assert "0 of 3 answered" in page
    assert "after the interview" in page
    assert page.count("on its way to them") == 3
    with house.world.database.reading() as session:
        told = session.scalars(select(Notice).where(Notice.application_id == who.application)).all()
    assert {each.user_id for each in told} == set(panel)
    assert all("Thank you for your time" in each.body for each in told)
    assert all((house.candidate(who.application).email or "") not in each.body for each in told)
    assert "COURTESY_REPLY" not in house.world.standing(who.application).__dict__.get("headline", "")
    answer = Contact("out", Channel.EMAIL, now(), text="Thank you, from all three.")
    house.world.change(
        who.application,
        lambda session, row: journey.log_contact(session, row, answer, now=now(), actor_id=None),
    )
    assert "3 of 3 answered" in priya.open(path)


def test_its_words_are_passed_on_once(house: House, panel: tuple[int, ...]) -> None:
    who = met(house, panel, "Twice")
    event = card(house, who, Channel.LETTER)
    act: dict[str, Any] = {"now": now(), "actor_id": house.world.priya.user_id}
    with house.world.writing() as session:
        over = overview(session, house.world.priya, who.application, to_change=True)
        relaying.address_to(session, over.application, event, panel[:2], **act)
        settings = house.world.settings
        assert relaying.relay(session, over, event, settings=settings, **act) == ["Ada Panel", "Ben Panel"]
        with pytest.raises(Conflict):
            relaying.relay(session, over, event, settings=settings, **act)
        # who has it stays named
        relaying.address_to(session, over.application, event, (), **act)
        with pytest.raises(Conflict):
            relaying.relay(session, over, event, settings=settings, **act)


def test_only_who_sat_with_them_and_only_their_own_notes(house: House, panel: tuple[int, ...]) -> None:
    who, other = met(house, panel, "Own"), met(house, panel, "Others")
    event, act = card(house, who, Channel.LETTER), {"now": now(), "actor_id": house.world.priya.user_id}
    given: dict[str, Any] = act
    with house.world.writing() as session:
        mine, theirs = (session.get_one(Application, each.application) for each in (who, other))
        with pytest.raises(BadInput):
            relaying.address_to(session, mine, event, [house.world.stranger.user_id], **given)
        with pytest.raises(NotFound):
            relaying.address_to(session, theirs, event, panel, **given)
        with pytest.raises(NotFound):
            relaying.address_to(session, mine, 2**60, panel, **given)


def test_who_is_behind_the_wall_is_told_nothing(house: House, panel: tuple[int, ...]) -> None:
    who = met(house, panel, "Wall")
    event = card(house, who, Channel.LETTER)
    given: dict[str, Any] = {"now": now(), "actor_id": house.world.priya.user_id}
    with house.world.writing() as session:
        house.world.person_of(session, who.application).current_manager_id = panel[0]
        session.flush()
        over = overview(session, house.world.priya, who.application, to_change=True)
        relaying.address_to(session, over.application, event, panel[:1], **given)
        with pytest.raises(Conflict):
            relaying.relay(session, over, event, settings=house.world.settings, **given)


# --- mail on the page of an application, and two people who answer it -------------------------------


def test_a_mail_stands_in_the_timeline_with_its_files_and_is_answered_from_there(house: House) -> None:
    priya = Browser(house.world, house.world.priya)
    letter = house.written("Timeline")
    house.heard()
    row = house.one(shapes.gmail(letter.answer("When do you decide? My papers are here.", files=1)))
    page = priya.open(f"/applications/{letter.application}")
    assert "My papers are here" in page
    assert f"/inbox/{row.id}/files/1" in page
    assert f"answers={row.id}" in page
    form = priya.open(f"/applications/{letter.application}/letters/new?type=personal&reply=1")
    assert "What you answer" in form, "from the queue the letter continues the thread as well"
    assert f'name="answers" type="hidden" value="{row.id}"' in form


def test_a_mail_of_which_nobody_has_said_what_it_is_stands_above_the_timeline(house: House) -> None:
    priya = Browser(house.world, house.world.priya)
    letter = house.written("Above")
    house.one(shapes.gmail(letter.answer("Thank you very much for the talk.")))
    page = priya.open(f"/applications/{letter.application}")
    assert "nobody has said yet what it is" in page
    assert "Thank you very much for the talk" in page


def test_two_people_who_answer_one_mail_see_each_other(house: House) -> None:
    from recruiterdash.requisitions.models import Part, TeamMember

    letter = house.written("Beside")
    house.heard()
    row = house.one(shapes.gmail(letter.answer("When will you decide about my application?")))
    with house.world.writing() as session:
        session.add(
            TeamMember(
                requisition_id=house.world.requisition_id,
                user_id=house.world.stranger.user_id,
                part=Part.RECRUITER,
            )
        )
    path = f"/applications/{letter.application}/letters/new?type=chaser_reply&answers={row.id}"
    priya, sam = Browser(house.world, house.world.priya), Browser(house.world, house.world.stranger)
    first = priya.open(path)
    assert "has had this mail open" not in first
    second = sam.open(path)
    assert "Priya Shah" in second
    assert "has had this mail open" in second
    assert "Sam Stranger" in priya.open(f"/inbox/{row.id}")
    from tests.messages.test_pages import typed

    # the first has not seen the second come: told once, and then it goes
    refused = priya.send(path, typed(first), 409)
    assert "Sam Stranger has opened this mail" in refused
    priya.send(path, typed(refused))
    # the second had seen the first, and loses to the letter itself
    assert "has answered this mail meanwhile" in sam.send(path, typed(second), 409)
    assert fresh(house, row.id).id == row.id
    assert token(priya, row.id)


def test_a_mail_for_hr_alone_is_named_and_not_shown(house: House) -> None:
    letter = house.written("Named")
    house.one(shapes.gmail(letter.answer("I will need wheelchair access for the interview.")))
    with house.world.writing() as session:
        draft = team.UserDraft("Helen HR", "helen.hr@borealis.example", frozenset({Role.HR}), "HR")
        team.create_user(session, draft, now=now(), actor_id=None)
    page = Browser(house.world, house.world.priya).open(f"/applications/{letter.application}")
    assert "with HR alone" in page
    assert "wheelchair" not in page

"""Letters that wait for their hour: outcomes do, others may; what is owed goes first, and nobody's letter is lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, messages, moments, team
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Disposition
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.journey import Happened
from recruiterdash.journey.overview import overview
from recruiterdash.messages import MessageType, approval, delivery, leaving, leaving_many, scheduled
from recruiterdash.messages.days import moved as messages_moved
from recruiterdash.messages.gate import Gate
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.requisitions.models import (
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.team.models import Office, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.owned import new_own_levels
from tests.messages.test_pages import Browser, close_applications, compose, typed  # noqa: F401
from tests.messages.test_sending import sent_by
from tests.messages.ward import Ward
from tests.messages.world import Post, World

MONDAY, TUESDAY, WEDNESDAY, FRIDAY, SUNDAY = 0, 1, 2, 4, 6
LISBON, LOS_ANGELES = "Europe/Lisbon", "America/Los_Angeles"


@pytest.fixture
def humane(world: World) -> World:
    """The world as it is for people: letters can be taken back, and outcomes wait."""
    world.settings = replace(world.settings, send_window=True, undo_seconds=10.0)
    return world


def coming(weekday: int, hour: str, zone: str = "UTC") -> datetime:
    """A day of the week at least three days ahead, so that everybody applied long enough before."""
    day = (moments.now() + timedelta(days=3)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))


def rejection(world: World, someone: int) -> messages.Letter:
    return world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)


def queued(world: World, someone: int, letter: messages.Letter, at: datetime, **changes: Any) -> Message:
    with world.writing() as session:
        made = messages.queue(
            session,
            world.priya,
            someone,
            letter,
            now=at.astimezone(UTC),
            settings=replace(world.settings, **changes),
        )
        number = made.id
    return world.message(number)


def hasten(
    world: World, number: int, at: datetime, reason: str = "They rang.", viewer: Viewer | None = None
) -> None:
    with world.writing() as session:
        scheduled.send_now(
            session, viewer or world.priya, number, reason, now=at.astimezone(UTC), settings=world.settings
        )


def promised(day: datetime) -> Callable[[Session, Application], object]:
    """We told them that they hear from us by a day."""
    said = {"channel": "phone", "status": True, "next_date": day.date().isoformat()}
    return lambda session, application: journey.record(
        session, application, Happened("out", moments.now(), "personal", said), now=moments.now()
    )


# --- outcomes ---------------------------------------------------------------------------------------


def test_a_no_written_on_friday_afternoon_leaves_on_monday_morning_where_they_are(humane: World) -> None:
    someone = humane.person(zone=LOS_ANGELES)
    friday = coming(FRIDAY, "15:00", LOS_ANGELES)
    made = queued(humane, someone, rejection(humane, someone), friday)
    assert made.state is MessageState.HELD
    assert made.send_at == (friday + timedelta(days=3)).replace(hour=9)
    assert made.leaves_why == "It was after 14:00 on a Friday there."
    with humane.writing() as session:
        messages.cancel(session, humane.priya, made.id, now=friday.astimezone(UTC) + timedelta(days=1))
    assert humane.state(made.id) is MessageState.CANCELLED
    assert humane.standing(someone).letters_on_way == 0


def test_a_no_in_good_hours_can_be_taken_back_for_ten_minutes(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    at = coming(TUESDAY, "10:00", LISBON)
    made = queued(humane, someone, rejection(humane, someone), at)
    assert (made.send_at - at, made.leaves_why) == (timedelta(minutes=10), "")


def test_a_hold_that_ends_outside_the_hours_goes_on_until_the_next(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    at = coming(FRIDAY, "13:55", LISBON)
    made = queued(humane, someone, rejection(humane, someone), at)
    assert made.send_at == (at + timedelta(days=3)).replace(hour=9, minute=0)


def test_without_time_to_undo_and_in_good_hours_a_no_leaves_at_once(humane: World) -> None:
    someone = humane.person()
    at = coming(TUESDAY, "10:00")
    assert (
        queued(humane, someone, rejection(humane, someone), at, undo_seconds=0).state is MessageState.QUEUED
    )


def test_with_the_window_off_only_the_hold_is_left(humane: World) -> None:
    someone = humane.person()
    at = coming(SUNDAY, "03:00")
    made = queued(humane, someone, rejection(humane, someone), at, send_window=False)
    assert (made.send_at - at, made.leaves_why) == (timedelta(minutes=10), "")


def test_nobody_is_refused_on_the_day_they_applied(humane: World) -> None:
    someone = humane.person()
    applied = humane.application(someone).applied_at
    made = queued(humane, someone, rejection(humane, someone), moments.now())
    assert made.send_at >= applied + timedelta(hours=24)
    assert made.leaves_why.startswith("They applied less than 24 hours before")


def test_a_quiet_date_of_the_office_is_passed_over(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    at = coming(TUESDAY, "10:00", LISBON)
    with humane.writing() as session:
        requisition = session.get_one(Requisition, humane.requisition_id)
        office = session.get_one(Office, requisition.office_id)
        office.quiet_dates = {at.date().isoformat(): "Founders' day"}
    made = queued(humane, someone, rejection(humane, someone), at)
    assert made.send_at == (at + timedelta(days=1)).replace(hour=9)
    assert "is a quiet date" in made.leaves_why


def test_a_promise_goes_before_a_nicer_hour_and_the_letter_says_so(humane: World) -> None:
    someone = humane.person()
    friday = coming(FRIDAY, "15:00")
    humane.change(someone, promised(friday))
    made = queued(humane, someone, rejection(humane, someone), friday)
    assert made.send_at - friday == timedelta(minutes=10)
    assert made.leaves_why.startswith("The word we promised is due Friday")


def test_what_is_owed_within_the_hold_shortens_it(humane: World) -> None:
    someone = humane.person()
    friday = coming(FRIDAY, "16:55")
    humane.change(someone, promised(friday))
    made = queued(humane, someone, rejection(humane, someone), friday)
    assert made.send_at - friday == timedelta(seconds=10)


# --- one person's word to one -----------------------------------------------------------------------


def test_a_status_leaves_at_once_whatever_the_hour(humane: World) -> None:
    someone = humane.person()
    sunday = coming(SUNDAY, "03:00")
    letter = humane.letter(someone)
    assert letter.promise is not None
    made = queued(humane, someone, letter._replace(promise=None, type=MessageType.PERSONAL), sunday)
    assert (made.send_at - sunday, made.leaves_why) == (timedelta(seconds=10), "")


def test_a_status_may_wait_for_the_next_good_hour(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    sunday = coming(SUNDAY, "12:00", LISBON)
    letter = humane.letter(someone, MessageType.PERSONAL, body=humane.letter(someone).body, promise=None)
    made = queued(humane, someone, letter._replace(later=True), sunday)
    assert made.send_at == (sunday + timedelta(days=1)).replace(hour=9)
    assert made.leaves_why == "It was Sunday there."


def test_a_letter_is_not_held_past_the_day_it_promises(humane: World) -> None:
    someone = humane.person()
    sunday = coming(SUNDAY, "12:00")
    monday = (sunday + timedelta(days=1)).date()
    letter = humane.letter(someone)
    assert letter.promise is not None
    said = letter._replace(
        promise=monday, body=messages_moved(letter.body, letter.promise, monday), later=True
    )
    with pytest.raises(BadInput, match="choose a later day"):
        queued(humane, someone, said, sunday)
    assert humane.standing(someone).letters_on_way == 0
    assert queued(humane, someone, said._replace(later=False), sunday).state is MessageState.HELD


# --- sooner -----------------------------------------------------------------------------------------


def test_an_outcome_is_sent_sooner_only_when_something_is_owed_before(humane: World) -> None:
    someone = humane.person()
    friday = coming(FRIDAY, "15:00")
    made = queued(humane, someone, rejection(humane, someone), friday)
    with pytest.raises(NotAllowed, match="undone"):
        hasten(humane, made.id, friday + timedelta(minutes=5))
    with pytest.raises(NotAllowed, match="after 14:00 on a Friday"):
        hasten(humane, made.id, friday + timedelta(minutes=15))
    assert humane.state(made.id) is MessageState.HELD

    other = humane.person()
    second = queued(humane, other, rejection(humane, other), friday)
    humane.change(other, promised(friday))
    hasten(humane, second.id, friday + timedelta(minutes=15))
    assert humane.state(second.id) is MessageState.QUEUED
    assert humane.reason(second.id) == "sent now: They rang."
    with humane.database.reading() as session:
        rows = select(AuditRow).where(AuditRow.act == "letter.hasten", AuditRow.subject_id == second.id)
        assert session.scalars(rows).one().actor_id == humane.priya.user_id
    with pytest.raises(Conflict):
        hasten(humane, second.id, friday + timedelta(minutes=16))


def test_sending_sooner_needs_a_reason_and_sight_of_the_letter(humane: World) -> None:
    someone = humane.person()
    sunday = coming(SUNDAY, "12:00")
    letter = humane.letter(someone, MessageType.PERSONAL, body=humane.letter(someone).body, promise=None)
    made = queued(humane, someone, letter._replace(later=True), sunday)
    with pytest.raises(BadInput, match="cannot wait"):
        hasten(humane, made.id, sunday, reason="  ")
    with pytest.raises(NotFound):
        hasten(humane, made.id, sunday, viewer=humane.stranger)
    assert humane.state(made.id) is MessageState.HELD
    hasten(humane, made.id, sunday)
    assert humane.message(made.id).send_at == sunday


def test_what_is_scheduled_is_listed_the_next_first_to_those_who_may_see_it(humane: World) -> None:
    friday = coming(FRIDAY, "15:00")
    people = [humane.person(zone=zone) for zone in (LOS_ANGELES, LISBON, "")]
    made = [queued(humane, each, rejection(humane, each), friday).id for each in people]
    with humane.database.reading() as session:
        at = friday.astimezone(UTC)
        rows = scheduled.listed(session, humane.priya, now=at, settings=humane.settings).rows
        assert scheduled.listed(session, humane.stranger, now=at, settings=humane.settings).rows == []
    mine = [row for row in rows if row.message.id in made]
    assert [row.message.send_at for row in mine] == sorted(row.message.send_at for row in mine)
    spoken = {row.message.id: row.spoken for row in mine}
    assert "time is assumed" in spoken[made[2]]
    assert "in Lisbon" in spoken[made[1]]


@pytest.mark.parametrize("own", [{}, {"notice": 1}], ids=["the house's levels", "a level of its own"])
def test_a_batch_leaves_by_the_same_rules_and_not_all_in_one_minute(
    humane: World, own: dict[str, int]
) -> None:
    with humane.writing() as session:
        requisition = session.get_one(Requisition, humane.requisition_id)
        new_own_levels(session, requisition, own, after=0, now=moments.now(), actor_id=None)
    friday = coming(FRIDAY, "15:00")
    zones = (LOS_ANGELES, LISBON, "", "Asia/Tokyo")
    people = [humane.person(zone=zones[number % 4]) for number in range(12)]
    humane.change(people[0], promised(friday))
    type_, at = MessageType.REJECTION_APPLICATION, friday.astimezone(UTC)
    with humane.database.reading() as session:
        many = leaving_many.leaves(session, people, type_, now=at, settings=humane.settings)
        one = {
            each: leaving.plan(
                session,
                leaving.Whose.of(overview(session, humane.priya, each)),
                type_,
                now=at,
                settings=humane.settings,
            ).leave
            for each in people
        }
        again = leaving_many.leaves(session, people, type_, now=at, settings=humane.settings)
    assert many == again
    for each in people:
        alone = one[each]
        assert alone is not None
        assert many[each]._replace(at=alone.at) == alone
        assert alone.at <= many[each].at <= max(alone.at, alone.until)
    assert len({leave.at for leave in many.values()}) > 8


def elsewhere(world: World, someone: int, zone: str) -> int:
    """The same person applies for a role of an office in another zone."""
    with world.writing() as session:
        draft = team.OfficeDraft(name=f"Office {moments.now()}", zone=zone, country="US")
        office = team.create_office(session, draft, now=moments.now(), actor_id=None)
        made = Requisition(
            reference=f"R-{moments.now()}",
            title=f"Baker in {zone}",
            state=RequisitionState.OPEN,
            office_id=office.id,
            recruiter_id=world.priya.user_id,
            created_at=moments.now(),
            stages=[Stage(position=0, name="Review", type=StageType.APPLICATION)],
            team=[TeamMember(user_id=world.priya.user_id, part=Part.RECRUITER)],
        )
        session.add(made)
        session.flush()
        who = world.person_of(session, someone)
        at = moments.now()
        return journey.apply(session, who, made, applied_at=at, now=at, actor_id=None).id


@pytest.mark.parametrize("zone", ["Asia/Tokyo", ""], ids=["their zone is known", "their zone is not known"])
def test_one_letter_about_roles_of_offices_far_apart_leaves_in_one_persons_hours(
    humane: World, zone: str
) -> None:
    ward = Ward(humane)
    someone = humane.person(zone=zone)
    two = [someone, elsewhere(humane, someone, LOS_ANGELES)]
    tuesday = coming(TUESDAY, "21:00").astimezone(UTC)
    made = ward.preview(ward.wanted(two), at=tuesday)
    ward.confirm(made.token, at=tuesday, undo=0.01)
    (row,) = ward.rows(made.batch.id)
    message = humane.message(row.message_id or 0)
    local = message.send_at.astimezone(ZoneInfo(zone or "UTC"))
    assert (local.weekday(), local.hour) == (WEDNESDAY, 9)
    assert later_than(humane, message, message.send_at) is None
    night = message.send_at + timedelta(hours=12)
    morning = later_than(humane, message, night)
    assert morning is not None
    assert later_than(humane, message, morning) is None


def later_than(world: World, message: Message, at: datetime) -> datetime | None:
    """When a letter leaves that is claimed at a moment; None for then."""
    with world.writing() as session:
        found = approval.look(session, [message.id], at)
        assert found.changed == {}
        later = Gate(world.settings).later(session, found.facts, at)
        return later[message.id].at if later else None


def test_one_letter_about_two_roles_leaves_on_a_day_that_suits_both_offices(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    two = [someone, elsewhere(humane, someone, LISBON)]
    tuesday = coming(TUESDAY, "21:00")
    with humane.writing() as session:
        for id_, days in zip(two, (1, 2), strict=True):
            quiet = (tuesday + timedelta(days=days)).date()
            requisition = session.get_one(Requisition, session.get_one(Application, id_).requisition_id)
            session.get_one(Office, requisition.office_id).quiet_dates = {quiet.isoformat(): "all hands"}
            new_own_levels(session, requisition, {"notice": 8}, after=0, now=moments.now(), actor_id=None)
    leave = leaves_at(humane, two, tuesday)
    assert leave.astimezone(ZoneInfo(LISBON)).date() == (tuesday + timedelta(days=3)).date()


def test_one_letter_about_two_roles_leaves_before_what_is_owed_for_either(humane: World) -> None:
    someone = humane.person(zone=LISBON)
    two = [someone, elsewhere(humane, someone, LISBON)]
    tuesday = coming(TUESDAY, "21:00")
    with humane.writing() as session:
        requisition = session.get_one(Requisition, session.get_one(Application, two[1]).requisition_id)
        quiet = {(tuesday + timedelta(days=days)).date().isoformat(): "all hands" for days in (1, 2, 3)}
        session.get_one(Office, requisition.office_id).quiet_dates = quiet
    due = tuesday + timedelta(days=1)
    humane.change(someone, promised(due))
    assert leaves_at(humane, two, tuesday) < due.replace(hour=17)


def leaves_at(world: World, about: list[int], at: datetime) -> datetime:
    """When a no about several roles leaves that is approved at a moment."""
    with world.writing() as session:
        found = leaving_many.of_letters(
            session,
            {1: about},
            MessageType.REJECTION_APPLICATION,
            now=at.astimezone(UTC),
            settings=world.settings,
        )
        return found[1].at


# --- whoever wrote it has gone ----------------------------------------------------------------------


def test_a_letter_of_somebody_shut_out_comes_back_instead_of_leaving(world: World, post: Post) -> None:
    number, kept = world.queue(world.person()), world.queue(world.person())
    with world.writing() as session:
        writer = session.get_one(User, world.priya.user_id)
        team.disable_user(session, writer, now=moments.now(), actor_id=None)
    sent_by(world, post)
    assert post.letters == []
    assert [world.state(each) for each in (number, kept)] == [MessageState.CANCELLED] * 2
    assert world.reason(number) == "changed since it was approved: its writer's account was disabled"
    with world.database.reading() as session:
        assert not delivery.resting(session, world.priya, moments.now())


# --- pages ------------------------------------------------------------------------------------------


def night() -> str:
    """A zone in which it is three in the morning or a little later."""
    east = 3 - moments.now().hour
    east += 24 if east < -12 else 0
    return f"Etc/GMT{-east:+d}" if east else "UTC"


def test_the_writer_of_a_no_reads_when_it_leaves_and_why(humane: World) -> None:
    someone = humane.person("Amara", zone=LISBON)
    priya = Browser(humane, humane.priya)
    page = unescape(priya.open(compose(someone, "rejection_application")))
    assert re.search(r"The letter leaves \w+day \d+ \w+ at \d\d:\d\d in Lisbon", page)
    assert "because they applied less than 24 hours before" in page
    assert 'name="leaves"' not in page
    priya.send(
        compose(someone, "rejection_application"),
        {**typed(page), "reason": "not_selected", "next": "/messages"},
    )
    told = unescape(priya.open("/messages"))
    assert "The letter to Amara Okafor leaves" in told
    assert "Until then it can be undone." in told

    listed = unescape(priya.open("/messages/scheduled"))
    assert "Amara Okafor" in listed
    assert "They applied less than 24 hours before" in listed
    assert "Keep back" in listed
    assert "Priya Shah" in listed
    number = re.findall(r'action="/messages/(\d+)/undo"', listed)[-1]
    assert f"/messages/{number}/send-now" not in listed
    refused = priya.send(f"/messages/{number}/send-now", {**typed(listed), "reason": "I want to."}, 403)
    assert "Nothing was done" in refused
    priya.send(f"/messages/{number}/undo", typed(listed))
    assert "Amara Okafor" not in priya.open("/messages/scheduled").replace("Undone", "")


def test_a_word_at_night_may_leave_now_or_in_the_morning(humane: World) -> None:
    with humane.writing() as session:
        zones = {humane.person(zone="UTC"): night()}
        for someone, zone in zones.items():
            humane.person_of(session, someone).zone = zone
    priya = Browser(humane, humane.priya)
    page = priya.open(compose(someone))
    assert "Leave now" in page
    assert "leaves in 10 seconds" in page
    later = priya.send(compose(someone), {**typed(page), "leaves": "later", "next": "/messages/scheduled"})
    listed = priya.open(later)
    (path,) = set(re.findall(r'action="(/messages/\d+/send-now)"', listed))
    assert "cannot wait" in priya.send(path, {"csrf_token": typed(listed)["csrf_token"], "reason": " "}, 422)
    gone = priya.send(path, {"csrf_token": typed(listed)["csrf_token"], "reason": "They leave today."})
    assert "leaves now" in priya.open(gone)
    assert priya.open("/messages/scheduled").count("/send-now") == 0

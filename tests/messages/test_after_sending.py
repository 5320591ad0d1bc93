"""What is said once a letter is sent: what it stops, what is still owed and by whom, when it left and where."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from recruiterdash import candidates, journey, team
from recruiterdash.candidates.models import InterviewKind
from recruiterdash.journey import Booking, Channel, Contact, Happened
from recruiterdash.messages.days import spoken
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.waiting import Calendar
from tests.messages.test_fitting import offered
from tests.messages.test_pages import Browser, compose, typed
from tests.messages.world import World

TAG = re.compile(r"<[^>]+>")


def words(page: str) -> str:
    return " ".join(unescape(TAG.sub(" ", page)).split())


def interviewed(world: World, name: str = "Amara") -> int:
    """Somebody whose interview was so long ago that the decision is late."""
    long_ago = now() - timedelta(days=40)
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, long_ago - timedelta(hours=1), long_ago)
    with world.writing() as session:
        facts = candidates.Facts(first_name=name, last_name="Okafor", email=f"{uuid4().hex}@example.org")
        who = candidates.create(session, facts, now=now(), actor_id=None)
        requisition = session.get_one(Requisition, world.requisition_id)
        applied_at = long_ago - timedelta(days=2)
        row = journey.apply(session, who, requisition, applied_at=applied_at, now=now(), actor_id=None)
        journey.book_interview(session, row, booking, now=now(), actor_id=None)
        return row.id


def test_who_sends_a_status_reads_what_it_stops_and_who_still_owes_the_decision(world: World) -> None:
    with world.writing() as session:
        katja = team.create_user(session, team.UserDraft("Katja Novak", None), now=now(), actor_id=None)
        session.get_one(Requisition, world.requisition_id).hiring_manager_id = katja.id
    someone = interviewed(world)
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, next="/messages"))
    landed = words(priya.open(priya.send(compose(someone, next="/messages"), typed(page))))
    assert "The decision is still owed; a scorecard is missing." in landed

    scored = Happened("scorecard", now() - timedelta(days=39))
    someone = interviewed(world)
    world.change(someone, lambda session, row: journey.record(session, row, scored, now=now()))
    page = priya.open(compose(someone, next="/messages"))
    landed = words(priya.open(priya.send(compose(someone, next="/messages"), typed(page))))
    assert "Once the mail server has accepted it:" in landed
    assert "the silence clock starts anew" in landed
    assert "The decision is still owed by Katja Novak." in landed


def test_who_owes_the_decision_themselves_is_told_so(world: World) -> None:
    someone = interviewed(world)
    asked = Contact("in", Channel.EMAIL, now() - timedelta(days=2), kind="question", text="Any news?")
    world.change(
        someone, lambda session, row: journey.log_contact(session, row, asked, now=now(), actor_id=None)
    )
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, next="/messages"))
    landed = words(priya.open(priya.send(compose(someone, next="/messages"), typed(page))))
    assert "Their open question counts as answered." in landed
    assert "The decision is still owed, by you." in landed


def test_a_refused_letter_says_what_the_day_that_was_typed_will_do(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    other = Calendar("UTC").business_day_after(now().date(), 1)
    assert form["promise"] != other.isoformat()
    page = priya.send(compose(someone), {**form, "promise": other.isoformat(), "subject": ""}, 422)
    assert f"{spoken(other)} becomes a promise to them." in words(page)


def test_moments_of_letters_name_their_zone(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    priya.send(compose(someone), typed(priya.open(compose(someone))))
    listed = priya.open("/messages")
    written = r'</time> <span class="zone">UTC</span>'
    assert re.search(written, listed)
    (letter,) = re.findall(r'href="(/messages/\d+)"><bdi>', listed)[:1]
    shown = priya.open(letter)
    assert len(re.findall(written, shown)) >= 2, "when it was written, and each step of its way"
    assert 'Timeline <span class="zone">UTC</span>' in priya.open(f"/applications/{someone}")
    assert '<span class="zone">UTC</span></h3>' in priya.open(f"/queue/panel/{someone}")


@pytest.mark.parametrize("type_", ["rejection_final", "status"])
def test_a_no_after_an_interview_is_not_called_one_after_application(world: World, type_: str) -> None:
    someone = interviewed(world)
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, type_))
    assert "Rejection after interviews" in offered(page)
    assert "Rejection after application" not in offered(page)
    assert "They got further than that (after an interview)" in page
    assert "Rejection after application" in offered(priya.open(compose(world.person(), "status")))

"""A third letter in a row without news is not written by anybody: who decides is asked, or the person is called."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recruiterdash import journey, notices
from recruiterdash.errors import NotAllowed
from recruiterdash.journey import Happened
from recruiterdash.messages import MessageType
from recruiterdash.messages.put_off import REFUSAL, Word, stopped_since
from recruiterdash.messages.types import Letter
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import User
from tests.messages.test_sending import sent_by
from tests.messages.ward import Ward
from tests.messages.world import Post, World

SECOND, FIRST = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 10, 9, tzinfo=UTC)


def said(letter: str, at: datetime, **data: Any) -> Word:
    return Word("out", "personal", {"letter": letter, **data}, at)


TWO = [said("status", SECOND), said("delay", FIRST)]


@pytest.mark.parametrize(
    ("story", "since"),
    [
        pytest.param([], None, id="nobody was put off"),
        pytest.param(TWO[1:], None, id="once"),
        pytest.param(TWO, SECOND, id="twice"),
        pytest.param([Word("in", "question", {}), *TWO], SECOND, id="they asked since"),
        pytest.param([Word("out", "phone", {}), *TWO], None, id="we called since"),
        pytest.param([Word("out", "voicemail", {}), *TWO], SECOND, id="we did not reach them"),
        pytest.param([TWO[0], Word("out", "phone", {}), TWO[1]], SECOND, id="we called between"),
        pytest.param([Word("interview_held", None, {}), *TWO], None, id="they were interviewed since"),
        pytest.param([said("hold", SECOND), TWO[1]], SECOND, id="the second said that it is on hold"),
        pytest.param([said("status", SECOND, bounced=True), TWO[1]], None, id="the second came back"),
    ],
)
def test_when_no_further_letter_without_news_is_written(story: list[Word], since: datetime | None) -> None:
    assert stopped_since(story) == since


def anew(world: World, someone: int, number: int) -> Letter:
    """A letter that says something else each time."""
    letter = world.letter(someone)
    words = f"{('One', 'Two', 'Three')[number]} of our team has read your file by now."
    body = letter.body.replace("We have not decided yet", f"{words} We have not decided yet")
    assert words in body
    return letter._replace(body=body)


def put_off_twice(world: World, post: Post) -> int:
    someone = world.person("Amara")
    for number in range(2):
        world.queue(someone, anew(world, someone, number))
        sent_by(world, post)
    return someone


def test_the_third_in_a_row_is_stopped_for_one_and_for_many(world: World, post: Post) -> None:
    someone = put_off_twice(world, post)
    with pytest.raises(NotAllowed, match="a third letter without news is not written"):
        world.queue(someone, anew(world, someone, 2))
    ward = Ward(world)
    made = ward.preview(ward.wanted([someone, *ward.people(1)]), at=now() + timedelta(hours=2))
    assert ward.excluded(made.batch.id) == {someone: "put_off"}


def test_that_the_search_is_on_hold_is_told_all_the_same(world: World, post: Post) -> None:
    someone = put_off_twice(world, post)
    world.change(
        someone,
        lambda session, row: journey.change_state(
            session,
            session.get_one(Requisition, row.requisition_id),
            RequisitionState.ON_HOLD,
            now=now(),
            actor_id=None,
        ),
    )
    assert world.queue(someone, world.letter(someone, MessageType.HOLD))


def test_after_a_call_another_may_be_written(world: World, post: Post) -> None:
    someone = put_off_twice(world, post)
    call = Happened("out", now(), "phone", {"channel": "phone"})
    world.change(someone, lambda session, row: journey.record(session, row, call, now=now()))
    assert world.queue(someone, anew(world, someone, 2))


def test_once_whoever_decides_was_asked_another_may_be_written(world: World, post: Post) -> None:
    someone = put_off_twice(world, post)
    with world.writing() as session:
        manager = session.get_one(User, world.priya.user_id)
        notices.tell(
            session,
            manager,
            f"ask:{someone}",
            "A date is needed",
            "Say it here.",
            now=now(),
            settings=world.settings,
            application_id=someone,
        )
    assert world.queue(someone, anew(world, someone, 2))


def test_the_refusal_says_what_to_do_instead() -> None:
    assert "ask whoever decides" in REFUSAL
    assert "call them" in REFUSAL

"""Lived one by one, recorded in another order, loaded at once, recomputed: the rows are the same."""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recruiterdash import journey
from recruiterdash.db import Database
from tests.waiting.histories import Story, stories
from tests.waiting.world import World

some = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def apart(story: Story) -> Story:
    """Move equal moments apart: of those, which came first is only known by the order of recording."""
    happened = tuple(
        each._replace(at=each.at + timedelta(seconds=number)) for number, each in enumerate(story.happened)
    )
    return story._replace(happened=happened)


@some
@given(stories().map(apart))
def test_one_by_one_equals_all_at_once(database: Database, story: Story) -> None:
    last = story.happened[-1].at
    with database.writing() as session:
        world = World(session)
        forwards, at_once = world.application(story), world.application(story)
        for said in story.happened:
            world.live(forwards, said, said.at)
        world.load(at_once, story, last)
        assert world.clocks(forwards) == world.clocks(at_once)
        assert world.standing(forwards) == world.standing(at_once)
        for application in (forwards, at_once):
            assert journey.settle(session, [application], now=last) == []


@some
@given(stories(most=8).map(apart), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(database: Database, story: Story, chance: Random) -> None:
    last = story.happened[-1].at
    shuffled = chance.sample(story.happened, len(story.happened))
    with database.writing() as session:
        world = World(session)
        forwards, anyhow = world.application(story), world.application(story)
        for said in story.happened:
            world.live(forwards, said, last)
        for said in shuffled:
            world.live(anyhow, said, last)
        assert world.clocks(forwards) == world.clocks(anyhow)
        assert world.standing(forwards) == world.standing(anyhow)


@some
@given(stories(most=8).map(apart), st.data())
def test_what_is_undone_leaves_the_rows_as_they_were(
    database: Database, story: Story, data: st.DataObject
) -> None:
    last = story.happened[-1].at
    with database.writing() as session:
        world = World(session)
        application = world.application(story)
        for said in story.happened[:-1]:
            world.live(application, said, last)
        if not story.happened[:-1]:
            return
        before = world.clocks(application), world.standing(application)
        event = journey.record(session, application, story.happened[-1], now=last)
        journey.undo(session, event, now=last, actor_id=None)
        assert (world.clocks(application), world.standing(application)) == before

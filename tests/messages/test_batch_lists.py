"""All who fit a queue's filters: asked as text, kept with the batch, and asked again before anything is sent."""

from typing import Any

import pytest

from recruiterdash.errors import BadInput, Conflict
from recruiterdash.messages.batches.selection import asked_of, matching, question_of
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from recruiterdash.waiting.queues import Asked, Lane, Sort
from recruiterdash.web.matching import LIMIT, read, text_of
from tests.messages.ward import Ward
from tests.messages.world import World


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


@pytest.mark.parametrize(
    "asked",
    [
        Asked("silence"),
        Asked("told", owner_id=3, ahead=True),
        Asked("all", requisition_id=7, office_id=2, stage_type=StageType.SCREEN, internal=False),
        Asked("due_today", holder="hiring_manager", internal=True, lane=Lane.CHASE),
    ],
)
def test_a_list_is_read_as_it_was_written(asked: Asked) -> None:
    assert asked_of(read(text_of(asked))) == asked


def test_the_order_of_a_list_is_none_of_its_people() -> None:
    assert question_of(Asked("silence", sort=Sort.RECENT)) == question_of(Asked("silence"))


@pytest.mark.parametrize(
    "text",
    [
        "silence",
        "requisition_id=1",
        "queue=nowhere",
        "queue=bounced",
        "queue=silence&requisition_id=-1",
        "queue=silence&requisition_id=" + "9" * 30,
        "queue=silence&requisition_id=one",
        "queue=silence&stage_type=attic",
        "queue=silence&holder=nobody",
        "queue=silence&lane=fast",
        "queue=silence&ahead=1&colour=red",
        "queue=silence" + "&a=1" * LIMIT,
    ],
)
def test_a_list_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        asked_of(read(text))


def test_those_who_fit_are_found_and_no_one_else(ward: Ward) -> None:
    decided = ward.people(3)
    ward.people(2)
    for each in decided:
        ward.word(each)
    assert found(ward, {"queue": "waiting_on_candidate"}) == []
    due = found(ward, {"queue": "soon"}) + found(ward, {"queue": "due_today"})
    other = ward.requisition("Ward Clerk")
    assert found(ward, {"queue": "soon", "requisition_id": other}) == []
    assert set(decided) <= set(due)


def test_a_list_that_has_grown_since_the_preview_is_refused(ward: Ward) -> None:
    for each in ward.people(2):
        ward.word(each, "thanks")
    question = next(one for name in ("soon", "due_today") if found(ward, one := {"queue": name}))
    people = found(ward, question)
    made = ward.preview(ward.wanted(people, selection=question))
    late = ward.world.person("Latecomer")
    ward.word(late, "thanks")
    assert late in found(ward, question)
    with pytest.raises(Conflict, match="1 more since the preview"):
        ward.confirm(made.token)


def found(ward: Ward, question: dict[str, Any]) -> list[int]:
    with ward.world.database.reading() as session:
        return matching(session, ward.priya, question, now=now())

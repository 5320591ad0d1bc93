"""Many letters in three steps: previewed, confirmed, and held against the facts once more."""

import pytest

from recruiterdash.candidates.models import Disposition
from recruiterdash.messages.models import MessageState
from tests.messages.ward import Ward
from tests.messages.world import Post, World


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


def test_a_batch_is_previewed_confirmed_and_sent(ward: Ward, post: Post) -> None:
    people = ward.people(3)
    made = ward.preview(ward.wanted(people))
    rows = ward.rows(made.batch.id)
    assert [row.findings for row in rows] == [[], [], []]
    assert made.batch.count == 3
    answer = ward.confirm(made.token)
    assert (answer.first, answer.said["queued"], answer.said["state"]) == (True, 3, "sending")
    sender = ward.world.worker(smtp_url=post.url)
    while sender.send_one():
        pass
    sender.stop()
    assert len(post.letters) == 3
    assert [ward.world.words(each)[0].kind for each in people] == ["bulk"] * 3


def test_a_rejection_is_decided_told_and_undone(ward: Ward) -> None:
    people = ward.people(3)
    answer = ward.reject(people)
    ids = [row.message_id for row in ward.rows(answer.batch.id)]
    assert all(ward.world.state(each or 0) is MessageState.HELD for each in ids)
    assert all(ward.world.application(each).disposition is Disposition.NOT_SELECTED for each in people)
    undone = ward.undo(answer.batch.id)
    assert (undone.taken_back, undone.left) == (3, ())
    assert all(ward.world.state(each or 0) is MessageState.CANCELLED for each in ids)
    assert all(ward.world.application(each).disposition is None for each in people)

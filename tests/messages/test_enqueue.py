"""Many letters approved at once leave as one written by hand does."""

import pytest
from sqlalchemy.exc import IntegrityError

from recruiterdash.mail import Letter, Mailbox, seal
from recruiterdash.messages.enqueue import Rendered, Settles, enqueue
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from tests.messages.world import Post, World

TEXT = "Dear Amara,\n\nWe have not decided yet about the role of Staff Nurse."


def rendered(world: World, application_id: int, number: int, intent: str) -> Rendered:
    application = world.application(application_id)
    message_id = f"<{application_id:08x}{number:024x}@borealis.example>"
    address = f"bulk{number}@Example.org"
    with world.writing() as session:
        world.person_of(session, application_id).email = address
    sealed = seal(
        Letter(
            message_id=message_id,
            date=now(),
            sender=Mailbox("Priya Shah", "jobs@borealis.example"),
            recipient=Mailbox("Amara Okafor", address),
            subject="Your application",
            text=TEXT,
            return_path="jobs@borealis.example",
        )
    )
    settles = Settles(application_id, intent, application.version)
    return Rendered(
        *(application.candidate_id, "personal", address, "Your application", TEXT),
        *(sealed.data, message_id, sealed.envelope_from, (settles,)),
    )


def test_letters_that_were_queued_together_are_on_their_way_and_leave(world: World, post: Post) -> None:
    people = [world.person() for _ in range(3)]
    letters = [rendered(world, each, number, "word:one") for number, each in enumerate(people)]
    with world.writing() as session:
        ids = list(enqueue(session, letters, send_at=now(), now=now(), actor_id=world.priya.user_id))
    assert [world.state(each) for each in ids] == [MessageState.QUEUED] * 3
    assert [world.standing(each).letters_on_way for each in people] == [1, 1, 1]
    assert world.message(ids[0]).domain == "example.org"
    sender = world.worker(smtp_url=post.url)
    while sender.send_one():
        pass
    sender.stop()
    assert len(post.letters) == 3
    assert world.way(ids[0]) == ["queued", "claimed", "data", "sent"]
    assert [world.standing(each).letters_on_way for each in people] == [0, 0, 0]
    assert [len(world.words(each)) for each in people] == [1, 1, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: a\r\n\r\nDear Amara,\tC:\\temp\\x41 \\N \\. 'so' \"it\" \x01\x7f is.\r\n",
        b"\\x41",
        b"\\.\r\n",
        b"A line\r\n\\.\r\nand one more\r\n",
        b"",
        b"a\x00b",
        "Grüße, 你好".encode(),
        bytes(range(256)),
        bytes(range(1, 128)),
    ],
)
def test_the_bytes_of_a_letter_are_kept_as_they_are(world: World, data: bytes) -> None:
    letter = rendered(world, world.person(), 1, "word:one")._replace(data=data)
    with world.writing() as session:
        ids = list(enqueue(session, [letter], send_at=now(), now=now(), actor_id=None))
    assert world.message(ids[0]).frozen == data


def test_two_letters_that_settle_one_thing_are_refused_and_none_is_kept(world: World) -> None:
    someone = world.person()
    twice = [rendered(world, someone, number, "outcome") for number in (7, 8)]
    with pytest.raises(IntegrityError), world.writing() as session:
        enqueue(session, twice, send_at=now(), now=now(), actor_id=None)
    assert world.standing(someone).letters_on_way == 0

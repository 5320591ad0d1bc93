"""A notice to a colleague is sent at least once, and never while all mail is held back."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from recruiterdash import notices
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import brakes
from recruiterdash.moments import now
from recruiterdash.notices import links
from recruiterdash.notices.models import Notice, NoticeState
from recruiterdash.team.models import User
from tests.messages.world import Post, World

NO = Answer(Phase.MAIL, Verdict.AGAIN, 451, "later")
NEVER = Answer(Phase.RCPT, Verdict.REFUSED, 550, "nobody")


def tell(world: World, key: str, link: str = "") -> int | None:
    with world.writing() as session:
        user = session.get_one(User, world.priya.user_id)
        made = notices.tell(
            session,
            user,
            key,
            f"About {key}",
            "Hello\n{link}\n",
            now=now(),
            settings=world.settings,
            link=link,
        )
        return made.id if made else None


def row(world: World, id_: int | None) -> Notice:
    with world.database.reading() as session:
        return session.scalars(select(Notice).where(Notice.id == id_)).one()


def test_it_arrives_once_with_an_address_that_is_nowhere_afterwards(world: World, post: Post) -> None:
    claim = links.new_claim("asked")
    id_ = tell(world, "arrives", claim)
    worker = world.worker(smtp_url=post.url)
    assert worker.colleagues.carry() == 1
    assert worker.colleagues.carry() == 0
    (caught,) = post.letters
    letter = message_from_bytes(caught.data, policy=policy.default)
    assert list(caught.recipients) == [world.mailboxes[world.priya.user_id]]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert links.address(world.settings, claim) in caught.data.decode().replace("=\r\n", "").replace(
        "=3D", "="
    )
    told = row(world, id_)
    assert (told.state, told.link) == (NoticeState.SENT, "")


def test_the_same_cause_tells_nobody_twice(world: World) -> None:
    assert tell(world, "twice") is not None
    assert tell(world, "twice") is None


def test_killed_after_it_left_it_is_sent_again_with_the_same_number(world: World) -> None:
    id_ = tell(world, "killed")
    with world.writing() as session:
        first = taken(session, world, id_, 0)
    with world.writing() as session:
        assert notices.take(session, world.settings, now()) is None
        again = taken(session, world, id_, 4)
    assert first.sealed is not None
    assert first.sealed == again.sealed


def taken(session: object, world: World, id_: int | None, minutes: float) -> notices.Taken:
    found = notices.take(session, world.settings, now() + timedelta(minutes=minutes))  # type: ignore[arg-type]
    assert found is not None
    assert found.id == id_
    return found


@pytest.mark.parametrize(("answer", "state"), [(NO, NoticeState.WAITING), (NEVER, NoticeState.FAILED)])
def test_a_no_for_now_is_tried_again_and_a_no_for_good_is_kept(
    world: World, answer: Answer, state: NoticeState
) -> None:
    id_ = tell(world, f"no {answer.code}")
    with world.writing() as session:
        notices.answered(session, taken(session, world, id_, 0), answer, now())
    told = row(world, id_)
    assert (told.state, told.last_answer) == (state, f"{answer.code} {answer.text}")
    if state is NoticeState.WAITING:
        assert told.send_at > now()
        with world.writing() as session:
            session.get_one(Notice, told.id).state = NoticeState.FAILED


def test_who_came_behind_the_wall_meanwhile_is_told_nothing(world: World, post: Post) -> None:
    application = world.person("Wally")
    with world.writing() as session:
        user = session.get_one(User, world.priya.user_id)
        made = notices.tell(
            session,
            user,
            "walled",
            "About",
            "Wally\n",
            now=now(),
            settings=world.settings,
            application_id=application,
        )
        assert made is not None
        id_ = made.id
        candidate = session.get_one(Application, application).candidate_id
        session.get_one(Candidate, candidate).current_manager_id = user.id
    assert world.worker(smtp_url=post.url).colleagues.carry() == 0
    assert post.letters == []
    assert row(world, id_).state is NoticeState.FAILED


def test_a_held_house_tells_nobody(world: World, post: Post) -> None:
    id_ = tell(world, "held")
    with world.writing() as session:
        brakes.hold(session, "copy", "A copy.", now=now(), actor_id=None)
    assert world.worker(smtp_url=post.url).colleagues.carry() == 0
    assert post.letters == []
    assert row(world, id_).state is NoticeState.WAITING


def test_who_is_shut_out_is_told_nothing(world: World, post: Post) -> None:
    id_ = tell(world, "shut out")
    with world.writing() as session:
        for other in session.scalars(select(Notice).where(Notice.id != id_)):
            other.state = NoticeState.FAILED
        session.get_one(User, world.priya.user_id).active = False
    assert world.worker(smtp_url=post.url).colleagues.carry() == 0
    assert (post.letters, row(world, id_).state) == ([], NoticeState.FAILED)

"""Ways to lose a letter, to send it twice, or to call one sent that nobody got: none of them may be open."""

import os
import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from recruiterdash import moments
from recruiterdash.candidates.models import Application, Disposition
from recruiterdash.db import Database
from recruiterdash.errors import Conflict
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import MessageType, brakes, doubtful, hearing, home, outbox, resolving
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.outbox import Answered
from recruiterdash.team.models import InstanceFact
from recruiterdash.worker import names
from tests.messages.world import Post, World

LEASE = timedelta(minutes=1)
TAKEN = Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "2.0.0 taken")


@pytest.fixture(autouse=True)
def fresh(world: World) -> None:
    with world.writing() as session:
        session.execute(delete(InstanceFact))


def in_data(world: World, worker: str = "elsewhere:1:aaaaaa", **queued: Any) -> tuple[int, int]:
    """A letter whose sender may have said DATA; its id and the number of its claim."""
    letter = world.queue(world.person(), **queued)
    with world.writing() as session:
        claimed = next(
            each
            for each in outbox.claim(session, worker, moments.now(), LEASE, most=50)
            if each.message_id == letter
        )
    with world.writing() as session:
        assert outbox.about_to_send_data(session, {letter: claimed.fence}, moments.now(), LEASE) == {letter}
    return letter, claimed.fence


def uncertain(world: World, **queued: Any) -> tuple[int, int]:
    letter, fence = in_data(world, **queued)
    with world.writing() as session:
        outbox.expire_leases(session, moments.now() + 2 * LEASE)
    assert world.state(letter) is MessageState.UNCERTAIN
    return letter, fence


def again(world: World, letter: int) -> None:
    with world.writing() as session:
        resolving.send_again(session, None, letter, "nobody heard of it", now=moments.now())


def moved(world: World) -> None:
    """What the database is when it says that it lives somewhere else."""
    with world.writing() as session:
        fact = session.scalars(select(InstanceFact).where(InstanceFact.name == home.HOME)).one()
        fact.value = {**fact.value, "number": 1}


# --- lost silently ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["claimed", "data"])
def test_a_letter_of_a_worker_that_died_longer_ago_than_its_lease_is_taken_back(
    world: World, state: str
) -> None:
    letter, _ = in_data(world)
    with world.writing() as session:
        session.execute(update(Message).where(Message.id == letter).values(state=MessageState(state)))
    with world.writing() as session:
        outbox.expire_leases(session, moments.now() + 2 * LEASE, lambda _worker: True)
    assert world.state(letter) in (MessageState.QUEUED, MessageState.UNCERTAIN)


def test_a_worker_whose_database_moved_under_it_calls_nothing_sent_that_was_caught(
    world: World, post: Post
) -> None:
    worker = world.worker(smtp_url=post.url, mail_mode="real")
    worker._look_around()
    moved(world)  # the server behind the address is another one, or the file was changed for another
    worker.sweep()
    letter = world.queue(world.person())
    worker.send_one()
    worker.stop()
    assert not post.letters
    assert world.state(letter) is not MessageState.SENT


def test_a_copy_tried_with_a_catcher_and_then_made_real_calls_nothing_sent_that_was_caught(
    world: World, post: Post
) -> None:
    world.worker(mail_mode="real")._look_around()
    moved(world)
    trial = world.worker(mail_mode="catch")
    trial._look_around()
    with world.writing() as session:
        home.release(session, "a trial", "catch", now=moments.now(), actor_id=None)
    worker = world.worker(smtp_url=post.url, mail_mode="real")
    worker._look_around()
    letter = world.queue(world.person())
    worker.send_one()
    worker.stop()
    assert not post.letters
    assert world.state(letter) is not MessageState.SENT


def test_one_letter_that_cannot_be_told_keeps_no_other_answer_from_being_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf, fence = uncertain(world)
    other, others_fence = in_data(world)
    told = hearing.tell

    def tell(session: Session, letters: Any, now: Any) -> None:
        if any(letter.id == deaf for letter in letters):
            raise ValueError("this one can never be told")
        told(session, letters, now)

    monkeypatch.setattr(hearing, "tell", tell)
    desk = world.worker().desk
    desk.answers = [
        Answered(deaf, fence, TAKEN, moments.now()),
        Answered(other, others_fence, TAKEN, moments.now()),
    ]
    for _ in range(2):
        try:
            desk.work()
        except ValueError:
            continue
    assert world.state(other) is MessageState.SENT


# --- sent twice -------------------------------------------------------------------------------------


def test_acceptance_that_comes_late_keeps_a_letter_from_being_sent_again(world: World) -> None:
    letter, fence = uncertain(world)
    again(world, letter)
    with world.writing() as session:
        outbox.record_answers(session, [Answered(letter, fence, TAKEN, moments.now())], moments.now(), 1.0)
    with world.writing() as session:
        claimed = outbox.claim(session, "me:1:bbbbbb", moments.now() + LEASE, LEASE, most=50)
    assert letter not in {each.message_id for each in claimed}
    assert world.state(letter) is MessageState.SENT


def test_a_letter_that_may_have_arrived_is_not_taken_back_as_if_it_had_not(world: World) -> None:
    someone = world.person()
    form = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    letter = world.queue(someone, form)
    with world.writing() as session:
        claimed = outbox.claim(session, "me:1:cccccc", moments.now(), LEASE, most=50)
        fence = next(each.fence for each in claimed if each.message_id == letter)
        outbox.about_to_send_data(session, {letter: fence}, moments.now(), LEASE)
    with world.writing() as session:
        outbox.expire_leases(session, moments.now() + 2 * LEASE)
    again(world, letter)
    with suppress(Conflict):
        world.cancel(letter)
    assert world.state(letter) is not MessageState.CANCELLED
    assert world.settled(letter).released_at is None


def test_an_answer_from_before_data_says_nothing_of_a_letter_that_may_have_left_elsewhere(
    world: World,
) -> None:
    letter = world.queue(world.person())
    with world.writing() as session:
        claimed = outbox.claim(session, "me:1:ffffff", moments.now(), LEASE, most=50)
    fence = next(each.fence for each in claimed if each.message_id == letter)
    with world.writing() as session:
        doubtful.set_aside(session, moments.now(), now=moments.now(), actor_id=None)
    later = Answer(Phase.RCPT, Verdict.AGAIN, 450, "4.2.0 later")
    with world.writing() as session:
        outbox.record_answers(session, [Answered(letter, fence, later, moments.now())], moments.now(), 1.0)
    assert world.state(letter) is MessageState.UNCERTAIN


def test_leave_to_say_data_is_for_the_claim_that_asked(world: World) -> None:
    worker = world.worker()
    desk, letter = worker.desk, world.queue(world.person())
    desk.work()
    old = desk.take()
    assert old is not None
    assert old.message_id == letter
    with (
        world.writing() as session
    ):  # the process was stopped for longer than its lease, its sweeper woke first
        outbox.expire_leases(session, moments.now() + 2 * LEASE)
    desk.work()
    new = next(each for each in desk.stock if each.message_id == letter)
    desk.stock.remove(new)
    desk.carried = True
    leave: dict[str, bool | None] = {}
    threads = []
    for name, claim in (("old", old), ("new", new)):
        ask = Thread(
            target=lambda name=name, claim=claim: leave.__setitem__(name, desk.may_send(claim)), daemon=True
        )
        ask.start()
        threads.append(ask)
        time.sleep(0.1)
    for _ in range(3):
        desk.work()
    for thread in threads:
        thread.join(2)
    assert leave == {"old": False, "new": True}


def test_a_copy_made_while_a_person_held_all_letters_sends_none_of_them_unasked(world: World) -> None:
    world.worker()._look_around()
    letter = world.queue(world.person())
    with world.writing() as session:
        brakes.hold(session, "person", "we move to another machine", now=moments.now(), actor_id=None)
    moved(world)
    world.worker()._look_around()
    with world.writing() as session:
        home.go_live(session, "this is the real one", now=moments.now(), actor_id=None)
        if brakes.held(session) is not None:
            home.release(session, "we moved", "real", now=moments.now(), actor_id=None)
    assert world.state(letter) is MessageState.UNCERTAIN


def test_an_old_file_copied_over_the_database_sends_nothing_again(
    fresh_database: Any, tmp_path: Path, world: World, post: Post
) -> None:
    url = fresh_database("sqlite")
    file, kept = Path(url.removeprefix("sqlite:///")), tmp_path / "kept.db"
    house = World(Database(url), world.settings)
    worker = house.worker(smtp_url=post.url)
    worker._look_around()
    house.queue(house.person())
    house.database.close()
    shutil.copyfile(file, kept)
    worker.send_one()
    worker.stop()
    house.database.close()
    assert len(post.letters) == 1
    for beside in ("-wal", "-shm"):
        Path(f"{file}{beside}").unlink(missing_ok=True)
    shutil.copyfile(kept, file)  # as `cp kept.db recruiterdash.db` does: the same path, the same number
    later = World.worker(house, smtp_url=post.url)
    later._look_around()
    later.send_one()
    later.stop()
    house.database.close()
    assert len(post.letters) == 1


# --- while a hold is on -----------------------------------------------------------------------------


def test_no_leave_is_given_after_a_hold_though_the_facts_took_long_to_read(
    world: World,
) -> None:
    if world.database.sqlite:
        return  # one writer at a time: a hold waits
    someone = world.person()
    letter = world.queue(someone)
    with world.writing() as session:
        claimed = outbox.claim(session, "me:1:dddddd", moments.now(), LEASE, most=50)
        fence = next(each.fence for each in claimed if each.message_id == letter)
    granted: set[int] = set()

    def ask() -> None:
        with world.writing() as session:
            granted.update(outbox.about_to_send_data(session, {letter: fence}, moments.now(), LEASE))

    with world.database.writing() as import_:
        import_.scalars(select(Application).where(Application.id == someone).with_for_update()).one()
        asker = Thread(target=ask)
        asker.start()
        time.sleep(0.5)
        with world.writing() as session:
            brakes.hold(session, "person", "stop", now=moments.now(), actor_id=None)
        import_.rollback()
    asker.join(5)
    assert not granted


def test_a_jump_of_the_clock_is_not_forgotten_when_the_hold_could_not_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = world.worker()
    ahead = moments.now() + timedelta(hours=1)
    monkeypatch.setattr("recruiterdash.worker.moments.now", lambda: ahead)
    with monkeypatch.context() as away:
        away.setattr(brakes, "hold", lambda *_given, **_named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            worker.ensure_time_is_sound()
    worker.ensure_time_is_sound()
    with world.database.reading() as session:
        assert brakes.held(session) is not None


def test_a_worker_whose_clock_is_ahead_claims_nothing_early_in_its_first_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    if world.database.sqlite:
        return  # a file has no time of its own
    letter = world.queue(world.person(), undo=300.0)
    right = moments.now
    monkeypatch.setattr("recruiterdash.worker.moments.now", lambda: right() + timedelta(minutes=10))
    worker = world.worker()
    worker._look_around()
    worker.desk.work()
    assert world.state(letter) is MessageState.HELD


# --- who is dead ------------------------------------------------------------------------------------


def test_a_worker_of_another_machine_with_the_same_name_is_not_taken_for_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first space of process numbers has one number on every Linux, so it tells no two machines apart."""
    monkeypatch.setattr("recruiterdash.worker.names._boot", lambda: "another", raising=False)
    there = names.own_name().replace(f":{os.getpid()}:", ":4194305:")  # no process has this number
    monkeypatch.undo()
    assert not names.is_gone(there)

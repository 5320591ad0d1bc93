"""Several lines at once: no domain holds up another, our own fault fails no letter, and the dead are not waited for."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruiterdash import moments
from recruiterdash.audit import AuditRow
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import brakes, hearing, outbox, resolving
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.outbox import Answered
from recruiterdash.moments import now
from recruiterdash.web import logs
from recruiterdash.worker import names
from recruiterdash.worker.slots import Slots
from tests.faults.acts import Drop, Hang, Peer, Reply
from tests.faults.smtp_server import FaultServer
from tests.messages.test_faults import wait_for
from tests.messages.world import Post, World

YES = Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "kept")
NOBODY = "2147483646"


@dataclass
class SlowFor:
    """Answers one domain's recipients late, and all others at once."""

    domain: str
    seconds: float

    def do(self, peer: Peer) -> None:
        if peer.recipients[-1].endswith(self.domain):  # type: ignore[attr-defined]
            peer.stopping.wait(self.seconds)
        peer.say(b"250 recipient\r\n")


# --- lines ---------------------------------------------------------------------------------------


def test_a_domain_that_answers_slowly_delays_no_other(world: World) -> None:
    slow = [world.queue(world.person(email=f"s{n}@slow.example")) for n in range(6)]
    quick = [world.queue(world.person(email=f"q{n}@quick{n}.example")) for n in range(12)]
    with FaultServer({"rcpt": SlowFor("slow.example", 4.0)}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=3).start_thread()
        began = time.monotonic()
        for number in quick:
            wait_for(world, number, MessageState.SENT, 4.0)
        assert time.monotonic() - began < 4.0
        assert any(world.state(number) is not MessageState.SENT for number in slow)
        sender.stop()


@dataclass(frozen=True)
class Waiting:
    domain: str


@pytest.mark.parametrize(
    ("quick", "stock", "in_hand", "picked"),
    [
        ((), ["a"], {}, "a"),
        ((), ["a", "a"], {"a": 1}, None),
        ((), ["a", "b"], {"a": 1}, "b"),
        (("a",), ["a", "a"], {"a": 3}, "a"),
        (("a",), ["a", "b"], {"a": 3}, "b"),
        (("a",), ["a", "a", "b"], {"a": 2}, "a"),
        ((), [], {}, None),
        (("a",), ["a"], {"a": 4}, None),
    ],
)
def test_which_letter_goes_next(
    quick: tuple[str, ...], stock: list[str], in_hand: dict[str, int], picked: str | None
) -> None:
    slots = Slots(4)
    slots.quick = set(quick)
    found = slots.pick([Waiting(each) for each in stock], in_hand)
    assert (found.domain if found else None) == picked


def test_a_domain_is_quick_once_it_took_a_letter_and_slow_once_it_took_long() -> None:
    slots = Slots(4)
    slots.note("a.example", 0.2, None)
    assert "a.example" not in slots.quick
    slots.note("a.example", 0.2, YES)
    assert "a.example" in slots.quick
    slots.note("a.example", 9.0, YES)
    assert "a.example" not in slots.quick


def test_a_server_that_came_back_is_met_with_one_line_then_two_then_all() -> None:
    slots = Slots(3)
    stock = [Waiting(f"{n}.example") for n in range(9)]
    slots.start_anew()
    assert slots.pick(stock, {}) is not None
    assert slots.pick(stock, {"0.example": 1}) is None
    slots.note("0.example", 0.1, YES)
    assert slots.pick(stock, {"1.example": 1}) is not None
    assert slots.pick(stock, {"1.example": 1, "2.example": 1}) is None


def test_letters_stuck_behind_a_slow_domain_do_not_count_as_ready() -> None:
    slots = Slots(2)
    stock = [Waiting("slow.example")] * 16
    assert slots.wanted(stock, {"slow.example": 1}, 8) > 0
    assert list(slots.full({"slow.example": 16}, {})) == ["slow.example"]
    slots.quick = {"slow.example"}
    assert slots.wanted(stock, {}, 8) == 0
    assert list(slots.full({"slow.example": 16}, {})) == []


# --- our own fault -------------------------------------------------------------------------------


def test_a_rate_limit_pauses_sending_with_one_notice_and_fails_no_letter(world: World) -> None:
    letters = [world.queue(world.person()) for _ in range(4)]
    limit = Reply("451 4.7.0 Too many messages from you, slow down")
    with FaultServer({"mail": [limit, limit]}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=1, retry_base=3.0)
        while sender.send_one():
            pass
        with world.database.reading() as session:
            pause = brakes.paused(session)
            assert pause is not None
            assert "Too many messages" in pause.said
        assert {world.state(each) for each in letters} == {MessageState.QUEUED}
        assert not server.accepted
        sender.start_thread()
        for each in letters:
            wait_for(world, each, MessageState.SENT, 20)
        sender.stop()
        assert len(server.accepted) == 4
    assert {world.message(each).attempts for each in letters} == {1}
    with world.database.reading() as session:
        assert brakes.paused(session) is None
        acts = session.scalars(select(AuditRow.act).where(AuditRow.subject == "outbox").order_by(AuditRow.id))
        assert list(acts)[-2:] == ["outbox.pause", "outbox.resume"]


def test_while_sending_is_paused_one_letter_at_a_time_finds_out(world: World) -> None:
    for _ in range(5):
        world.queue(world.person())
    with FaultServer({"banner": Reply("554 go away")}) as server:
        sender = world.worker(smtp_url=server.url, smtp_connections=4, retry_base=0.5).start_thread()
        time.sleep(2.0)
        sender.stop()
        assert 1 < server.connections <= 4 + 8
    with world.database.reading() as session:
        assert session.scalar(select(Message.id).where(Message.state == MessageState.FAILED)) is None


def test_a_log_that_nobody_reads_any_more_stops_no_letter(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [world.queue(world.person()) for _ in range(6)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nowhere:
        monkeypatch.setattr(sys, "stderr", nowhere)
        sender = world.worker(smtp_url=post.url)
        logs.configure(sender.settings)
        sender.start_thread()
        for number in numbers:
            wait_for(world, number, MessageState.SENT, 10.0)
        sender.stop()
        monkeypatch.undo()
        with suppress(BrokenPipeError):
            nowhere.close()


# --- the dead and the late -----------------------------------------------------------------------


def test_letters_of_a_worker_that_died_here_are_taken_up_at_once(world: World) -> None:
    number = world.queue(world.person())
    machine = names.machine()
    with world.writing() as session:
        (claimed,) = outbox.claim(session, f"{machine}:{NOBODY}:abc", now(), timedelta(hours=1))
    assert claimed.message_id == number
    world.worker().sweep()
    assert world.state(number) is MessageState.QUEUED


def test_letters_of_a_worker_that_lives_or_is_elsewhere_are_left_to_their_lease(world: World) -> None:
    mine, theirs = world.queue(world.person()), world.queue(world.person())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive:
        for name in (f"{names.machine()}:{alive.pid}:abc", f"another/1:{NOBODY}:abc"):
            with world.writing() as session:
                assert outbox.claim(session, name, now(), timedelta(hours=1))
        world.worker().sweep()
        assert {world.state(mine), world.state(theirs)} == {MessageState.CLAIMED}
        alive.communicate(b"\n")


def test_clocks_that_a_killed_worker_did_not_tell_are_told_by_the_next(world: World, post: Post) -> None:
    someone = world.person()
    number = world.queue(someone)
    with world.writing() as session:
        (claimed,) = outbox.claim(session, "w", now(), timedelta(minutes=1))
        assert outbox.about_to_send_data(session, {number: claimed.fence}, now(), timedelta(minutes=1))
        outbox.record_answers(session, [Answered(number, claimed.fence, YES, now())], now(), 1.0)
    assert not world.words(someone)
    assert world.standing(someone).letters_on_way == 1
    next_one = world.worker(smtp_url=post.url)
    next_one.sweep()
    next_one.send_one()
    next_one.stop()
    assert len(world.words(someone)) == 1
    assert world.standing(someone).letters_on_way == 0


def test_one_letter_whose_clocks_cannot_be_told_keeps_no_other_silent(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [world.person() for _ in range(3)]
    letters = [world.queue(each) for each in people]
    tell = hearing.tell

    def stumbling(session: Session, told: list[Message], at: object) -> None:
        if any(each.id == letters[1] for each in told):
            raise RuntimeError("cannot be told")
        tell(session, told, at)  # type: ignore[arg-type]

    monkeypatch.setattr(hearing, "tell", stumbling)
    sender = world.worker(smtp_url=post.url)
    while sender.send_one():
        pass
    sender.stop()
    assert [world.state(each) for each in letters] == [MessageState.SENT] * 3
    assert [len(world.words(each)) for each in people] == [1, 0, 1]
    with world.writing() as session:  # or every later test would meet it
        session.execute(update(Message).where(Message.id == letters[1]).values(heard=True))


def test_a_clock_that_jumps_keeps_every_letter_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = world.worker()
    sender.ensure_time_is_sound()
    with world.database.reading() as session:
        assert brakes.held(session) is None
    monkeypatch.setattr(moments, "now", lambda: now() + timedelta(hours=2))
    sender.ensure_time_is_sound()
    with world.database.reading() as session:
        hold = brakes.held(session)
        assert hold is not None
        assert hold.kind == "clock"
        assert "jumped by 120 minutes" in hold.reason


# --- uncertain letters ---------------------------------------------------------------------------


def uncertain(world: World, someone: int) -> int:
    number = world.queue(someone)
    with FaultServer({"dot": Drop()}) as server:
        sender = world.worker(smtp_url=server.url)
        sender.send_one()
        sender.stop()
    assert world.state(number) is MessageState.UNCERTAIN
    return number


def test_an_uncertain_letter_that_arrived_counts_from_the_moment_it_was_handed_over(world: World) -> None:
    someone = world.person()
    number = uncertain(world, someone)
    with world.writing() as session:
        resolving.arrived(session, world.priya, number, "she answered it", now=now())
    assert world.way(number) == ["queued", "claimed", "data", "uncertain", "sent"]
    (word,) = world.words(someone)
    assert word.happened_at == world.message(number).sent_at
    assert now() - word.happened_at > timedelta(0)
    assert world.standing(someone).letters_on_way == 0
    assert world.reason(number) == "it arrived: she answered it"


def test_an_uncertain_letter_is_sent_again_once_with_the_same_bytes(world: World, post: Post) -> None:
    someone = world.person()
    number = uncertain(world, someone)
    with world.writing() as session:
        resolving.send_again(session, world.priya, number, "the server's log has no trace", now=now())
    assert world.standing(someone).letters_on_way == 1
    with world.writing() as session, pytest.raises(Conflict, match="not uncertain"):
        resolving.send_again(session, world.priya, number, "again", now=now())
    sender = world.worker(smtp_url=post.url)
    while sender.send_one():
        pass
    sender.stop()
    (caught,) = post.letters
    assert message_from_bytes(caught.data)["Message-ID"] == world.message(number).message_id
    assert world.state(number) is MessageState.SENT
    assert len(world.words(someone)) == 1
    assert world.standing(someone).letters_on_way == 0


def test_a_letter_that_is_uncertain_twice_is_not_sent_a_third_time(world: World) -> None:
    someone = world.person()
    number = uncertain(world, someone)
    with world.writing() as session:
        resolving.send_again(session, world.priya, number, "no trace of it", now=now())
    with FaultServer({"dot": Hang()}) as server:
        sender = world.worker(smtp_url=server.url, smtp_data_timeout=0.3)
        sender.send_one()
        sender.stop()
    assert world.state(number) is MessageState.UNCERTAIN
    with world.writing() as session, pytest.raises(Conflict, match="sent again once already"):
        resolving.send_again(session, world.priya, number, "no trace of it", now=now())
    with world.writing() as session:
        resolving.arrived(session, world.priya, number, "she says so", now=now())
    assert world.state(number) is MessageState.SENT


def test_what_changed_meanwhile_leaves_a_letter_sent_again_uncertain(world: World, post: Post) -> None:
    someone = world.person()
    number = uncertain(world, someone)
    with world.writing() as session:
        resolving.send_again(session, world.priya, number, "no trace of it", now=now())
        world.person_of(session, someone).email = "another@example.org"
    sender = world.worker(smtp_url=post.url)
    sender.send_one()
    sender.stop()
    assert not post.letters
    assert world.state(number) is MessageState.UNCERTAIN


def test_a_refusal_of_the_second_try_does_not_undo_the_first(world: World) -> None:
    number = uncertain(world, world.person())
    with world.writing() as session:
        resolving.send_again(session, world.priya, number, "no trace of it", now=now())
    with FaultServer({"rcpt": Reply("550 5.1.1 no such user")}) as server:
        sender = world.worker(smtp_url=server.url)
        sender.send_one()
        sender.stop()
    assert world.state(number) is MessageState.UNCERTAIN


def test_two_people_settle_one_letter_at_once(world: World) -> None:
    number = uncertain(world, world.person())
    gate, refused, done = Barrier(2), list[str](), list[str]()

    def settle() -> None:
        gate.wait()
        try:
            with world.writing() as session:
                resolving.send_again(session, world.priya, number, "no trace of it", now=now())
            done.append("again")
        except Conflict as conflict:
            refused.append(str(conflict))

    threads = [Thread(target=settle) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 1)


@pytest.mark.parametrize("verb", [resolving.arrived, resolving.send_again])
def test_only_an_uncertain_letter_in_sight_is_settled_and_with_a_reason(world: World, verb: object) -> None:
    number = world.queue(world.person())
    act = verb
    with world.writing() as session, pytest.raises(Conflict, match="not uncertain"):
        act(session, world.priya, number, "because", now=now())  # type: ignore[operator]
    with world.writing() as session:
        session.execute(update(Message).where(Message.id == number).values(state=MessageState.UNCERTAIN))
    with world.writing() as session, pytest.raises(BadInput, match="how you know"):
        act(session, world.priya, number, "  ", now=now())  # type: ignore[operator]
    with world.writing() as session, pytest.raises(NotFound):
        act(session, world.stranger, number, "because", now=now())  # type: ignore[operator]


# --- the way back --------------------------------------------------------------------------------


def test_where_answers_are_read_a_letter_asks_for_them_by_its_own_token(world: World, post: Post) -> None:
    world.settings = replace(world.settings, imap_url="imaps://jobs:secret@mail.borealis.example")
    number = world.queue(world.person())
    sender = world.worker(smtp_url=post.url)
    sender.send_one()
    sender.stop()
    key = world.message(number).message_id.strip("<>").partition("@")[0]
    (caught,) = post.letters
    assert message_from_bytes(caught.data)["Reply-To"] == f"jobs+r.{key}@borealis.example"
    assert caught.envelope_from == f"jobs+b.{key}@borealis.example"


def test_leave_that_came_too_late_is_not_used_and_leaves_no_doubt(world: World) -> None:
    number = world.queue(world.person())
    with FaultServer() as server:
        late = world.worker(smtp_url=server.url, lease_seconds=0.0, retry_base=0.0)
        late.send_one()
        late.stop()
        assert not server.accepted
    assert world.way(number)[:4] == ["queued", "claimed", "data", "queued"]
    assert "too late" in (world.message(number).last_answer or "")


# --- what is told together, and what is told by the way ------------------------------------------


def second_try(world: World) -> tuple[int, int, int]:
    """A letter whose first worker lost its lease after DATA, and which is on the wire once more."""
    number = world.queue(world.person())
    with world.writing() as session:
        (old,) = outbox.claim(session, "w1", now(), timedelta(minutes=1))
        assert outbox.about_to_send_data(session, {number: old.fence}, now(), timedelta(minutes=1))
        assert outbox.expire_leases(session, now() + timedelta(hours=1)) >= 1
    with world.writing() as session:
        resolving.send_again(session, world.priya, number, "no trace of it", now=now())
    with world.writing() as session:
        (new,) = outbox.claim(session, "w2", now(), timedelta(minutes=1))
        assert outbox.about_to_send_data(session, {number: new.fence}, now(), timedelta(minutes=1))
    return number, old.fence, new.fence


def test_of_two_tries_told_at_once_the_one_that_was_taken_decides(world: World) -> None:
    number, old, new = second_try(world)
    later = Answer(Phase.CONTENT, Verdict.AGAIN, 451, "come back")
    with world.writing() as session:
        answers = [Answered(number, old, YES, now()), Answered(number, new, later, now())]
        assert outbox.record_answers(session, answers, now(), 1.0) == {number: MessageState.SENT}
    assert world.state(number) is MessageState.SENT


def test_a_try_that_was_taken_settles_a_letter_while_another_is_on_the_wire(world: World) -> None:
    number, old, new = second_try(world)
    with world.writing() as session:
        outbox.record_answers(session, [Answered(number, old, YES, now())], now(), 1.0)
    assert world.state(number) is MessageState.SENT
    later = Answer(Phase.CONTENT, Verdict.AGAIN, 451, "come back")
    with world.writing() as session:
        outbox.record_answers(session, [Answered(number, new, later, now())], now(), 1.0)
    assert world.state(number) is MessageState.SENT


def test_a_letter_that_goes_well_on_another_line_does_not_end_a_pause(world: World) -> None:
    numbers = [world.queue(world.person()) for _ in range(2)]
    desk = world.worker(smtp_connections=4, retry_base=60.0).desk
    desk.work()
    letters = [letter for letter in (desk.take(), desk.take()) if letter is not None]
    assert [letter.message_id for letter in letters] == numbers
    limit = Answer(Phase.MAIL, Verdict.AGAIN, 451, "4.7.0 Too many messages from you, slow down")
    assert desk.may_send(letters[1])
    desk.answered(letters[0], limit)
    desk.answered(letters[1], YES)
    with world.database.reading() as session:
        assert brakes.paused(session) is not None
    assert [world.state(each) for each in numbers] == [MessageState.QUEUED, MessageState.SENT]


def test_carriers_that_ask_at_once_share_one_catcher(world: World) -> None:
    sender, gate, urls = world.worker(mail_mode="catch"), Barrier(8), list[str]()

    def ask() -> None:
        gate.wait()
        urls.append(sender._server_for("somebody@example.org"))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sender.stop()
    assert len(urls) == 8
    assert len(set(urls)) == 1

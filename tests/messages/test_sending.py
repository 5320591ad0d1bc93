"""From approval to the mail server's yes: one letter, once, and the clock follows acceptance."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Application, ApplicationState, Decision, Disposition, Outcome
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import MessageType, hearing, home, outbox
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import CaughtLetter, MessageApplication, MessageState
from recruiterdash.messages.outbox import Answered
from recruiterdash.messages.retrying import RETRIES
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import InstanceFact
from tests.messages.world import Post, World

LEASE = timedelta(seconds=60)
YES = Answer(Phase.CONTENT, Verdict.ACCEPTED, 250, "kept")
NO = Answer(Phase.RCPT, Verdict.AGAIN, 450, "come back")


def recorded(
    session: Session, number: int, fence: int, answer: Answer, at: datetime, base: float
) -> MessageState | None:
    """Write down one answer, tell the clocks, and return the letter's state."""
    states = outbox.record_answers(session, [Answered(number, fence, answer, at)], at, base)
    hearing.hear(session, at)
    return states.get(number)


def sent_by(world: World, post: Post, **changes: Any) -> None:
    """Send all there is to send."""
    worker = world.worker(smtp_url=post.url, **changes)
    while worker.send_one():
        pass
    worker.stop()


def test_a_status_is_accepted_and_then_the_person_has_been_told(world: World, post: Post) -> None:
    someone = world.person("Amara")
    letter = world.letter(someone)
    number = world.queue(someone, letter)
    assert world.state(number) is MessageState.QUEUED
    assert world.standing(someone).letters_on_way == 1
    assert not world.words(someone)

    sent_by(world, post)

    assert world.way(number) == ["queued", "claimed", "data", "sent"]
    assert world.standing(someone).letters_on_way == 0
    (word,) = world.words(someone)
    assert (word.kind, word.source, word.actor_id) == ("personal", "mail", world.priya.user_id)
    assert word.data["status"] is True
    assert word.data["next_date"] == str(letter.promise)
    assert word.happened_at == world.message(number).sent_at
    (caught,) = post.letters
    assert (
        caught.data.replace(b"\r\n", b"\n").rstrip()
        == (world.message(number).frozen or b"").replace(b"\r\n", b"\n").rstrip()
    )


def test_what_arrives_is_one_letter_to_one_person_as_it_was_approved(world: World, post: Post) -> None:
    someone = world.person("Zoë")
    letter = world.letter(someone)
    world.queue(someone, letter)
    sent_by(world, post)
    (caught,) = post.letters
    arrived = message_from_bytes(caught.data, policy=policy.SMTP)
    key = arrived["Message-ID"].strip("<>").partition("@")[0]
    assert caught.envelope_from == f"jobs+b.{key}@borealis.example"
    assert len(caught.recipients) == 1
    assert arrived["From"] == "Priya Shah <jobs@borealis.example>"
    assert str(arrived["To"]) == f"Zoë Okafor <{caught.recipients[0]}>"
    assert arrived["Reply-To"].endswith("@borealis.example")
    assert [arrived["Cc"], arrived["Bcc"]] == [None, None]
    assert arrived["Subject"] == "Your application for Staff Nurse"
    text = arrived.get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Zoë,\n")
    assert letter.promise is not None
    assert spoken(letter.promise) in text
    assert text.rstrip().endswith("Priya Shah\nRecruiter at Borealis")


def test_nothing_leaves_while_it_can_be_undone(world: World, post: Post) -> None:
    someone = world.person()
    number = world.queue(someone, undo=30)
    assert world.state(number) is MessageState.HELD
    sent_by(world, post)
    assert not post.letters
    world.cancel(number)
    world.cancel(number)
    assert world.way(number) == ["held", "cancelled"]
    assert world.standing(someone).letters_on_way == 0
    sent_by(world, post)
    assert not post.letters


def test_what_has_left_cannot_be_undone(world: World, post: Post) -> None:
    number = world.queue(world.person())
    sent_by(world, post)
    with pytest.raises(Conflict, match="accepted by the mail server"):
        world.cancel(number)


def test_a_form_sent_twice_is_one_letter(world: World, post: Post) -> None:
    someone = world.person()
    letter = world.letter(someone)
    assert world.queue(someone, letter) == world.queue(someone, letter)
    sent_by(world, post)
    assert world.queue(someone, letter)
    sent_by(world, post)
    assert len(post.letters) == 1


def test_a_token_belongs_to_one_application_and_one_writer(world: World) -> None:
    someone, other = world.person(), world.person()
    letter = world.letter(someone)
    number = world.queue(someone, letter)
    with pytest.raises(Conflict, match="another application"):
        world.queue(other, letter)
    world.cancel(number)
    with pytest.raises(Conflict, match="kept back"):
        world.queue(someone, letter)


def test_a_letter_may_be_written_again_after_it_was_kept_back(world: World, post: Post) -> None:
    someone = world.person()
    world.change(someone, lambda session, application: decide_no(session, application, world))
    first = world.queue(someone, world.letter(someone, MessageType.REJECTION_APPLICATION))
    with pytest.raises(Conflict, match="on its way already"):
        world.queue(someone, world.letter(someone, MessageType.REJECTION_APPLICATION))
    world.cancel(first)
    second = world.queue(someone, world.letter(someone, MessageType.REJECTION_APPLICATION))
    sent_by(world, post)
    assert [world.state(first), world.state(second)] == [MessageState.CANCELLED, MessageState.SENT]


def test_a_rejection_records_its_decision_and_closes_when_it_is_accepted(world: World, post: Post) -> None:
    someone = world.person()
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    number = world.queue(someone, letter)
    assert world.application(someone).state is ApplicationState.ACTIVE
    assert (world.settled(number).intent, world.settled(number).decision_number) == ("outcome", 1)
    sent_by(world, post)
    assert world.application(someone).state is ApplicationState.REJECTED
    (word,) = world.words(someone)
    assert word.data["decision"] == "reject"
    assert word.decision_id == world.message(number).decision_id


def test_an_undone_rejection_leaves_nothing_behind(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    number = world.queue(someone, letter, undo=30)
    world.cancel(number)
    application = world.application(someone)
    assert (application.state, application.disposition) == (ApplicationState.ACTIVE, None)
    with world.database.reading() as session:
        decision = session.get_one(Decision, world.message(number).decision_id)
        assert decision.withdrawn_at is not None
    world.queue(someone, world.letter(someone))


@pytest.mark.parametrize(
    ("type_", "kind", "decision"),
    [
        (MessageType.ACKNOWLEDGEMENT, "personal", None),
        (MessageType.NEXT_STEP, "personal", "advance"),
    ],
)
def test_what_a_type_means_for_the_clocks(
    world: World, post: Post, type_: MessageType, kind: str, decision: str | None
) -> None:
    someone = world.person()
    world.queue(someone, world.letter(someone, type_))
    sent_by(world, post)
    (word,) = world.words(someone)
    assert (word.kind, word.data.get("decision"), "next_date" in word.data) == (kind, decision, True)


def test_an_acknowledgement_without_a_date_is_no_answer(world: World, post: Post) -> None:
    someone = world.person()
    draft = world.letter(someone, MessageType.ACKNOWLEDGEMENT)
    world.queue(someone, draft._replace(body=draft.body, promise=None))
    sent_by(world, post)
    assert [word.kind for word in world.words(someone)] == ["auto_ack"]


# --- what must not be said ---------------------------------------------------------------------------


def test_out_of_sight_nothing_can_be_written_read_or_undone(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone)
    with pytest.raises(NotFound):
        world.queue(someone, letter, viewer=world.stranger)
    number = world.queue(someone, letter, undo=30)
    with pytest.raises(NotFound):
        world.cancel(number, world.stranger)
    with world.database.reading() as session, pytest.raises(NotFound):
        messages.queries.letter(session, world.stranger, number)
    with world.database.reading() as session:
        assert messages.queries.listed(session, world.stranger).rows == []
        assert number in [row.message.id for row in messages.queries.listed(session, world.priya).rows]


def test_a_letter_about_an_application_that_moved_is_not_sent(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone)
    world.change(someone, lambda session, application: setattr(application, "origin", "referral"))
    with pytest.raises(Conflict, match="changed while you were writing"):
        world.queue(someone, letter)


def test_a_rejection_needs_a_decision(world: World) -> None:
    someone = world.person()
    with pytest.raises(BadInput, match="say the reason"):
        world.queue(someone, world.letter(someone, MessageType.REJECTION_APPLICATION))


def test_a_colleague_is_not_rejected_by_letter(world: World) -> None:
    someone = world.person(internal=True, internal_source="HR list")
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    with pytest.raises(NotAllowed, match="told in a conversation first"):
        world.queue(someone, letter)


def test_nobody_with_an_offer_is_rejected(world: World) -> None:
    someone = world.person()
    world.change(
        someone,
        lambda session, application: journey.decide(
            session, application, Outcome.OFFER, now=now(), actor_id=world.priya.user_id
        ),
    )
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    with pytest.raises(NotAllowed, match="has an offer"):
        world.queue(someone, letter)


def test_whoever_withdrew_or_was_told_gets_personal_words_only(world: World, post: Post) -> None:
    someone, other = world.person(), world.person()
    world.change(
        someone,
        lambda session, application: journey.withdraw(
            session, application, at=now(), now=now(), actor_id=None
        ),
    )
    reject = world.letter(other, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    world.queue(other, reject)
    sent_by(world, post)
    for closed in (someone, other):
        for type_ in (MessageType.REJECTION_APPLICATION, MessageType.STATUS, MessageType.NEXT_STEP):
            letter = world.letter(closed, type_, reason=Disposition.NOT_SELECTED)
            with pytest.raises(NotAllowed, match="only a personal message fits"):
                world.queue(closed, letter)
    draft = world.letter(someone, MessageType.PERSONAL)
    world.queue(
        someone,
        draft._replace(body=draft.body.replace("\n\nKind", "\n\nThank you for letting us know.\n\nKind")),
    )


def test_who_was_decided_against_is_not_told_that_nothing_is_decided(world: World) -> None:
    someone = world.person()
    world.change(someone, lambda session, application: decide_no(session, application, world))
    with pytest.raises(NotAllowed, match="A no has been decided"):
        world.queue(someone, world.letter(someone))


def test_a_personal_message_must_say_something(world: World) -> None:
    someone = world.person()
    with pytest.raises(BadInput, match="says nothing yet"):
        world.queue(someone, world.letter(someone, MessageType.PERSONAL))


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (None, "Say by which day"),
        (date(2020, 1, 6), "not ahead of us"),
        (date(2090, 1, 6), "business days ahead"),
    ],
)
def test_a_status_promises_a_day_that_can_be_kept(world: World, promise: date | None, said: str) -> None:
    someone = world.person()
    with pytest.raises(BadInput, match=said):
        world.queue(someone, world.letter(someone, promise=promise))


def test_whoever_has_no_mailbox_is_called(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone)
    with world.writing() as session:
        world.person_of(session, someone).email = None
    with pytest.raises(BadInput, match="No mailbox is known"):
        world.queue(someone, letter)


def test_a_delay_needs_a_day_that_was_promised(world: World) -> None:
    with pytest.raises(
        BadInput, match=r"the promised day that passed or moves \(missed.date\), which is not known"
    ):
        world.letter(world.person(), MessageType.DELAY)


# --- the facts it was approved on --------------------------------------------------------------------


def decide_no(session: Any, application: Any, world: World) -> None:
    journey.decide(
        session,
        application,
        Outcome.REJECT,
        now=now(),
        actor_id=world.priya.user_id,
        reason=Disposition.NOT_SELECTED,
    )


def another_address(session: Any, application: Any, world: World) -> None:
    world.person_of(session, application.id).email = "elsewhere@example.org"


def gone(session: Any, application: Any, _world: World) -> None:
    journey.withdraw(session, application, at=now(), now=now(), actor_id=None)


def advanced(session: Any, application: Any, world: World) -> None:
    journey.decide(session, application, Outcome.ADVANCE, now=now(), actor_id=world.priya.user_id)


def edited(_session: Any, application: Any, _world: World) -> None:
    application.origin = "referral"


CHANGES = {
    "decided": decide_no,
    "address": another_address,
    "withdrew": gone,
    "advanced": advanced,
    "edited": edited,
}


@pytest.mark.parametrize("act", CHANGES.values(), ids=CHANGES)
def test_a_letter_whose_facts_changed_comes_back_unsent(world: World, post: Post, act: Any) -> None:
    someone = world.person()
    number = world.queue(someone)
    world.change(someone, lambda session, application: act(session, application, world))
    sent_by(world, post)
    assert not post.letters
    assert world.way(number) == ["queued", "cancelled"]
    assert world.reason(number).startswith("changed since it was approved: ")
    assert world.standing(someone).letters_on_way == 0


@pytest.mark.parametrize("act", CHANGES.values(), ids=CHANGES)
def test_what_changes_between_claim_and_data_is_seen_too(world: World, act: Any) -> None:
    someone = world.person()
    number = world.queue(someone)
    with world.writing() as session:
        (claimed,) = outbox.claim(session, "w1", now(), LEASE)
    world.change(someone, lambda session, application: act(session, application, world))
    with world.writing() as session:
        assert not outbox.about_to_send_data(session, {number: claimed.fence}, now(), LEASE)
    assert world.way(number) == ["queued", "claimed", "cancelled"]


def test_words_in_and_out_change_no_fact_of_a_letter(world: World, post: Post) -> None:
    someone = world.person()
    first = world.queue(someone)
    second = world.queue(someone, world.letter(someone, MessageType.ACKNOWLEDGEMENT))
    with world.writing() as session:
        application = session.get_one(Application, someone)
        journey.record(session, application, journey.Happened("in", now(), "question"), now=now())
    sent_by(world, post)
    assert [world.state(first), world.state(second)] == [MessageState.SENT] * 2


def test_two_open_forms_send_one_status_letter(world: World) -> None:
    someone = world.person()
    first, second = world.letter(someone), world.letter(someone)
    world.queue(someone, first)
    with pytest.raises(Conflict, match="on its way already"):
        world.queue(someone, second)


def test_a_rejection_of_somebody_who_became_a_colleague_is_kept_back(world: World, post: Post) -> None:
    someone = world.person()
    rejection = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    number = world.queue(someone, rejection)
    with world.writing() as session:
        world.person_of(session, someone).internal = True
    sent_by(world, post)
    assert world.state(number) is MessageState.CANCELLED
    assert "a colleague now" in world.reason(number)


def test_a_status_letter_is_kept_back_when_the_requisition_was_closed(world: World, post: Post) -> None:
    number = world.queue(world.person())
    with world.writing() as session:
        session.get_one(Requisition, world.requisition_id).state = RequisitionState.CLOSED
    sent_by(world, post)
    assert world.state(number) is MessageState.CANCELLED
    assert "owed the outcome" in world.reason(number)


def test_a_letter_whose_promised_day_has_come_is_kept_back(world: World, post: Post) -> None:
    number = world.queue(world.person())
    with world.writing() as session:
        about = session.scalars(
            select(MessageApplication).where(MessageApplication.message_id == number)
        ).one()
        about.promised = now().date().isoformat()
    sent_by(world, post)
    assert world.state(number) is MessageState.CANCELLED
    assert "has come meanwhile" in world.reason(number)


# --- claims and leases -------------------------------------------------------------------------------


def test_a_letter_is_claimed_by_one_worker(world: World) -> None:
    number = world.queue(world.person())
    with world.writing() as session:
        assert len(outbox.claim(session, "w1", now(), LEASE)) == 1
    with world.writing() as session:
        assert outbox.claim(session, "w2", now(), LEASE) == []
    assert world.state(number) is MessageState.CLAIMED
    with pytest.raises(Conflict, match="being sent"):
        world.cancel(number)


def test_a_claim_that_ran_out_is_queued_again_and_its_old_worker_is_too_late(world: World) -> None:
    number = world.queue(world.person())
    with world.writing() as session:
        (old,) = outbox.claim(session, "w1", now(), LEASE)
    later = now() + 2 * LEASE
    with world.writing() as session:
        assert outbox.expire_leases(session, later) == 1
    with world.writing() as session:
        assert not outbox.about_to_send_data(session, {number: old.fence}, later, LEASE)
        (new,) = outbox.claim(session, "w2", later, LEASE)
        assert new.fence == old.fence + 1
    with world.writing() as session:
        assert not outbox.about_to_send_data(session, {number: old.fence}, later, LEASE)
        assert recorded(session, number, old.fence, NO, later, 1.0) is None
        assert outbox.about_to_send_data(session, {number: new.fence}, later, LEASE)
        assert recorded(session, number, new.fence, YES, later, 1.0) is MessageState.SENT


def test_a_lease_that_runs_out_in_data_leaves_it_uncertain_for_ever_unless_evidence_comes(
    world: World,
) -> None:
    someone = world.person()
    number = world.queue(someone)
    with world.writing() as session:
        (claimed,) = outbox.claim(session, "w1", now(), LEASE)
        assert outbox.about_to_send_data(session, {number: claimed.fence}, now(), LEASE)
    with world.writing() as session:
        assert outbox.renew(session, {number: claimed.fence}, now() + LEASE, LEASE)
        assert outbox.expire_leases(session, now() + 1.5 * LEASE) == 0
        assert outbox.expire_leases(session, now() + 3 * LEASE) == 1
    assert world.state(number) is MessageState.UNCERTAIN
    assert not world.words(someone)
    assert world.standing(someone).letters_on_way == 0
    with world.writing() as session:
        assert not outbox.renew(session, {number: claimed.fence}, now(), LEASE)
        assert outbox.expire_leases(session, now() + timedelta(days=30)) == 0
        assert outbox.claim(session, "w2", now() + timedelta(days=30), LEASE) == []
    with world.writing() as session:
        assert recorded(session, number, claimed.fence, YES, now(), 1.0) is MessageState.SENT
    assert len(world.words(someone)) == 1


def test_a_letter_is_tried_less_and_less_often_and_then_given_up(world: World) -> None:
    number = world.queue(world.person())
    moment, no = now(), Answer(Phase.RCPT, Verdict.AGAIN, 450, "come back")
    waits = []
    for _ in range(len(RETRIES) + 1):
        with world.writing() as session:
            (claimed,) = outbox.claim(session, "w1", moment, LEASE)
            recorded(session, number, claimed.fence, no, moment, 60.0)
        waits.append(world.message(number).send_at - moment)
        moment = max(world.message(number).send_at, moment)
    assert world.state(number) is MessageState.FAILED
    assert "given up after 19 tries" in world.reason(number)
    assert all(
        0.89 < wait / timedelta(minutes=step) < 1.11 for wait, step in zip(waits, RETRIES, strict=False)
    )
    assert sum(waits[:-1], timedelta()) < timedelta(days=5.5)


# --- where letters go --------------------------------------------------------------------------------


def test_caught_letters_reach_nobody_and_can_be_read(world: World, post: Post) -> None:
    someone = world.person()
    number = world.queue(someone)
    sent_by(world, post, mail_mode="catch")
    assert not post.letters
    assert world.state(number) is MessageState.SENT
    with world.database.reading() as session:
        (caught,) = messages.queries.caught(session, world.priya).rows
        assert caught.message_id == world.message(number).message_id
        assert messages.queries.caught_letter(session, world.priya, caught.id).raw
        assert messages.queries.caught(session, world.stranger).rows == []
        with pytest.raises(NotFound):
            messages.queries.caught_letter(session, world.stranger, caught.id)
    with world.writing() as session:
        session.execute(delete(CaughtLetter))


def test_only_allowed_mailboxes_are_written_to(world: World, post: Post) -> None:
    inside, outside = world.person(email="me@allowed.example"), world.person(email="you@other.example")
    world.queue(inside)
    world.queue(outside)
    sent_by(world, post, mail_mode="allowlist", mail_allowlist=("allowed.example",))
    assert [caught.recipients for caught in post.letters] == [("me@allowed.example",)]


@pytest.mark.parametrize(
    ("address", "list_", "answer"),
    [
        ("Me@Allowed.example", ("allowed.example",), True),
        ("me@allowed.example", ("@allowed.example",), True),
        ("me@allowed.example", ("me@allowed.example",), True),
        ("you@allowed.example", ("me@allowed.example",), False),
        ("me@sub.allowed.example", ("allowed.example",), False),
        ("allowed.example@evil.example", ("allowed.example",), False),
        ("me@allowed.example", (), False),
    ],
)
def test_the_list_of_allowed_mailboxes(address: str, list_: tuple[str, ...], answer: bool) -> None:
    assert home.may_leave(address, "allowlist", list_) is answer


def test_a_demonstration_never_writes_to_anybody(world: World, post: Post) -> None:
    with world.writing() as session:
        session.add(InstanceFact(name="demo", value={}, at=now()))
    number = world.queue(world.person())
    sent_by(world, post)
    assert not post.letters
    assert world.state(number) is MessageState.SENT
    with world.writing() as session:
        session.execute(delete(InstanceFact).where(InstanceFact.name == "demo"))
        session.execute(delete(CaughtLetter))


def test_a_running_worker_sends_by_itself_and_shows_that_it_lives(world: World, post: Post) -> None:
    worker = world.worker(smtp_url=post.url).start_thread()
    number = world.queue(world.person(), undo=0.3)
    deadline = now() + timedelta(seconds=10)
    while world.state(number) is not MessageState.SENT and now() < deadline:
        pass
    worker.stop()
    assert world.state(number) is MessageState.SENT
    assert world.message(number).sent_at >= world.message(number).send_at  # type: ignore[operator]
    with world.database.reading() as session:
        beat = session.query(InstanceFact).filter_by(name="heartbeat").one()
    assert now() - beat.at < timedelta(seconds=30)
    assert replace(world.settings).smtp_url == ""

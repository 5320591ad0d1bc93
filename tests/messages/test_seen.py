"""What was seen counts, not when: whoever was first, the other finds out before a letter leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from recruiterdash import journey
from recruiterdash.candidates.models import Disposition, InterviewKind, Outcome
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import MessageType, crossing, outbox
from recruiterdash.messages.batch_rows import BatchState
from recruiterdash.messages.batches.undoing import Split
from recruiterdash.messages.gate import Gate
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType
from recruiterdash.team.models import Office, User
from tests.messages.test_leaving import FRIDAY, TUESDAY, coming, promised, queued, rejection
from tests.messages.test_wrong_letters import in_data, leave, message
from tests.messages.ward import NO, STATUS, Ward, skipped_of
from tests.messages.world import World

NO_TYPE = MessageType.REJECTION_APPLICATION
LEASE = timedelta(minutes=5)
LINE = "Your handover example from the last round stayed with us."


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


def book(ward: Ward, application_id: int, began: datetime) -> None:
    """A colleague's request that began earlier comes to its end: an interview in two days."""
    at = began + timedelta(days=2)
    booking = journey.Booking(StageType.INTERVIEW, InterviewKind.VIDEO, at, at + timedelta(hours=1))
    ward.world.change(
        application_id,
        lambda session, one: journey.book_interview(session, one, booking, now=began, actor_id=None),
    )


def offer(ward: Ward, application_id: int, began: datetime) -> None:
    ward.world.change(
        application_id,
        lambda session, one: journey.decide(session, one, Outcome.OFFER, now=began, actor_id=None),
    )


# --- one letter ---------------------------------------------------------------------------------------


def test_an_interview_that_was_being_booked_while_a_letter_was_approved_stops_it(ward: Ward) -> None:
    (someone,) = ward.people(1)
    began = now()
    number = ward.world.queue(someone)
    book(ward, someone, began)
    assert leave(ward) == []
    assert "something happened meanwhile" in ward.world.reason(number)


def test_a_hold_that_was_being_put_on_while_a_letter_was_approved_stops_it(ward: Ward) -> None:
    (someone,) = ward.people(1)
    began = now()
    ward.world.queue(someone)
    with ward.world.writing() as session:
        requisition = session.get_one(Requisition, ward.world.requisition_id)
        journey.change_state(session, requisition, RequisitionState.ON_HOLD, now=began, actor_id=None)
    assert leave(ward) == []


def test_an_offer_for_another_role_stops_a_no_unless_its_writer_knew_of_it(ward: Ward) -> None:
    people, clerk = ward.people(2), ward.requisition("Ward Clerk")
    others = [ward.applies(each, clerk) for each in people]
    offer(ward, others[0], now())
    began = now()
    for each in people:
        letter = ward.world.letter(each, NO_TYPE, reason=Disposition.NOT_SELECTED, despite_offer=True)
        ward.world.queue(each, letter)
    offer(ward, others[1], began)
    assert len(leave(ward)) == 1
    assert ward.world.application(people[0]).state.value == "rejected"


# --- a batch taken back -------------------------------------------------------------------------------


def test_an_undo_says_to_the_last_letter_what_became_of_it(ward: Ward) -> None:
    people = ward.people(5)
    made = ward.preview(ward.wanted(people, NO_TYPE))
    ward.confirm(made.token)
    rows = {each.position: each.message_id or 0 for each in ward.rows(made.batch.id)}
    letters = dict(zip(people, (rows[place] for place in sorted(rows)), strict=True))
    book(ward, people[0], now())  # comes back to be read again
    book(ward, people[1], now())
    ward.world.cancel(letters[people[2]])
    with ward.world.writing() as session:
        claimed = outbox.claim(session, "worker", now(), LEASE, most=3)
    assert [each.message_id for each in claimed] == [letters[people[3]], letters[people[4]]]
    assert ward.world.application(people[0]).disposition is Disposition.NOT_SELECTED
    with ward.world.writing() as session:  # one of them is decided anew, and stays so
        one = session.get_one(type(ward.world.application(people[1])), people[1])
        journey.take_back_decision(session, one, now=now(), actor_id=None)
        journey.decide(session, one, Outcome.ADVANCE, now=now(), actor_id=None)
    with ward.world.writing() as session:
        fences = {claimed[0].message_id: claimed[0].fence}
        assert outbox.about_to_send_data(session, fences, now(), LEASE) == set(fences)
    undone = ward.undo(made.batch.id)
    assert undone.split == Split(
        taken_back=1, came_back=2, alone=1, refused=0, left=1, undecided=4, standing=1
    )
    assert [each.application_id for each in undone.left] == [people[3]]
    stand = [ward.world.application(each).disposition is None for each in people]
    assert stand == [True, True, True, False, True]
    assert "NOTICE" not in str(ward.world.standing(people[0]).headline)


def test_a_letter_that_comes_back_from_the_wire_takes_its_decision_along(ward: Ward) -> None:
    (someone,) = ward.people(1)
    answer = ward.reject([someone], undo=0.0)
    number = message(ward, answer.batch.id)
    fence = in_data(ward, number)
    assert ward.undo(answer.batch.id).split.left == 1
    later = Answer(Phase.CONTENT, Verdict.AGAIN, 450, "later")
    with ward.world.writing() as session:
        outbox.record_answers(session, [outbox.Answered(number, fence, later, now())], now(), 0.0)
    assert leave(ward) == []
    assert ward.world.state(number) is MessageState.CANCELLED
    assert ward.world.application(someone).disposition is None
    split = ward.undo(answer.batch.id).split
    assert (split.taken_back, split.left, split.undecided, split.standing) == (1, 0, 1, 0)


def test_a_no_that_came_back_and_was_written_anew_outlives_its_batch(ward: Ward) -> None:
    (someone,) = ward.people(1)
    answer = ward.reject([someone], undo=0.0)
    ward.word(someone)
    assert leave(ward) == []
    letter = ward.world.letter(someone, NO_TYPE)
    number = ward.world.queue(someone, letter, undo=10.0)
    assert ward.undo(answer.batch.id).split.standing == 1
    assert ward.world.application(someone).disposition is Disposition.NOT_SELECTED
    assert ward.world.state(number) is MessageState.HELD


# --- the hour -----------------------------------------------------------------------------------------


def claimed_at(world: World, at: datetime, gate: Gate | None = None) -> list[int]:
    with world.writing() as session:
        gate = gate or Gate(replace(world.settings, send_window=True))
        found = outbox.claim(session, "worker", at.astimezone(UTC), LEASE, most=50, gate=gate)
        return [each.message_id for each in found]


def batch_at(ward: Ward, people: list[int], at: datetime, *, window: bool = True) -> int:
    """Confirm a batch of one status at a moment and return its letter."""
    world = ward.world
    world.settings = replace(world.settings, send_window=window)
    at = at.astimezone(UTC)
    made = ward.preview(ward.wanted(people), at=at)
    ward.confirm(made.token, at=at, undo=1.0)
    return message(ward, made.batch.id)


def test_a_letter_that_was_kept_back_too_long_waits_for_the_morning(ward: Ward) -> None:
    (someone,) = ward.people(1)
    noon = coming(TUESDAY, "12:00")
    number = batch_at(ward, [someone], noon)
    night = noon.replace(hour=23)
    assert claimed_at(ward.world, night) == []
    waits = ward.world.message(number)
    assert waits.state is MessageState.HELD
    assert (
        noon.replace(hour=9) + timedelta(days=1) <= waits.send_at < noon.replace(hour=10) + timedelta(days=1)
    )
    assert waits.leaves_why == "It was after 17:00."
    assert "kept back beyond its hour" in ward.world.reason(number)
    assert ward.world.standing(someone).letters_on_way == 1
    assert claimed_at(ward.world, waits.send_at) == [number]


def test_a_quiet_date_that_is_added_later_counts_and_what_is_owed_does_not_wait(ward: Ward) -> None:
    someone, owed = ward.people(2)
    world, tuesday = ward.world, coming(TUESDAY, "12:00")
    world.change(owed, promised(tuesday))
    letters = [
        queued(world, each, rejection(world, each), tuesday, send_window=True).id for each in (someone, owed)
    ]
    with world.writing() as session:
        office = session.get_one(Office, session.get_one(Requisition, world.requisition_id).office_id)
        office.quiet_dates = {f"{tuesday:%Y-%m-%d}": "the day of the fire"}
    assert claimed_at(world, tuesday) == [letters[1]]
    assert f"{world.message(letters[0]).send_at:%A %H}" == "Wednesday 09"


def test_what_one_person_writes_to_one_leaves_at_any_hour(ward: Ward) -> None:
    (someone,) = ward.people(1)
    number = ward.world.queue(someone)
    assert claimed_at(ward.world, coming(FRIDAY, "23:00")) in ([number], [])  # its promise may have come
    assert "hour" not in ward.world.reason(number)


# --- two letters to one person ------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["application", "mailbox"])
def test_the_later_of_two_batches_leaves_a_person_out(ward: Ward, by: str) -> None:
    first, second = ward.people(1)[0], ward.requisition("Ward Clerk")
    if by == "application":
        other = ward.applies(first, second)
    else:
        with ward.world.database.reading() as session:
            mailbox = ward.world.person_of(session, first).email or ""
        other = ward.world.person("Bo", email=mailbox.upper())
    early = ward.preview(ward.wanted([other, *ward.people(1)], NO_TYPE))
    sent = ward.reject([first])
    assert skipped_of(ward.confirm(early.token, 2))[other] == crossing.COMING
    late = ward.preview(ward.wanted([other], NO_TYPE))
    assert ward.excluded(late.batch.id) == {other: "crossed"}
    assert ward.preview(ward.wanted([other])).batch.count == 1  # another kind of letter
    ward.undo(sent.batch.id)
    assert ward.preview(ward.wanted([other], NO_TYPE)).batch.count == 1


def test_two_batches_confirmed_in_the_same_instant_write_once(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = ward.people(1)
    other = ward.applies(first, ward.requisition("Ward Clerk"))
    made = [ward.preview(ward.wanted([each], NO_TYPE)) for each in (first, other)]
    monkeypatch.setattr(crossing, "coming", lambda *_args, **_more: set())  # neither sees the other yet
    for each in made:
        ward.confirm(each.token)
    assert len(leave(ward)) == 1
    assert "was first" in ward.world.reason(message(ward, made[1].batch.id))


def test_a_batch_that_waits_for_its_second_person_goes_before_later_ones(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.meets(someone, "final")
    waits = ward.preview(ward.wanted([someone], lines={someone: LINE}))
    assert ward.confirm(waits.token).said["state"] == "needs_approval"
    late = ward.preview(ward.wanted([someone], lines={someone: LINE}))
    assert ward.excluded(late.batch.id) == {someone: "crossed"}
    assert ward.approve(waits.batch.id, ward.alma).said["queued"] == 1


def test_a_letter_of_ones_own_does_not_double_that_of_a_batch(ward: Ward) -> None:
    (first,) = ward.people(1)
    other = ward.applies(first, ward.requisition("Ward Clerk"))
    ward.reject([first])
    with pytest.raises(Conflict, match="on its way already"):
        ward.world.queue(other, ward.world.letter(other, NO_TYPE, reason=Disposition.NOT_SELECTED))


# --- how many letters -------------------------------------------------------------------------------


def test_what_is_typed_is_the_number_of_letters_that_go(ward: Ward) -> None:
    people = [*ward.people(2), ward.world.person("Louise", language="fr")]
    why = {"K34": "She writes to us in English."}
    made = ward.preview(ward.wanted(people))
    with pytest.raises(BadInput, match="You typed 3, and it is 2 letters"):
        ward.confirm(made.token, 3)
    with pytest.raises(Conflict, match="With these reasons it is 3 letters, and the button said 2"):
        ward.confirm(made.token, shown=2, overrides=why)
    assert ward.confirm(made.token, 3, shown=3, overrides=why).said["queued"] == 3


# --- what the checks know --------------------------------------------------------------------------


def findings(ward: Ward, batch_id: int) -> dict[str, set[str]]:
    """Name -> checks that found something worth stopping for."""
    return {
        row.name: {each["check"] for each in row.findings if each["severity"] != "hint"}
        for row in ward.rows(batch_id)
    }


def test_the_checks_know_as_much_of_a_letter_of_a_batch_as_of_one(ward: Ward) -> None:
    people = ward.people(2)
    ward.world.person("Bo", last_name="Lindqvist")
    body = STATUS[1].replace("If you have", "Bo Lindqvist asked the same. If you have")
    made = ward.preview(ward.wanted(people, body=body))
    assert findings(ward, made.batch.id) == {f"Amara{each} Okafor": {"K05"} for each in (0, 1)}
    letter = ward.world.letter(people[0], subject="Your application for Staff Nurse")
    words = letter.body.replace("\n\n", "\n\nBo Lindqvist is still in the running. ", 1)
    with pytest.raises(BadInput, match="Bo Lindqvist is another candidate"):
        ward.world.queue(people[0], letter._replace(body=words))
    ward.meets(people[1], "screen", minutes=20)
    fact = NO[1].replace(
        "at {{ company.name }}.", "at {{ company.name }} and for our talk on {{ interview.date }}.", 1
    )
    screened = ward.preview(
        ward.wanted([people[1], *_screened(ward, 2)], MessageType.REJECTION_SCREEN, body=fact)
    )
    assert all("K35" in found for found in findings(ward, screened.batch.id).values())


def _screened(ward: Ward, count: int) -> list[int]:
    made: list[int] = []
    for number in range(count):
        made.append(ward.world.person(f"Screened{number}"))
        ward.meets(made[-1], "screen", minutes=20)
    return made


def test_the_same_words_again_are_seen_in_a_batch_too(ward: Ward) -> None:
    (someone,) = ward.people(1)
    first = ward.preview(ward.wanted([someone]))
    ward.confirm(first.token)
    assert len(leave(ward)) == 1
    again = ward.preview(ward.wanted([someone]), at=now() + timedelta(hours=2))
    assert "K40" in findings(ward, again.batch.id)["Amara0 Okafor"]


# --- who signs ----------------------------------------------------------------------------------------


def test_nobody_signs_who_may_no_longer_log_in(ward: Ward) -> None:
    people = ward.people(3)
    made = [ward.preview(ward.wanted([each], NO_TYPE), ward.alma) for each in people[:2]]
    ward.confirm(made[0].token, viewer=ward.alma)
    number = message(ward, made[0].batch.id)
    assert ward.world.message(number).sender_id == ward.priya.user_id
    with ward.world.writing() as session:
        session.execute(update(User).where(User.id == ward.priya.user_id).values(active=False))
    assert leave(ward) == []
    assert "whoever signs it may no longer log in" in ward.world.reason(number)
    with pytest.raises(Conflict, match="Priya Shah, who signs it, answers for them no longer"):
        ward.confirm(made[1].token, viewer=ward.alma)
    fresh = ward.preview(ward.wanted([people[2]], NO_TYPE), ward.alma)
    assert [row.sender_name for row in ward.rows(fresh.batch.id)] == ["Alma Admin"]
    assert ward.batch(made[1].batch.id).state is BatchState.PREVIEWED

"""Many letters in three steps: previewed, confirmed, and held against the facts once more."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from recruiterdash import journey
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from recruiterdash.messages import MessageType
from recruiterdash.messages.batch_rows import BatchRow, BatchState
from recruiterdash.messages.batches.confirming import KeyReused
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import (
    MessageState,
    Template,
    TemplateState,
    TemplateVersion,
)
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team import absences
from recruiterdash.team.models import Role, User, UserRole
from tests.messages.ward import NO, STATUS, Ward, skipped_of
from tests.messages.world import Post, World

NO_TYPE = MessageType.REJECTION_APPLICATION
AFTER_A_TALK = MessageType.REJECTION_SCREEN


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


# --- the three steps --------------------------------------------------------------------------------


def test_a_batch_is_previewed_confirmed_and_sent(ward: Ward, post: Post) -> None:
    people = ward.people(3)
    made = ward.preview(ward.wanted(people))
    assert {each["severity"] for row in ward.rows(made.batch.id) for each in row.findings} <= {"hint"}
    answer = ward.confirm(made.token)
    assert (answer.first, answer.said["queued"], answer.said["state"]) == (True, 3, "sending")
    deliver(ward, post)
    assert len(post.letters) == 3
    assert [ward.world.words(each)[0].kind for each in people] == ["bulk"] * 3


def test_letters_to_look_at_stand_first(ward: Ward) -> None:
    people, german = ward.people(3), ward.world.person("Zoe", language="de")
    made = ward.preview(ward.wanted([*people, german]))
    first, *others = ward.rows(made.batch.id)
    assert (first.name, [each["check"] for each in first.findings][:1]) == ("Zoe Okafor", ["K34"])
    assert all(each["severity"] == "hint" for row in others for each in row.findings)


@pytest.mark.parametrize(
    "reason", [Disposition.LACKS_BASIC_QUALIFICATION, Disposition.UNREACHABLE, Disposition.POSITION_FILLED]
)
def test_a_rejection_is_decided_and_told_in_one_stroke(ward: Ward, post: Post, reason: Disposition) -> None:
    people = ward.people(3)
    answer = ward.reject(people, undo=0.0, reason=reason)
    found = [ward.world.application(each) for each in people]
    assert [each.disposition for each in found] == [reason] * 3
    deliver(ward, post)
    assert [ward.world.application(each).state.value for each in people] == ["rejected"] * 3
    assert ward.batch(answer.batch.id).queued == 3
    assert len(post.letters) == 3
    assert not any(b"reach" in each.data.replace(b"it reaches me", b"") for each in post.letters)


def test_every_letter_has_one_reader_and_says_nothing_of_another(ward: Ward, post: Post) -> None:
    people = [ward.world.person(f"Canary{number}x") for number in range(12)]
    made = ward.preview(ward.wanted(people))
    ward.confirm(made.token)
    deliver(ward, post)
    assert len(post.letters) == 12
    for letter in post.letters:
        head = letter.data.split(b"\r\n\r\n", 1)[0].decode()
        assert [line.split(":")[0] for line in head.split("\r\n") if line[:1] not in " \t"].count("To") == 1
        assert "\nCc:" not in head
        assert "\nBcc:" not in head
        every = [f"Canary{number}x".encode() for number in range(12)]
        names = {name for name in every if name in letter.data}
        assert len(names) == 1
        assert len(letter.recipients) == 1
        assert letter.recipients[0].startswith(names.pop().decode().lower())


def test_the_hold_of_a_batch_is_sixty_undo_windows(ward: Ward) -> None:
    at = now()
    made = ward.preview(ward.wanted(ward.people(1)))
    ward.confirm(made.token, at=at, undo=10.0)
    (row,) = ward.rows(made.batch.id)
    kept = ward.world.message(row.message_id or 0)
    assert (kept.send_at, kept.leaves_why) == (at + timedelta(minutes=10), "")


def test_one_person_gets_one_letter_that_names_each_role(ward: Ward) -> None:
    someone = ward.world.person("Merga")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    third = ward.applies(someone, ward.requisition("Night Porter"))
    made = ward.preview(ward.wanted([someone, second], NO_TYPE))
    (row,) = ward.rows(made.batch.id)
    assert "Staff Nurse and Ward Clerk" in row.body
    assert "Night Porter" not in row.body
    ward.confirm(made.token, undo=10.0)
    assert ward.world.application(second).disposition is Disposition.NOT_SELECTED
    assert ward.world.application(third).disposition is None
    ward.undo(made.batch.id)
    assert [ward.world.application(each).disposition for each in (someone, second)] == [None, None]


def test_one_letter_about_two_roles_names_the_day_that_was_missed_for_either(ward: Ward) -> None:
    someone, clerk = ward.world.person("Waiting"), ward.requisition("Ward Clerk")
    with ward.world.writing() as session:
        who, wanted = ward.world.person_of(session, someone), session.get_one(Requisition, clerk)
        applied = now() - timedelta(days=20)
        second = journey.apply(session, who, wanted, applied_at=applied, now=now(), actor_id=None).id
    said, missed = now() - timedelta(days=10), (now() - timedelta(days=4)).date()
    ward.world.change(
        second,
        lambda session, one: journey.record(
            session,
            one,
            journey.Happened("out", said, "phone", {"status": True, "next_date": missed.isoformat()}),
            now=now(),
        ),
    )
    made = ward.preview(ward.wanted([someone, second]))
    (row,) = ward.rows(made.batch.id)
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == ["K15", "K15"]
    subject, body = STATUS
    body = body.replace("We have not", "I said {{ missed.date }} and did not write. I am sorry. We have not")
    made = ward.preview(ward.wanted([someone, second], subject=subject, body=body))
    (row,) = ward.rows(made.batch.id)
    assert spoken(missed) in row.body
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == []


def test_one_letter_kept_back_alone_takes_back_the_decision_of_each_role(ward: Ward) -> None:
    someone = ward.world.person("Single")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    answer = ward.reject([someone, second])
    (row,) = ward.rows(answer.batch.id)
    ward.world.cancel(row.message_id or 0)
    assert [ward.world.application(each).disposition for each in (someone, second)] == [None, None]


def test_whoever_stands_in_for_the_recruiter_signs(ward: Ward) -> None:
    at, sam = now(), ward.world.stranger
    with ward.world.writing() as session:
        away = ward.colleague_named(session, ward.priya.user_id)
        last = at.date() + timedelta(days=1)
        absences.go_away(
            session, away, sam.user_id, at.date(), last, zone="UTC", now=at, actor_id=ward.priya.user_id
        )
    made = ward.preview(ward.wanted(ward.people(1)))
    (row,) = ward.rows(made.batch.id)
    assert (row.sender_id, row.sender_name) == (sam.user_id, "Sam Stranger")
    assert "Sam Stranger" in row.body


def test_a_text_that_names_one_role_holds_who_has_two_out(ward: Ward) -> None:
    someone = ward.world.person("Twice")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    subject, body = (text.replace("titles", "title") for text in NO)
    made = ward.preview(ward.wanted([someone, second], NO_TYPE, subject=subject, body=body))
    assert ward.excluded(made.batch.id) == {someone: "duplicate", second: "duplicate"}


def test_a_letter_about_two_roles_gives_no_reason_that_is_untrue_of_either(ward: Ward) -> None:
    someone = ward.world.person("Twofold")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    reasons = {someone: Disposition.NOT_SELECTED, second: Disposition.LACKS_BASIC_QUALIFICATION}
    for each in reasons:
        ward.world.change(
            each,
            lambda session, one: journey.decide(
                session, one, Outcome.REJECT, now=now(), actor_id=None, reason=reasons[one.id]
            ),
        )
    filled = NO[1].replace("This decision is", "We have filled the role. This decision is")
    made = ward.preview(ward.wanted([someone, second], NO_TYPE, body=filled))
    (row,) = ward.rows(made.batch.id)
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == ["K16"]
    made = ward.preview(ward.wanted([someone], NO_TYPE, body=filled))
    (row,) = ward.rows(made.batch.id)
    assert [each["check"] for each in row.findings if each["severity"] == "block"] == []


def test_who_is_further_along_elsewhere_is_held_out_of_a_no(ward: Ward) -> None:
    someone = ward.world.person("Offered")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    ward.world.change(
        second,
        lambda session, one: journey.decide(session, one, Outcome.OFFER, now=now(), actor_id=None),
    )
    made = ward.preview(ward.wanted([someone], NO_TYPE))
    assert ward.excluded(made.batch.id) == {someone: "elsewhere"}


# --- facts that move ---------------------------------------------------------------------------------


def advance(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: journey.decide(session, one, Outcome.ADVANCE, now=now(), actor_id=None),
    )


def move_away(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: setattr(ward.world.person_of(session, someone), "email", "new@x.example"),
    )


def rename(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: setattr(ward.world.person_of(session, someone), "preferred_name", "Ammy"),
    )


def withdraw(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: journey.withdraw(session, one, at=now(), now=now(), actor_id=None),
    )


def call(ward: Ward, someone: int) -> None:
    ward.world.change(
        someone,
        lambda session, one: journey.record(
            session, one, journey.Happened("in", now(), "information"), now=now()
        ),
    )


CHANGES: dict[str, Callable[[Ward, int], None]] = {
    "advanced": advance,
    "another address": move_away,
    "another name": rename,
    "wrote to us": Ward.word,
    "told us something": call,
    "an interview is booked": lambda ward, someone: ward.meets(someone, "screen", days=3),
}


@pytest.mark.parametrize("change", CHANGES)
def test_exactly_the_one_that_changed_drops_out(ward: Ward, change: str) -> None:
    people = ward.people(5)
    made = ward.preview(ward.wanted(people))
    CHANGES[change](ward, people[2])
    answer = ward.confirm(made.token)
    assert (answer.said["queued"], list(skipped_of(answer))) == (4, [people[2]])
    gone = next(row for row in ward.rows(made.batch.id) if row.message_id is None)
    assert gone.reason.endswith(".")


def test_what_changes_after_the_confirmation_comes_back_at_the_claim(ward: Ward, post: Post) -> None:
    people = ward.people(3)
    made = ward.preview(ward.wanted(people, NO_TYPE))
    ward.confirm(made.token)
    advance(ward, people[1])
    deliver(ward, post)
    assert len(post.letters) == 2
    states = [ward.world.state(row.message_id or 0) for row in ward.rows(made.batch.id)]
    assert states.count(MessageState.CANCELLED) == 1


def test_when_nobody_is_left_it_is_a_conflict_and_the_batch_stays_as_it_was(ward: Ward) -> None:
    (someone,) = ward.people(1)
    made = ward.preview(ward.wanted([someone]))
    advance(ward, someone)
    with pytest.raises(Conflict, match="moved"):
        ward.confirm(made.token)
    assert ward.batch(made.batch.id).state is BatchState.PREVIEWED


def test_an_old_preview_is_made_again(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(1)))
    with pytest.raises(Conflict, match="15 minutes"):
        ward.confirm(made.token, at=now() + timedelta(minutes=15, seconds=1))


def test_whoever_changes_a_letter_of_it_changes_what_the_token_is_for(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(2)))
    with ward.world.writing() as session:
        session.execute(update(BatchRow).where(BatchRow.batch_id == made.batch.id).values(body="Decline."))
    with pytest.raises(Conflict, match="not those that were previewed"):
        ward.confirm(made.token)


def test_a_template_is_bound_to_the_version_that_was_previewed(ward: Ward) -> None:
    with ward.world.writing() as session:
        template = Template(type="status", language="en", name=f"House {now()}", created_at=now())
        session.add(template)
        session.flush()
        number = template.id

    def version(at: int, state: TemplateState) -> None:
        with ward.world.writing() as session:
            text = {"subject": STATUS[0], "body": STATUS[1] + "\n" * at}
            session.add(TemplateVersion(template_id=number, number=at, state=state, created_at=now(), **text))

    named = ward.wanted(ward.people(1), subject="", body="", template=number)
    version(1, TemplateState.DRAFT)
    with pytest.raises(BadInput, match="approved"):
        ward.preview(named)
    version(2, TemplateState.APPROVED)
    made = ward.preview(named)
    version(3, TemplateState.APPROVED)
    with pytest.raises(Conflict, match="template was changed"):
        ward.confirm(made.token)
    with pytest.raises(BadInput, match="type status"):
        ward.preview(named._replace(type=NO_TYPE))
    made = ward.preview(named)
    with ward.world.writing() as session:
        session.get_one(Template, number).archived_at = now()
    with pytest.raises(Conflict, match="template was put away since the preview"):
        ward.confirm(made.token)
    with pytest.raises(BadInput, match="not here"):
        ward.preview(named)


def test_a_template_put_away_while_a_batch_waits_for_its_second_person_stops_it(ward: Ward) -> None:
    with ward.world.writing() as session:
        template = Template(type="status", language="en", name=f"House {now()}", created_at=now())
        session.add(template)
        session.flush()
        number, text = template.id, {"subject": STATUS[0], "body": STATUS[1]}
        session.add(
            TemplateVersion(
                template_id=number, number=1, state=TemplateState.APPROVED, created_at=now(), **text
            )
        )
    (finalist,) = ward.people(1)
    ward.meets(finalist, "final")
    line = {finalist: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted([finalist], subject="", body="", template=number, lines=line))
    ward.confirm(made.token)
    assert ward.batch(made.batch.id).state is BatchState.NEEDS_APPROVAL
    with ward.world.writing() as session:
        session.get_one(Template, number).archived_at = now()
    with pytest.raises(Conflict, match="template was put away since the preview"):
        ward.approve(made.batch.id, ward.alma)
    assert ward.batch(made.batch.id).state is BatchState.NEEDS_APPROVAL


def test_a_list_that_is_no_longer_the_same_is_shown_with_its_difference(ward: Ward) -> None:
    question = {"requisition": ward.world.requisition_id, "stage": None}
    people = ward.people(3)
    made = ward.preview(ward.wanted(people, selection=question))
    ward.world.person("Latecomer")
    with pytest.raises(Conflict, match=r"1 more since the preview \(Latecomer Okafor\)"):
        ward.confirm(made.token)
    assert all(row.message_id is None for row in ward.rows(made.batch.id))


def test_who_left_the_list_by_a_change_of_their_own_drops_out_alone(ward: Ward) -> None:
    question = {"requisition": ward.world.requisition_id, "stage": None}
    people = ward.people(3)
    made = ward.preview(ward.wanted(people, selection=question))
    withdraw(ward, people[0])
    answer = ward.confirm(made.token)
    assert skipped_of(answer) == {people[0]: "They withdrew."}


# --- token and key -----------------------------------------------------------------------------------


def test_the_token_gives_the_first_answer_a_month_later(ward: Ward, post: Post) -> None:
    made = ward.preview(ward.wanted(ward.people(2)))
    first = ward.confirm(made.token, key="one")
    deliver(ward, post)
    later = ward.confirm(made.token, at=now() + timedelta(days=30), key="two")
    assert (later.first, later.said) == (False, first.said)
    assert len(post.letters) == 2
    other = ward.preview(ward.wanted(ward.people(1)))
    with pytest.raises(KeyReused):
        ward.confirm(other.token, key="one")
    with pytest.raises(KeyReused):
        ward.confirm(made.token, 2, key="one")


def test_a_refused_confirmation_may_be_tried_again_with_its_key(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(2)))
    with pytest.raises(BadInput, match="You typed 3"):
        ward.confirm(made.token, 3, key="again")
    assert ward.confirm(made.token, 2, key="again").first


# --- how many people it takes ------------------------------------------------------------------------


def test_a_finalist_in_a_status_batch_forces_the_second_person(ward: Ward) -> None:
    people = ward.people(3)
    ward.meets(people[0], "final")
    plain = ward.preview(ward.wanted(people))
    assert ward.excluded(plain.batch.id) == {people[0]: "finalist"}
    lines = {people[0]: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted(people, lines=lines))
    assert made.batch.count == 3
    answer = ward.confirm(made.token)
    assert (answer.said["state"], answer.said["queued"]) == ("needs_approval", 0)
    assert all(row.message_id is None for row in ward.rows(made.batch.id))
    with pytest.raises(NotAllowed):
        ward.approve(made.batch.id, ward.priya)
    yes = ward.approve(made.batch.id, ward.alma)
    assert (yes.said["state"], yes.said["queued"]) == ("sending", 3)
    assert ward.batch(made.batch.id).approved_by == ward.alma.user_id


def test_facts_are_looked_at_again_when_the_second_person_says_yes(ward: Ward) -> None:
    people = ward.people(3)
    ward.meets(people[0], "final")
    lines = {people[0]: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted(people, lines=lines))
    ward.confirm(made.token)
    advance(ward, people[1])
    answer = ward.approve(made.batch.id, ward.alma)
    assert (answer.said["queued"], list(skipped_of(answer))) == (2, [people[1]])


def test_what_waited_too_long_for_its_second_person_is_made_again(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.meets(someone, "final")
    line = {someone: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted([someone], lines=line))
    ward.confirm(made.token)
    with pytest.raises(Conflict, match="too long"):
        ward.approve(made.batch.id, ward.alma, at=now() + timedelta(days=3, minutes=1))


def test_a_team_of_one_confirms_again_after_an_hour(ward: Ward) -> None:
    with ward.world.writing() as session:
        admins = select(UserRole.user_id).where(UserRole.role == Role.ADMIN)
        session.execute(update(User).where(User.id.in_(admins)).values(active=False))
    (someone,) = ward.people(1)
    ward.meets(someone, "final")
    line = {someone: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted([someone], lines=line))
    ward.confirm(made.token)
    with pytest.raises(NotAllowed, match="an hour"):
        ward.approve(made.batch.id, ward.priya, at=now() + timedelta(minutes=59))
    yes = ward.approve(made.batch.id, ward.priya, at=now() + timedelta(minutes=61))
    assert yes.said["queued"] == 1


def test_an_interviewed_person_gets_a_no_with_a_line_of_their_own_or_none(ward: Ward) -> None:
    people = ward.people(2)
    for each in people:
        ward.meets(each, "interview")
    plain = ward.preview(ward.wanted(people, AFTER_A_TALK))
    assert ward.excluded(plain.batch.id) == dict.fromkeys(people, "effort")
    line = "Thank you for the hour on the night rota: your handover example was clear."
    made = ward.preview(ward.wanted(people, AFTER_A_TALK, lines={people[0]: line}))
    assert ward.excluded(made.batch.id) == {people[1]: "effort"}
    assert line in next(row.body for row in ward.rows(made.batch.id) if row.lined)


# --- what is out of sight ----------------------------------------------------------------------------


def test_a_batch_is_seen_whole_or_not_at_all(ward: Ward) -> None:
    people = ward.people(2)
    made = ward.preview(ward.wanted(people))
    for act in (
        lambda: ward.undo(made.batch.id, ward.world.stranger),
        lambda: ward.approve(made.batch.id, ward.world.stranger),
        lambda: ward.preview(ward.wanted(people), ward.world.stranger),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(BadInput):
        ward.confirm(made.token, viewer=ward.world.stranger)


def test_who_lost_sight_of_somebody_meanwhile_sends_nothing(ward: Ward) -> None:
    people = ward.people(2)
    made = ward.preview(ward.wanted(people))
    with ward.world.writing() as session:
        who = ward.world.person_of(session, people[0])
        facts = {"internal": True, "internal_source": "HR", "linked_user_id": ward.priya.user_id}
        for name, value in facts.items():
            setattr(who, name, value)
    with pytest.raises(NotFound):
        ward.confirm(made.token)
    assert all(row.message_id is None for row in ward.rows(made.batch.id))


# --- names, days, addresses ---------------------------------------------------------------------------

HOSTILE = (
    "Bob\r\nBcc: evil@example.org",
    "Bob\nX-Header: 1",
    "a\u2028b",
    "a\u0085b",
    "\u202eevil",
    "=?UTF-8?Q?=0A?=Bcc: evil@example.org \U0001f600",
    "x" * 500,
    'O\'Brien, "Bob" <b>; (c)',
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_makes_a_second_header(ward: Ward, post: Post, name: str) -> None:
    """Names are checked when they are typed; one that came past that makes no header all the same."""
    bad, good = ward.people(2)
    with ward.world.writing() as session:
        ward.world.person_of(session, bad).first_name = name[:500]
    made = ward.preview(ward.wanted([bad, good]))
    queued = ward.confirm(made.token).said["queued"]
    deliver(ward, post)
    expected = ["Date", "From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version"]
    for letter in post.letters:
        head = letter.data.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
        names = [line.split(":")[0] for line in head if line[:1] not in " \t"]
        assert [each for each in names if not each.startswith("Content-")] == expected
        assert letter.recipients != ("evil@example.org",)
    sent_to = {letter.recipients for letter in post.letters}
    assert len(sent_to) == queued > 0
    assert ward.world.words(good)


def test_two_people_with_one_address_get_a_letter_each_and_are_flagged(ward: Ward) -> None:
    people = ward.people(2, email="couple@example.org")
    made = ward.preview(ward.wanted(people))
    assert [row.flags for row in ward.rows(made.batch.id)] == [
        ["Somebody else in this batch has the same address."]
    ] * 2


def test_whose_value_is_missing_is_held_out_with_the_reason(ward: Ward) -> None:
    people = ward.people(2)
    ward.meets(people[0], "screen", 20)
    body = STATUS[1].replace("decided yet,", "decided yet, after our call on {{ interview.date }},")
    assert body != STATUS[1]
    made = ward.preview(ward.wanted(people, body=body))
    assert ward.excluded(made.batch.id) == {people[1]: "missing"}


def test_a_day_that_nobody_can_keep_holds_everybody_out(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(2), promise=date(2020, 1, 6)))
    assert set(ward.excluded(made.batch.id).values()) == {"missing"}
    with pytest.raises(DomainError):
        ward.confirm(made.token)


def test_decline_is_no_letter_for_anybody(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(2), NO_TYPE, subject="Application", body="Decline."))
    assert all(row.findings[0]["severity"] == "block" for row in ward.rows(made.batch.id))
    with pytest.raises(BadInput, match="as it is written"):
        ward.confirm(made.token)


def test_a_letter_that_is_stopped_does_not_keep_the_others(ward: Ward) -> None:
    people = ward.people(2)
    with ward.world.writing() as session:
        ward.world.person_of(session, people[0]).preferred_name = "{{ x }}"
    made = ward.preview(ward.wanted(people))
    answer = ward.confirm(made.token)
    assert (answer.said["queued"], list(skipped_of(answer))) == (1, [people[0]])


def deliver(ward: Ward, post: Post) -> None:
    sender = ward.world.worker(smtp_url=post.url)
    while sender.send_one():
        pass
    sender.stop()


def test_previews_that_nobody_confirmed_are_thrown_away_with_their_letters(ward: Ward) -> None:
    old = ward.preview(ward.wanted(ward.people(2)), at=now() - timedelta(days=2))
    kept = ward.preview(ward.wanted(ward.people(1)))
    assert ward.rows(old.batch.id) == []
    assert len(ward.rows(kept.batch.id)) == 1
    with pytest.raises(Conflict, match="15 minutes"):
        ward.confirm(old.token)
    with pytest.raises(NotFound):
        ward.undo(old.batch.id, ward.alma)


def test_two_lines_for_one_person_are_refused(ward: Ward) -> None:
    someone = ward.world.person("Lines")
    second = ward.applies(someone, ward.requisition("Ward Clerk"))
    lines = {
        someone: "Your handover example from the call stayed with us.",
        second: "Your second example from the call stayed with us.",
    }
    made = ward.preview(ward.wanted([someone, second], lines=lines))
    assert set(ward.excluded(made.batch.id).values()) == {"line"}

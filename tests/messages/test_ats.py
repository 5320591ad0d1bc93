"""The ATS beside us: old data hold outcomes and letters to many back, and what it sends is not sent twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import messages
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Disposition
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.messages import MessageType, ats, outbox, queries, vitals, vouching
from recruiterdash.messages.ats import Beside, Rules
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from recruiterdash.team.models import InstanceFact
from tests.messages.test_pages import Browser
from tests.messages.test_races import drain
from tests.messages.ward import Ward
from tests.messages.world import Post, World

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
NO_TYPE = MessageType.REJECTION_APPLICATION


# --- the rule -----------------------------------------------------------------------------------------

AGES: list[Any] = [
    # hours of the policy, hours since the import, too old
    (24, None, False),
    (24, 0, False),
    (24, 23.9, False),
    (24, 24, False),
    (24, 24.1, True),
    (1, 2, True),
    (None, 999, False),
    (24, -3, False),
]


@pytest.mark.parametrize(("hours", "since", "stale"), AGES)
def test_data_are_too_old_when_the_newest_import_is_older_than_the_policy(
    hours: int | None, since: float | None, stale: bool
) -> None:
    as_of = None if since is None else AT - timedelta(hours=since)
    assert Beside(Rules(hours), as_of).stale(AT) is stale


def test_data_are_as_old_as_their_file_where_that_is_known() -> None:
    imported = AT - timedelta(hours=1)
    written = (AT - timedelta(days=3)).isoformat()
    assert ats.read(Rules(), {"exported_at": written, "data_as_of": None}, imported).age(AT) == timedelta(
        days=3
    )
    later = (AT + timedelta(days=3)).isoformat()  # the clock of another machine
    assert ats.read(Rules(), {"exported_at": later}, imported).age(AT) == timedelta(hours=1)


# --- held, and let go ------------------------------------------------------------------------------------


def imported(world: World, hours: float) -> None:
    """The newest import was so long ago."""
    with world.writing() as session:
        session.add(
            InstanceFact(
                name=ats.NEWEST, value={"run": 1, "data_as_of": None}, at=now() - timedelta(hours=hours)
            )
        )


def again(world: World) -> None:
    with world.writing() as session:
        fact = session.scalars(select(InstanceFact).where(InstanceFact.name == ats.NEWEST)).one()
        fact.at = now()


def leave(world: World, post: Post) -> int:
    """Let everything leave that may; returns how many letters arrived so far."""
    worker = world.worker(smtp_url=post.url)
    drain(worker.send_one)
    worker.stop()
    return len(post.letters)


def rejection(world: World, application_id: int) -> int:
    letter = world.letter(application_id, NO_TYPE)
    return world.queue(application_id, letter._replace(reason=Disposition.NOT_SELECTED))


def test_an_outcome_waits_for_a_newer_import_and_a_status_does_not(world: World, post: Post) -> None:
    imported(world, 74)
    no, status = rejection(world, world.person("Amara")), world.queue(world.person("Grace"))
    assert leave(world, post) == 1
    assert world.state(no) in (MessageState.QUEUED, MessageState.HELD)
    assert world.state(status) is MessageState.SENT
    with world.database.reading() as session:
        assert outbox.next_due(session, now()) is None
        assert vitals.oldest_due(session, now()) is None
    again(world)
    assert leave(world, post) == 2
    assert world.state(no) is MessageState.SENT


def test_an_installation_that_never_imported_waits_for_nothing(world: World, post: Post) -> None:
    rejection(world, world.person("Amara"))
    assert leave(world, post) == 1


def test_letters_to_many_wait_whatever_they_say(world: World, post: Post) -> None:
    ward = Ward(world)
    imported(world, 30)
    made = ward.preview(ward.wanted(ward.people(3)))
    ward.confirm(made.token)
    assert leave(world, post) == 0
    with world.writing() as session:
        assert vouching.kept_of_batch(session, made.batch.id, now()) == 3
        assert {each.batch_id for each in vouching.kept(session, world.priya, now=now()).rows} == {
            made.batch.id
        }
        assert vouching.kept(session, world.stranger, now=now()).rows == []
        with pytest.raises(NotFound):
            vouching.vouch_for_batch(session, world.stranger, made.batch.id, "I know.", now=now())
    with world.writing() as session:
        many = vouching.vouch_for_batch(session, world.priya, made.batch.id, "I asked each.", now=now())
    assert many == 3
    assert leave(world, post) == 3


def test_somebody_answers_for_one_with_a_reason_that_is_kept(world: World, post: Post) -> None:
    imported(world, 30)
    one, other = rejection(world, world.person("Amara")), rejection(world, world.person("Grace"))
    with world.writing() as session, pytest.raises(BadInput, match="Say how you know"):
        vouching.vouch(session, world.priya, one, "  ", now=now())
    with world.writing() as session, pytest.raises(NotFound):
        vouching.vouch(session, world.stranger, one, "I know.", now=now())
    with world.writing() as session:
        assert vouching.vouch(session, world.priya, one, "The panel said so today.", now=now()) == 1
    with world.writing() as session, pytest.raises(Conflict, match="answers for it already"):
        vouching.vouch(session, world.priya, one, "Once more.", now=now())
    assert leave(world, post) == 1
    assert world.state(one) is MessageState.SENT
    assert world.state(other) is not MessageState.SENT
    with world.database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "letter.vouch")).all()
    assert [row.subject_id for row in rows][-1] == one
    assert any("The panel said so today." in each for each in reasons(world, one))


def test_who_answers_does_so_for_as_long_as_data_count_as_fresh(world: World, post: Post) -> None:
    imported(world, 30)
    one = rejection(world, world.person("Amara"))
    with world.writing() as session:
        vouching.vouch(session, world.priya, one, "The panel said so.", now=now())
    with world.writing() as session:
        late = now() + timedelta(hours=25)
        assert outbox.claim(session, "w", late, timedelta(minutes=5)) == []
        assert len(outbox.claim(session, "w", late - timedelta(hours=2), timedelta(minutes=5))) == 1
        session.rollback()


def test_the_pages_say_that_it_waits_and_let_it_go(world: World, post: Post) -> None:
    imported(world, 74)
    someone = world.person("Amara")
    browser = Browser(world, world.priya)
    assert "wait for a newer import" in browser.open(f"/applications/{someone}/letters/new?type={NO_TYPE}")
    assert (
        "wait for a newer import"
        not in browser.open(f"/applications/{someone}/letters/new?type=status").split("</aside>")[1]
    )
    letter = rejection(world, someone)
    assert "Waiting for a newer import" in browser.open("/messages/scheduled")
    page = browser.open(f"/messages/{letter}")
    assert "It waits for a newer import" in page
    token = {"csrf_token": page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]}
    assert "Nothing was done" in browser.send(f"/messages/{letter}/vouch", {**token, "reason": ""}, 422)
    assert (
        browser.send(f"/messages/{letter}/vouch", {**token, "reason": "I rang the panel."})
        == f"/messages/{letter}"
    )
    assert "It waits for a newer import" not in browser.open(f"/messages/{letter}")
    assert leave(world, post) == 1


def reasons(world: World, message_id: int) -> list[str]:
    with world.database.reading() as session:
        return [each.change.reason for each in queries.changes(session, message_id)]


# --- who sends what -------------------------------------------------------------------------------------


def sends(world: World, *types: MessageType) -> None:
    with world.writing() as session:
        ats.set_rules(session, Rules(24, frozenset(types)), now=now(), actor_id=world.priya.user_id)


def test_what_the_ats_sends_is_not_sent_from_here(world: World) -> None:
    ward = Ward(world)
    someone, *others = ward.people(3)
    letter = world.letter(someone, NO_TYPE)._replace(reason=Disposition.NOT_SELECTED)
    made = ward.preview(ward.wanted(others, NO_TYPE))
    sends(world, NO_TYPE)
    with pytest.raises(NotAllowed, match="Your ATS sends this letter"):
        world.queue(someone, letter)
    with pytest.raises(NotAllowed, match="Your ATS sends this letter"):
        ward.preview(ward.wanted(others, NO_TYPE))
    with pytest.raises(NotAllowed, match="Nothing was sent"):
        ward.confirm(made.token)
    with world.database.reading() as session:
        draft = messages.prepare(session, world.priya, someone, None, now=now(), company="Borealis")
    refusals = {each.type: each.refusal for each in draft.choices}
    assert "Your ATS sends" in refusals[NO_TYPE]
    assert not refusals[MessageType.STATUS]


def test_a_letter_that_waits_comes_back_once_the_ats_sends_its_kind(world: World, post: Post) -> None:
    letter = rejection(world, world.person("Amara"))
    sends(world, NO_TYPE)
    assert leave(world, post) == 0
    assert world.state(letter) is MessageState.CANCELLED
    assert "the ATS sends letters of this kind" in world.reason(letter)


def test_rules_that_cannot_be_are_refused(world: World) -> None:
    for rules in (Rules(0), Rules(10_000), Rules(24, frozenset({MessageType.PERSONAL}))):
        with world.writing() as session, pytest.raises(BadInput, match="Nothing was changed"):
            ats.set_rules(session, rules, now=now(), actor_id=world.priya.user_id)

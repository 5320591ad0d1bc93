"""The page for whoever worries about their mail: what keeps letters back, and what became of those in trouble."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import escape

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from recruiterdash.audit import AuditRow
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import brakes, home
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.moving import FREE, move, moving_of
from recruiterdash.messages.outbox import claim, expire_leases
from recruiterdash.moments import now
from recruiterdash.team.models import InstanceFact, Role, UserRole
from recruiterdash.team.permissions import Viewer
from recruiterdash.web import server_words
from recruiterdash.web.delivery import Way
from tests.messages.test_pages import Browser, close_applications, typed
from tests.messages.world import Post, World

__all__ = ["close_applications"]

LOST = "content: the line broke"


@pytest.fixture(autouse=True)
def alive(world: World) -> Iterator[None]:
    """A worker has just shown that it lives, and nothing else is known of the installation."""
    with world.writing() as session:
        session.execute(delete(InstanceFact))
        session.execute(update(Message).values(state=MessageState.CANCELLED))
        session.add(InstanceFact(name="heartbeat", value={"worker": "w"}, at=now()))
    yield
    with world.writing() as session:
        session.execute(delete(InstanceFact))


def put(world: World, number: int, after: MessageState, reason: str, **values: object) -> int:
    """Let a letter stand in a state as a worker would have left it."""
    with world.writing() as session:
        letter = session.get_one(Message, number)
        move(session, [moving_of(letter)], after, now(), reasons=reason, **{**FREE, **values})
    return number


def lose(world: World, number: int) -> int:
    """Let nobody know whether a letter arrived."""
    return put(world, number, MessageState.UNCERTAIN, LOST)


def administrator(world: World) -> Viewer:
    """The stranger, who runs the place from now on."""
    with world.writing() as session:
        session.add(UserRole(user_id=world.stranger.user_id, role=Role.ADMIN))
    return world.stranger


def form(browser: Browser, path: str = "/delivery", **more: str) -> dict[str, str]:
    """What the page's own form would send, with something typed."""
    page = browser.open(path)
    given = typed(page)
    return {name: given[name] for name in ("csrf_token", "held_since") if name in given} | more


def acts(world: World, subject: str) -> list[tuple[str, int | None]]:
    with world.database.reading() as session:
        rows = select(AuditRow.act, AuditRow.actor_id).where(AuditRow.subject == subject)
        return [(act, actor) for act, actor in session.execute(rows.order_by(AuditRow.id))]


# --- does mail leave --------------------------------------------------------------------------------

PERSON = brakes.Hold("person", "odd", 1, now())
SHUT = brakes.Pause("auth", 535, "wrong password", 1, now(), now())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Letters leave."),
        ({"mode": "allowlist"}, "Letters leave to the allowed mailboxes only."),
        ({"mode": "catch"}, "No letter leaves: they are caught here."),
        ({"pause": SHUT}, "No letter leaves: the mail server does not let us in."),
        ({"silent": True, "pause": SHUT}, "No letter leaves: nobody is there to send them."),
        ({"hold": PERSON, "silent": True}, "No letter leaves: they are all held back."),
    ],
)
def test_the_first_thing_in_the_way_is_said(changes: dict[str, object], said: str) -> None:
    way = Way(now(), False, None, "", None, False, "real", False, "mail.example")
    assert way._replace(**changes).verdict[2] == said  # type: ignore[arg-type]


def test_waits_are_told_in_words() -> None:
    waits, in_all = server_words.ladder(60)
    assert waits.startswith("1 minute, 2 minutes, 4 minutes,")
    assert waits.endswith(" and 8 times 12 hours")
    assert in_all == "4 days"
    assert server_words.probes(60) == ("6 seconds", "15 minutes")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("rcpt: 550 no such user", "550 no such user (when we said to whom)"),
        ("its sender stopped: it may have arrived", "its sender stopped: it may have arrived"),
        ("", ""),
    ],
)
def test_what_a_server_said_is_told_without_its_verbs(kept: str, told: str) -> None:
    assert server_words.plainly(kept) == told


def test_all_is_well_and_the_page_says_what_would_stand_there(world: World) -> None:
    page = Browser(world, world.priya).open("/delivery")
    assert "Letters leave." in page
    assert "A sender is at work" in page
    assert "No letter to people you see waits to leave." in page
    assert "Of every letter it is known what became of it." in page
    assert "None in the last two weeks." in page
    assert "every letter that was offered was taken or refused" in page


def test_a_worker_that_is_gone_and_a_server_that_is_shut_are_told_with_their_moments(world: World) -> None:
    shut = Answer(Phase.AUTH, Verdict.OUR_FAULT, 535, "wrong password")
    with world.writing() as session:
        session.execute(update(InstanceFact).values(at=now() - timedelta(hours=3)))
        brakes.pause(session, shut, now=now(), base=60)
    world.queue(world.person())
    page = Browser(world, world.priya).open("/delivery")
    assert "Nobody: the last sign of life came" in page
    assert "3 hours ago" in page
    assert "When we logged in it said:" in page
    assert "535 wrong password" in page
    assert "1 letter waits to leave to people you see" in page


def test_whoever_writes_no_letters_is_told_and_not_led_there(world: World) -> None:
    with world.writing() as session:
        session.execute(delete(UserRole).where(UserRole.user_id == world.stranger.user_id))
        session.add(UserRole(user_id=world.stranger.user_id, role=Role.HR))
        brakes.hold(session, "person", "odd", now=now(), actor_id=None)
    browser = Browser(world, world.stranger)
    page = browser.open("/queue")
    assert "No letter leaves: odd" in page
    assert 'href="/delivery"' not in page
    browser.open("/delivery", 403)


# --- letters ----------------------------------------------------------------------------------------


def test_letters_in_trouble_are_seen_by_those_who_see_their_people(world: World) -> None:
    lost, failed, resting = (world.person(name) for name in ("Lost", "Failed", "Resting"))
    lose(world, world.queue(lost))
    put(world, world.queue(failed), MessageState.FAILED, "rcpt: 550 no such user")
    later = now() + timedelta(hours=1)
    put(world, world.queue(resting), MessageState.QUEUED, "rcpt: 450 later", attempts=1, send_at=later)
    page = Browser(world, world.priya).open("/delivery")
    assert "the line broke (at the end of the letter)" in page
    assert "550 no such user" in page
    assert f'href="/applications/{failed}"' in page
    assert "tried once" in page
    assert "No letter to people you see waits to leave." in page
    other = Browser(world, world.stranger).open("/delivery")
    for word in ("Lost", "Failed", "Resting", "550", "450"):
        assert word not in other.partition("<main")[2]


def test_numbers_of_all_letters_are_an_administrators(world: World) -> None:
    world.queue(world.person())
    chief = administrator(world)
    assert "1 letter waits to leave</strong>" in Browser(world, chief).open("/delivery")


def test_an_uncertain_letter_is_seen_at_once_wherever_one_looks(world: World) -> None:
    someone = world.person("Amara")
    number = world.queue(someone)
    with world.writing() as session:
        (taken,) = claim(session, "w", now(), timedelta(seconds=60))
        move(session, [moving_of(session.get_one(Message, number))], MessageState.DATA, now())
        session.get_one(Message, taken.message_id).lease_until = now() - timedelta(seconds=1)
        session.flush()
        expire_leases(session, now())
    priya = Browser(world, world.priya)
    assert "Amara Okafor" in priya.open("/queue?name=uncertain")
    assert "Say whether it arrived" in priya.open(f"/applications/{someone}")
    assert "Amara Okafor" in priya.open("/delivery").partition("Did they arrive?")[2]
    page = priya.open(f"/messages/{number}")
    assert "It was handed to the mail server" in page
    assert "its sender stopped while sending" in page
    assert escape(world.message(number).message_id) in page
    assert "It arrived" in page
    assert "Send it again" in page


# --- what became of it ------------------------------------------------------------------------------


def test_somebody_says_that_a_letter_arrived_and_the_clock_stops(world: World) -> None:
    someone = world.person()
    number = lose(world, world.queue(someone))
    priya = Browser(world, world.priya)
    given = form(priya, decided="arrived", reason="She answered it")
    assert priya.send(f"/messages/{number}/resolve", {**given, "next": "/delivery"}) == "/delivery"
    assert "has arrived" in priya.open("/delivery")
    assert world.state(number) is MessageState.SENT
    assert len(world.words(someone)) == 1
    assert "She answered it" in world.reason(number)
    assert acts(world, "message")[-1] == ("letter.arrived", world.priya.user_id)


def test_a_letter_is_sent_again_once_and_then_only_the_other_way_is_left(world: World, post: Post) -> None:
    number = lose(world, world.queue(world.person()))
    priya = Browser(world, world.priya)
    given = form(priya, decided="again", reason="The server never saw it")
    assert priya.send(f"/messages/{number}/resolve", given) == f"/messages/{number}"
    assert world.state(number) is MessageState.QUEUED
    lose(world, number)
    page = priya.open(f"/messages/{number}")
    assert 'value="arrived"' in page
    assert 'value="again"' not in page
    refused = priya.send(f"/messages/{number}/resolve", given, 409)
    assert "was sent again once already" in refused
    assert world.state(number) is MessageState.UNCERTAIN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decided": "arrived", "reason": " "}, "Say how you know."),
        ({"decided": "perhaps", "reason": "I think so"}, "Say that it arrived, or send it again."),
        ({"decided": "arrived", "reason": "x" * 301}, "at most 300"),
    ],
)
def test_without_a_reason_or_an_answer_nothing_is_settled(
    world: World, given: dict[str, str], said: str
) -> None:
    number = lose(world, world.queue(world.person()))
    priya = Browser(world, world.priya)
    page = priya.send(f"/messages/{number}/resolve", {**form(priya), **given}, 422)
    assert said in page
    assert world.state(number) is MessageState.UNCERTAIN


@pytest.mark.parametrize("decided", ["arrived", "again"])
def test_of_two_who_settle_it_at_once_the_second_reads_that_it_was_done(world: World, decided: str) -> None:
    someone = world.person()
    number = lose(world, world.queue(someone))
    both = [Browser(world, world.priya) for _ in range(2)]
    given = [form(browser, decided=decided, reason="Looked") for browser in both]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda pair: pair[0].client.post(f"/messages/{number}/resolve", data=pair[1]),
                zip(both, given, strict=True),
            )
        )
    first, second = sorted(answers, key=lambda each: each.status_code)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "nothing was done" in second.text
    assert len([row for row in acts(world, "message") if row[0] == f"letter.{decided}"]) >= 1
    assert world.way(number).count("sent" if decided == "arrived" else "queued") == (
        1 if decided == "arrived" else 2
    )


def test_anothers_letter_is_not_there(world: World) -> None:
    number = lose(world, world.queue(world.person()))
    stranger = Browser(world, world.stranger)
    given = form(stranger, "/account", decided="arrived", reason="Me")
    stranger.send(f"/messages/{number}/resolve", given, 404)
    assert world.state(number) is MessageState.UNCERTAIN


# --- hold and release -------------------------------------------------------------------------------


def test_whoever_writes_letters_holds_them_and_lets_them_go_again(world: World, post: Post) -> None:
    number = world.queue(world.person())
    priya = Browser(world, world.priya)
    assert priya.send("/delivery/hold", form(priya, reason="wrong wording")) == "/delivery"
    worker = world.worker(smtp_url=post.url)
    assert not worker.send_one()
    page = priya.open("/delivery")
    assert "No letter leaves: they are all held back." in page
    assert "wrong wording" in page
    assert "Priya Shah" in page
    assert priya.send("/delivery/release", form(priya, reason="it is right now")) == "/delivery"
    assert worker.send_one()
    worker.stop()
    assert world.state(number) is MessageState.SENT
    mine = world.priya.user_id
    assert acts(world, "outbox")[-2:] == [("outbox.hold", mine), ("outbox.release", mine)]


@pytest.mark.parametrize("act", ["hold", "release"])
def test_without_a_reason_nothing_is_held_or_released(world: World, act: str) -> None:
    priya = Browser(world, world.priya)
    if act == "release":
        priya.send("/delivery/hold", form(priya, reason="odd"))
    page = priya.send(f"/delivery/{act}", form(priya, reason=" "), 422)
    assert "Say why, in a few words." in page
    with world.database.reading() as session:
        assert (brakes.held(session) is None) is (act == "hold")


def test_anothers_hold_is_an_administrators_to_release(world: World) -> None:
    priya, colleague = Browser(world, world.priya), Browser(world, world.stranger)
    priya.send("/delivery/hold", form(priya, reason="odd"))
    page = colleague.open("/delivery")
    assert "or an administrator can let letters leave again" in re.sub(r"<[^>]+>", "", page)
    given = form(colleague, "/account", held_since="", reason="I want to")
    assert "Only an administrator" in colleague.send("/delivery/release", given, 403)
    administrator(world)
    colleague.send("/delivery/release", form(colleague, reason="looked at it"))


def test_of_two_who_hold_or_release_at_once_one_does_it(world: World) -> None:
    both = [Browser(world, world.priya) for _ in range(2)]
    for act in ("hold", "release"):
        before = len(acts(world, "outbox"))
        given = [form(browser, reason=f"{act}!") for browser in both]
        with ThreadPoolExecutor(2) as pool:
            answers = list(
                pool.map(
                    lambda pair: pair[0].client.post(f"/delivery/{act}", data=pair[1]),  # noqa: B023
                    zip(both, given, strict=True),
                )
            )
        assert sorted(each.status_code for each in answers) == [303, 409]
        assert any("Nothing more was done" in each.text for each in answers)
        assert [row[0] for row in acts(world, "outbox")[before:]] == [f"outbox.{act}"]


def test_another_hold_than_the_one_seen_is_not_released(world: World) -> None:
    priya = Browser(world, world.priya)
    priya.send("/delivery/hold", form(priya, reason="first"))
    old = form(priya, reason="over")
    with world.writing() as session:
        brakes.release(session, "elsewhere", now=now(), actor_id=None)
        brakes.hold(session, "person", "second", now=now(), actor_id=world.priya.user_id)
    assert "Another hold is on now" in priya.send("/delivery/release", old, 409)
    with world.database.reading() as session:
        assert brakes.held(session) is not None


@pytest.mark.parametrize("sent_too", [False, True])
def test_a_restored_databases_letters_are_listed_before_they_become_uncertain(
    world: World, sent_too: bool
) -> None:
    number = world.queue(world.person("Amara"))
    with world.writing() as session:
        brakes.hold(session, "restore", "out of a backup", now=now(), actor_id=None)
    priya = Browser(world, world.priya)
    page = priya.open("/delivery")
    assert "An administrator can let letters leave again" in page
    assert "may have left already" not in page
    priya.send("/delivery/release", form(priya, "/account", held_since="", reason="go"), 403)
    chief = Browser(world, administrator(world))
    page = chief.open("/delivery")
    assert "This letter may have left already" in page
    assert f'href="/messages/{number}"' in page
    ticked = {"send_waiting": "y"} if sent_too else {}
    chief.send("/delivery/release", form(chief, reason="it is the real one", **ticked))
    assert world.state(number) is (MessageState.QUEUED if sent_too else MessageState.UNCERTAIN)


def test_a_database_away_from_home_says_what_has_to_be_said_first(world: World) -> None:
    with world.writing() as session:
        home.settle_in(session, now=now())
        fact = session.scalars(select(InstanceFact).where(InstanceFact.name == home.HOME)).one()
        fact.value = {**fact.value, "number": 1}
        session.flush()
        home.settle_in(session, now=now())
        held = brakes.held(session)
    assert held is not None
    chief = Browser(world, administrator(world))
    page = chief.open("/delivery")
    assert "recruiterdash instance live" in page
    assert 'action="/delivery/release"' not in page
    given = form(chief, "/account", held_since=held.since.isoformat(), reason="go")
    assert "says that it is the" in chief.send("/delivery/release", given, 409)


def test_behind_the_wall_no_letter_is_listed_or_counted(world: World) -> None:
    chief = administrator(world)
    linked = {"internal": True, "internal_source": "HR", "linked_user_id": chief.user_id}
    lose(world, world.queue(world.person("Ida", **linked)))
    world.queue(world.person("Idas", internal=True, internal_source="HR", current_manager_id=chief.user_id))
    with world.writing() as session:
        brakes.hold(session, "restore", "out of a backup", now=now(), actor_id=None)
    page = Browser(world, chief).open("/delivery").partition("<main")[2]
    assert "Ida" not in page
    assert "No letter waits to leave." in page
    assert "may have left already" not in page


def test_who_holds_just_after_somebody_else_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    priya = Browser(world, world.priya)
    given = form(priya, reason="mine")
    with world.writing() as session:
        brakes.hold(session, "person", "theirs", now=now(), actor_id=None)
    seen, real = list[brakes.Hold | None](), brakes.held

    def before_it_was_there(session: Session, *, to_change: bool = False) -> brakes.Hold | None:
        """The page looks, and finds none; then the other's is there."""
        seen.append(real(session, to_change=to_change) if seen else None)
        return seen[-1]

    monkeypatch.setattr(brakes, "held", before_it_was_there)
    assert "Nothing more was done" in priya.send("/delivery/hold", given, 409)
    assert [each and each.reason for each in seen] == [None, "theirs"]

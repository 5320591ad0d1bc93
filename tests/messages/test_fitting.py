"""Which letter a writer starts from, which are offered, and what a no must be meant in spite of."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, ApplicationState, Disposition, Outcome
from recruiterdash.errors import BadInput
from recruiterdash.journey import Happened
from recruiterdash.messages import MessageType
from recruiterdash.messages.calling import Situation, called_for
from recruiterdash.messages.days import spoken
from recruiterdash.messages.depth import Depth, possible, reached
from recruiterdash.messages.models import MessageState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType, TeamMember
from recruiterdash.waiting import Calendar
from tests.messages.test_pages import Browser, close_applications, compose, typed  # noqa: F401 - a fixture
from tests.messages.test_sending import sent_by
from tests.messages.world import Post, World

ACTIVE, CLOSED = ApplicationState.ACTIVE, ApplicationState.WITHDRAWN
REJECTION = MessageType.REJECTION_APPLICATION
Act = Callable[[Session, Application], object]


CANCELLED, FILLED = RequisitionState.CANCELLED, RequisitionState.FILLED
NO = Situation(ACTIVE, Outcome.REJECT, owed=True)
TOLD_LIVE = Situation(ApplicationState.REJECTED, Outcome.REJECT, running=frozenset({"WRITTEN_CONFIRM"}))


@pytest.mark.parametrize(
    ("situation", "type_"),
    [
        pytest.param(Situation(ACTIVE), "status", id="undecided"),
        pytest.param(Situation(ACTIVE, reached=Depth.FINAL), "status", id="undecided finalist"),
        pytest.param(Situation(ACTIVE, running=frozenset({"HOLD_NOTICE"})), "hold", id="a hold, not told"),
        pytest.param(
            Situation(ACTIVE, owed=True, requisition=CANCELLED), "position_cancelled", id="cancelled"
        ),
        pytest.param(Situation(ACTIVE, owed=True, requisition=FILLED), "rejection_application", id="filled"),
        pytest.param(
            Situation(ACTIVE, owed=True, requisition=FILLED, filled_inside=True),
            "filled_internally",
            id="filled by a colleague",
        ),
        pytest.param(NO, "rejection_application", id="a no, not told"),
        pytest.param(NO._replace(reached=Depth.SCREENED), "rejection_screen", id="a no after a screening"),
        pytest.param(NO._replace(reached=Depth.INTERVIEWED), "rejection_final", id="after an interview"),
        pytest.param(NO._replace(reached=Depth.FINAL), "rejection_final", id="after the final round"),
        pytest.param(NO._replace(requisition=CANCELLED), "rejection_application", id="a no before the end"),
        pytest.param(
            NO._replace(reason=Disposition.POSITION_CANCELLED, reached=Depth.FINAL),
            "position_cancelled",
            id="the role went, whoever they are",
        ),
        pytest.param(
            NO._replace(reason=Disposition.FILLED_INTERNALLY), "filled_internally", id="the reason says so"
        ),
        pytest.param(NO._replace(internal=True, reached=Depth.FINAL), "internal_no", id="a colleague"),
        pytest.param(TOLD_LIVE, "rejection_application", id="told in a talk"),
        pytest.param(
            TOLD_LIVE._replace(internal=True), "internal_no", id="a colleague who was told in a talk"
        ),
        pytest.param(Situation(ACTIVE, Outcome.ADVANCE, owed=True), "next_step", id="going ahead, not told"),
        pytest.param(Situation(ACTIVE, Outcome.ADVANCE), "status", id="going ahead, told"),
        pytest.param(Situation(ACTIVE, Outcome.OFFER, owed=True), "personal", id="an offer, not told"),
        pytest.param(Situation(ACTIVE, Outcome.OFFER), "personal", id="an offer, told"),
        pytest.param(Situation(ApplicationState.HIRED), "personal", id="hired"),
        pytest.param(Situation(ApplicationState.WITHDRAWN), "withdrawal_confirmation", id="withdrew"),
        pytest.param(Situation(ApplicationState.REJECTED, Outcome.REJECT), "personal", id="told no"),
    ],
)
def test_a_letter_begins_with_what_is_called_for(situation: Situation, type_: str) -> None:
    assert called_for(situation) == type_


@pytest.mark.parametrize(
    ("held", "stood", "surely", "perhaps"),
    [
        ([], ["application"], "applied", "applied"),
        ([], ["screen"], "applied", "screened"),
        (["screen"], ["screen"], "screened", "screened"),
        ([], ["interview"], "screened", "interviewed"),
        (["screen"], ["interview"], "screened", "interviewed"),
        (["interview"], ["interview"], "interviewed", "interviewed"),
        ([], ["final"], "interviewed", "final"),
        (["final"], ["application"], "final", "final"),
        ([], ["offer"], "final", "final"),
        ([], ["application", "final", "screen"], "interviewed", "final"),
        ([], ["unmapped"], "applied", "final"),
    ],
)
def test_how_far_somebody_got(held: list[str], stood: list[str], surely: str, perhaps: str) -> None:
    talks, stages = [StageType(each) for each in held], [StageType(each) for each in stood]
    assert reached(talks, stages) == surely
    assert possible(talks, stages) == perhaps


def decide(world: World, application: int, outcome: Outcome) -> None:
    reason = Disposition.NOT_SELECTED if outcome is Outcome.REJECT else None
    world.change(
        application,
        lambda session, row: journey.decide(
            session, row, outcome, now=now(), actor_id=world.priya.user_id, reason=reason
        ),
    )


def offered(page: str) -> list[str]:
    """Return the names of the types that can be chosen."""
    nav = page[page.index('aria-label="Type of letter"') :]
    return re.findall(r">([^<]+)</a>", nav[: nav.index("</nav>")])


def chosen(page: str) -> str:
    found = re.search(r'aria-current="page" href="[^"]*type=(\w+)', page[page.index("Type of letter") :])
    assert found, page
    return found[1]


def test_writing_to_somebody_decided_begins_with_the_no_and_says_why_nothing_else_fits(world: World) -> None:
    someone = world.person()
    decide(world, someone, Outcome.REJECT)
    priya = Browser(world, world.priya)
    page = priya.open(f"/applications/{someone}/letters/new")
    assert chosen(page) == "rejection_application"
    assert offered(page) == ["Rejection after application", "Consent request", "Personal"]
    assert "Not now: Status update, Delay notice, Hold notice, Reply to a question, Next step" in page
    assert "A no has been decided and they have not been told" in page
    assert priya.send(f"/applications/{someone}/letters/new?type={chosen(page)}", typed(page))
    assert world.standing(someone).letters_on_way == 1


def test_writing_to_somebody_closed_begins_with_the_word_that_fits(world: World) -> None:
    someone = world.person()
    world.change(
        someone,
        lambda session, row: journey.withdraw(session, row, at=now(), now=now(), actor_id=None),
    )
    page = Browser(world, world.priya).open(f"/applications/{someone}/letters/new")
    assert chosen(page) == "withdrawal_confirmation"
    assert offered(page) == ["Withdrawal confirmed", "Consent request", "Personal"]
    assert "only a personal message fits" in page
    assert "The application stays closed: no clock starts." in page
    assert "the silence clock starts anew" not in page


def test_writing_to_somebody_undecided_begins_with_where_they_stand(world: World) -> None:
    page = Browser(world, world.priya).open(f"/applications/{world.person()}/letters/new")
    assert chosen(page) == "status"
    assert "Not now: Delay notice." in page
    assert "Not now: Hold notice." in page


def test_a_cancelled_requisition_calls_for_the_outcome(world: World) -> None:
    someone = world.person()
    with world.writing() as session:
        requisition = session.get_one(Requisition, world.requisition_id)
        journey.change_state(session, requisition, RequisitionState.CANCELLED, now=now(), actor_id=None)
    page = Browser(world, world.priya).open(f"/applications/{someone}/letters/new")
    assert chosen(page) == "position_cancelled"
    assert "they are owed the outcome, not a status" in page
    assert "told that it was the role and not they" in page


def test_the_form_is_sent_as_the_type_it_shows_whatever_happens_meanwhile(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    page = priya.open(f"/applications/{someone}/letters/new")
    (action,) = re.findall(r'data-letter action="([^"]+)"', page)
    assert "type=status" in action
    decide(world, someone, Outcome.REJECT)
    refused = priya.send(action.replace("&amp;", "&"), typed(page), 409)
    assert refused.lower().count("nothing was sent") == 1
    assert typed(refused)["body"].split() == typed(page)["body"].split()


# --- a promise that stands -------------------------------------------------------------------------


def promised_by(world: World, application: int, days: int) -> date:
    day = Calendar("UTC").business_day_after(now().date(), days)
    said = journey.Contact("out", journey.Channel.PHONE, now(), promised=day)
    world.change(
        application,
        lambda session, row: journey.log_contact(session, row, said, now=now(), actor_id=world.priya.user_id),
    )
    return day


@pytest.mark.parametrize("type_", ["status", "acknowledgement", "next_step"])
def test_a_letter_repeats_the_day_that_is_promised_and_says_what_a_later_one_would_do(
    world: World, type_: str
) -> None:
    someone = world.person()
    day = promised_by(world, someone, 2)
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, type_))
    assert typed(page)["promise"] == day.isoformat()
    assert spoken(day) in typed(page)["body"]
    assert "naming a later day moves that promise, which counts as a slip" in page
    assert priya.send(compose(someone, type_), typed(page))


def test_repeating_the_promised_day_is_no_slip(world: World, post: Post) -> None:
    someone = world.person()
    promised_by(world, someone, 2)
    world.queue(someone)
    sent_by(world, post)
    assert len(post.letters) == 1
    standing = world.standing(someone)
    assert (standing.slips, standing.broken) == (0, 0)


def test_a_delay_notice_offers_a_later_day_than_the_one_it_moves(world: World, post: Post) -> None:
    someone = world.person()
    day = promised_by(world, someone, 2)
    letter = world.letter(someone, MessageType.DELAY)
    assert letter.promise is not None
    assert letter.promise > day
    world.queue(someone, letter)
    sent_by(world, post)
    assert world.standing(someone).slips == 1


# --- hired, or an offer out, elsewhere ---------------------------------------------------------------


def elsewhere(world: World, application: int, title: str = "Ward Manager", *, hidden: bool = False) -> int:
    """The same person has applied for another role; returns that application."""
    with world.writing() as session:
        here = session.get_one(Requisition, world.requisition_id)
        other = world._requisition(session, here.office_id)
        session.get_one(Requisition, other).title = title
        if hidden:
            session.get_one(Requisition, other).recruiter_id = world.stranger.user_id
            session.execute(delete(TeamMember).where(TeamMember.requisition_id == other))
        person = world.person_of(session, application)
        made = journey.apply(
            session,
            person,
            session.get_one(Requisition, other),
            applied_at=now(),
            now=now(),
            actor_id=None,
        )
        return made.id


def offer_told(session: Session, row: Application) -> None:
    journey.record(session, row, Happened("out", now(), "phone", {"decision": "offer"}), now=now())


SETTLED = {
    "an offer decided": (lambda world, id_: decide(world, id_, Outcome.OFFER), "has an offer from us"),
    "an offer told": (lambda world, id_: world.change(id_, offer_told), "has an offer from us"),
    "hired": (lambda world, id_: decide(world, id_, Outcome.HIRE), "has been hired"),
}


@pytest.mark.parametrize(("settle", "words"), SETTLED.values(), ids=SETTLED)
def test_a_no_to_somebody_settled_elsewhere_asks_for_a_tick(
    world: World, settle: Callable[[World, int], None], words: str
) -> None:
    someone = world.person("Amara")
    settle(world, elsewhere(world, someone))
    decide(world, someone, Outcome.REJECT)
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, REJECTION))
    assert f"Amara Okafor {words} for Ward Manager." in page
    refused = priya.send(compose(someone, REJECTION), typed(page), 422)
    assert "Say that this no is meant all the same; nothing was sent." in refused
    assert world.standing(someone).letters_on_way == 0
    assert priya.send(compose(someone, REJECTION), {**typed(refused), "despite_offer": "y"})
    assert world.standing(someone).letters_on_way == 1
    with world.database.reading() as session:
        acts = select(AuditRow.detail).where(AuditRow.act == "letter.queue").order_by(AuditRow.id.desc())
        assert session.scalars(acts.limit(1)).one()["despite_offer"] is True


def test_no_other_way_queues_that_no_without_the_tick(world: World) -> None:
    someone = world.person()
    decide(world, elsewhere(world, someone), Outcome.HIRE)
    letter = world.letter(someone, REJECTION, reason=Disposition.NOT_SELECTED)
    with pytest.raises(BadInput, match="meant all the same"):
        world.queue(someone, letter)
    assert world.state(world.queue(someone, letter._replace(despite_offer=True))) is MessageState.QUEUED


def test_what_is_out_of_sight_is_said_without_its_name(world: World) -> None:
    someone = world.person("Amara")
    decide(world, elsewhere(world, someone, "Secret Role", hidden=True), Outcome.OFFER)
    page = Browser(world, world.priya).open(compose(someone, REJECTION))
    assert "Amara Okafor has an offer from us on another requisition." in page
    assert "Secret Role" not in page


@pytest.mark.parametrize("type_", ["status", "personal"])
def test_other_letters_ask_for_no_tick(world: World, type_: str) -> None:
    someone = world.person()
    decide(world, elsewhere(world, someone), Outcome.HIRE)
    page = Browser(world, world.priya).open(compose(someone, type_))
    assert "despite_offer" not in page


def test_an_application_elsewhere_without_an_offer_asks_for_no_tick(world: World) -> None:
    someone = world.person()
    decide(world, elsewhere(world, someone), Outcome.ADVANCE)
    assert "despite_offer" not in Browser(world, world.priya).open(compose(someone, REJECTION))


def test_the_writer_of_a_no_reads_where_else_they_have_applied(world: World) -> None:
    someone = world.person()
    other = elsewhere(world, someone, "Night Baker")
    elsewhere(world, someone, "Secret Role", hidden=True)
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, REJECTION))
    assert (
        f'They have also applied</strong> for <a href="/applications/{other}"><bdi>Night Baker</bdi></a>'
        in page
    )
    assert "Secret Role" not in page
    assert "one letter" not in page
    assert "They have also applied" not in priya.open(compose(someone, "status"))


def test_two_noes_to_one_person_are_led_to_one_letter(world: World) -> None:
    someone = world.person()
    other, running = elsewhere(world, someone), elsewhere(world, someone, "Night Baker")
    decide(world, someone, Outcome.REJECT)
    decide(world, other, Outcome.REJECT)
    page = unescape(Browser(world, world.priya).open(compose(other, REJECTION)))
    assert "A no is decided for 2 of their roles" in page
    (towards,) = re.findall(r'href="([^"]*[?&]also=[^"]*)"', page)
    assert urlsplit(towards).path == f"/applications/{other}/letters/new"
    assert parse_qs(urlsplit(towards).query)["also"] == [str(someone)]
    with world.writing() as session:
        session.get_one(Application, running).stage_type = StageType.FINAL
    assert "one letter" not in Browser(world, world.priya).open(compose(other, REJECTION))


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.HIRE])
def test_an_offer_made_elsewhere_before_the_no_has_left_keeps_it_back(
    world: World, post: Post, outcome: Outcome
) -> None:
    someone = world.person()
    other = elsewhere(world, someone)
    number = world.queue(someone, world.letter(someone, REJECTION, reason=Disposition.NOT_SELECTED))
    decide(world, other, outcome)
    sent_by(world, post)
    assert not post.letters
    assert world.state(number) is MessageState.CANCELLED
    assert "on another requisition meanwhile" in world.reason(number)


def test_a_no_meant_in_spite_of_an_offer_leaves(world: World, post: Post) -> None:
    someone = world.person()
    decide(world, elsewhere(world, someone), Outcome.OFFER)
    letter = world.letter(someone, REJECTION, reason=Disposition.NOT_SELECTED, despite_offer=True)
    number = world.queue(someone, letter)
    sent_by(world, post)
    assert world.state(number) is MessageState.SENT

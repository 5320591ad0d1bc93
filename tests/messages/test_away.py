"""Who signs is away: the day that is offered, the letter that is refused, and whoever answers meanwhile."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Candidate, Disposition, Outcome
from recruiterdash.errors import BadInput
from recruiterdash.messages import Letter, MessageType, reviewing
from recruiterdash.messages.days import spoken
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from recruiterdash.team import absences
from recruiterdash.team.models import User
from tests.messages.world import World


def away(world: World, first: date, last: date) -> None:
    """Priya is away, and Sam stands in."""
    with world.writing() as session:
        priya = session.get_one(User, world.priya.user_id)
        absences.go_away(
            session, priya, world.stranger.user_id, first, last, zone="UTC", now=now(), actor_id=None
        )


def naming(letter: Letter, sentence: str) -> Letter:
    return letter._replace(body=letter.body.replace("\n\nKind regards", f"\n\n{sentence}\n\nKind regards"))


def test_the_day_offered_is_one_on_which_who_signs_is_here(world: World) -> None:
    someone = world.person()
    before = world.letter(someone).promise
    assert before is not None
    away(world, before, before + timedelta(days=7))
    offered = world.letter(someone)
    assert offered.promise is not None
    assert now().date() < offered.promise < before
    assert world.queue(someone, offered)


def test_a_day_on_which_who_signs_is_away_is_not_promised_unless_somebody_else_writes(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone)
    assert letter.promise is not None
    away(world, letter.promise, letter.promise)
    with pytest.raises(BadInput) as refused:
        world.queue(someone, letter)
    assert f"Priya Shah is away on {spoken(letter.promise)}." in str(refused.value)
    assert world.queue(someone, naming(letter, "I am not here that week: Sam Stranger writes to you then."))


def test_a_letter_that_would_leave_while_who_signs_is_away_names_who_answers(world: World) -> None:
    someone = world.person()
    # the cover is their manager, whom this person must not be told of
    with world.writing() as session:
        who = session.get_one(Candidate, session.get_one(Application, someone).candidate_id)
        who.internal, who.internal_source, who.current_manager_id = True, "HR list", world.stranger.user_id
    today = now().date()
    away(world, today, today + timedelta(days=1))
    letter = world.letter(someone)
    with pytest.raises(BadInput) as refused:
        world.queue(someone, letter)
    assert "Priya Shah is away" in str(refused.value)
    assert "Sam" not in str(refused.value)


# --- finalists, and an offer that is out -----------------------------------------------------------------


def offer(session: Session, one: Application) -> None:
    journey.decide(session, one, Outcome.OFFER, now=now(), actor_id=None)


def finalist(world: World, name: str = "Amara") -> int:
    someone = world.person(name)

    def meet(session: Session, one: Application) -> None:
        one.stage_type = StageType.FINAL
        journey.decide(
            session, one, Outcome.REJECT, now=now(), actor_id=None, reason=Disposition.NOT_SELECTED
        )

    world.change(someone, meet)
    return someone


def found(world: World, someone: int, letter: Letter) -> list[str]:
    with world.database.reading() as session:
        listed = reviewing.findings(session, world.priya, someone, letter, now=now(), settings=world.settings)
    return [each.message for each in listed if each.check == "K38"]


def test_a_finalist_is_not_told_before_the_offer_is_accepted_unless_somebody_says_why(world: World) -> None:
    someone, other = finalist(world), world.person("Jonas")
    letter = world.letter(someone, MessageType.REJECTION_FINAL)
    assert found(world, someone, letter) == []
    world.change(other, offer)
    (said,) = found(world, someone, letter)
    assert said.startswith("An offer for this role is out and not accepted yet")
    world.change(
        other, lambda session, one: journey.take_back_decision(session, one, now=now(), actor_id=None)
    )
    assert found(world, someone, letter) == []


def test_an_offer_behind_the_wall_is_told_by_no_check(world: World) -> None:
    someone, report = finalist(world), world.person("Jonas")
    letter = world.letter(someone, MessageType.REJECTION_FINAL)
    world.change(report, offer)
    with world.writing() as session:
        who = session.get_one(Candidate, session.get_one(Application, report).candidate_id)
        who.internal, who.internal_source, who.current_manager_id = True, "HR list", world.priya.user_id
    assert found(world, someone, letter) == []

"""Feedback of the demo, given step by step as the real acts give it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from recruiterdash import feedback
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.demo.imagine import Imagined, Place, business_day, happened
from recruiterdash.demo.insiders import CRITERIA, INSIDERS, TEXTS, Insider
from recruiterdash.feedback import begin, own
from recruiterdash.feedback.content import Action, Content, Point, Weight
from recruiterdash.feedback.queries import Case
from recruiterdash.feedback.record import Act, Actor, Part
from recruiterdash.requisitions.criteria import fix_criteria
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team import identity

READER = "Helen Marsh"
#: Business days until an agreed action is to be done.
AHEAD = 25
_MINUTES = 10


class Giving:
    """Gives the feedback of the demo's colleagues."""

    def __init__(
        self, session: Session, users: Mapping[str, int], places: Sequence[Place], now: datetime
    ) -> None:
        """users: name -> number. places: the office of each requisition."""
        self.session, self.users, self.places, self.now = session, users, places, now
        self.reader = Actor(users[READER], frozenset({Part.HR}))

    def all(self, ids: Sequence[int]) -> None:
        """Give what is to be given. ids: the applications, in the order of `INSIDERS`."""
        for insider, application_id in zip(INSIDERS, ids, strict=True):
            self._tie(insider, application_id)
            if insider.giver:
                self._give(insider, application_id)

    def _tie(self, insider: Insider, application_id: int) -> None:
        """Say which of our users they are, and whom they work for: behind the wall from then on."""
        application = self.session.get_one(Application, application_id)
        person = self.session.get_one(Candidate, application.candidate_id)
        person.linked_user_id = self.users.get(insider.user)
        person.current_manager_id = self.users.get(insider.manager)
        self.session.flush()

    def _give(self, insider: Insider, application_id: int) -> None:
        giver = Actor(self.users[insider.giver], frozenset({Part.GIVER}))
        place = self.places[insider.requisition]
        seen = business_day(place, self.now, insider.interviewed)
        text = content(insider, seen, business_day(place, self.now, -AHEAD))
        for number, (ago, step) in enumerate(_steps(insider, text, giver, self.reader)):
            viewer = identity.viewer_of(self.session, self.users[READER])
            found = feedback.case(self.session, viewer, application_id)
            step(self.session, found, self._moment(place, ago, number))

    def _moment(self, place: Place, ago: int, number: int) -> datetime:
        """After the last thing that a story lets happen on a day."""
        day = business_day(place, self.now, ago)
        evening = datetime.combine(day, time(17, 0), place.zone) + timedelta(minutes=number * _MINUTES)
        return evening.astimezone(UTC)


Step = Callable[[Session, Case, datetime], None]


def _steps(insider: Insider, text: Content, giver: Actor, reader: Actor) -> list[tuple[int, Step]]:
    """Return the steps that were taken, each with the business day before today on which it was."""
    told = insider.told or 0
    taken: list[tuple[int | None, Step]] = [
        (told, lambda session, found, now: _begun(session, found, giver, now)),
        (told if insider.offered else None, _plain(Act.OFFER, giver)),
        (
            insider.written,
            lambda session, found, now: feedback.write(session, found, text, giver, now=now),
        ),
        (insider.handed_over, _plain(Act.HAND_OVER, giver)),
        (insider.read, _plain(Act.APPROVE, reader)),
        (insider.talked, lambda session, found, now: _talked(session, found, giver, now)),
        (
            insider.released,
            lambda session, found, now: feedback.release(session, found, giver, now=now),
        ),
        (
            insider.acknowledged,
            lambda session, found, now: own.answer(
                session,
                found,
                comment="Thank you, this helps.",
                wish=insider.wish,
                complain=False,
                now=now,
                settings=Settings(),
            ),
        ),
    ]
    return [(ago, step) for ago, step in taken if ago is not None]


def _begun(session: Session, found: Case, giver: Actor, now: datetime) -> None:
    manager = Actor(found.requisition.hiring_manager_id, frozenset({Part.MANAGER}))
    begin(session, found, giver.user_id, agreement_applies=False, now=now, actor=manager)


def _plain(act: Act, actor: Actor) -> Step:
    return lambda session, found, now: feedback.act(session, found, act, actor, now=now)


def _talked(session: Session, found: Case, giver: Actor, now: datetime) -> None:
    note = "Went through each criterion, and agreed on what is done about the gap and by when."
    feedback.talk(session, found, giver, at=now, how="in_person", note=note, now=now)


def content(insider: Insider, seen: date, by: date) -> Content:
    """Return what is written. seen: the day of the interview. by: when the action is to be done."""
    names, text = CRITERIA[insider.requisition], TEXTS[insider.requisition]
    points = [
        Point(
            name,
            shown.level,
            shown.weight,
            shown.evidence,
            seen if shown.weight is not Weight.NEITHER else None,
            shown.next_time,
        )
        for name, shown in zip(names, text.shown, strict=True)
    ]
    if insider.half:
        return Content((points[0], *(Point(name) for name in names[1:])))
    gap = next(point.criterion for point in points if point.weight is Weight.GAP)
    action = Action(gap, text.action, text.owner, by, text.support)
    not_yet = gap if text.again == "not_yet" else ""
    return Content(tuple(points), (action,), text.again, not_yet, text.watch)


def fix_all_criteria(session: Session, requisitions: Sequence[Requisition], now: datetime) -> None:
    """Fix the criteria of the demo's requisitions, long before their interviews."""
    for place, names in CRITERIA.items():
        fix_criteria(session, requisitions[place], names, begun_at=None, now=now, actor_id=None)


def insiders(places: Sequence[Place], now: datetime) -> list[Imagined]:
    """Return the colleagues who get feedback; a mailbox of the house, and never one of chance."""
    return [
        Imagined(
            first_name=each.first_name,
            last_name=each.last_name,
            zone=places[each.requisition].zone.key,
            mailbox=f"{each.first_name.lower()}.{each.last_name.lower()}@borealis.example",
            phone=f"+1 555 0200 {number:04d}",
            internal=True,
            story=each.story.name,
            stage=each.story.stage,
            requisition=each.requisition,
            happened=happened(each.story, places[each.requisition], now),
        )
        for number, each in enumerate(INSIDERS, 1)
    ]

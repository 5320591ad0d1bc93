"""When the letters of a batch leave: the same rules as for one, asked in a few statements for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate, Interview, InterviewState
from recruiterdash.config import Settings
from recruiterdash.messages.hours import Hours, zone_named
from recruiterdash.messages.leaving import hold, hours_of, owed_by
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import BAD_NEWS, Leave, Owed, Verdict, spread, when
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.rulebooks import calendars_in_force, own_levels, policies_in_force
from recruiterdash.waiting.workdays import Calendar

#: Ids of one statement: both databases take as many.
_MANY = 5000


class House(NamedTuple):
    """One office, as letters ask it."""

    zone: str
    hours: Hours
    calendar: Calendar


class _Part(NamedTuple):
    """One application that a letter is about, as far as it says when the letter leaves."""

    zone: str
    house: House
    applied_at: datetime
    interviewed_at: datetime | None
    owed: Owed


def leaves(
    session: Session,
    application_ids: Sequence[int],
    type_: MessageType,
    *,
    now: datetime,
    settings: Settings,
) -> dict[int, Leave]:
    """Return when letters leave that are each about one application; see `of_letters`."""
    return of_letters(session, {id_: (id_,) for id_ in application_ids}, type_, now=now, settings=settings)


def of_letters(
    session: Session,
    letters: Mapping[int, Sequence[int]],
    type_: MessageType,
    *,
    now: datetime,
    settings: Settings,
    at_once: bool = False,
) -> dict[int, Leave]:
    """Return when each letter of a batch leaves that is approved now, spread so that they do not land together.

    letters: the applications each is about. now: aware UTC. at_once: their time to be taken back is over. The ids
    are of applications whose sight and eligibility the caller has made sure of; a letter whose applications are
    not there is left out. Raises BadInput when an office leaves no day for news.
    """
    parts = _parts(session, [id_ for about in letters.values() for id_ in about], type_, now)
    found: dict[int, Leave] = {}
    for key, about in letters.items():
        # the order must be the same whenever it is asked: the hours of the first count where none suit all
        own = [(id_, parts[id_]) for id_ in sorted(about) if id_ in parts]
        if not own:
            continue
        theirs, owed = [part for _, part in own], _owed_in_all(part.owed for _, part in own)
        asked = now if at_once else now + hold(owed, now, settings)
        if settings.send_window:
            leave = _together(asked, type_, theirs, owed)
        else:
            zone = theirs[0].zone
            leave = Leave(asked, Verdict.SEND_NOW, "", zone or theirs[0].house.zone, not zone, asked)
        found[key] = leave._replace(at=spread(leave.at, f"application:{own[0][0]}", leave.until))
    return found


#: Hours in which one role's letter may arrive that are tried for the others of the same letter.
_TRIES = 20


def _together(asked: datetime, type_: MessageType, parts: Sequence[_Part], owed: Owed) -> Leave:
    """Return when a letter about one role or several leaves: in an hour that suits all, and before what is owed.

    One person is in one place: where nobody knows it, the first role's office stands for it, for the others too.
    Where two offices have no hour in common, those of the first count.
    """
    zone = parts[0].zone or parts[0].house.zone

    def ask(at: datetime) -> list[Leave]:
        return [
            when(
                at,
                type_,
                zone,
                part.house.hours,
                applied_at=part.applied_at,
                interviewed_at=part.interviewed_at,
                owed=owed,
            )._replace(zone_assumed=not zone_named(parts[0].zone))
            for part in parts
        ]

    own = first = ask(asked)
    last = max(first, key=lambda leave: leave.at)
    for _ in range(_TRIES):
        late = [leave for leave in own if leave.verdict is Verdict.SEND_NOW_WARN]
        if late:
            return late[0]
        at = max(leave.at for leave in own)
        if all(leave.at == at for leave in own):
            return last._replace(at=at, until=min(leave.until for leave in own))
        own = ask(at)
    return first[0]


def _owed_in_all(own: Iterable[Owed]) -> Owed:
    """Return what is owed to somebody by any of their applications, each at its earliest."""
    return Owed(
        *(min((due for due in dues if due is not None), default=None) for dues in zip(*own, strict=True))
    )


def _parts(
    session: Session, application_ids: Sequence[int], type_: MessageType, now: datetime
) -> dict[int, _Part]:
    session.flush()
    houses = houses_of(session, now)
    policy = _policy(session, now)
    found: dict[int, _Part] = {}
    for ids in _batches(application_ids):
        running, interviewed = _running(session, ids, now), _interviewed(session, ids, now)
        people = _people(session, ids)
        notices = _own_notices(session, {row[3] for row in people}, now)
        for id_, applied_at, zone, requisition_id, office_id in people:
            house, owed = houses[office_id], owed_by(running.get(id_, {}))
            if type_ in BAD_NEWS and owed.notice is None:
                days = notices.get(requisition_id, policy.notice)
                owed = owed._replace(notice=house.calendar.due_after(now, days))
            found[id_] = _Part(zone, house, applied_at, interviewed.get(id_), owed)
    return found


def houses_of(session: Session, now: datetime) -> dict[int, House]:
    """Return every office with its hours as they are in force now."""
    offices = session.scalars(select(Office)).all()
    versions = calendars_in_force(session, {office.id for office in offices})
    made: dict[int, House] = {}
    for office in offices:
        own = versions[office.id]
        calendar = next((each for each in reversed(own) if each.valid_from <= now), own[0]).calendar
        made[office.id] = House(calendar.zone.key, hours_of(office, calendar), calendar)
    return made


def _policy(session: Session, now: datetime) -> Policy:
    policies = policies_in_force(session)
    return next((each for each in reversed(policies) if each.valid_from <= now), policies[0]).policy


def _people(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    return session.execute(
        select(Application.id, Application.applied_at, Candidate.zone, Requisition.id, Requisition.office_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(Application.id.in_(ids))
    ).all()


def _own_notices(session: Session, requisition_ids: set[int], now: datetime) -> dict[int, int]:
    """Return in how many days requisitions with a level of their own for it tell an outcome."""
    found: dict[int, int] = {}
    for id_, versions in own_levels(session, sorted(requisition_ids)).items():
        mine = next((each for each in reversed(versions) if each.valid_from <= now), None)
        if mine is not None and "notice" in mine.levels:
            found[id_] = mine.levels["notice"]
    return found


def _running(session: Session, ids: Sequence[int], now: datetime) -> Mapping[int, dict[str, datetime | None]]:
    """The clocks that run, by application."""
    rows = session.execute(
        select(Clock.application_id, Clock.name, Clock.due_at).where(
            Clock.application_id.in_(ids),
            Clock.stopped_at.is_(None),
            Clock.started_at <= now,
            or_(Clock.until_at.is_(None), Clock.until_at > now),
        )
    )
    running: dict[int, dict[str, datetime | None]] = {}
    for id_, name, due in rows:
        running.setdefault(id_, {})[name] = due
    return running


def _interviewed(session: Session, ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """When the last interview ended, by application."""
    rows = session.execute(
        select(Interview.application_id, func.max(Interview.ends_at))
        .where(
            Interview.application_id.in_(ids),
            Interview.state.in_((InterviewState.HELD, InterviewState.SCHEDULED)),
            Interview.ends_at <= now,
        )
        .group_by(Interview.application_id)
    )
    return {row[0]: row[1] for row in rows}


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _MANY):
        yield list(ids[start : start + _MANY])

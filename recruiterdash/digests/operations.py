"""Digests made due, chosen or turned off, and colleagues reminded of somebody who waits."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit, notices
from recruiterdash.candidates.models import ApplicationState
from recruiterdash.config import Settings
from recruiterdash.digests import queries, rules
from recruiterdash.digests.models import DigestChoice, Nudge
from recruiterdash.digests.queries import Reader
from recruiterdash.digests.rules import Kind
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.team import absences
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, User
from recruiterdash.team.permissions import Viewer

WHO_GETS = {Kind.DAILY: Role.RECRUITER, Kind.WEEKLY: Role.HIRING_MANAGER}
#: People of one reminder.
MOST_AT_ONCE = 50


def make_due(session: Session, settings: Settings, *, now: datetime, most: int = 50) -> int:
    """Write a notice for each digest whose time has come; return how many. Nothing is committed.

    now: aware UTC. A digest's time is the first hour in which its reader's office works on a day, of a weekly one in
    a week. Each is one notice with a cause of its own, so that two workers make one.
    """
    hours = queries.keeps_hours(session)
    due = {
        key: (reader, kind)
        for reader in queries.readers(session, now, settings.zone)
        if not hours or rules.is_open(reader.calendar, now)
        for kind, key in _keys(reader, now)
    }
    for key in queries.told_before(session, due):
        del due[key]
    made = 0
    for key, (reader, kind) in list(due.items())[:most]:
        written = notices.tell(
            session, reader.user, key, "Who waits", "", now=now, settings=settings, kind=kind.value
        )
        made += written is not None
    return made


def _keys(reader: Reader, now: datetime) -> list[tuple[Kind, str]]:
    day = reader.calendar.local_date(now)
    return [
        (kind, rules.key_of(kind, reader.user.id, rules.period_of(kind, day)))
        for kind, role in WHO_GETS.items()
        if role in reader.roles
    ]


def choose(session: Session, user_id: int, wanted: bool, *, now: datetime) -> None:
    """Turn a colleague's digests on or off."""
    row = session.scalars(select(DigestChoice).where(DigestChoice.user_id == user_id)).one_or_none()
    if row is None:
        session.add(DigestChoice(user_id=user_id, wanted=wanted, changed_at=now))
    else:
        row.wanted, row.changed_at = wanted, now
    session.flush()
    act = "digests.on" if wanted else "digests.off"
    audit.note(session, at=now, actor_id=user_id, act=act, subject="user", subject_id=user_id)


# --- reminding ----------------------------------------------------------------------------------------


class Nudged(NamedTuple):
    """What became of a reminder: who was asked about how many, and why somebody was left out."""

    asked: list[tuple[str, int]]
    left_out: list[str]


def nudge(
    session: Session, viewer: Viewer, application_ids: Sequence[int], *, now: datetime, settings: Settings
) -> Nudged:
    """Ask whoever has the next step to look at some people: one mail a colleague, about each person once a day.

    application_ids: of people the viewer may see; NotFound for any other. Raises BadInput when nobody was chosen.
    Nothing is committed.
    """
    if not application_ids:
        raise BadInput("Choose somebody to remind a colleague of.")
    chosen = sorted(set(application_ids))[:MOST_AT_ONCE]
    by_colleague: dict[int, list[Overview]] = defaultdict(list)
    left_out = []
    for application_id in chosen:
        over = overview(session, viewer, application_id, to_change=True)
        try:
            by_colleague[_asked(session, over, viewer, now).id].append(over)
        except DomainError as refusal:
            left_out.append(str(refusal))
    asked = [_told(session, viewer, user_id, some, now, settings) for user_id, some in by_colleague.items()]
    return Nudged(asked, left_out)


def _asked(session: Session, over: Overview, viewer: Viewer, now: datetime) -> User:
    """Return who is asked about somebody. Raises BadInput saying why nobody is."""
    name = over.candidate.name
    if over.application.state is not ApplicationState.ACTIVE:
        raise BadInput(f"{name}: this application is closed.")
    holder = over.standing.holder
    if over.standing.holder_changes_at is not None and over.standing.holder_changes_at <= now:
        holder = over.standing.holder_then or holder
    responsible = over.hiring_manager if holder == "hiring_manager" else over.owner
    if responsible is None:
        raise BadInput(f"{name}: nobody is responsible for them. Name somebody first.")
    cover = absences.standing_in(session, [responsible.id], now).get(responsible.id)
    colleague = cover or session.get_one(User, responsible.id)
    if colleague.id == viewer.user_id:
        raise BadInput(f"{name}: the next step is yours.")
    if not colleague.active or not colleague.email or not _sees(session, colleague, over, now):
        raise BadInput(f"{name}: {colleague.name} cannot be written to here. Talk to them.")
    if session.scalar(
        select(Nudge.id).where(Nudge.application_id == over.application.id, Nudge.day == _day(over, now))
    ):
        raise BadInput(f"{name}: somebody was reminded of them today already.")
    return colleague


def _sees(session: Session, user: User, over: Overview, now: datetime) -> bool:
    try:
        overview(session, viewer_of(session, user.id, now), over.application.id)
    except DomainError:
        return False
    return True


def _told(
    session: Session,
    viewer: Viewer,
    user_id: int,
    some: Sequence[Overview],
    now: datetime,
    settings: Settings,
) -> tuple[str, int]:
    user = session.get_one(User, user_id)
    key = f"{Kind.NUDGE}:{viewer.user_id}:{user_id}:{some[0].application.id}:{now.isoformat()}"
    notice = notices.tell(
        session, user, key, "Who waits", "", now=now, settings=settings, kind=Kind.NUDGE.value
    )
    assert notice is not None
    for over in some:
        session.add(
            Nudge(
                application_id=over.application.id,
                user_id=user_id,
                by_id=viewer.user_id,
                day=_day(over, now),
                at=now,
                notice_id=notice.id,
            )
        )
        audit.note(
            session,
            at=now,
            actor_id=viewer.user_id,
            act="colleague.nudge",
            subject="application",
            subject_id=over.application.id,
            user=user_id,
            notice=notice.id,
        )
    session.flush()
    return user.name, len(some)


def _day(over: Overview, now: datetime) -> date:
    return now.astimezone(ZoneInfo(over.office.zone)).date()

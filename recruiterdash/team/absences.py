"""Days on which a colleague is away, and who stands in for them meanwhile."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import audit
from recruiterdash.db import Key, Question, UTCDateTime
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.team import queries
from recruiterdash.team.models import Absence, User

#: Longer than anybody is away without somebody else taking over.
LONGEST = timedelta(days=400)


_NOW: ColumnElement[datetime] = bindparam("now", type_=UTCDateTime())
#: Absences that have begun and are not over, with a `User` who can stand in.
_STANDING_IN = (
    Absence.cover_id == User.id,
    Absence.begins_at <= _NOW,
    Absence.ends_at > _NOW,
    Absence.ended_at.is_(None),
    User.active,
)
#: Every page of an application asks this.
_COVER = Question(
    select(User.name)
    .where(Absence.user_id == bindparam("user", type_=Key), *_STANDING_IN)
    .order_by(Absence.id)
)


class Away(NamedTuple):
    """One absence with the names of both."""

    absence: Absence
    user: str
    cover: str


def go_away(
    session: Session,
    user: User,
    cover_id: int,
    first: date,
    last: date,
    *,
    zone: str,
    now: datetime,
    actor_id: int | None,
) -> Absence:
    """Say that a colleague is away and who stands in: from then on that one sees what they see.

    first, last: days in `zone`, both of them away. Raises BadInput for days that make no sense, for somebody who
    cannot stand in, Conflict when they are away then already or the cover is.
    """
    there = ZoneInfo(zone)
    if last < first:
        raise BadInput("The last day lies before the first.")
    if last < now.astimezone(there).date():
        raise BadInput("Those days are over.")
    if last - first > LONGEST:
        raise BadInput(f"Nobody is away for more than {LONGEST.days} days: hand the work over instead.")
    cover = session.get(User, cover_id)
    if cover is None or cover.id == user.id or not cover.active or cover.password is None:
        raise BadInput("Choose a colleague who can log in.")
    if not cover.role_names & user.role_names:
        raise BadInput(f"{cover.name} has none of the roles of {user.name}, and would see nothing of theirs.")
    begins = datetime.combine(first, time(0), there)
    ends = datetime.combine(last + timedelta(days=1), time(0), there)
    _ensure_free(session, user, cover, begins, ends)
    absence = Absence(
        user_id=user.id,
        cover_id=cover.id,
        first_day=first,
        last_day=last,
        begins_at=begins,
        ends_at=ends,
        created_at=now,
        created_by=actor_id,
    )
    session.add(absence)
    session.flush()
    _note(session, "absence.begin", absence, now, actor_id)
    return absence


def come_back(
    session: Session, user_id: int, absence_id: int, *, now: datetime, actor_id: int | None
) -> None:
    """End an absence now, or call it off. Raises NotFound for one that is over, or somebody else's."""
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None or absence.user_id != user_id or absence.ended_at is not None:
        raise NotFound("This absence")
    absence.ended_at = now
    session.flush()
    _note(session, "absence.end", absence, now, actor_id)


def whose(session: Session, absence_id: int) -> int:
    """Return the number of who is away. Raises NotFound."""
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFound("This absence")
    return absence.user_id


def of_user(session: Session, user_id: int, now: datetime) -> list[Away]:
    """Return a colleague's absences that are not over, the next first."""
    return _listed(session, now, Absence.user_id == user_id)


def covered_by(session: Session, user_id: int, now: datetime) -> list[Away]:
    """Return the absences in which a colleague stands in, those to come included."""
    return _listed(session, now, Absence.cover_id == user_id)


def standing_in(session: Session, user_ids: Collection[int], now: datetime) -> dict[int, User]:
    """Return who stands in for those of some colleagues who are away now, by the number of who is away."""
    if not user_ids:
        return {}
    rows = session.execute(
        select(Absence.user_id, User)
        .where(Absence.user_id.in_(user_ids), *_STANDING_IN)
        .order_by(Absence.id),
        {"now": now},
    )
    return {row[0]: row[1] for row in rows}


def cover_name_later(session: Session, user_id: int, now: datetime) -> Callable[[], str | None]:
    """Ask for the name of who stands in for a colleague who is away now; None while they are here.

    Returns what gives it; see `db.together`.
    """
    found = _COVER.asking(session, {"user": user_id, "now": now})
    return lambda: rows[-1][0] if (rows := found()) else None


class Ahead(NamedTuple):
    """Days on which a colleague is away or will be, and who stands in then."""

    first: date
    last: date
    cover: User


def ahead(session: Session, user_ids: Collection[int], now: datetime) -> dict[int, list[Ahead]]:
    """Return the absences of some colleagues that are not over, by the number of who is away; the next first."""
    found: dict[int, list[Ahead]] = {}
    if not user_ids:
        return found
    rows = session.execute(
        select(Absence.user_id, Absence.first_day, Absence.last_day, User)
        .join(User, User.id == Absence.cover_id)
        .where(Absence.user_id.in_(user_ids), Absence.ends_at > now, Absence.ended_at.is_(None))
        .order_by(Absence.begins_at, Absence.id)
    )
    for user_id, first, last, cover in rows:
        found.setdefault(user_id, []).append(Ahead(first, last, cover))
    return found


def zone_of(session: Session, user_id: int, otherwise: str) -> str:
    """Return the zone a colleague's days are counted in: their first office's, else the installation's."""
    offices = queries.offices_of(session, user_id)
    return queries.office(session, min(offices)).zone if offices else otherwise


def _listed(session: Session, now: datetime, whose: ColumnElement[bool]) -> list[Away]:
    user, cover = aliased(User), aliased(User)
    rows = session.execute(
        select(Absence, user.name, cover.name)
        .join(user, user.id == Absence.user_id)
        .join(cover, cover.id == Absence.cover_id)
        .where(whose, Absence.ended_at.is_(None), Absence.ends_at > now)
        .order_by(Absence.begins_at, Absence.id)
    )
    return [Away(*row) for row in rows]


def _ensure_free(session: Session, user: User, cover: User, begins: datetime, ends: datetime) -> None:
    overlapping = (
        select(Absence.user_id)
        .where(
            Absence.user_id.in_((user.id, cover.id)),
            Absence.ended_at.is_(None),
            Absence.begins_at < ends,
            Absence.ends_at > begins,
        )
        .order_by(Absence.id)
    )
    away = set(session.scalars(overlapping))
    if user.id in away:
        raise Conflict(f"{user.name} is away on some of these days already: end that absence first.")
    if cover.id in away:
        raise Conflict(f"{cover.name} is away then, too: choose somebody else.")


def _note(session: Session, act: str, absence: Absence, now: datetime, actor_id: int | None) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="user",
        subject_id=absence.user_id,
        cover=absence.cover_id,
        first=absence.first_day.isoformat(),
        last=absence.last_day.isoformat(),
    )

"""The ladder climbed: which duties come near, were missed or stay missed, and which colleague is told of each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import notices, waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.digests import ladder, queries, rules
from recruiterdash.digests.ladder import Part
from recruiterdash.digests.models import Escalation
from recruiterdash.digests.rules import Kind
from recruiterdash.notices.models import Notice, NoticeState
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team import absences
from recruiterdash.team.models import Role, User, UserRole
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.queues import DUTIES

#: Clocks looked at in one go.
AT_ONCE = 500
#: Nobody is warned longer before a due than this.
AHEAD = timedelta(days=20)

Known = tuple[int, str, datetime, int, int]


class Missed(NamedTuple):
    """A duty that has come to a rung, and who is told of it."""

    application_id: int
    clock: str
    due_at: datetime
    rung: int
    user_ids: tuple[int, ...]


class Looked(NamedTuple):
    """What one look has found, and where the next begins; None when it was the last."""

    missed: list[Missed]
    after: int | None


class _Duty(NamedTuple):
    id: int
    application_id: int
    requisition_id: int
    clock: str
    due_at: datetime
    holder: str
    recruiter_id: int | None
    manager_id: int | None
    walled: frozenset[int]


def look(session: Session, *, now: datetime, after: int = 0) -> Looked:
    """Return what has come to a rung of which somebody was not told, some clocks at a time. Reads alone.

    now: aware UTC. after: the last clock of the look before. What was overdue when its history was imported is left
    in peace, and so is whoever has a letter on its way.
    """
    duties = _duties(session, now, after)
    if not duties:
        return Looked([], None)
    ids = {duty.requisition_id for duty in duties}
    some = session.scalars(select(Requisition).where(Requisition.id.in_(ids)))
    books = waiting.rulebooks(session, some)
    leads = frozenset(
        session.scalars(
            select(UserRole.user_id).where(UserRole.role == Role.ADMIN).order_by(UserRole.user_id)
        )
    )
    people = {each for duty in duties for each in (duty.recruiter_id, duty.manager_id) if each is not None}
    covers = {away: cover.id for away, cover in absences.standing_in(session, people | leads, now).items()}
    reached = frozenset(session.scalars(select(User.id).where(User.active, User.email.is_not(None))))
    daily = frozenset(
        reader.user.id for reader in queries.readers(session, now, "UTC") if Role.RECRUITER in reader.roles
    )
    missed = []
    for duty in duties:
        in_force = books[duty.requisition_id].at(now)
        rung = ladder.rung_of(duty.due_at, now, in_force.policy, in_force.calendar)
        if rung is None:
            continue
        told = _told(duty, rung, leads, daily)
        told = {covers.get(each, each) for each in told} & reached - duty.walled
        missed.append(Missed(duty.application_id, duty.clock, duty.due_at, rung, tuple(sorted(told))))
    return Looked(_new(session, missed), duties[-1].id if len(duties) == AT_ONCE else None)


def _told(duty: _Duty, rung: int, leads: frozenset[int], daily: frozenset[int]) -> set[int]:
    """Return who is told. What a recruiter's daily mail says of their own people is not said to them twice."""
    parts = ladder.told(rung, duty.holder)
    told = set[int]()
    if Part.RECRUITER in parts and duty.recruiter_id is not None and duty.recruiter_id not in daily:
        told.add(duty.recruiter_id)
    if Part.MANAGER in parts and duty.manager_id is not None:
        told.add(duty.manager_id)
    if Part.LEAD in parts:
        told |= leads - {duty.recruiter_id or 0}
    return told


def _duties(session: Session, now: datetime, after: int) -> list[_Duty]:
    turned = Standing.holder_changes_at <= now
    rows = session.execute(
        select(
            Clock.id,
            Clock.application_id,
            Clock.requisition_id,
            Clock.name,
            Clock.due_at,
            Standing.holder,
            Standing.holder_then,
            turned,
            func.coalesce(Application.owner_id, Requisition.recruiter_id),
            Requisition.hiring_manager_id,
            Candidate.linked_user_id,
            Candidate.current_manager_id,
        )
        .join(Standing, Standing.application_id == Clock.application_id)
        .join(Application, Application.id == Clock.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Clock.requisition_id)
        .where(
            Clock.id > after,
            Clock.name.in_(DUTIES),
            Clock.stopped_at.is_(None),
            ~Clock.soft,
            ~Clock.from_before,
            Clock.started_at <= now,
            or_(Clock.until_at.is_(None), Clock.until_at > now),
            Clock.due_at < now + AHEAD,
            Standing.closed.is_(None),
            Standing.letters_on_way == 0,
        )
        .order_by(Clock.id)
        .limit(AT_ONCE)
    )
    return [
        _Duty(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4] or now,
            (row[6] if row[7] else row[5]) or "recruiter",
            row[8],
            row[9],
            frozenset(each for each in row[10:] if each is not None),
        )
        for row in rows
    ]


def _new(session: Session, missed: Sequence[Missed]) -> list[Missed]:
    """Return what is left once those are taken out who were told of the same rung already."""
    known = _known(session, {each.application_id for each in missed})
    kept = (
        each._replace(
            user_ids=tuple(
                user
                for user in each.user_ids
                if (each.application_id, each.clock, each.due_at, each.rung, user) not in known
            )
        )
        for each in missed
    )
    return [each for each in kept if each.user_ids]


def _known(session: Session, application_ids: Collection[int]) -> set[Known]:
    e = Escalation
    rows = session.execute(
        select(e.application_id, e.clock, e.due_at, e.rung, e.user_id).where(
            e.application_id.in_(application_ids)
        )
    )
    return {(row[0], row[1], row[2], row[3], row[4]) for row in rows}


def keep(session: Session, settings: Settings, missed: Sequence[Missed], *, now: datetime) -> int:
    """Write who is told of what, a mail a colleague a day; return how many mails were begun. Nothing is committed.

    What the law sets a day for is told at once, in a mail of its own; the rest when the reader's office works.
    """
    by_user: dict[int, list[Missed]] = defaultdict(list)
    for each in _new(session, missed):  # another worker may have been quicker
        for user_id in each.user_ids:
            by_user[user_id].append(each)
    calendars = queries.calendars_of(session, list(by_user), now, settings.zone)
    begun = 0
    for user_id, some in by_user.items():
        user = session.get_one(User, user_id)
        for key, send_at, those in _mails(session, user_id, some, calendars[user_id], now):
            notice = session.scalars(select(Notice).where(Notice.key == key)).one_or_none()
            if notice is None:
                notice = notices.tell(
                    session,
                    user,
                    key,
                    "Who waits",
                    "",
                    now=now,
                    settings=settings,
                    kind=Kind.ESCALATION.value,
                    send_at=send_at,
                )
                begun += 1
            if notice is None:
                continue
            session.add_all(
                Escalation(
                    application_id=each.application_id,
                    clock=each.clock,
                    due_at=each.due_at,
                    rung=each.rung,
                    user_id=user_id,
                    at=now,
                    notice_id=notice.id,
                )
                for each in those
            )
            session.flush()
    return begun


def _mails(
    session: Session, user_id: int, some: Sequence[Missed], calendar: waiting.Calendar, now: datetime
) -> Iterator[tuple[str, datetime, list[Missed]]]:
    """Yield key, moment and content of the mails that tell a colleague of what was missed."""
    hard = [each for each in some if ladder.is_hard(each.clock)]
    for each in hard:
        due = f"{each.due_at:%Y%m%d}"
        yield f"{Kind.ESCALATION}:{user_id}:{each.application_id}:{due}:{each.rung}", now, [each]
    rest = [each for each in some if not ladder.is_hard(each.clock)]
    if not rest:
        return
    opens = rules.next_opening(calendar, now)
    day = calendar.local_date(opens)
    key = f"{Kind.ESCALATION}:{user_id}:{day.isoformat()}"
    state = session.scalar(select(Notice.state).where(Notice.key == key))
    if state is not None and state is not NoticeState.WAITING:  # today's has left
        day = calendar.business_day_after(day, 1)
        opens = rules.next_opening(calendar, calendar.start_of(day))
        key = f"{Kind.ESCALATION}:{user_id}:{day.isoformat()}"
    yield key, opens, rest

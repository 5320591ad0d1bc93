"""Who gets a digest, in whose hours, and which people it is about."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, select
from sqlalchemy.orm import Session

from recruiterdash.digests import ladder
from recruiterdash.digests.models import DigestChoice, Escalation, Nudge
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import troubled
from recruiterdash.notices.models import Notice
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team.models import (
    Absence,
    CalendarVersion,
    InstanceFact,
    Office,
    Role,
    User,
    UserOffice,
    UserRole,
)
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import calendars_in_force, days, queries
from recruiterdash.waiting.days import Ends
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.queries import Row
from recruiterdash.waiting.queues import Asked
from recruiterdash.waiting.workdays import Calendar

#: People named under one heading.
MOST = 12
#: Headings of what is told further up, and the rungs of the ladder under each.
RUNGS = {
    "still_missed": range(ladder.MISSED + 1, ladder.LAST + 1),
    "missed": (ladder.MISSED,),
    "near": (ladder.WARNED,),
}


class Reader(NamedTuple):
    """Somebody who gets digests."""

    user: User
    roles: frozenset[Role]
    calendar: Calendar


class Group(NamedTuple):
    """People under one heading."""

    name: str
    rows: list[Row]
    #: There are more than are named.
    more: bool


# --- readers ------------------------------------------------------------------------------------------


def readers(session: Session, now: datetime, zone: str) -> list[Reader]:
    """Return the colleagues who get a digest: who can be written to, want it, and are not away.

    zone: whose hours hold for who works in no office.
    """
    turned_off = select(DigestChoice.user_id).where(~DigestChoice.wanted)
    away = select(Absence.user_id).where(
        Absence.begins_at <= now, Absence.ends_at > now, Absence.ended_at.is_(None)
    )
    receiving = select(UserRole.user_id).where(UserRole.role.in_((Role.RECRUITER, Role.HIRING_MANAGER)))
    found = session.scalars(
        select(User)
        .where(
            User.active,
            User.email.is_not(None),
            User.id.in_(receiving),
            User.id.not_in(turned_off),
            User.id.not_in(away),
        )
        .order_by(User.id)
    ).all()
    calendars = calendars_of(session, [user.id for user in found], now, zone)
    return [Reader(user, user.role_names, calendars[user.id]) for user in found]


def wants(session: Session, user_id: int) -> bool:
    """Say whether a colleague wants digests, as everybody does who has not said otherwise."""
    return session.scalar(select(DigestChoice.wanted).where(DigestChoice.user_id == user_id)) is not False


def is_away(session: Session, user_id: int, now: datetime) -> bool:
    """Say whether a colleague is away now; who stands in has a digest of their own."""
    found = select(Absence.id).where(
        Absence.user_id == user_id,
        Absence.begins_at <= now,
        Absence.ends_at > now,
        Absence.ended_at.is_(None),
    )
    return session.scalar(found.limit(1)) is not None


def told_before(session: Session, keys: Collection[str]) -> set[str]:
    """Return those of some causes of which somebody was told."""
    wanted, found = sorted(keys), set[str]()
    for start in range(0, len(wanted), 500):
        found |= set(session.scalars(select(Notice.key).where(Notice.key.in_(wanted[start : start + 500]))))
    return found


def keeps_hours(session: Session) -> bool:
    """Say whether people work here: a demonstration tells at any hour what nobody is woken by."""
    return session.scalar(select(InstanceFact.id).where(InstanceFact.name == "demo")) is None


def calendars_of(session: Session, user_ids: Sequence[int], now: datetime, zone: str) -> dict[int, Calendar]:
    """Return in whose hours colleagues work: their own office's, else that of what they are on, else the usual.

    zone: of who belongs nowhere, Monday to Friday from 9 to 17.
    """
    own = _first(session, UserOffice.user_id, UserOffice.office_id, UserOffice.user_id.in_(user_ids))
    on = dict(
        session.execute(
            select(TeamMember.user_id, Requisition.office_id)
            .join(Requisition, Requisition.id == TeamMember.requisition_id)
            .where(TeamMember.user_id.in_(user_ids), TeamMember.part != Part.INTERVIEWER)
            .order_by(TeamMember.id.desc())
        ).all()
    )
    usual = session.scalar(select(Office.id).where(Office.is_default).order_by(Office.id).limit(1))
    known = set(session.scalars(select(CalendarVersion.office_id).distinct()))
    versions = calendars_in_force(session, known)
    in_force = {
        office: next((v.calendar for v in reversed(each) if v.valid_from <= now), each[0].calendar)
        for office, each in versions.items()
    }
    nowhere = Calendar(zone)
    return {user: in_force.get(own.get(user) or on.get(user) or usual or 0, nowhere) for user in user_ids}


def _first(
    session: Session,
    key: SQLColumnExpression[int],
    value: SQLColumnExpression[int],
    where: ColumnElement[bool],
) -> dict[int, int]:
    found: dict[int, int] = {}
    for who, what in session.execute(select(key, value).where(where).order_by(value)):
        found.setdefault(who, what)
    return found


# --- people -------------------------------------------------------------------------------------------


def of_recruiter(session: Session, viewer: Viewer, now: datetime) -> list[Group]:
    """Return the people whom a recruiter owes a word, each once, the worst harm first.

    viewer: the recruiter, who sees less in this part than with all their roles.
    """
    ask = _asker(session, viewer, now, owner_id=viewer.user_id)
    bounced = troubled(session, viewer, MessageState.BOUNCED, most=200)
    returned = [
        row for row in queries.some(session, viewer, bounced, now=now) if row.owner_id in viewer.stands_for
    ]
    groups = [
        ask("promise"),
        ask("told"),
        ask("all"),
        ask("due_today"),
        Group("bounced", returned, False),
    ]
    return _each_once(groups)


def of_manager(session: Session, viewer: Viewer, now: datetime) -> list[Group]:
    """Return the people who wait on a hiring manager's requisitions: for them first, each once."""
    theirs = _asker(session, viewer, now, holder="hiring_manager")
    every = _asker(session, viewer, now)
    mine = [theirs(name) for name in ("all", "due_today", "soon")]
    joined = [row for group in mine for row in group.rows]
    decide = Group("decide", joined, any(group.more for group in mine))
    return _each_once([decide, every("promise"), every("all")])


def nudged(session: Session, viewer: Viewer, notice_key: str, now: datetime) -> list[Row]:
    """Return the people a notice asks about, less those whom its reader may not see any more."""
    ids = session.scalars(
        select(Nudge.application_id)
        .join(Notice, Notice.id == Nudge.notice_id)
        .where(Notice.key == notice_key)
        .order_by(Nudge.id)
    ).all()
    return queries.some(session, viewer, ids, now=now)


def escalated(session: Session, viewer: Viewer, notice_key: str, now: datetime) -> list[Group]:
    """Return the people of whom a notice tells that we are late, by how late; less what was done meanwhile."""
    found = session.execute(
        select(Escalation.application_id, Escalation.clock, Escalation.due_at, Escalation.rung)
        .join(Notice, Notice.id == Escalation.notice_id)
        .join(
            Clock,
            and_(
                Clock.application_id == Escalation.application_id,
                Clock.name == Escalation.clock,
                Clock.due_at == Escalation.due_at,
                Clock.stopped_at.is_(None),
            ),
        )
        .where(Notice.key == notice_key)
        .order_by(Escalation.due_at, Escalation.id)
    ).all()
    rows = {
        row.application_id: row
        for row in queries.some(session, viewer, sorted({each[0] for each in found}), now=now)
    }
    groups = []
    for name, rungs in RUNGS.items():
        some = [
            rows[id_]._replace(clock=clock, due_at=due)
            for id_, clock, due, rung in found
            if rung in rungs and id_ in rows
        ]
        groups.append(Group(name, some, False))
    return _each_once(groups)


def _asker(
    session: Session,
    viewer: Viewer,
    now: datetime,
    *,
    owner_id: int | None = None,
    holder: str | None = None,
) -> Callable[[str], Group]:
    ends: Sequence[Ends] = days.day_ends(days.offices(session, now), now)

    def ask(name: str) -> Group:
        page = queries.rows(
            session, viewer, Asked(name, owner_id=owner_id, holder=holder), now=now, ends=ends
        )
        # who was overdue when their data came is left in peace by mails
        rows = [row for row in page.rows if not row.from_before]
        return Group(name, rows, page.next is not None and len(rows) == len(page.rows))

    return ask


def _each_once(groups: Sequence[Group]) -> list[Group]:
    """Return groups as they are named: nobody twice, no more than fit, none that is empty."""
    seen, kept = set[int](), []
    for group in groups:
        rows = list(
            {row.application_id: row for row in group.rows if row.application_id not in seen}.values()
        )
        seen |= {row.application_id for row in rows}
        if rows:
            kept.append(Group(group.name, rows[:MOST], group.more or len(rows) > MOST))
    return kept

"""What thousands of applications have behind them, a statement for each kind of thing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk, waiting
from recruiterdash.candidates import freezes
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Interview,
    InterviewState,
    Outcome,
    PanelMember,
)
from recruiterdash.journey.loading import ASSUMED_LENGTH
from recruiterdash.journey.models import Event
from recruiterdash.messages import ats, crossing, elsewhere, put_off, reviewing
from recruiterdash.messages.batch_rows import Batch
from recruiterdash.messages.elsewhere import Carried, Decided, Other
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageApplication, MessageState
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.team import absences
from recruiterdash.team.absences import Ahead
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock
from recruiterdash.waiting.policy import Rules

#: Letters whose fate says something about the address.
_TOLD = (MessageState.SENT, MessageState.BOUNCED, MessageState.FAILED)
_BACK = (MessageState.BOUNCED, MessageState.FAILED)
_STAGES = frozenset(each.value for each in StageType)


class Met(NamedTuple):
    """The interviews of one application."""

    minutes: int = 0
    met: bool = False
    final: bool = False
    held: bool = False
    ahead: bool = False
    #: The one a letter speaks of: its moment, its topic and its number.
    spoken: tuple[datetime, str, int] | None = None


class Gathered(NamedTuple):
    """All that is known beside the rows of some applications: by application where nothing else is said."""

    #: By person.
    others: Mapping[int, Sequence[Other]]
    decided: Mapping[int, Decided]
    said: Mapping[int, Carried]
    met: Mapping[int, Met]
    #: By interview.
    panels: Mapping[int, tuple[str, ...]]
    last_texts: Mapping[int, str]
    clocks: Mapping[int, Mapping[str, datetime | None]]
    #: People whose last letter came back.
    back: Collection[int]
    under_way: Collection[int]
    #: With a mail of which nobody has said what it is.
    unread: Collection[int]
    #: Of whom the ATS says something else.
    disputed: Collection[int]
    #: People for whom letters to many wait.
    frozen: Collection[int]
    #: Put off twice in a row, where the letter would do so again.
    put_off: Collection[int]
    #: People to whom another letter of this kind goes before, and why.
    crossed: Mapping[int, str]
    #: The newest entries of histories; the second by requisition.
    own: Mapping[int, int]
    shared: Mapping[int, int]
    stood: Mapping[int, tuple[StageType, ...]]
    #: By requisition.
    rules: Mapping[int, Rules]
    inside: Mapping[int, bool]
    #: By user: themselves, and who stands in for those who are away.
    signers: Mapping[int, User]
    covers: Mapping[int, User]
    #: When these are away from now on.
    away: Mapping[int, Sequence[Ahead]]


def gathered(
    session: Session,
    viewer: Viewer,
    rows: Sequence[Any],
    type_: MessageType,
    *,
    now: datetime,
    batch: Batch | None,
) -> Gathered:
    """Gather what is behind applications whose rows the caller has found within sight; see `facts.load`."""
    ids = [row.application_id for row in rows]
    people, requisitions = {row.candidate_id for row in rows}, {row.requisition_id for row in rows}
    others = elsewhere.running(session, people)
    everybody = {*ids, *(other.id for each in others.values() for other in each)}
    met = _meetings(session, ids, type_, now)
    own, shared = _last_events(session, ids, requisitions)
    waits = crossing.waiting(session, people, type_, now=now, before=batch)
    coming = crossing.coming(session, people, type_)
    signers = _signers(session, viewer, rows)
    covers = absences.standing_in(session, list(signers), now)
    return Gathered(
        others=others,
        decided=elsewhere.decisions(session, everybody),
        said=elsewhere.said(session, everybody),
        met=met,
        panels=_panels(session, [seen.spoken[2] for seen in met.values() if seen.spoken]),
        last_texts=reviewing.last_texts(session, ids, type_),
        clocks=_clocks(session, ids, now),
        back=_returned(session, rows),
        under_way=_under_way(session, ids),
        unread=_unread(session, rows),
        disputed=ats.disputed(session, ids),
        frozen=freezes.frozen(session, people),
        put_off=put_off.stopped(session, ids if type_ in put_off.STOPPED else ()),
        crossed=dict.fromkeys(waits, crossing.WAITING) | dict.fromkeys(coming, crossing.COMING),
        own=own,
        shared=shared,
        stood=_stood(session, ids),
        rules=_rules(session, requisitions, now),
        inside=_filled_inside(session, requisitions),
        signers=signers,
        covers=covers,
        away=absences.ahead(session, {*signers, *(each.id for each in covers.values())}, now),
    )


def _meetings(session: Session, ids: Collection[int], type_: MessageType, now: datetime) -> dict[int, Met]:
    rows = session.execute(
        select(
            Interview.id,
            Interview.application_id,
            Interview.state,
            Interview.stage_type,
            Interview.starts_at,
            Interview.ends_at,
            Interview.topic,
        )
        .where(
            Interview.application_id.in_(bulk.listed(session, ids)),
            Interview.state.in_((InterviewState.SCHEDULED, InterviewState.HELD)),
        )
        .order_by(Interview.application_id, Interview.ends_at)
    )
    each: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        each[row.application_id].append(row)
    next_one = MANNERS[type_].decision is Outcome.ADVANCE
    return {id_: _met(interviews, next_one, now) for id_, interviews in each.items()}


def _panels(session: Session, interviews: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return who sat in interviews."""
    rows = session.execute(
        select(PanelMember.interview_id, User.name)
        .join(User, User.id == PanelMember.user_id)
        .where(PanelMember.interview_id.in_(bulk.listed(session, interviews)))
        .order_by(User.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for interview_id, name in rows:
        found[interview_id] = (*found.get(interview_id, ()), name)
    return found


def _stood(session: Session, ids: Collection[int]) -> dict[int, tuple[StageType, ...]]:
    """Return the stages that each was moved to: who was taken back a step has been there all the same."""
    rows = session.execute(
        select(Event.application_id, Event.data)
        .where(Event.application_id.in_(bulk.listed(session, ids)), Event.type == "stage_change")
        .order_by(Event.id)
    )
    found: dict[int, tuple[StageType, ...]] = {}
    for id_, data in rows:
        if id_ is not None and data.get("stage") in _STAGES:
            found[id_] = (*found.get(id_, ()), StageType(data["stage"]))
    return found


def _filled_inside(session: Session, requisitions: Collection[int]) -> dict[int, bool]:
    """Return of requisitions with somebody hired whether one of those is a colleague."""
    rows = session.execute(
        select(Application.requisition_id, Candidate.internal)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            Application.requisition_id.in_(bulk.listed(session, requisitions)),
            Application.state == ApplicationState.HIRED,
        )
    )
    found: dict[int, bool] = {}
    for requisition_id, internal in rows:
        found[requisition_id] = internal or found.get(requisition_id, False)
    return found


def _met(interviews: Sequence[Any], next_one: bool, now: datetime) -> Met:
    """interviews: of one application, the earliest first. next_one: the letter speaks of what comes."""
    ahead = [each for each in interviews if each.state is InterviewState.SCHEDULED and each.ends_at > now]
    held = [each for each in interviews if each.state is InterviewState.HELD or each.ends_at <= now]
    one = (ahead[0] if ahead else None) if next_one else (held[-1] if held else None)
    took = sum(
        ((each.ends_at - each.starts_at) if each.starts_at else ASSUMED_LENGTH).total_seconds()
        for each in held
    )
    return Met(
        minutes=round(took / 60),
        met=any(each.stage_type is not StageType.SCREEN for each in held),
        final=any(each.stage_type is StageType.FINAL for each in held),
        held=bool(held),
        ahead=bool(ahead),
        spoken=((one.starts_at or one.ends_at), one.topic, one.id) if one else None,
    )


def _clocks(session: Session, ids: Collection[int], now: datetime) -> dict[int, dict[str, datetime | None]]:
    rows = session.execute(
        select(Clock.application_id, Clock.name, Clock.due_at).where(
            Clock.application_id.in_(bulk.listed(session, ids)),
            Clock.stopped_at.is_(None),
            Clock.started_at <= now,
            or_(Clock.until_at.is_(None), Clock.until_at > now),
        )
    )
    found: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    for row in rows:
        found[row.application_id][row.name] = row.due_at
    return found


def _returned(session: Session, rows: Sequence[Any]) -> set[int]:
    """Return the people whose last letter to their present address came back or was refused."""
    address = {row.candidate_id: (row.email or "").strip() for row in rows}
    troubled = select(Message.candidate_id).where(
        Message.candidate_id.in_(bulk.listed(session, address)), Message.state.in_(_BACK)
    )
    told = session.execute(
        select(Message.candidate_id, Message.recipient, Message.state)
        .where(Message.candidate_id.in_(troubled), Message.state.in_(_TOLD))
        .order_by(Message.candidate_id, Message.id)
    )
    last = {row.candidate_id: row.state for row in told if address[row.candidate_id] == row.recipient}
    return {person for person, state in last.items() if state in _BACK}


def _under_way(session: Session, ids: Collection[int]) -> set[int]:
    """Return the applications that a letter speaks of which is on its way, or may have arrived."""
    return set(
        session.scalars(
            select(MessageApplication.application_id)
            .join(Message, Message.id == MessageApplication.message_id)
            .where(
                MessageApplication.application_id.in_(bulk.listed(session, ids)),
                or_(Message.state.in_([*ON_ITS_WAY, MessageState.UNCERTAIN]), ~Message.heard),
            )
        )
    )


def _unread(session: Session, rows: Sequence[Any]) -> set[int]:
    """Return the applications that have a mail of which nobody has said what it is, or which of theirs it is about."""
    filed = select(InboundMail.application_id).where(
        InboundMail.application_id.in_(bulk.listed(session, [row.application_id for row in rows])),
        InboundMail.state == InboundState.THREADED,
        InboundMail.settled_at.is_(None),
        InboundMail.twin_id.is_(None),
    )
    unfiled = select(InboundMail.candidate_id).where(
        InboundMail.candidate_id.in_(bulk.listed(session, {row.candidate_id for row in rows})),
        InboundMail.application_id.is_(None),
        InboundMail.state == InboundState.UNMATCHED,
        InboundMail.settled_at.is_(None),
        InboundMail.twin_id.is_(None),
    )
    people = set(session.scalars(unfiled))
    theirs = {row.application_id for row in rows if row.candidate_id in people}
    return theirs.union(id_ for id_ in session.scalars(filed) if id_ is not None)


def _last_events(
    session: Session, ids: Collection[int], requisitions: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return the newest entry of each application's own history, and of each requisition's."""
    own = session.execute(
        select(Event.application_id, func.max(Event.id))
        .where(Event.application_id.in_(bulk.listed(session, ids)))
        .group_by(Event.application_id)
    )
    shared = session.execute(
        select(Event.requisition_id, func.max(Event.id))
        .where(Event.requisition_id.in_(bulk.listed(session, requisitions)), Event.application_id.is_(None))
        .group_by(Event.requisition_id)
    )
    return {row[0]: row[1] for row in own if row[0] is not None}, {row[0]: row[1] for row in shared}


def _rules(session: Session, ids: Collection[int], now: datetime) -> dict[int, Rules]:
    found = session.scalars(select(Requisition).where(Requisition.id.in_(bulk.listed(session, ids))))
    return {id_: rulebook.at(now) for id_, rulebook in waiting.rulebooks(session, found).items()}


def _signers(session: Session, viewer: Viewer, rows: Sequence[Any]) -> dict[int, User]:
    ids = {viewer.user_id, *(id_ for row in rows for id_ in (row.owner_id, row.recruiter_id) if id_)}
    found = session.scalars(select(User).where(User.id.in_(bulk.listed(session, ids))))
    return {user.id: user for user in found}

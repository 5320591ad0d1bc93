"""What is known of thousands of applications, loaded in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk, waiting
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Disposition,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import NotFound
from recruiterdash.journey.loading import ASSUMED_LENGTH
from recruiterdash.journey.models import Event
from recruiterdash.messages.batches.rules import Elsewhere, Known, further
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.messages.known import Signer
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageApplication, MessageState
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from recruiterdash.team.models import Office, User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.policy import Rules

#: Letters whose fate says something about the address.
_TOLD = (MessageState.SENT, MessageState.BOUNCED, MessageState.FAILED)
_BACK = (MessageState.BOUNCED, MessageState.FAILED)


class _Decided(NamedTuple):
    number: int
    outcome: Outcome
    reason: Disposition | None


class _Said(NamedTuple):
    """What our words carried, newest first, without what was undone."""

    days: tuple[str, ...] = ()
    offered: bool = False
    #: The last one did not arrive.
    bounced: bool = False


class _Met(NamedTuple):
    """The interviews of one application."""

    minutes: int = 0
    met: bool = False
    final: bool = False
    held: bool = False
    ahead: bool = False
    #: The one a letter speaks of: its moment and topic.
    spoken: tuple[datetime, str] | None = None


_NOT_MET, _UNSAID = _Met(), _Said()
_STAGES = frozenset(each.value for each in StageType)


def load(
    session: Session,
    viewer: Viewer,
    application_ids: Collection[int],
    type_: MessageType,
    *,
    now: datetime,
    to_change: bool = False,
) -> list[Known]:
    """Return what is known of applications, in the order of their ids.

    type_: of the letter, which decides which interview it speaks of. to_change: nobody else changes them until
    the transaction ends. Raises NotFound for all of them when one is not there, or not this viewer's to see.
    """
    rows = _rows(session, viewer, application_ids, to_change)
    if len(rows) != len(set(application_ids)):
        raise NotFound("One of these applications")
    ids = [row.application_id for row in rows]
    others = _others(session, {row.candidate_id for row in rows})
    everybody = {*ids, *(other.id for each in others.values() for other in each)}
    decided, said = _decisions(session, everybody), _words(session, everybody)
    met = _meetings(session, ids, type_, now)
    clocks = _clocks(session, ids, now)
    back, under_way = _returned(session, rows), _under_way(session, ids)
    unread = _unread(session, ids)
    own, shared = _last_events(session, ids, {row.requisition_id for row in rows})
    signers = _signers(session, viewer, rows)
    stood = _stood(session, ids)
    rules = _rules(session, {row.requisition_id for row in rows}, now)
    inside = _filled_inside(session, {row.requisition_id for row in rows})

    def known(row: Any) -> Known:
        id_, ruled = row.application_id, rules[row.requisition_id]
        decision, words, seen = decided.get(id_), said.get(id_, _UNSAID), met.get(id_, _NOT_MET)
        dues = {
            name: ruled.calendar.local_date(due) if due else None for name, due in clocks.get(id_, {}).items()
        }
        signer, unsigned = _signer(row, viewer, signers)
        return Known(
            application_id=id_,
            candidate_id=row.candidate_id,
            requisition_id=row.requisition_id,
            version=row.version,
            status_number=row.status_number,
            state=row.state,
            stage_type=row.stage_type,
            stage=row.stage,
            name=" ".join(part for part in (row.first_name, row.last_name) if part) or "(no name)",
            addressed=row.preferred_name or row.first_name or row.last_name,
            email=(row.email or "").strip(),
            language=row.language,
            internal=row.internal,
            title=row.title,
            requisition=row.requisition_state,
            office=row.office,
            decision=decision.outcome if decision else None,
            decision_number=decision.number if decision else 0,
            disposition=decision.reason if decision else None,
            told_at=row.told_at,
            last_word_at=row.last_word_at,
            last_event=own.get(id_),
            shared_event=shared.get(row.requisition_id),
            clocks=dues,
            missed=date.fromisoformat(words.days[0][:10]) if words.days and "PROMISE" in dues else None,
            offered=words.offered,
            came_back=row.candidate_id in back or words.bounced,
            under_way=id_ in under_way,
            unread=id_ in unread,
            minutes=seen.minutes,
            met=seen.met,
            final=seen.final,
            ahead=seen.ahead,
            interview_day=seen.spoken[0].astimezone(ZoneInfo(row.zone)).date() if seen.spoken else None,
            interview_topic=seen.spoken[1] if seen.spoken else "",
            elsewhere=_elsewhere(row, others[row.candidate_id], decided, said),
            signer=signer,
            unsigned=unsigned,
            today=ruled.calendar.local_date(now),
            calendar=ruled.calendar,
            promise_cap=ruled.policy.promise_cap,
            cadence=_cadence(row.requisition_state, seen, ruled),
            stood=stood.get(id_, ()),
            filled_inside=inside.get(row.requisition_id),
        )

    return [known(row) for row in rows]


def _rows(session: Session, viewer: Viewer, ids: Collection[int], to_change: bool) -> Sequence[Any]:
    """Who they are and where they stand: the one way to people leads through `visible`."""
    statement = (
        select(
            Application.id.label("application_id"),
            Application.candidate_id,
            Application.requisition_id,
            Application.version,
            Application.status_number,
            Application.state,
            Application.stage_type,
            Application.owner_id,
            Stage.name.label("stage"),
            Candidate.first_name,
            Candidate.last_name,
            Candidate.preferred_name,
            Candidate.email,
            Candidate.language,
            Candidate.internal,
            Candidate.linked_user_id,
            Candidate.current_manager_id,
            Requisition.title,
            Requisition.state.label("requisition_state"),
            Requisition.recruiter_id,
            Office.name.label("office"),
            Office.zone,
            Standing.told_at,
            Standing.last_word_at,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .join(Standing, Standing.application_id == Application.id)
        .outerjoin(Stage, Stage.id == Application.stage_id)
        .where(Application.id.in_(bulk.listed(session, ids)), visible(viewer))
        .order_by(Application.id)
    )
    if to_change:
        session.flush()
        locked = select(Application.id).where(Application.id.in_(bulk.listed(session, ids)))
        session.execute(locked.order_by(Application.id).with_for_update())
    return session.execute(statement).all()


def _others(session: Session, people: Collection[int]) -> dict[int, list[Any]]:
    """Return each person's applications that run or ended in a hire."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        select(
            Application.id,
            Application.candidate_id,
            Application.state,
            Application.stage_type,
        ).where(
            Application.candidate_id.in_(bulk.listed(session, people)),
            Application.state.in_((ApplicationState.ACTIVE, ApplicationState.HIRED)),
        )
    )
    for row in rows:
        found[row.candidate_id].append(row)
    return found


def _elsewhere(
    row: Any, others: Iterable[Any], decided: Mapping[int, _Decided], said: Mapping[int, _Said]
) -> frozenset[Elsewhere]:
    found = set()
    for other in others:
        if other.id == row.application_id:
            continue
        decision = decided.get(other.id)
        outcome = decision.outcome if decision else None
        if other.state is ApplicationState.HIRED:
            found.add(Elsewhere.HIRED)
        elif outcome in (Outcome.OFFER, Outcome.HIRE) or said.get(other.id, _UNSAID).offered:
            found.add(Elsewhere.OFFER)
        elif outcome is not Outcome.REJECT and further(row.stage_type, other.stage_type):
            found.add(Elsewhere.FURTHER)
    return frozenset(found)


def _decisions(session: Session, ids: Collection[int]) -> dict[int, _Decided]:
    """Return the newest decision of each application that nobody has withdrawn."""
    rows = session.execute(
        select(Decision.application_id, Decision.number, Decision.outcome, Decision.reason)
        .where(Decision.application_id.in_(bulk.listed(session, ids)), Decision.withdrawn_at.is_(None))
        .order_by(Decision.application_id, Decision.number)
    )
    return {row.application_id: _Decided(row.number, row.outcome, row.reason) for row in rows}


def _words(session: Session, ids: Collection[int]) -> dict[int, _Said]:
    """Return what our words to each carried in the present spell, without what was undone or came back."""
    rows = session.execute(
        select(Event.application_id, Event.id, Event.type, Event.data, Event.voids_id)
        .where(
            Event.application_id.in_(bulk.listed(session, ids)),
            Event.type.in_(("out", "undo", "unreject", "bounce")),
        )
        .order_by(Event.application_id, Event.happened_at.desc(), Event.id.desc())
    ).all()
    undone = {row.voids_id for row in rows if row.voids_id is not None}
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    over: set[int] = set()
    for row in rows:
        if row.id in undone or row.application_id in over:
            continue
        if row.type == "unreject":
            over.add(row.application_id)
        elif row.type == "out":
            found[row.application_id].append(row.data)
    return {id_: _carried(words) for id_, words in found.items()}


def _carried(words: Sequence[Mapping[str, Any]]) -> _Said:
    arrived = [data for data in words if not data.get("bounced")]
    return _Said(
        days=tuple(str(data["next_date"]) for data in arrived if data.get("next_date")),
        offered=any(data.get("decision") == "offer" for data in arrived),
        bounced=bool(words and words[0].get("bounced")),
    )


def _meetings(session: Session, ids: Collection[int], type_: MessageType, now: datetime) -> dict[int, _Met]:
    rows = session.execute(
        select(
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


def _met(interviews: Sequence[Any], next_one: bool, now: datetime) -> _Met:
    """interviews: of one application, the earliest first. next_one: the letter speaks of what comes."""
    ahead = [each for each in interviews if each.state is InterviewState.SCHEDULED and each.ends_at > now]
    held = [each for each in interviews if each.state is InterviewState.HELD or each.ends_at <= now]
    one = (ahead[0] if ahead else None) if next_one else (held[-1] if held else None)
    took = sum(
        ((each.ends_at - each.starts_at) if each.starts_at else ASSUMED_LENGTH).total_seconds()
        for each in held
    )
    return _Met(
        minutes=round(took / 60),
        met=any(each.stage_type is not StageType.SCREEN for each in held),
        final=any(each.stage_type is StageType.FINAL for each in held),
        held=bool(held),
        ahead=bool(ahead),
        spoken=((one.starts_at or one.ends_at), one.topic) if one else None,
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


def _unread(session: Session, ids: Collection[int]) -> set[int]:
    """Return the applications that have a mail of which nobody has said what it is."""
    return set(
        session.scalars(
            select(InboundMail.application_id).where(
                InboundMail.application_id.in_(bulk.listed(session, ids)),
                InboundMail.state == InboundState.THREADED,
                InboundMail.settled_at.is_(None),
                InboundMail.twin_id.is_(None),
            )
        )
    )


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


def _signers(session: Session, viewer: Viewer, rows: Sequence[Any]) -> dict[int, User]:
    ids = {viewer.user_id, *(id_ for row in rows for id_ in (row.owner_id, row.recruiter_id) if id_)}
    found = session.scalars(select(User).where(User.id.in_(bulk.listed(session, ids))))
    return {user.id: user for user in found}


def _signer(row: Any, viewer: Viewer, signers: Mapping[int, User]) -> tuple[Signer | None, str]:
    """The responsible recruiter, as for a single letter: else who acts, and nobody behind the person's wall."""
    owner = row.owner_id or row.recruiter_id
    responsible = owner is not None and owner not in {row.linked_user_id, row.current_manager_id}
    user = signers[owner if responsible else viewer.user_id]
    role = user.title or ("Recruiter" if responsible else "")
    if not role:
        return None, f"{user.name} has no job title yet, and letters are signed with one."
    return Signer(user.id, user.name, role, user.phone, user.email or ""), ""


def _rules(session: Session, ids: Collection[int], now: datetime) -> dict[int, Rules]:
    found = session.scalars(select(Requisition).where(Requisition.id.in_(bulk.listed(session, ids))))
    return {id_: rulebook.at(now) for id_, rulebook in waiting.rulebooks(session, found).items()}


def _cadence(state: RequisitionState, seen: _Met, rules: Rules) -> int:
    """Business days until the word after this one is owed."""
    if state is RequisitionState.ON_HOLD:
        return rules.policy.cadence_hold
    return rules.policy.cadence if seen.held else rules.policy.cadence_applied

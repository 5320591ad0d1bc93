"""What is known of thousands of applications, loaded in a few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Outcome
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import NotFound
from recruiterdash.journey.colleagues import colleagues_first
from recruiterdash.messages import elsewhere
from recruiterdash.messages.batch_rows import Batch
from recruiterdash.messages.batches.gathering import Gathered, Met, gathered
from recruiterdash.messages.batches.rules import Elsewhere, Known, further
from recruiterdash.messages.elsewhere import NOTHING_SAID, Carried, Decided, Other
from recruiterdash.messages.known import Signer, signer_of
from recruiterdash.messages.types import MessageType
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage
from recruiterdash.team.models import Office
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Standing
from recruiterdash.waiting.policy import Rules

_NOT_MET = Met()


def load(
    session: Session,
    viewer: Viewer,
    application_ids: Collection[int],
    type_: MessageType,
    *,
    now: datetime,
    to_change: bool = False,
    batch: Batch | None = None,
) -> list[Known]:
    """Return what is known of applications, in the order of their ids.

    type_: of the letter, which decides which interview it speaks of. to_change: nobody else changes them until
    the transaction ends. batch: the one they are asked for, which those confirmed before it go before. Raises
    NotFound for all of them when one is not there, or not this viewer's to see.
    """
    rows = _rows(session, viewer, application_ids, to_change)
    if len(rows) != len(set(application_ids)):
        raise NotFound("One of these applications")
    found = gathered(session, viewer, rows, type_, now=now, batch=batch)
    first = colleagues_first(session, {row.requisition_id for row in rows})
    return [_known(row, found, viewer, now, row.requisition_id in first) for row in rows]


def _known(row: Any, found: Gathered, viewer: Viewer, now: datetime, others_first: bool) -> Known:
    id_, ruled = row.application_id, found.rules[row.requisition_id]
    words, seen = found.said.get(id_, NOTHING_SAID), found.met.get(id_, _NOT_MET)
    dues = {
        name: ruled.calendar.local_date(due) if due else None
        for name, due in found.clocks.get(id_, {}).items()
    }
    signer, unsigned = _signer(row, viewer, found)
    return Known(
        **_person(row),
        **_decision(found.decided.get(id_)),
        **_meeting(seen, found, row.zone),
        last_event=found.own.get(id_),
        shared_event=found.shared.get(row.requisition_id),
        clocks=dues,
        missed=date.fromisoformat(words.days[0][:10]) if words.days and "PROMISE" in dues else None,
        letters=words.letters,
        offered=words.offered,
        came_back=row.candidate_id in found.back or words.bounced,
        under_way=id_ in found.under_way,
        unread=id_ in found.unread,
        disputed=id_ in found.disputed,
        frozen=row.candidate_id in found.frozen,
        put_off=id_ in found.put_off,
        crossed=found.crossed.get(row.candidate_id, ""),
        last_text=found.last_texts.get(id_),
        elsewhere=_elsewhere(row, found.others[row.candidate_id], found.decided, found.said),
        signer=signer,
        unsigned=unsigned,
        today=ruled.calendar.local_date(now),
        calendar=ruled.calendar,
        promise_cap=ruled.policy.promise_cap,
        cadence=_cadence(row.requisition_state, seen, ruled),
        stood=found.stood.get(id_, ()),
        filled_inside=found.inside.get(row.requisition_id),
        others_first=others_first,
    )


#: What the row says as it is.
_AS_IT_IS = (
    *("application_id", "candidate_id", "requisition_id", "version", "status_number", "state", "stage_type"),
    *("stage", "language", "internal", "title", "office", "told_at", "last_word_at"),
)


def _person(row: Any) -> dict[str, Any]:
    """Who they are and where they stand."""
    return {
        **{name: getattr(row, name) for name in _AS_IT_IS},
        "name": " ".join(part for part in (row.first_name, row.last_name) if part) or "(no name)",
        "addressed": row.preferred_name or row.first_name or row.last_name,
        "email": (row.email or "").strip(),
        "requisition": row.requisition_state,
    }


def _decision(decided: Decided | None) -> dict[str, Any]:
    return {
        "decision": decided.outcome if decided else None,
        "decision_number": decided.number if decided else 0,
        "disposition": decided.reason if decided else None,
    }


def _meeting(seen: Met, found: Gathered, zone: str) -> dict[str, Any]:
    """The interviews they gave us. zone: the office's."""
    spoken = seen.spoken
    return {
        **{name: getattr(seen, name) for name in ("minutes", "met", "final", "ahead")},
        "interview_day": spoken[0].astimezone(ZoneInfo(zone)).date() if spoken else None,
        "interview_topic": spoken[1] if spoken else "",
        "interviewers": found.panels.get(spoken[2], ()) if spoken else (),
    }


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


def _elsewhere(
    row: Any, others: Iterable[Other], decided: Mapping[int, Decided], said: Mapping[int, Carried]
) -> frozenset[Elsewhere]:
    found = set()
    for other in others:
        if other.id == row.application_id:
            continue
        if other.state is ApplicationState.HIRED:
            found.add(Elsewhere.HIRED)
        elif elsewhere.is_settled(other, decided, said):
            found.add(Elsewhere.OFFER)
        elif not _rejected(decided.get(other.id)) and further(row.stage_type, other.stage_type):
            found.add(Elsewhere.FURTHER)
    return frozenset(found)


def _rejected(decision: Decided | None) -> bool:
    return decision is not None and decision.outcome is Outcome.REJECT


def _signer(row: Any, viewer: Viewer, found: Gathered) -> tuple[Signer | None, str]:
    """The responsible recruiter, as for a single letter: else who acts, and nobody behind the person's wall.

    Of both whoever stands in while they are away: who answers has to find somebody.
    """
    owner = row.owner_id or row.recruiter_id
    walled = {row.linked_user_id, row.current_manager_id}
    # who may no longer log in reads no answers
    responsible = owner is not None and owner not in walled and found.signers[owner].active
    user = found.signers[owner if responsible else viewer.user_id]
    cover = found.covers.get(user.id)
    if cover is not None and cover.id not in walled:
        user = cover
    role = user.title or ("Recruiter" if responsible else "")
    if not role:
        return None, f"{user.name} has no job title yet, and letters are signed with one."
    return signer_of(user, role, found.away.get(user.id, ()), walled), ""


def _cadence(state: RequisitionState, seen: Met, rules: Rules) -> int:
    """Business days until the word after this one is owed."""
    if state is RequisitionState.ON_HOLD:
        return rules.policy.cadence_hold
    return rules.policy.cadence if seen.held else rules.policy.cadence_applied

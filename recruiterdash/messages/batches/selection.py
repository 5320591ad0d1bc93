"""People found by a question instead of one by one: asked again before anything is sent to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.messages.batch_rows import Batch, BatchApplication
from recruiterdash.messages.batches import rules
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import days, queries
from recruiterdash.waiting.queues import HOLDERS, QUEUES, Asked, Group, Lane

#: Names that a refusal lists.
_NAMED = 5


def matching(session: Session, viewer: Viewer, question: Mapping[str, Any], *, now: datetime) -> list[int]:
    """Return the applications that a question finds: those of a queue that fit its filters, or the open ones
    of a requisition, of one stage where it names one.

    question: as `question_of` makes it, or `{requisition, stage}`. now: aware UTC. Raises BadInput for a question
    that is none, or finds more people than a batch takes.
    """
    if "queue" in question:
        return _of_queue(session, viewer, asked_of(question), now)
    statement = (
        select(Application.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(
            visible(viewer),
            Application.requisition_id == question["requisition"],
            Application.state == ApplicationState.ACTIVE,
        )
        .order_by(Application.id)
    )
    if question.get("stage") is not None:
        statement = statement.where(Application.stage_id == question["stage"])
    return list(session.scalars(statement))


def question_of(asked: Asked) -> dict[str, Any]:
    """Return what a queue is asked for, without its order, as it is kept with a batch."""
    given = {**asked._asdict(), "ahead": asked.ahead or None}
    return {name: value for name, value in given.items() if name != "sort" and value not in (None, "")}


def asked_of(question: Mapping[str, Any]) -> Asked:
    """Return what a queue is asked for. Raises BadInput for a queue or a filter that there is not."""
    wrong = (
        set(question) - set(Asked._fields)
        or question["queue"] not in QUEUES
        or QUEUES[question["queue"]].group is Group.DELIVERY
        or question.get("stage_type") not in (None, *StageType)
        or question.get("holder") not in (None, *HOLDERS)
        or question.get("lane") not in (None, *Lane)
    )
    if wrong:
        raise BadInput("Nobody can be written to by this list: open the queue again.")
    lane = question.get("lane")
    return Asked(**{**question, "lane": Lane(lane) if lane else None})


def _of_queue(session: Session, viewer: Viewer, asked: Asked, now: datetime) -> list[int]:
    ends = days.day_ends(days.offices(session, now), now)
    found = queries.rows(session, viewer, asked, now=now, ends=ends, size=rules.MOST)
    if found.next:
        raise BadInput(f"More people stand in this list than one batch takes: {rules.MOST} are the most.")
    return sorted(row.application_id for row in found.rows)


def ensure_same(session: Session, viewer: Viewer, batch: Batch, now: datetime) -> None:
    """Refuse a batch whose people are no longer those that its question finds. Raises Conflict with the difference.

    Who was changed since, and for that reason stands elsewhere, is no reason: they drop out on their own.
    """
    if batch.selection is None:
        return
    present = set(matching(session, viewer, batch.selection, now=now))
    listed = session.execute(
        select(BatchApplication.application_id, BatchApplication.version).where(
            BatchApplication.batch_id == batch.id
        )
    )
    then = {row.application_id: row.version for row in listed}
    gone = then.keys() - present
    elsewhere = session.execute(
        select(Application.id, Application.version)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(visible(viewer), Application.id.in_(bulk.listed(session, gone)))
    )
    lost = {row.id for row in elsewhere if row.version == then[row.id]}
    added = present - then.keys()
    if not added and not lost:
        return
    said = []
    if added:
        said.append(f"{len(added)} more since the preview ({_names(session, viewer, added)})")
    if lost:
        said.append(f"{len(lost)} fewer ({_names(session, viewer, lost)})")
    raise Conflict(
        f"The list is no longer the one that was previewed: {' and '.join(said)}. Nothing was sent: preview again."
    )


def _names(session: Session, viewer: Viewer, ids: set[int]) -> str:
    some = sorted(ids)[:_NAMED]
    found = session.scalars(
        select(Candidate)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(visible(viewer), Application.id.in_(some))
        .order_by(Application.id)
    )
    names = ", ".join(each.name for each in found)
    return names if len(ids) <= _NAMED else f"{names} and others"

"""People found by a question instead of one by one: asked again before anything is sent to them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.errors import Conflict
from recruiterdash.messages.batch_rows import Batch, BatchApplication
from recruiterdash.team.permissions import Viewer

#: Names that a refusal lists.
_NAMED = 5


def matching(session: Session, viewer: Viewer, question: Mapping[str, Any]) -> list[int]:
    """Return the open applications of a requisition, of one stage where the question names one."""
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


def ensure_same(session: Session, viewer: Viewer, batch: Batch) -> None:
    """Refuse a batch whose people are no longer those that its question finds. Raises Conflict with the difference.

    Who was changed since, and for that reason stands elsewhere, is no reason: they drop out on their own.
    """
    if batch.selection is None:
        return
    present = set(matching(session, viewer, batch.selection))
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

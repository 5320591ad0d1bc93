"""Questions about imports: the runs there were, and who may look at one."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.errors import NotFound
from recruiterdash.imports.models import ImportRun
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer

SHOWN = 50


def history(session: Session, viewer: Viewer) -> Sequence[tuple[ImportRun, str | None]]:
    """Return the newest runs with the name of who started each: all, or one's own."""
    query = select(ImportRun, User.name).outerjoin(User, User.id == ImportRun.actor_id)
    if not viewer.sees_everybody:
        query = query.where(ImportRun.actor_id == viewer.user_id)
    rows = session.execute(query.order_by(ImportRun.id.desc()).limit(SHOWN))
    return [(run, name) for run, name in rows]


def under(session: Session, token: str, actor_id: int) -> ImportRun | None:
    """Return what somebody began with an upload, None when that is nothing."""
    query = select(ImportRun).where(ImportRun.stored_as == token, ImportRun.actor_id == actor_id)
    return session.scalars(query.order_by(ImportRun.id.desc()).limit(1)).one_or_none()


def requisitions(session: Session, references: Collection[str]) -> dict[str, int]:
    """Return the requisitions of some references: reference -> id."""
    rows = session.execute(
        select(Requisition.reference, Requisition.id).where(Requisition.reference.in_(references))
    )
    return {reference: id_ for reference, id_ in rows if reference}


def run(session: Session, run_id: int, viewer: Viewer) -> ImportRun:
    """Return a run that the viewer started, or any for who sees everybody. Raises NotFound.

    Its rows name people and are for who started it alone: behind whose wall they will stand is not known yet.
    """
    found = session.get(ImportRun, run_id)
    if found is None or not (viewer.sees_everybody or found.actor_id == viewer.user_id):
        raise NotFound("This import")
    return found

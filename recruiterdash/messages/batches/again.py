"""A preview made once more from what an earlier one was asked for, with lines of their own and reasons added."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchMaking, BatchState
from recruiterdash.messages.batches import reading, rules, selection, sight
from recruiterdash.messages.batches.asked import Wanted
from recruiterdash.messages.batches.making import start
from recruiterdash.messages.batches.preview import Preview
from recruiterdash.messages.models import TemplateVersion
from recruiterdash.messages.types import MessageType
from recruiterdash.team.permissions import Viewer


def again(
    session: Session,
    viewer: Viewer,
    batch_id: int,
    *,
    lines: Mapping[int, str],
    overrides: Mapping[str, str],
    now: datetime,
    settings: Settings,
) -> Preview | BatchMaking:
    """Preview a batch anew: the same people, or those its question finds now, the same text and day.

    Many are made by a worker, see `start`. lines: application -> a line of one's own, beside those it holds
    already; an empty one takes it away. overrides: check -> why its warning is set aside, in place of those it
    has. now: aware UTC. Nothing is committed. Raises as `preview` does, NotAllowed for a colleague's batch, Conflict
    for one that was confirmed or thrown away, BadInput naming the person whose line cannot be.
    """
    batch = own(session, viewer, batch_id)
    kept = {**reading.own_lines(session, batch.id), **lines}
    kept = {id_: " ".join(line.split()) for id_, line in kept.items() if line.strip()}
    people = people_of(session, viewer, batch, now)
    kept = {id_: line for id_, line in kept.items() if id_ in set(people)}
    _ensure_lines(session, batch, kept)
    version = batch.template_version_id and session.get(TemplateVersion, batch.template_version_id)
    wanted = Wanted(
        applications=people,
        type=MessageType(batch.type),
        subject="" if version else batch.subject,
        body="" if version else batch.body,
        language=batch.language,
        template=version.template_id if version else None,
        promise=date.fromisoformat(batch.promise) if batch.promise else None,
        overrides=overrides,
        reason=batch.disposition,
        lines=kept,
        selection=batch.selection,
    )
    return start(session, viewer, wanted, now=now, settings=settings)


def own(session: Session, viewer: Viewer, batch_id: int) -> Batch:
    """Return a batch of one's own that nobody confirmed and whose letters are still there.

    Raises NotFound out of sight, NotAllowed for a colleague's, Conflict for one that is confirmed or thrown away.
    """
    batch = sight.batch(session, viewer, batch_id)
    if batch.created_by != viewer.user_id:
        raise NotAllowed("Who made a batch previews it again, and nobody else.")
    if batch.state is not BatchState.PREVIEWED:
        raise Conflict(
            "This batch was confirmed, or its letters were thrown away: it is not previewed again."
        )
    return batch


def people_of(session: Session, viewer: Viewer, batch: Batch, now: datetime) -> list[int]:
    """Return the applications a batch is for: those its question finds now, else those it named."""
    if batch.selection is not None:
        return selection.matching(session, viewer, batch.selection, now=now)
    named = select(BatchApplication.application_id).where(BatchApplication.batch_id == batch.id)
    return list(session.scalars(named.order_by(BatchApplication.application_id)))


def _ensure_lines(session: Session, batch: Batch, lines: Mapping[int, str]) -> None:
    times = Counter(line.casefold() for line in lines.values())
    wrong = {id_: flaw for id_, line in lines.items() if (flaw := rules.flaw_of(line, times))}
    if not wrong:
        return
    names = reading.names(session, batch.id, list(wrong))
    whose: dict[str, list[str]] = defaultdict(list)
    for id_, flaw in wrong.items():
        if id_ in names:
            whose[flaw].append(names[id_])
    said = " ".join(f"{', '.join(people)}: {flaw}" for flaw, people in whose.items())
    raise BadInput(f"{said} The earlier preview stays as it is.")

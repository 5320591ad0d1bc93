"""A batch rehearsed: all that confirming it would do is done and read, and then undone to the last row."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Decision
from recruiterdash.config import Settings
from recruiterdash.errors import Conflict, NotAllowed
from recruiterdash.messages import hearing, moving, status_page
from recruiterdash.messages.batch_rows import BatchRow, BatchState
from recruiterdash.messages.batches import sending, sight
from recruiterdash.messages.models import Message
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting.models import Clock, Standing

#: Columns of a clock that say when it runs and what becomes of it.
_CLOCK = ("started_at", "due_at", "until_at", "paused_left", "stopped_at", "result")


class Copy(NamedTuple):
    """One letter as it would leave."""

    application_ids: tuple[int, ...]
    recipient: str
    message_id: str
    send_at: datetime
    data: bytes


class Change(NamedTuple):
    """One thing that would be otherwise afterwards."""

    application_id: int
    #: When: "confirmed" or "accepted".
    step: str
    #: What: a clock, the state, the decision.
    what: str
    before: str
    after: str


class Rehearsal(NamedTuple):
    """All that a batch would do."""

    batch_id: int
    at: datetime
    copies: tuple[Copy, ...]
    changes: tuple[Change, ...]
    skipped: tuple[sending.Skipped, ...]


def rehearse(
    session: Session, viewer: Viewer, batch_id: int, *, now: datetime, settings: Settings
) -> Rehearsal:
    """Return what confirming a batch at this moment would do, down to the bytes; none of it is kept.

    session: a writing one; what is done in it here is rolled back here. now: aware UTC, as if it were
    confirmed then. Raises as confirming does, and Conflict for a batch that has been confirmed already.
    """
    if not viewer.may(Permission.SEND_BULK):
        raise NotAllowed("Sending to many at once is not yours here.")
    found = sight.batch(session, viewer, batch_id)
    if found.state not in (BatchState.PREVIEWED, BatchState.NEEDS_APPROVAL):
        raise Conflict("This batch has been sent or taken back: there is nothing left to rehearse.")
    maker = viewer if found.created_by == viewer.user_id else viewer_of(session, found.created_by, now)
    ids = [each.application_id for about in sight.abouts_of(session, batch_id).values() for each in about]
    stage = session.begin_nested()
    try:
        before = stand(session, ids)
        sent = sending.send(session, maker, found, now=now, settings=settings)
        session.flush()
        session.expire_all()
        confirmed = stand(session, ids)
        copies = tuple(_copies(session, batch_id))
        _accept(session, batch_id)
        accepted = stand(session, ids)
    finally:
        stage.rollback()
        session.expire_all()
    changes = (*_changes(before, confirmed, "confirmed"), *_changes(confirmed, accepted, "accepted"))
    return Rehearsal(batch_id, now, copies, changes, sent.skipped)


def _copies(session: Session, batch_id: int) -> Iterator[Copy]:
    rows = session.execute(
        select(BatchRow.id, Message.recipient, Message.message_id, Message.send_at, Message.frozen)
        .join(BatchRow, BatchRow.message_id == Message.id)
        .where(BatchRow.batch_id == batch_id)
        .order_by(BatchRow.position)
    ).all()
    abouts = sight.abouts_of(session, batch_id)
    for row in rows:
        about = tuple(each.application_id for each in abouts[row.id])
        yield Copy(about, row.recipient, row.message_id, row.send_at, row.frozen or b"")


def _accept(session: Session, batch_id: int) -> None:
    """Tell the clocks as if each letter were accepted at the moment it may leave."""
    letters = session.scalars(
        select(Message)
        .join(BatchRow, BatchRow.message_id == Message.id)
        .where(BatchRow.batch_id == batch_id)
        .order_by(Message.id)
    ).all()
    for letter in letters:
        letter.sent_at = letter.send_at
    latest = max((letter.send_at for letter in letters), default=None)
    if latest is not None:
        hearing.tell(session, letters, latest)
        moving.count(session, [letter.id for letter in letters], -1)
    session.flush()
    session.expire_all()


_Stand = dict[tuple[int, str], str]


def stand(session: Session, ids: list[int]) -> _Stand:
    """Return everything about applications that a letter may change, as text."""
    found: _Stand = {}
    for some in (ids[start : start + 900] for start in range(0, len(ids), 900)):
        for row in session.execute(
            select(
                Clock.application_id,
                Clock.name,
                Clock.spell,
                Clock.cycle,
                *(getattr(Clock, name) for name in _CLOCK),
            ).where(Clock.application_id.in_(some))
        ):
            values = [
                f"{name} {_said(value)}"
                for name, value in zip(_CLOCK, row[4:], strict=True)
                if value is not None
            ]
            found[row.application_id, f"clock {row.name} {row.spell}.{row.cycle}"] = ", ".join(values)
        for row in session.execute(
            select(Application.id, Application.state, Application.disposition).where(Application.id.in_(some))
        ):
            found[row.id, "state"] = row.state.value
            found[row.id, "disposition"] = row.disposition.value if row.disposition else ""
        for row in session.execute(
            select(
                Standing.application_id, Standing.holder, Standing.headline, Standing.letters_on_way
            ).where(Standing.application_id.in_(some))
        ):
            found[row.application_id, "next step is with"] = row.holder
            found[row.application_id, "first clock"] = row.headline or ""
            found[row.application_id, "letters on their way"] = str(row.letters_on_way)
        for row in session.execute(
            select(Decision.application_id, Decision.number, Decision.outcome).where(
                Decision.application_id.in_(some), Decision.withdrawn_at.is_(None)
            )
        ):
            found[row.application_id, f"decision {row.number}"] = row.outcome.value
        for id_, known in status_page.known_to(session, some).items():
            found[id_, "their status page"] = ", ".join(
                f"{name} {_said(value)}"
                for name, value in known._asdict().items()
                if value is not None and value != ""
            )
    return found


def _changes(before: _Stand, after: _Stand, step: str) -> Iterator[Change]:
    for application_id, what in sorted(before.keys() | after.keys()):
        was, becomes = before.get((application_id, what), ""), after.get((application_id, what), "")
        if was != becomes:
            yield Change(application_id, step, what, was, becomes)


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def files(rehearsal: Rehearsal) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a report: each letter as it would leave, and what would be otherwise; pure."""
    width = len(str(len(rehearsal.copies)))
    names = [f"letters/{number:0{width}}.eml" for number in range(1, len(rehearsal.copies) + 1)]
    for name, copy in zip(names, rehearsal.copies, strict=True):
        yield name, copy.data
    report = {
        "batch": rehearsal.batch_id,
        "as_if_confirmed_at": rehearsal.at.isoformat(),
        "letters": [
            {
                "file": name,
                "applications": list(copy.application_ids),
                "recipient": copy.recipient,
                "message_id": copy.message_id,
                "leaves_at": copy.send_at.isoformat(),
                "sha256": hashlib.sha256(copy.data).hexdigest(),
            }
            for name, copy in zip(names, rehearsal.copies, strict=True)
        ],
        "changes": [each._asdict() for each in rehearsal.changes],
        "left_out": [each._asdict() for each in rehearsal.skipped],
    }
    yield "report.json", json.dumps(report, ensure_ascii=False, indent=1).encode()

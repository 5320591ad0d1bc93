"""The third step: each letter is held against the facts once more, and those that still hold are put on their way."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Disposition
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail import redated
from recruiterdash.messages import ats, leaving_many
from recruiterdash.messages.batch_rows import Batch, BatchApplication, BatchRow, RowState
from recruiterdash.messages.batches import facts, rules, sight
from recruiterdash.messages.batches.findings import stops
from recruiterdash.messages.batches.manifest import Source, facts_of, message_id
from recruiterdash.messages.batches.rules import Known, Meant
from recruiterdash.messages.enqueue import Rendered, Settles, enqueue
from recruiterdash.messages.models import BATCH, OUTCOME
from recruiterdash.messages.types import MessageType
from recruiterdash.messages.window import Leave
from recruiterdash.team.permissions import Permission, Viewer


class Skipped(NamedTuple):
    """An application whose letter does not go, and why."""

    application_id: int
    reason: str


class Sent(NamedTuple):
    """What became of a batch when it was let go."""

    queued: int
    skipped: tuple[Skipped, ...]


class _Going(NamedTuple):
    """One letter that goes, its bytes made."""

    row: Any
    about: Sequence[BatchApplication]
    data: bytes


def send_moment(now: datetime, settings: Settings) -> datetime:
    """Return the moment at which the letters of a batch leave: until then all of it can be taken back."""
    return now + timedelta(seconds=settings.long_undo_seconds)


def send_moments(
    session: Session, type_: MessageType, going: Sequence[_Going], now: datetime, settings: Settings
) -> dict[int, Leave]:
    """Return when each letter leaves and why then, by its row."""
    letters = {each.row.id: [one.application_id for one in each.about] for each in going}
    return leaving_many.of_letters(session, letters, type_, now=now, settings=settings)


def send(session: Session, maker: Viewer, batch: Batch, *, now: datetime, settings: Settings) -> Sent:
    """Put the letters of a batch on their way whose facts still hold, with the decisions they tell.

    maker: who made the batch, as they may see and act now; the caller holds the batch's row. Nothing is
    committed. Raises NotFound when somebody in it is out of their sight by now, Conflict when no letter holds,
    NotAllowed when the ATS sends these letters by now.
    """
    ats.ensure_ours(session, MessageType(batch.type))
    rows, abouts = sight.rows_of(session, batch.id), sight.abouts_of(session, batch.id)
    known = _known(session, maker, batch, abouts, now)
    reasons = _dropped(maker, batch, rows, abouts, known, now, settings)
    going = [_going(row, abouts[row.id], now) for row in rows if row.id not in reasons]
    moments = send_moments(session, MessageType(batch.type), going, now, settings)
    reasons |= _too_late(going, moments, known)
    going = [each for each in going if each.row.id not in reasons]
    if not going:
        _refuse(reasons, rows)
    decided = _decide(session, maker, batch, going, now)
    letters = [
        _rendered(batch, each, decided, known)._replace(
            send_at=moments[each.row.id].at, leaves_why=moments[each.row.id].read_later
        )
        for each in going
    ]
    ids = enqueue(session, letters, send_at=send_moment(now, settings), now=now, actor_id=batch.created_by)
    _mark(session, [(each.row.id, id_) for each, id_ in zip(going, ids, strict=True)], reasons)
    batch.queued = len(going)
    return Sent(len(going), tuple(_skipped(reasons, abouts)))


def _known(
    session: Session,
    maker: Viewer,
    batch: Batch,
    abouts: Mapping[int, Sequence[BatchApplication]],
    now: datetime,
) -> dict[int, Known]:
    """Return what is known of a batch's applications, which nobody else changes until the transaction ends."""
    ids = [each.application_id for about in abouts.values() for each in about]
    found = facts.load(session, maker, ids, MessageType(batch.type), now=now, to_change=True, batch=batch)
    return {each.application_id: each for each in found}


def _dropped(
    maker: Viewer,
    batch: Batch,
    rows: Sequence[Any],
    abouts: Mapping[int, Sequence[BatchApplication]],
    known: Mapping[int, Known],
    now: datetime,
    settings: Settings,
) -> dict[int, str]:
    """Return the letters that must not go, by their rows, with the reason of each."""
    source = Source(
        type=MessageType(batch.type),
        subject=batch.subject,
        body=batch.body,
        promise=_day(batch.promise),
        company=settings.company,
        reason=batch.disposition,
        lines={},
        now=now,
        may_decide=maker.may(Permission.DECIDE),
    )
    reasons: dict[int, str] = {}
    for row in rows:
        about = abouts[row.id]
        reason = (
            stops(row.findings, batch.overrides)
            or _moved(about, known, row, source)
            or _gone_by(row, known[about[0].application_id])
        )
        if reason:
            reasons[row.id] = reason
    return reasons


def _moved(about: Sequence[BatchApplication], known: Mapping[int, Known], row: Any, source: Source) -> str:
    """What is no longer as it was previewed; empty when all is."""
    present = [known[each.application_id] for each in about]
    for now in present:
        fact = bool(source.names & {"interview.date", "interview.topic"} and now.interview_day)
        meant = Meant(source.type, source.now, source.may_decide, row.lined, fact)
        if (out := rules.left_out(now, meant)) is not None:
            return out.words
    for then, now in zip(about, present, strict=True):
        if then.version != now.version or then.decision_number != now.decision_number:
            return "The application was changed since the preview."
        if then.last_event != now.last_event:
            return "Something happened since the preview."
        if now.candidate_id != row.candidate_id:
            return "The application belongs to somebody else now."
        if now.email != row.recipient:
            return "The address is another one since the preview."
    if row.sender_id not in {each.signer.user_id for each in present if each.signer is not None}:
        return f"{row.sender_name}, who signs it, answers for them no longer: preview again."
    if facts_of(present, source, _day(row.promise)) != row.facts:
        return "What the letter was written from has changed since the preview."
    return ""


def _gone_by(row: Any, known: Known) -> str:
    promise = _day(row.promise)
    return "The date it promises has come meanwhile." if promise and promise <= known.today else ""


def _too_late(
    going: Iterable[_Going], moments: Mapping[int, Leave], known: Mapping[int, Known]
) -> dict[int, str]:
    """Return which letters would leave when the day they promise has come; of each why it does not go."""
    found = {}
    for each in going:
        leaves = known[each.about[0].application_id].calendar.local_date(moments[each.row.id].at)
        promise = _day(each.row.promise)
        if promise is not None and (refusal := rules.leaves_too_late(leaves, promise)):
            found[each.row.id] = refusal
    return found


def _going(row: Any, about: Sequence[BatchApplication], now: datetime) -> _Going:
    """Give one letter's bytes their date: of the same row at the same moment they are the same."""
    return _Going(row, about, redated(row.sample, now))


def _decide(
    session: Session, maker: Viewer, batch: Batch, going: Sequence[_Going], now: datetime
) -> dict[int, journey.Decided]:
    deciding = [
        (each.application_id, each.disposition or batch.disposition or Disposition.NOT_SELECTED)
        for letter in going
        for each in letter.about
        if each.decides
    ]
    return journey.reject_each(session, deciding, now=now, actor_id=maker.user_id)


def _rendered(
    batch: Batch, each: _Going, decided: Mapping[int, journey.Decided], known: Mapping[int, Known]
) -> Rendered:
    row = each.row
    own = [decided[one.application_id] for one in each.about if one.application_id in decided]
    return Rendered(
        candidate_id=row.candidate_id,
        type=batch.type,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        data=each.data,
        message_id=message_id(row.envelope_from, row.key),
        envelope_from=row.envelope_from,
        about=tuple(
            _settles(batch, row, known[one.application_id], decided.get(one.application_id))
            for one in each.about
        ),
        template_version_id=batch.template_version_id,
        sender_id=row.sender_id,
        compose_token=f"{BATCH}{row.key}",
        decision_id=own[0].decision_id if own else None,
    )


def _settles(batch: Batch, row: Any, one: Known, made: journey.Decided | None) -> Settles:
    outcome = batch.disposition is not None
    return Settles(
        application_id=one.application_id,
        intent=OUTCOME if outcome else f"word:{row.key}",
        approved_version=made.version if made else one.version,
        decision_number=made.number if made else one.decision_number,
        promised=row.promise,
        seen_event=made.event_id if made else one.last_event or 0,
        seen_shared=one.shared_event or 0,
    )


def _mark(session: Session, queued: Iterable[tuple[int, int]], reasons: Mapping[int, str]) -> None:
    """Write of each row of the manifest what became of it."""
    table: Any = BatchRow.__table__
    going = [{"row": row, "state": RowState.QUEUED, "message": message} for row, message in queued]
    if going:
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(state=bindparam("state"), message_id=bindparam("message")),
            going,
        )
    left = [{"row": row, "state": RowState.DROPPED, "why": why[:500]} for row, why in reasons.items()]
    if left:
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(state=bindparam("state"), reason=bindparam("why")),
            left,
        )


def _skipped(
    reasons: Mapping[int, str], abouts: Mapping[int, Sequence[BatchApplication]]
) -> Iterable[Skipped]:
    for row, why in reasons.items():
        for each in abouts[row]:
            yield Skipped(each.application_id, why)


def _refuse(reasons: Mapping[int, str], rows: Sequence[Any]) -> None:
    """Say why not one letter of a batch goes; the batch stays as it was."""
    first = reasons[rows[0].id]
    if all(any(each["severity"] != "hint" for each in row.findings) for row in rows):
        raise BadInput(f"No letter of this batch can go as it is written. The first: {first}")
    raise Conflict(
        f"The facts moved since the preview, and no letter of it holds any more. The first: {first} "
        "Nothing was sent: preview again."
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""The second step: a batch is confirmed by who made it, and by a second person where it is large or for finalists."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.messages.batch_rows import Batch, BatchKey, BatchRow, BatchState
from recruiterdash.messages.batches import asked, counting, rules, selection, sending, sight
from recruiterdash.messages.batches.counting import Going
from recruiterdash.messages.batches.manifest import digest_of
from recruiterdash.messages.batches.preview import counted, head_of, token_of
from recruiterdash.team.identity import digest, viewer_of
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer

KEY_LIMIT = 255
TOKEN_LIMIT = 200
#: Numbers above this are no count of letters.
COUNT_LIMIT = 10**9


class Confirmation(NamedTuple):
    """What somebody confirms a batch with."""

    token: str
    #: The number of letters, typed.
    typed_count: int | None = None
    #: Check -> why its warning is set aside, beside those of the preview.
    overrides: Mapping[str, str] = {}
    #: A program's own name for this request; it stands for it for ever.
    key: str = ""
    #: The number of letters that stood on the button, where there was one.
    shown: int | None = None


class Answer(NamedTuple):
    """What a confirmation is answered with, now and whenever the token comes again."""

    batch: Batch
    said: Mapping[str, Any]
    #: This request did it; else it is the first answer once more.
    first: bool


class KeyReused(BadInput):
    """The key of an earlier request came with another one."""


def confirm(
    session: Session, viewer: Viewer, given: Confirmation, *, now: datetime, settings: Settings
) -> Answer:
    """Confirm a batch: once, however often its token comes.

    now: aware UTC. Nothing is committed. Raises NotAllowed without the permission; BadInput for a token that is
    none of theirs, for a number that is not typed or wrong, and for a key that stood for another request;
    Conflict when the preview is too old, or is no longer what would be sent.
    """
    if not viewer.may(Permission.SEND_BULK):
        raise NotAllowed("Sending to many at once is not yours here.")
    _ensure_sound(given)
    # one confirmation of a person at a time, so that several batches count as one
    session.execute(select(User.id).where(User.id == viewer.user_id).with_for_update(of=User))
    batch = _of_token(session, viewer, given.token)
    _take_key(session, viewer, batch, given, now)
    if batch.answer is not None:
        return Answer(batch, batch.answer, False)
    _ensure_current(session, viewer, batch, given.token, now, settings)
    before = sight.sent_just_now(session, viewer.user_id, now, batch.id)
    batch.overrides = {**batch.overrides, **given.overrides}
    going = counting.going(session, batch.id, batch.overrides)
    _ensure_counted(going, given, before)
    batch.typed_count, batch.confirmed_at = given.typed_count, now
    batch.opened, batch.read_seconds = _read(session, batch, now)
    if rules.needs_second(going.letters, before, going.finalists):
        batch.state = BatchState.NEEDS_APPROVAL
        sent = sending.Sent(0, ())
    else:
        sent = sending.send(session, viewer, batch, now=now, settings=settings)
        batch.state = BatchState.SENDING
    batch.answer = _said(batch, sent)
    session.flush()
    _note(session, "batch.confirm", batch, viewer, now, sent)
    return Answer(batch, batch.answer, True)


def approve(session: Session, viewer: Viewer, batch_id: int, *, now: datetime, settings: Settings) -> Answer:
    """Let a batch go that waits for a second person; who made it may only when there is nobody else, and later.

    now: aware UTC. Nothing is committed. Raises NotFound out of sight, NotAllowed for one's own batch or
    without the permission, Conflict when it does not wait, or no letter of it holds any more.
    """
    batch = sight.batch(session, viewer, batch_id, to_change=True)
    own = batch.created_by == viewer.user_id
    if not own and not viewer.may(Permission.APPROVE_BATCH):
        raise NotAllowed("Approving the batches of others is not yours here.")
    if batch.state is BatchState.SENDING and batch.approved_by == viewer.user_id:
        return Answer(batch, _said(batch, _as_sent(session, batch)), False)
    if batch.state is not BatchState.NEEDS_APPROVAL:
        raise Conflict("This batch does not wait for a second person. Nothing was sent.")
    if sight.state_of(session, batch, now) is BatchState.EXPIRED:
        raise Conflict("This batch waited too long for its second person. Nothing was sent: preview again.")
    if own:
        _ensure_alone(session, viewer, batch, now)
    maker = viewer if own else viewer_of(session, batch.created_by, now)
    if not maker.may(Permission.SEND_BULK):
        raise Conflict("Who made this batch may no longer send to many at once. Nothing was sent.")
    _ensure_unchanged(session, batch)
    asked.ensure_wording_stands(session, batch.template_version_id)
    sent = sending.send(session, maker, batch, now=now, settings=settings)
    batch.state, batch.approved_at, batch.approved_by = BatchState.SENDING, now, viewer.user_id
    session.flush()
    _note(session, "batch.approve", batch, viewer, now, sent)
    return Answer(batch, _said(batch, sent), True)


def refused(session: Session, viewer: Viewer, refusal: DomainError, step: str, *, now: datetime) -> None:
    """Write that a batch was refused; the caller has rolled back whatever was begun, and commits this."""
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="batch.refuse",
        subject="batch",
        step=step,
        status=refusal.status,
        why=type(refusal).__name__,
    )


# --- the token and the key -------------------------------------------------------------------------


def _ensure_sound(given: Confirmation) -> None:
    if not given.token or len(given.token) > TOKEN_LIMIT:
        raise BadInput("The token is not that of a preview. Nothing was sent.")
    if len(given.key) > KEY_LIMIT:
        raise BadInput(f"The Idempotency-Key has more than {KEY_LIMIT} characters. Nothing was sent.")
    typed = given.typed_count
    if typed is not None and not 0 <= typed <= COUNT_LIMIT:
        raise BadInput("The typed number is no count of letters. Nothing was sent.")
    asked.ensure_overrides(given.overrides)


def _of_token(session: Session, viewer: Viewer, token: str) -> Batch:
    """Find the batch of a token, with all requests that bring it in a row."""
    batch = session.scalars(
        select(Batch)
        .where(Batch.token_digest == digest(token), Batch.created_by == viewer.user_id)
        .with_for_update(of=Batch)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if batch is None:
        raise BadInput("The token is not that of a preview of yours. Nothing was sent.")
    return batch


def _take_key(session: Session, viewer: Viewer, batch: Batch, given: Confirmation, now: datetime) -> None:
    """Let a key stand for this request. Raises KeyReused when it stood for another one."""
    if not given.key:
        return
    same = _asked(given)
    if (found := _key(session, viewer, given.key)) is None:
        try:
            with session.begin_nested():
                session.add(
                    BatchKey(
                        user_id=viewer.user_id, key=given.key, asked=same, batch_id=batch.id, created_at=now
                    )
                )
        except IntegrityError:  # another request brought it in the same moment
            found = _key(session, viewer, given.key)
    if found is not None and found != same:
        raise KeyReused("This Idempotency-Key came with another request before. Nothing was done.")


def _key(session: Session, viewer: Viewer, key: str) -> str | None:
    return session.scalar(
        select(BatchKey.asked).where(BatchKey.user_id == viewer.user_id, BatchKey.key == key)
    )


def _asked(given: Confirmation) -> str:
    whole = [given.token, given.typed_count, sorted(given.overrides.items())]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


# --- what stands against it ------------------------------------------------------------------------


def _ensure_current(
    session: Session, viewer: Viewer, batch: Batch, token: str, now: datetime, settings: Settings
) -> None:
    sight.batch(session, viewer, batch.id)
    if now > batch.expires_at:
        raise Conflict("This preview is more than 15 minutes old. Nothing was sent: preview again.")
    if not hmac.compare_digest(token, token_of(batch, settings)):
        raise Conflict("This preview was made before the program's key changed. Preview again.")
    _ensure_unchanged(session, batch)
    asked.ensure_wording_stands(session, batch.template_version_id)
    selection.ensure_same(session, viewer, batch, now)
    if not batch.count:
        raise BadInput("Nobody gets a letter of this batch: everybody was left out.")


def _ensure_unchanged(session: Session, batch: Batch) -> None:
    """Hold the letters that are kept against the digest that their token is bound to."""
    abouts = sight.abouts_of(session, batch.id)
    letters = (
        counted(
            row, [(one.application_id, one.version, one.decision_number) for one in abouts.get(row.id, ())]
        )
        for row in sight.rows_of(session, batch.id)
    )
    if digest_of(letters, head_of(batch)) != batch.digest:
        raise Conflict("The letters of this batch are not those that were previewed. Nothing was sent.")


def _ensure_counted(going: Going, given: Confirmation, before: int) -> None:
    """Refuse when it is another number of letters than whoever confirms it thinks. before: those of just now."""
    count, typed = going.letters, given.typed_count
    if not count:
        raise BadInput(f"No letter of this batch can go as it is written. The first: {going.refusal}")
    if given.shown is not None and given.shown != count:
        raise Conflict(
            f"With these reasons it is {_letters(count)}, and the button said {given.shown}. Nothing was sent: "
            "look at the number, then send."
        )
    if typed is None and rules.must_type(count, before):
        more = f", {count + before} with those of the last ten minutes" if before else ""
        raise BadInput(
            f"These are {_letters(count)}{more}: type the number {count} to send them. Nothing was sent."
        )
    if typed is not None and typed != count:
        raise BadInput(f"You typed {typed}, and it is {_letters(count)}. Nothing was sent.")


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count} letters"


def _ensure_alone(session: Session, viewer: Viewer, batch: Batch, now: datetime) -> None:
    if not sight.alone(session, viewer.user_id):
        raise NotAllowed("Nobody approves their own batch: a colleague has to look at it.")
    if now < (batch.confirmed_at or now) + rules.ALONE:
        raise NotAllowed(
            "There is no colleague who could approve it: you can confirm it again an hour after the first time."
        )


# --- what is kept of it ----------------------------------------------------------------------------


def _read(session: Session, batch: Batch, now: datetime) -> tuple[int, int]:
    """How many letters had been opened, and for how many seconds they were read."""
    opened = session.scalars(
        select(BatchRow.opened_at).where(BatchRow.batch_id == batch.id, BatchRow.opened_at.is_not(None))
    ).all()
    moments = [at for at in opened if at is not None]
    return len(moments), round(rules.reading_time(batch.created_at, moments, now).total_seconds())


def _said(batch: Batch, sent: sending.Sent) -> dict[str, Any]:
    return {
        "id": batch.id,
        "state": batch.state.value,
        "queued": sent.queued,
        "skipped": [{"application": each.application_id, "reason": each.reason} for each in sent.skipped],
    }


def _as_sent(session: Session, batch: Batch) -> sending.Sent:
    """What a batch was let go with, read from its rows."""
    abouts = sight.abouts_of(session, batch.id)
    skipped = [
        sending.Skipped(one.application_id, row.reason)
        for row in sight.rows_of(session, batch.id)
        if row.message_id is None
        for one in abouts.get(row.id, ())
    ]
    return sending.Sent(batch.queued, tuple(skipped))


def _note(
    session: Session, act: str, batch: Batch, viewer: Viewer, now: datetime, sent: sending.Sent
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act=act,
        subject="batch",
        subject_id=batch.id,
        state=batch.state.value,
        letters=batch.count,
        queued=sent.queued,
        skipped=len(sent.skipped),
        opened=batch.opened,
        seconds=batch.read_seconds,
        overrides=sorted(batch.overrides),
    )

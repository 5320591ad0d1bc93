"""Many letters at once, in three steps: preview, confirm, and what became of them; and undo."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request
from msgspec import Struct, field

from recruiterdash import doors, feedback, jobs, moments
from recruiterdash.api.answering import answers, does, said
from recruiterdash.api.asking import Body, row_id, told
from recruiterdash.api.letters import KEY, OUTBOX, Vouch, Vouched
from recruiterdash.candidates.models import Disposition
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import DomainError
from recruiterdash.messages import MessageType, ats, batches, vouching
from recruiterdash.messages.batch_rows import BatchState
from recruiterdash.messages.batches import Answer, Confirmation, Preview, Wanted
from recruiterdash.messages.batches.reporting import came_back, excluded_of, letters_of
from recruiterdash.messages.batches.sight import WHAT
from recruiterdash.messages.models import MessageState
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_batches", __name__)


class PreviewBatch(Body, frozen=True, kw_only=True):
    """Whom to write to, and what: a text with placeholders, or a template."""

    #: Numbers of applications, each once.
    applications: list[Any]
    type: MessageType
    subject: str = ""
    body: str = ""
    template: int | None = None
    #: The day promised to all; when left out, for each the next business day on which a word is owed.
    promise: date | None = None
    #: Check -> why its warning is set aside.
    overrides: dict[str, str] = field(default_factory=dict)
    #: Recorded with a rejection for whom none is decided yet; not_selected when left out.
    reason: Disposition | None = None
    #: Application -> a line of one's own, which stands after the greeting.
    lines: dict[str, str] = field(default_factory=dict)


class FoundInLetter(Struct, frozen=True):
    """What a check found in one letter."""

    check: str
    severity: str
    message: str
    span: Any = None


class BatchLetter(Struct, frozen=True):
    """One person's letter."""

    application: int
    #: All applications it is about.
    applications: list[int]
    address: str
    name: str
    subject: str
    body: str
    promise: date | None
    findings: list[FoundInLetter]
    #: What a reader should look at, though it stops nothing.
    flags: list[str]


class LeftOut(Struct, frozen=True):
    """Somebody who gets no letter, and why."""

    application: int
    reason: str
    code: str = ""


class BatchPreview(Struct, frozen=True):
    """What each would get. Nothing has been sent."""

    id: int
    #: Confirms it: once, within 15 minutes.
    token: str
    expires_at: datetime
    digest: str
    #: Letters that would go: those the checks let pass, with the reasons given. Their number is what is typed.
    count: int
    #: The number of letters is to be sent with the confirmation.
    typed: bool
    #: Why a second person is needed; empty when none is.
    second: str
    recipients: list[BatchLetter]
    excluded: list[LeftOut]


class ConfirmBatch(Body, frozen=True, kw_only=True):
    """The confirmation of a preview."""

    token: str
    #: Needed above 20 letters, those of the last ten minutes counted in.
    typed_count: int | None = None
    overrides: dict[str, str] = field(default_factory=dict)


class BatchSent(Struct, frozen=True, omit_defaults=True):
    """What was done about a batch."""

    id: int
    state: BatchState
    queued: int
    skipped: list[LeftOut]
    #: Why its letters wait for a newer import of the ATS's data; left out when they do not.
    waits_for_import: str = ""


class Correction(Struct, frozen=True):
    """The beginning of a letter that puts one right; what is true instead is yours to say."""

    subject: str
    body: str


class LetterLeft(Struct, frozen=True):
    """A letter that had left, or may have."""

    application: int
    message: int
    state: MessageState
    correction: Correction


class BatchUndone(Struct, frozen=True):
    """What an undo did."""

    id: int
    state: BatchState
    #: Letters that it kept back; that had come back to their writers before; that people had kept back one by
    #: one; that had been refused for good.
    taken_back: int
    came_back: int
    kept_back: int
    refused: int
    #: Rejections made with the batch that are as if they had never been, and those that stand.
    decisions_undone: int
    decisions_standing: int
    left: list[LetterLeft]


class Counted(Struct, frozen=True):
    """A reason, and how often it was one."""

    reason: str
    count: int


class BatchReport(Struct, frozen=True):
    """What a batch came to so far."""

    id: int
    state: BatchState
    type: str
    created_at: datetime
    created_by: str
    confirmed_at: datetime | None
    #: How many letters had been opened by then, and for how many seconds they were read, without pauses.
    opened: int | None
    read_seconds: int | None
    approved_by: str
    selected: int
    eligible: int
    queued: int
    taken_back: int
    sent: int
    bounced: int
    #: Letters by their present state.
    letters: dict[str, int]
    excluded: list[Counted]
    skipped: list[Counted]
    #: Given back by the last look before sending.
    came_back: list[Counted]


@bp.post("/batches/preview")
@does(BatchPreview, PreviewBatch, refusals=(404, 409))
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def preview() -> Response:
    """Say what each of many people would get, and who gets nothing and why; nothing is sent."""
    with _audited("preview"):
        asked = told(PreviewBatch)
        wanted = Wanted(
            applications=asked.applications,
            type=asked.type,
            subject=asked.subject,
            body=asked.body,
            template=asked.template,
            promise=asked.promise,
            overrides=asked.overrides,
            reason=asked.reason,
            lines={row_id(number, "This application"): line for number, line in asked.lines.items()},
        )
        feedback.ensure_unquoted(
            doors.session(),
            doors.viewer(),
            *(wanted.subject, wanted.body, *wanted.lines.values(), *wanted.overrides.values()),
        )
        answer = _previewed(_preview(wanted))
    doors.session().commit()
    return said(answer)


@bp.post("/batches")
@does(BatchSent, ConfirmBatch, statuses=(201, 200), refusals=(404, 409), headers=(KEY,))
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def confirm() -> Response:
    """Confirm a preview: its letters are held for the undo window and then leave.

    The token confirms once: sent again, with whatever key, it gets 200 and the first answer. A batch that needs
    a second person waits in the state needs_approval.
    """
    with _audited("confirm"):
        asked = told(ConfirmBatch)
        given = Confirmation(
            asked.token, asked.typed_count, asked.overrides, request.headers.get("Idempotency-Key", "")
        )
        answer = batches.confirm(
            doors.session(), doors.viewer(), given, now=doors.now(), settings=doors.settings()
        )
    return _done(answer, 201)


@bp.post("/batches/<batch_id>/approve")
@does(BatchSent, refusals=(409, 422))
@needs(Permission.APPROVE_BATCH, Scope.VISIBLE)
def approve(batch_id: str) -> Response:
    """Let a batch go that waits for a second person; nobody approves their own."""
    number = row_id(batch_id, WHAT)
    answer = batches.approve(
        doors.session(), doors.viewer(), number, now=doors.now(), settings=doors.settings()
    )
    return _done(answer, 200)


@bp.post("/batches/<batch_id>/vouch")
@does(Vouched, Vouch, refusals=(404, 409))
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def vouch(batch_id: str) -> Response:
    """Let the letters of a batch leave though data from the ATS are old; the reason is kept with each."""
    session, number = doors.session(), row_id(batch_id, WHAT)
    many = vouching.vouch_for_batch(session, doors.viewer(), number, told(Vouch).reason, now=doors.now())
    session.commit()
    jobs.wake(OUTBOX)
    return said(Vouched(many))


@bp.post("/batches/<batch_id>/undo")
@does(BatchUndone, refusals=(409,))
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def undo(batch_id: str) -> Response:
    """Take a batch back as far as it has not left; say who got it all the same, with the beginning of a correction."""
    session = doors.session()
    undone = batches.undo(session, doors.viewer(), row_id(batch_id, WHAT), now=doors.now())
    left = [
        LetterLeft(each.application_id, each.message_id, each.state, Correction(each.subject, each.body))
        for each in undone.left
    ]
    split = undone.split
    answer = BatchUndone(
        id=undone.batch.id,
        state=undone.batch.state,
        taken_back=undone.taken_back,
        came_back=split.came_back,
        kept_back=split.alone,
        refused=split.refused,
        decisions_undone=split.undecided,
        decisions_standing=split.standing,
        left=left,
    )
    session.commit()
    return said(answer)


@bp.get("/batches/<batch_id>")
@answers(BatchReport)
@needs(Permission.SEE_PEOPLE, Scope.VISIBLE)
def show(batch_id: str) -> Response:
    """Say what a batch came to so far."""
    session = doors.session()
    report = batches.report(session, doors.viewer(), row_id(batch_id, WHAT), now=doors.now())
    batch = report.batch
    return said(
        BatchReport(
            id=batch.id,
            state=report.state,
            type=batch.type,
            created_at=batch.created_at,
            created_by=report.maker,
            confirmed_at=batch.confirmed_at,
            opened=batch.opened,
            read_seconds=batch.read_seconds,
            approved_by=report.approver,
            selected=report.selected,
            eligible=report.eligible,
            queued=batch.queued,
            taken_back=batch.taken_back,
            sent=report.of(MessageState.SENT),
            bounced=report.of(MessageState.BOUNCED),
            letters=report.letters,
            excluded=[Counted(*each) for each in report.excluded],
            skipped=[Counted(*each) for each in report.skipped],
            came_back=[Counted(*each) for each in came_back(session, batch.id)],
        )
    )


@contextmanager
def _audited(step: str) -> Iterator[None]:
    """Write into the audit log that a batch was refused, and refuse it."""
    try:
        yield
    except DomainError as refusal:
        session = doors.session()
        session.rollback()
        batches.refused(session, doors.viewer(), refusal, step, now=doors.now())
        session.commit()
        raise


def _done(answer: Answer, status: int) -> Response:
    doors.session().commit()
    jobs.wake(OUTBOX)
    skipped = [LeftOut(each["application"], each["reason"]) for each in answer.said["skipped"]]
    waits = ats.why_it_waits(ats.beside(doors.session()), doors.now())
    state = BatchState(answer.said["state"])
    sent = BatchSent(answer.said["id"], state, answer.said["queued"], skipped, waits)
    return said(sent, status if answer.first else 200)


def _preview(wanted: Wanted) -> Preview:
    """Draw the letters from a session that reads: while thousands are made, others write."""
    viewer, now, settings = doors.viewer(), doors.now(), doors.settings()
    doors.session().rollback()
    with doors.database().reading() as reader:
        drawn = batches.draw(reader, viewer, wanted, now=now, settings=settings)
    return batches.keep(doors.session(), viewer, wanted, drawn, now=moments.now(), settings=settings)


def _previewed(made: Preview) -> BatchPreview:
    session, batch = doors.session(), made.batch
    report = batches.report(session, doors.viewer(), batch.id, now=doors.now())
    return BatchPreview(
        id=batch.id,
        token=made.token,
        expires_at=batch.expires_at,
        digest=batch.digest,
        count=report.going,
        typed=report.typed,
        second=report.second,
        recipients=[_letter(row, about) for row, about in letters_of(session, batch.id)],
        excluded=[
            LeftOut(each.application_id, each.reason, each.code) for each in excluded_of(session, batch.id)
        ],
    )


def _letter(row: Any, about: list[int]) -> BatchLetter:
    return BatchLetter(
        application=about[0],
        applications=about,
        address=row.recipient,
        name=row.name,
        subject=row.subject,
        body=row.body,
        promise=date.fromisoformat(row.promise) if row.promise else None,
        findings=[
            FoundInLetter(each["check"], each["severity"], each["message"], each.get("span"))
            for each in row.findings
        ],
        flags=row.flags,
    )

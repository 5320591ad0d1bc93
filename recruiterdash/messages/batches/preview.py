"""The first step: a manifest that says what each person would get, and who gets nothing and why."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit, bulk
from recruiterdash.config import Settings
from recruiterdash.errors import NotAllowed
from recruiterdash.messages import ats, leaving_many, reviewing
from recruiterdash.messages.batch_rows import (
    Batch,
    BatchApplication,
    BatchRow,
    BatchState,
    RowState,
)
from recruiterdash.messages.batches import asked, facts, rules
from recruiterdash.messages.batches.asked import Wanted
from recruiterdash.messages.batches.manifest import Made, Manifest, Source, digest_of, made
from recruiterdash.team.identity import digest
from recruiterdash.team.permissions import Permission, Viewer

_ROW = (
    "id",
    "batch_id",
    "position",
    "candidate_id",
    "recipient",
    "name",
    "subject",
    "body",
    "key",
    "sender_id",
    "sender_name",
    "sender_email",
    "promise",
    "findings",
    "flags",
    "finalist",
    "lined",
    "sample",
    "envelope_from",
    "facts",
    "state",
    "reason",
)
_ABOUT = (
    "batch_id",
    "row_id",
    "application_id",
    "requisition_id",
    "stage_type",
    "version",
    "decision_number",
    "last_event",
    "decides",
    "disposition",
    "code",
    "reason",
)


class Preview(NamedTuple):
    """A batch that nobody has confirmed yet."""

    batch: Batch
    #: The secret that confirms it.
    token: str


class Drawn(NamedTuple):
    """The letters of a batch before any of it is kept."""

    ids: Sequence[int]
    wording: asked.Wording
    source: Source
    manifest: Manifest


def preview(
    session: Session,
    viewer: Viewer,
    wanted: Wanted,
    *,
    now: datetime,
    settings: Settings,
    progress: Callable[[int], None] | None = None,
) -> Preview:
    """Make the manifest of a batch; nothing of it is sent.

    now: aware UTC. progress: told how many people have been looked at. Nothing is committed. Raises NotAllowed
    without the permission, BadInput for ids or a text that cannot be, NotFound for all when one application is
    not this viewer's to see.
    """
    drawn = draw(session, viewer, wanted, now=now, settings=settings, progress=progress)
    return keep(session, viewer, wanted, drawn, now=now, settings=settings)


def ensure(session: Session, viewer: Viewer, wanted: Wanted) -> tuple[list[int], asked.Wording]:
    """Return the ids and the text of a batch before anybody is looked at. Raises as `preview`."""
    if not viewer.may(Permission.SEND_BULK):
        raise NotAllowed("Sending to many at once is not yours here.")
    ids = asked.ids_of(wanted.applications)
    asked.ensure_bulk(wanted)
    ats.ensure_ours(session, wanted.type)
    asked.reason_of(wanted)
    return ids, asked.wording_of(session, wanted)


def draw(
    session: Session,
    viewer: Viewer,
    wanted: Wanted,
    *,
    now: datetime,
    settings: Settings,
    progress: Callable[[int], None] | None = None,
) -> Drawn:
    """Make the letters of a batch and keep none: thousands take their time, in which nobody is to wait for us.

    session: reading is enough. Arguments and errors as for `preview`.
    """
    ids, wording = ensure(session, viewer, wanted)
    known = facts.load(session, viewer, ids, wanted.type, now=now)
    source = Source(
        type=wanted.type,
        subject=wording.subject,
        body=wording.body,
        promise=wanted.promise,
        company=settings.company,
        reason=asked.reason_of(wanted),
        lines={id_: line for id_, line in wanted.lines.items() if line.strip()},
        now=now,
        may_decide=viewer.may(Permission.DECIDE),
        mailbox=settings.sender_mailbox,
        answers_read=bool(settings.imap_url),
        language=wording.language,
        settings=settings,
        titles=reviewing.open_titles(session, ""),
        people=reviewing.names_beside(session, viewer, {each.requisition_id for each in known}, ()),
    )
    if source.promises:
        leaves = leaving_many.leaves(session, ids, wanted.type, now=now, settings=settings)
        known = [
            each._replace(leaves=each.calendar.local_date(leaves[each.application_id].at)) for each in known
        ]
    return Drawn(ids, wording, source, made(known, source, progress))


def keep(
    session: Session, viewer: Viewer, wanted: Wanted, drawn: Drawn, *, now: datetime, settings: Settings
) -> Preview:
    """Keep letters that were drawn as a batch which can be confirmed from now on. Nothing is committed."""
    _throw_away(session, viewer, now)
    batch = _batch(session, viewer, wanted, drawn.wording, drawn.source, drawn.manifest, now)
    token = token_of(batch, settings)
    batch.token_digest = digest(token)
    session.flush()
    _write(session, batch, drawn.source, drawn.manifest)
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act="batch.preview",
        subject="batch",
        subject_id=batch.id,
        type=batch.type,
        selected=len(drawn.ids),
        letters=batch.count,
    )
    return Preview(batch, token)


def token_of(batch: Batch, settings: Settings) -> str:
    """Return the secret that confirms a batch: whoever changes a letter of it changes the token."""
    bound = f"batch:{batch.id}:{batch.created_by}:{batch.created_at.isoformat()}:{batch.digest}"
    made = hmac.new(settings.secret_key.encode(), bound.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def head_of(batch: Batch) -> list[Any]:
    """Return what counts of a batch beside its letters."""
    return [
        batch.type,
        batch.template_version_id,
        batch.promise,
        batch.disposition,
    ]


def counted(row: Any, about: Sequence[tuple[int, int, int]]) -> list[Any]:
    """Return what counts of one letter. about: application, version and decision of each it speaks of."""
    return [
        *(row.candidate_id, row.recipient, row.name, row.subject, row.body, row.key),
        *(
            row.sender_id,
            row.sender_name,
            row.sender_email,
            row.promise,
            row.findings,
            row.finalist,
            row.lined,
            row.facts,
            hashlib.sha256(row.sample).hexdigest(),
            row.envelope_from,
        ),
        sorted(about),
    ]


def _batch(
    session: Session,
    viewer: Viewer,
    wanted: Wanted,
    wording: asked.Wording,
    source: Source,
    manifest: Manifest,
    now: datetime,
) -> Batch:
    batch = Batch(
        created_at=now,
        created_by=viewer.user_id,
        state=BatchState.PREVIEWED,
        type=wanted.type.value,
        template_version_id=wording.version_id,
        subject=wording.subject,
        body=wording.body,
        language=wording.language,
        promise=_iso(wanted.promise),
        disposition=source.reason,
        overrides=dict(wanted.overrides),
        selection=dict(wanted.selection) if wanted.selection is not None else None,
        digest="",
        token_digest=secrets.token_hex(32),  # until there is a token: that needs the row's id
        expires_at=now + rules.LASTS,
        count=len(manifest.letters),
    )
    letters = (
        counted(_as_row(each), [(one.application_id, one.version, one.decision_number) for one in each.about])
        for each in manifest.letters
    )
    batch.digest = digest_of(letters, head_of(batch))
    session.add(batch)
    session.flush()
    return batch


class _Row(NamedTuple):
    """A letter as its row will be."""

    candidate_id: int
    recipient: str
    name: str
    subject: str
    body: str
    key: str
    sender_id: int
    sender_name: str
    sender_email: str
    promise: str | None
    findings: list[dict[str, Any]]
    flags: list[str]
    finalist: bool
    lined: bool
    sample: bytes
    envelope_from: str
    facts: str


def _as_row(each: Made) -> _Row:
    return _Row(
        each.about[0].candidate_id,
        each.recipient,
        each.name,
        each.subject,
        each.body,
        each.key,
        each.signer.user_id,
        each.signer.name,
        each.signer.email,
        _iso(each.promise),
        each.findings,
        each.flags,
        each.finalist,
        each.lined,
        each.sample.data,
        each.sample.envelope_from,
        each.facts,
    )


def _write(session: Session, batch: Batch, source: Source, manifest: Manifest) -> None:
    ids = bulk.reserve(session, BatchRow, len(manifest.letters))
    numbered = list(zip(ids, manifest.letters, strict=True))
    bulk.insert(
        session,
        BatchRow,
        _ROW,
        (
            (id_, batch.id, position, *_as_row(each), RowState.ELIGIBLE, "")
            for position, (id_, each) in enumerate(numbered, 1)
        ),
    )
    bulk.insert(session, BatchApplication, _ABOUT, _abouts(batch, source, numbered, manifest))


def _abouts(
    batch: Batch, source: Source, numbered: Sequence[tuple[int, Made]], manifest: Manifest
) -> Iterator[Sequence[Any]]:
    for row_id, letter in numbered:
        for each in letter.about:
            decides = source.rejects and each.decision is None
            reason = each.disposition or source.reason if source.rejects else None
            yield (
                *(batch.id, row_id, each.application_id, each.requisition_id, each.stage_type, each.version),
                *(each.decision_number, each.last_event, decides, reason, "", ""),
            )
    for each, out in manifest.excluded:
        yield (
            *(batch.id, None, each.application_id, each.requisition_id, each.stage_type, each.version),
            *(each.decision_number, each.last_event, False, each.disposition, out.code, out.words[:500]),
        )


def _throw_away(session: Session, viewer: Viewer, now: datetime) -> None:
    """Delete the letters of this person's earlier previews that nobody can confirm any more; what was asked stays."""
    old = (
        select(Batch.id)
        .where(
            Batch.created_by == viewer.user_id,
            Batch.state == BatchState.PREVIEWED,
            Batch.expires_at < now - rules.KEPT,
        )
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(old).all()
    if ids:
        for model in (BatchApplication, BatchRow):
            session.execute(delete(model).where(model.batch_id.in_(ids)))
        session.execute(update(Batch).where(Batch.id.in_(ids)).values(state=BatchState.EXPIRED, count=0))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

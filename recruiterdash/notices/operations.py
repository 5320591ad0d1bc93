"""Notices written with their cause, and what becomes of each on its way out, one function a phase."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.mail import Answer, Letter, Mailbox, Picture, Sealed, Verdict, seal
from recruiterdash.notices import links
from recruiterdash.notices.models import Notice, NoticeState
from recruiterdash.team.models import User

#: How long one sender may take over one notice.
LEASE = timedelta(minutes=3)
#: Waits between tries; after the last one it has failed.
LADDER = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))
LINK = "{link}"


class Taken(NamedTuple):
    """A notice that is this sender's to send."""

    id: int
    #: None while it is still to be written: see `kind`.
    sealed: Sealed | None
    user_id: int = 0
    key: str = ""
    kind: str = ""


class Words(NamedTuple):
    """What a notice says that is written as it leaves."""

    subject: str
    text: str
    html: str = ""
    #: Shown in the HTML as `cid:` and their name.
    pictures: tuple[Picture, ...] = ()


def tell(
    session: Session,
    user: User,
    key: str,
    subject: str,
    body: str,
    *,
    now: datetime,
    settings: Settings,
    link: str = "",
    application_id: int | None = None,
    kind: str = "",
    send_at: datetime | None = None,
) -> Notice | None:
    """Write a notice to a colleague; None when they were told of this before, or cannot be written to.

    key: what it is about. link: a claim that the `{link}` of the body is signed for. application_id: whose
    application it speaks of. kind: what writes it as it leaves. send_at: not before this moment, aware UTC.
    Nothing is committed.
    """
    if not user.active or not user.email:
        return None
    if session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return None
    notice = Notice(
        key=key,
        user_id=user.id,
        application_id=application_id,
        kind=kind,
        subject=" ".join(subject.split())[:300],
        body=body,
        link=link,
        state=NoticeState.WAITING,
        message_id=f"<{secrets.token_hex(16)}@{settings.sender_mailbox.rpartition('@')[2]}>",
        created_at=now,
        send_at=send_at or now,
    )
    session.add(notice)
    session.flush()
    return notice


def waiting(session: Session, now: datetime) -> bool:
    """Say whether a notice may leave now."""
    found = select(Notice.id).where(Notice.state == NoticeState.WAITING, Notice.send_at <= now).limit(1)
    return session.scalar(found) is not None


def take(
    session: Session, settings: Settings, now: datetime, hides: Callable[[int, int], bool] = lambda *_: False
) -> Taken | None:
    """Claim the notice that has waited longest, with its bytes; None when none waits.

    hides: whether an application is hidden from a user by now, both by number. Of two senders who want the same,
    the update of one changes no row. What cannot be written, or may not be read any more, fails here.
    """
    free = or_(Notice.lease_until.is_(None), Notice.lease_until < now)
    waiting = (
        select(Notice.id)
        .where(Notice.state == NoticeState.WAITING, Notice.send_at <= now, free)
        .order_by(Notice.send_at, Notice.id)
        .limit(1)
    )
    claiming = (
        update(Notice)
        .where(Notice.id == waiting.scalar_subquery(), Notice.state == NoticeState.WAITING, free)
        .values(lease_until=now + LEASE, attempts=Notice.attempts + 1)
        .returning(Notice)
        .execution_options(synchronize_session=False)
    )
    notice = session.scalars(claiming).one_or_none()
    if notice is None:
        return None
    user = session.get_one(User, notice.user_id)
    hidden = notice.application_id is not None and hides(notice.application_id, user.id)
    if hidden or not user.active or not user.email:
        _settle(notice, NoticeState.FAILED, "This colleague can no longer be written to.")
        session.flush()
        return take(session, settings, now, hides)
    sealed = None if notice.kind else _sealed(notice, user, settings, _own_words(notice, settings))
    return Taken(notice.id, sealed, user.id, notice.key, notice.kind)


def written(session: Session, settings: Settings, taken: Taken, words: Words) -> Sealed:
    """Return the bytes of a notice that is written as it leaves."""
    notice = session.get_one(Notice, taken.id)
    return _sealed(notice, session.get_one(User, notice.user_id), settings, words)


def put_off(session: Session, taken: Taken, until: datetime) -> None:
    """Let a notice wait until a moment: it was nobody's fault, and counts as no try."""
    notice = session.get_one(Notice, taken.id, with_for_update=True)
    notice.send_at, notice.lease_until, notice.attempts = until, None, notice.attempts - 1
    session.flush()


def drop(session: Session, taken: Taken, why: str) -> None:
    """End a notice that has nothing to say any more."""
    _settle(session.get_one(Notice, taken.id, with_for_update=True), NoticeState.FAILED, why)
    session.flush()


def answered(session: Session, taken: Taken, answer: Answer, now: datetime) -> None:
    """Write down what a mail server made of a notice: it has left, is tried again, or has failed for good.

    What is unclear is sent again: a colleague who reads it twice is better than one who never does.
    """
    notice = session.get_one(Notice, taken.id, with_for_update=True)
    said = f"{answer.code or ''} {answer.text}".strip()[:500]
    if answer.accepted:
        notice.sent_at = now
        _settle(notice, NoticeState.SENT, said)
    elif answer.verdict is Verdict.REFUSED or notice.attempts > len(LADDER):
        _settle(notice, NoticeState.FAILED, said)
    else:
        notice.send_at = now + LADDER[notice.attempts - 1]
        notice.lease_until, notice.last_answer = None, said
    session.flush()


def _settle(notice: Notice, state: NoticeState, said: str) -> None:
    notice.state, notice.lease_until, notice.last_answer = state, None, said
    notice.link = ""


def _own_words(notice: Notice, settings: Settings) -> Words:
    text = notice.body
    if notice.link:
        text = text.replace(LINK, links.address(settings, notice.link))
    return Words(notice.subject, text)


def _sealed(notice: Notice, user: User, settings: Settings, words: Words) -> Sealed:
    return seal(
        Letter(
            message_id=notice.message_id,
            date=notice.created_at,
            sender=Mailbox("recruiterdash", settings.sender_mailbox),
            recipient=Mailbox(user.name, user.email or ""),
            subject=words.subject,
            text=words.text,
            html=words.html,
            pictures=words.pictures,
            return_path=settings.sender_mailbox,
            extra=(("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
        )
    )

"""A copy of what a colleague sent from a mailbox of their own: to whom it went, when, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from recruiterdash.mail.arriving.bodies import line_of
from recruiterdash.mail.arriving.opened import (
    ADDRESS,
    ANGLED,
    ASIDE,
    MESSAGE_ID,
    Unreadable,
    enclosed,
    head_of,
    is_disproved,
    sender_in,
)
from recruiterdash.mail.returning import read_copies

#: Where it may stand to whom a mail was delivered: in Bcc its writer's program hides it, so servers' notes count.
_CAME_BY = (
    *("delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "resent-to"),
    *("apparently-to", "bcc", "resent-bcc", "received"),
)
_READ_BY_ALL = ("to", "cc")
#: More are not looked at: it was sent to many, and is no word to one person.
RECIPIENTS = 50
HEADERS = 4
TO_LIMIT = 4_000
REFERENCES = 50


@dataclass(frozen=True, slots=True)
class Copied:
    """What the headers of such a copy say; all of it may be forged but the secret."""

    sender: str
    #: Whose address it came to, and with which secret.
    keys: tuple[tuple[int, str], ...]
    #: That address stood where everybody reads it.
    openly: bool
    #: Mailboxes in To and Cc as they stand, without that address.
    recipients: tuple[str, ...]
    #: It went to more than are looked at.
    to_many: bool
    #: Its Date, aware; None when it cannot be read.
    written_at: datetime | None
    message_id: str
    #: Message-IDs that it answers, as they stand, the nearest last.
    answers: tuple[str, ...]
    #: The server that took it says that its sender is not who it says.
    disproved: bool


def copied(raw: bytes) -> Copied:
    """Return what the headers of a copy say. raw: its bytes. Raises Unreadable."""
    head = head_of(raw)
    shown = [value for name in _READ_BY_ALL for value in head.get(name, ())]
    hidden = [value for name in _CAME_BY for value in head.get(name, ())]
    read = [key for value in shown for key in read_copies(value[:20_000])]
    keys = [*read, *(key for value in hidden for key in read_copies(value[:20_000]))]
    ids = head.get("message-id", ())
    boxes = _mailboxes(shown[:HEADERS])
    return Copied(
        sender=sender_in(head),
        keys=tuple(dict.fromkeys(keys))[:20],
        openly=bool(read),
        recipients=boxes[:RECIPIENTS],
        to_many=len(boxes) > RECIPIENTS
        or len(shown) > HEADERS
        or any(len(each) > TO_LIMIT for each in shown),
        written_at=_date(head),
        message_id=line_of(ids[0].strip(), 255) if ids else "",
        answers=_answers(head),
        disproved=is_disproved(head),
    )


def forwarded(raw: bytes) -> bytes | None:
    """Return the one mail that stands whole within another; None when there is none, or several."""
    try:
        found = enclosed(raw)
    except Unreadable:
        return None
    return found[0] if len(found) == 1 else None


def _mailboxes(values: Sequence[str]) -> tuple[str, ...]:
    """The library's parser recurses into comments as deep as a stranger wants; here a bracket's words count."""
    found = []
    for value in values:
        for each in ASIDE.sub(" ", value[:TO_LIMIT]).split(","):
            angled = ANGLED.findall(each)
            address = (angled[-1] if angled else each.rpartition(":")[2].rstrip("; ")).strip()
            if ADDRESS.fullmatch(address) and not read_copies(address):
                found.append(address)
    return tuple(dict.fromkeys(found))


def _answers(head: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    found = [
        id_
        for name in ("references", "in-reply-to")
        for value in head.get(name, ())
        for id_ in MESSAGE_ID.findall(value[-20_000:])[-REFERENCES:]
    ]
    return tuple(dict.fromkeys(found))


def _date(head: Mapping[str, Sequence[str]]) -> datetime | None:
    try:
        found = parsedate_to_datetime(head.get("date", ("",))[0][:200])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

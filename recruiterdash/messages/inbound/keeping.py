"""Mail is kept before the server hears of it: bytes once, their places, and how far each folder is read."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from recruiterdash.mail.arriving import Arrived
from recruiterdash.messages.inbound.models import InboundMail, InboundMailbox, InboundPlace, InboundState

#: Seconds after a first fault; each further one doubles them, up to the longest.
FIRST_REST = 5.0
LONGEST_REST = 240.0


#: Number -> how often asking for it ended the line, and when to ask again.
Suspects = dict[int, tuple[int, datetime]]


class Folder(NamedTuple):
    """A folder as its reader needs it, free of the session it was read in."""

    id: int
    uid_validity: int | None
    floor: int
    suspects: Suspects
    #: After a fault the server is left alone for a while.
    rests: bool = False


def take(
    session: Session,
    name: str,
    reader: str,
    now: datetime,
    lease: float,
    is_gone: Callable[[str], bool] = lambda _reader: False,
) -> Folder | None:
    """Return a folder for this reader alone, None while another reads it.

    name: as `Source.name`. lease: seconds until another may take it, unless it is taken again before. is_gone:
    says of another reader that it is known to be dead.
    """
    row = session.scalars(
        select(InboundMailbox).where(InboundMailbox.name == name).with_for_update()
    ).one_or_none()
    if row is None:
        row = InboundMailbox(name=name, suspects={}, since=now, floor=0)
        session.add(row)
    elif _is_anothers(row, reader, now) and not is_gone(row.reader or ""):
        return None
    row.reader, row.reader_until = reader, now + timedelta(seconds=lease)
    session.flush()
    suspects = {
        int(uid): (int(each["tries"]), datetime.fromisoformat(each["next"]))
        for uid, each in row.suspects.items()
    }
    return Folder(row.id, row.uid_validity, row.floor, suspects, _rests(row, now))


def _is_anothers(row: InboundMailbox, reader: str, now: datetime) -> bool:
    held = row.reader not in (None, reader)
    return held and row.reader_until is not None and row.reader_until > now


def _rests(row: InboundMailbox, now: datetime) -> bool:
    return row.next_at is not None and row.next_at > now


def give_back(session: Session, name: str, reader: str) -> None:
    """Let another reader take the folder at once."""
    session.execute(
        update(InboundMailbox)
        .where(InboundMailbox.name == name, InboundMailbox.reader == reader)
        .values(reader=None, reader_until=None)
    )


def renumbered(session: Session, folder: Folder, validity: int, *, anew: bool) -> Folder:
    """Forget every number when the server numbers anew: each mail is looked at again, and known by its bytes.

    anew: it does so without saying it.
    """
    if folder.uid_validity == validity and not anew:
        return folder
    session.execute(delete(InboundPlace).where(InboundPlace.mailbox_id == folder.id))
    session.execute(
        update(InboundMailbox)
        .where(InboundMailbox.id == folder.id)
        .values(uid_validity=validity, floor=0, suspects={})
    )
    return folder._replace(uid_validity=validity, floor=0, suspects={})


def known(session: Session, folder: Folder, first: int, last: int) -> set[int]:
    """Return the numbers from one to another whose mails are kept already."""
    found = select(InboundPlace.uid).where(
        InboundPlace.mailbox_id == folder.id, InboundPlace.uid.between(first, last)
    )
    return set(session.scalars(found))


def untold(session: Session, folder: Folder, most: int) -> list[int]:
    """Return numbers of kept mails of which the server has not been told, the lowest first."""
    found = select(InboundPlace.uid).where(InboundPlace.mailbox_id == folder.id, ~InboundPlace.told)
    return list(session.scalars(found.order_by(InboundPlace.uid).limit(most)))


def store(session: Session, folder: Folder, mails: Sequence[Arrived], now: datetime) -> int:
    """Keep mails and their places, each mail once; return how many were new."""
    digests = [sha256(each.data).hexdigest() for each in mails]
    found = select(InboundMail.digest, InboundMail.id).where(InboundMail.digest.in_(set(digests)))
    kept: dict[str, int] = dict(session.execute(found).all())
    new: dict[str, Arrived] = {}
    for mail, digest in zip(mails, digests, strict=True):
        if digest not in kept:
            new.setdefault(digest, mail)
    if new:
        kept |= dict(zip(new, _kept(session, new, now), strict=True))
    placed = set(
        session.scalars(
            select(InboundPlace.uid).where(
                InboundPlace.mailbox_id == folder.id, InboundPlace.uid.in_([each.uid for each in mails])
            )
        )
    )
    places = {
        mail.uid: {"mailbox_id": folder.id, "uid": mail.uid, "mail_id": kept[digest], "told": False}
        for mail, digest in zip(mails, digests, strict=True)
        if mail.uid not in placed
    }
    if places:
        session.execute(insert(InboundPlace), list(places.values()))
    return len(new)


def _kept(session: Session, new: Mapping[str, Arrived], now: datetime) -> Sequence[int]:
    """Keep mails by their digests; return their ids in that order."""
    rows = [
        {
            "digest": digest,
            "raw": mail.data,
            "size": len(mail.data),
            "arrived_at": min(mail.at or now, now),
            "stored_at": now,
            "state": InboundState.STORED,
            "attachments": [],
            "version": 1,
        }
        for digest, mail in new.items()
    ]
    return session.scalars(
        insert(InboundMail).returning(InboundMail.id, sort_by_parameter_order=True), rows
    ).all()


def tell(session: Session, folder: Folder, uids: Collection[int]) -> None:
    """Note that the server knows of these mails."""
    session.execute(
        update(InboundPlace)
        .where(InboundPlace.mailbox_id == folder.id, InboundPlace.uid.in_(list(uids)))
        .values(told=True)
    )


def passed(session: Session, folder: Folder, floor: int, suspects: Suspects) -> None:
    """Note that every mail up to this number is kept, gone, or one of the suspects."""
    session.execute(
        update(InboundMailbox)
        .where(InboundMailbox.id == folder.id)
        .values(floor=floor, suspects=_as_json(suspects))
    )


def looked(session: Session, folder: Folder, suspects: Suspects, now: datetime) -> None:
    """Note that all there is has been seen, but for the suspects."""
    session.execute(
        update(InboundMailbox)
        .where(InboundMailbox.id == folder.id)
        .values(suspects=_as_json(suspects), seen_at=now, fault="", faults=0, next_at=None)
    )


def failed(
    session: Session,
    name: str,
    said: str,
    suspects: Suspects | None,
    now: datetime,
    spread: float,
) -> float:
    """Note a fault and let the folder rest, longer after each; return the seconds.

    suspects: mails that were asked for when it happened; None when none was. spread: 0 to 1, so that many
    readers do not come back at once.
    """
    row = session.scalars(select(InboundMailbox).where(InboundMailbox.name == name).with_for_update()).one()
    seconds: float = min(FIRST_REST * 2**row.faults, LONGEST_REST) * (0.75 + spread / 2)
    row.faults = min(row.faults + 1, 30)
    row.fault, row.next_at = said[:300], now + timedelta(seconds=seconds)
    if suspects is not None:
        row.suspects = _as_json(suspects)
    session.flush()
    return seconds


def _as_json(suspects: Suspects) -> dict[str, object]:
    return {str(uid): {"tries": tries, "next": at.isoformat()} for uid, (tries, at) in suspects.items()}

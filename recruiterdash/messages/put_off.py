"""How often in a row somebody was put off, and what goes before another letter without news."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.journey.models import Event
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.types import MessageType
from recruiterdash.notices.models import OF_ASKING, Notice

#: In a row without news the next one is not written: who decides is asked instead.
MOST_IN_A_ROW = 2
#: Letters that say where somebody stands and nothing new.
HOLDING = frozenset({MessageType.STATUS.value, MessageType.DELAY.value, MessageType.HOLD.value})
#: Those of them that are not written a third time; that a search is on hold is owed whatever went before.
STOPPED = frozenset({MessageType.STATUS, MessageType.DELAY})
#: What makes the next letter a first one again: something happened that the person knows of.
NEWS = frozenset({"interview_held", "interview_scheduled", "unreject", "applied"})
_LIVE = frozenset({"phone", "meeting"})
REFUSAL = (
    "They have been put off twice in a row, and a third letter without news is not written: ask whoever decides "
    "for a date, or call them."
)


class Word(NamedTuple):
    """One entry of a person's story, as far as a row of holding messages goes."""

    type: str
    kind: str | None
    data: Mapping[str, Any]
    at: datetime | None = None


def in_a_row(words: Iterable[Word]) -> int:
    """Return how many holding messages somebody had since the last news. words: theirs and ours, newest first."""
    return len(_row(words))


def stopped_since(words: Sequence[Word]) -> datetime | None:
    """Return since when no further letter without news is written; None when one may be. Pure.

    words: newest first. A talk after the last of them is worth more than a letter: the next may be written.
    """
    row = _row(words)
    if len(row) < MOST_IN_A_ROW:
        return None
    talked = any(word.type == "out" and word.kind in _LIVE for word in words[: words.index(row[0])])
    return None if talked else row[0].at


def stopped(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of many applications to which no further letter without news is written as things stand."""
    return stopped_of(session, _twice(session, ids))


def stopped_of(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of a few applications to which no further letter without news is written as things stand.

    They were put off twice, nobody has talked with them since, and whoever decides was not asked since.
    """
    since = {id_: stopped_since(words) for id_, words in _stories(session, ids).items()}
    asked = _asked(session, [id_ for id_, at in since.items() if at is not None])
    return {id_ for id_, at in since.items() if at is not None and not any(then > at for then in asked[id_])}


def _row(words: Iterable[Word]) -> list[Word]:
    row = []
    for word in words:
        if word.type in NEWS or (word.type == "out" and word.data.get("decision")):
            break
        if word.type == "out" and word.data.get("letter") in HOLDING and not word.data.get("bounced"):
            row.append(word)
    return row


def _twice(session: Session, ids: Collection[int]) -> list[int]:
    """Return those who had so many such letters at all: of few the story has to be read."""
    if not ids:
        return []
    own = MessageApplication.application_id
    had = (
        select(own)
        .join(Message, Message.id == MessageApplication.message_id)
        .where(
            own.in_(bulk.listed(session, ids)), Message.state == MessageState.SENT, Message.type.in_(HOLDING)
        )
        .group_by(own)
        .having(func.count() >= MOST_IN_A_ROW)
    )
    return list(session.scalars(had))


def _stories(session: Session, ids: Collection[int]) -> dict[int, list[Word]]:
    """Return what happened to some applications, newest first, without what was undone."""
    found: dict[int, list[Word]] = defaultdict(list)
    if not ids:
        return found
    rows = session.execute(
        select(
            Event.application_id,
            Event.id,
            Event.type,
            Event.kind,
            Event.data,
            Event.happened_at,
            Event.voids_id,
        )
        .where(Event.application_id.in_(bulk.listed(session, ids)))
        .order_by(Event.happened_at.desc(), Event.id.desc())
    ).all()
    undone = {row.voids_id for row in rows if row.voids_id is not None}
    for row in rows:
        if row.id not in undone and row.application_id is not None:
            found[row.application_id].append(Word(row.type, row.kind, row.data, row.happened_at))
    return found


def _asked(session: Session, ids: Collection[int]) -> dict[int, list[datetime]]:
    """Return when whoever decides was asked about some applications, or answered."""
    found: dict[int, list[datetime]] = defaultdict(list)
    if not ids:
        return found
    rows = session.execute(
        select(Notice.application_id, Notice.created_at).where(
            Notice.application_id.in_(bulk.listed(session, ids)),
            or_(*(Notice.key.startswith(each, autoescape=True) for each in OF_ASKING)),
        )
    )
    for id_, at in rows:
        if id_ is not None:
            found[id_].append(at)
    return found


def story(session: Session, application_id: int) -> list[Word]:
    """Return what happened to somebody, newest first, without what was undone."""
    return _stories(session, [application_id])[application_id]

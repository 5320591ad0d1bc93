"""The two moves that every letter makes on its way out, a statement for all that make it at once.

What they do not find as expected is left to `moving`, which looks at each. Letters leave a few at a time, each
time with a commit: what these statements cost is what sending costs.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

# a hold is the fact `outbox_hold`, see `brakes`
_UPDATE = {
    "sent": {
        "sqlite": """
UPDATE messages SET state = 'sent', lease_owner = NULL, lease_until = NULL, attempts = attempts + 1,
    last_answer = told.said, sent_at = told.at, heard = 0
FROM (SELECT value ->> 'id' AS id, value ->> 'fence' AS fence, value ->> 'said' AS said, value ->> 'at' AS at
    FROM json_each(:rows)) AS told
WHERE messages.id = told.id AND messages.fence = told.fence AND messages.state = 'data'
RETURNING id""",
        "postgresql": """
UPDATE messages SET state = 'sent', lease_owner = NULL, lease_until = NULL, attempts = attempts + 1,
    last_answer = told.said, sent_at = told.at, heard = false
FROM json_to_recordset(CAST(:rows AS json)) AS told(id bigint, fence int, said text, at timestamptz)
WHERE messages.id = told.id AND messages.fence = told.fence AND messages.state = 'data'
RETURNING messages.id""",
    },
    "data": {
        "sqlite": """
UPDATE messages SET state = 'data', lease_until = :until
FROM (SELECT value ->> 'id' AS id, value ->> 'fence' AS fence FROM json_each(:rows)) AS told
WHERE messages.id = told.id AND messages.fence = told.fence AND messages.state = 'claimed'
    AND NOT EXISTS (SELECT 1 FROM instance_facts WHERE name = 'outbox_hold')
RETURNING id""",
        "postgresql": """
UPDATE messages SET state = 'data', lease_until = CAST(:until AS timestamptz)
FROM json_to_recordset(CAST(:rows AS json)) AS told(id bigint, fence int)
WHERE messages.id = told.id AND messages.fence = told.fence AND messages.state = 'claimed'
    AND NOT EXISTS (SELECT 1 FROM instance_facts WHERE name = 'outbox_hold')
RETURNING messages.id""",
    },
}
_NOTE = {
    "sqlite": """
INSERT INTO message_changes (message_id, at, before, after, reason)
SELECT value ->> 'id', :at, :before, :after, coalesce(value ->> 'said', '') FROM json_each(:rows)""",
    "postgresql": """
INSERT INTO message_changes (message_id, at, before, after, reason)
SELECT told.id, CAST(:at AS timestamptz), :before, :after, coalesce(told.said, '')
FROM json_to_recordset(CAST(:rows AS json)) AS told(id bigint, said text)""",
}


class Accepted(NamedTuple):
    """A letter that the mail server took, and its words."""

    id: int
    fence: int
    said: str
    at: datetime


def sent(session: Session, letters: Sequence[Accepted], now: datetime) -> set[int]:
    """Move letters from "data" to "sent", and return which; the others stood otherwise."""
    rows = [
        {"id": each.id, "fence": each.fence, "said": each.said, "at": _moment(session, each.at)}
        for each in letters
    ]
    moved = _moved(session, rows, "sent", {})
    note(session, [row for row in rows if row["id"] in moved], "data", "sent", now)
    return moved


def to_data(session: Session, fences: Mapping[int, int], until: datetime) -> set[int]:
    """Move letters from "claimed" to "data", and return which: none while all letters are held back.

    The caller notes it, once it knows that they may really go.
    """
    rows = [{"id": id_, "fence": fence} for id_, fence in fences.items()]
    return _moved(session, rows, "data", {"until": _moment(session, until)})


def note(session: Session, rows: Sequence[Mapping[str, Any]], before: str, after: str, now: datetime) -> None:
    """Write the change of each letter. rows: with "id", and "said" where there is a reason."""
    if rows:
        connection = session.connection()
        connection.execute(
            _NOTES[connection.dialect.name],
            {"at": _moment(session, now), "before": before, "after": after, "rows": json.dumps(rows)},
        )


def _moved(
    session: Session, rows: Sequence[Mapping[str, Any]], after: str, given: Mapping[str, Any]
) -> set[int]:
    if not rows:
        return set()
    connection = session.connection()
    move = _MOVES[after, connection.dialect.name]
    return {row[0] for row in connection.execute(move, {"rows": json.dumps(rows), **given})}


def _moment(session: Session, at: datetime) -> str:
    """Return a moment as the database keeps it."""
    at = at.astimezone(UTC)
    if session.get_bind().dialect.name == "sqlite":
        return at.replace(tzinfo=None).isoformat(" ", "microseconds")
    return at.isoformat()


def _prepared(statements: Iterable[tuple[Any, str]]) -> dict[Any, TextClause]:
    return {key: text(statement) for key, statement in statements}


_MOVES = _prepared(
    ((after, kind), statement) for after, kinds in _UPDATE.items() for kind, statement in kinds.items()
)
_NOTES = _prepared(_NOTE.items())

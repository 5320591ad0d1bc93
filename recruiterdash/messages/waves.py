"""The moves that every letter makes on its way out, a statement for all that make one at once.

What they do not find as expected is left to `moving`, which looks at each. Letters leave a few at a time, each
time with a commit: what these statements cost is what sending costs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from recruiterdash.db import later, straight

_EXPECTED = 10
After = Literal["claimed", "data", "sent"]

# what changes beside the state
_SETS: Mapping[After, str] = {
    "claimed": "fence = messages.fence + 1, lease_owner = {owner}, lease_until = {until}",
    "data": "lease_until = {until}",
    "sent": "lease_owner = NULL, lease_until = NULL, attempts = attempts + 1, last_answer = told.said, "
    "sent_at = told.at, heard = {no}",
}
# a hold is the fact `outbox_hold`, see `brakes`
_UNLESS: Mapping[After, str] = {
    "claimed": "",
    "data": " AND NOT EXISTS (SELECT 1 FROM instance_facts WHERE name = 'outbox_hold')",
    "sent": "",
}
_SQLITE = """
UPDATE messages SET state = '{after}', {sets}
FROM (SELECT value ->> 'id' AS id, value ->> 'fence' AS fence, value ->> 'was' AS was,
    value ->> 'said' AS said, value ->> 'at' AS at FROM json_each(:rows)) AS told
WHERE messages.id = told.id AND messages.fence = told.fence AND messages.state = told.was{unless}
RETURNING id"""
_SQLITE_NOTE = """
INSERT INTO message_changes (message_id, at, before, after, reason)
SELECT value ->> 'id', :now, value ->> 'was', :after, coalesce(value ->> 'said', '') FROM json_each(:rows)"""
# moved and noted in one statement: each costs a way to the server and back
_POSTGRESQL = """
WITH told AS (
    SELECT * FROM json_to_recordset(CAST(%(rows)s AS json))
        AS told(id bigint, fence int, was text, said text, at timestamptz)
), moved AS (
    UPDATE messages SET state = '{after}', {sets} FROM told
    WHERE messages.id = ANY(CAST(%(ids)s AS bigint[])) AND messages.id = told.id
        AND messages.fence = told.fence AND messages.state = told.was{unless}
    RETURNING messages.id, told.was, told.said
), noted AS (
    INSERT INTO message_changes (message_id, at, before, after, reason)
    SELECT id, CAST(%(now)s AS timestamptz), was, '{after}', coalesce(said, '') FROM moved
)
SELECT id FROM moved"""
_UNSAID = {
    "sqlite": "DELETE FROM message_changes WHERE after = 'data' AND at = :now "
    "AND message_id IN (SELECT value FROM json_each(:rows))",
    "postgresql": "DELETE FROM message_changes WHERE after = 'data' AND at = CAST(%(now)s AS timestamptz) "
    "AND message_id IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(%(rows)s AS json)))",
}


#: Gives the letters that were moved; where statements go together, behind them.
Moved = Callable[[], set[int]]


class Accepted(NamedTuple):
    """A letter that the mail server took, and its words."""

    id: int
    fence: int
    said: str
    at: datetime


class Waiting(NamedTuple):
    """A letter that may be claimed, as it was found."""

    id: int
    fence: int
    was: str


def claimed(
    session: Session, letters: Sequence[Waiting], owner: str, until: datetime, now: datetime
) -> set[int]:
    """Move letters to "claimed", in one worker's hands until then, and return which; each gets its next fence."""
    rows = [each._asdict() for each in letters]
    return _moving(session, rows, "claimed", now, {"owner": owner, "until": _moment(session, until)})()


def to_data(session: Session, fences: Mapping[int, int], until: datetime, now: datetime) -> Moved:
    """Move letters from "claimed" to "data": none while all letters are held back."""
    rows = [{"id": id_, "fence": fence, "was": "claimed"} for id_, fence in fences.items()]
    return _moving(session, rows, "data", now, {"until": _moment(session, until)})


def unsaid(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Take back, in the transaction that noted it, that letters were to go: they must not."""
    statement = _UNSAID[session.get_bind().dialect.name]
    straight(session, statement, {"rows": json.dumps(ids), "now": _moment(session, now)}, rows=False)


def sent(session: Session, letters: Sequence[Accepted], now: datetime) -> Moved:
    """Move letters from "data" to "sent"; those that stood otherwise are left out."""
    rows = [
        {
            "id": each.id,
            "fence": each.fence,
            "was": "data",
            "said": each.said,
            "at": _moment(session, each.at),
        }
        for each in letters
    ]
    return _moving(session, rows, "sent", now, {})


def _moving(
    session: Session, rows: Sequence[Mapping[str, Any]], after: After, now: datetime, given: Mapping[str, Any]
) -> Moved:
    """Move letters that stand as told, and note each change."""
    if not rows:
        return set
    kind = session.get_bind().dialect.name
    values = {"rows": json.dumps(rows), "now": _moment(session, now), **given}
    if kind == "postgresql":
        values["ids"] = several([row["id"] for row in rows])
        found = later(session, _MOVE[after][kind], values)
        return lambda: {row[0] for row in found()}
    moved = {row[0] for row in straight(session, _MOVE[after][kind], values)}
    if moved:
        noted = json.dumps([row for row in rows if row["id"] in moved])
        straight(session, _SQLITE_NOTE, {"rows": noted, "now": values["now"], "after": after}, rows=False)
    return lambda: moved


def several(ids: Sequence[int]) -> str:
    """Return ids as PostgreSQL writes a list, at least as many as it expects of one it does not know.

    Filled up with the id of no row: then a plan made once costs, in its eyes, no more than one made for this list,
    and it stops making one each time.
    """
    return f"{{{','.join(map(str, [*ids, *([0] * (_EXPECTED - len(ids)))]))}}}"


def _moment(session: Session, at: datetime) -> str:
    """Return a moment as the database keeps it."""
    at = at.astimezone(UTC)
    if session.get_bind().dialect.name == "sqlite":
        return at.replace(tzinfo=None).isoformat(" ", "microseconds")
    return at.isoformat()


def _both(after: After) -> Mapping[str, str]:
    """Return the statement of one move for each database."""
    on_sqlite = _SETS[after].format(owner=":owner", until=":until", no="0")
    on_postgresql = _SETS[after].format(owner="%(owner)s", until="CAST(%(until)s AS timestamptz)", no="false")
    return {
        "sqlite": _SQLITE.format(after=after, sets=on_sqlite, unless=_UNLESS[after]),
        "postgresql": _POSTGRESQL.format(after=after, sets=on_postgresql, unless=_UNLESS[after]),
    }


_MOVE = {after: _both(after) for after in _SETS}

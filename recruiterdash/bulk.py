"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite; ids are reserved beforehand."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, cast

from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruiterdash.db import Key, Model

#: Values whose text is remembered while rows are made ready.
KEPT = 50_000
#: Ids named in one statement.
HELD = 900
#: Rows that go to PostgreSQL together.
TOGETHER = 200


def reserve(session: Session, model: type[Model], count: int) -> Sequence[int]:
    """Return ids that nobody else will use for rows of this model.

    count: how many. On SQLite the caller's writing transaction keeps others out; on PostgreSQL the ids come
    from the table's sequence.
    """
    if count <= 0:
        return range(0)
    if session.get_bind().dialect.name == "sqlite":
        highest = session.scalar(select(func.max(model.id))) or 0
        return range(highest + 1, highest + 1 + count)
    # as a question of its own it is looked up once, and not for each id
    sequence = select(func.pg_get_serial_sequence(model.__tablename__, "id")).scalar_subquery()
    return session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))).all()


def insert(
    session: Session, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of plain Python values in the order of `columns`; no defaults are filled in.

    rows: tuples, moments aware. Nothing is committed. Raises IntegrityError.
    """
    table, name = model.__table__, model.__tablename__
    connection = session.connection()
    made = [
        (place, make)
        for place, column in enumerate(columns)
        if (make := _processor(table.c[column].type, connection.dialect)) is not None
    ]

    def ready(row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, make in made:
            if values[place] is not None:
                values[place] = make(values[place])
        return values

    prepared = map(ready, rows)
    with _writing(session, name) as cursor:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", prepared)  # noqa: S608 (our own table and column names)
        else:
            with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)


@contextmanager
def _writing(session: Session, name: str) -> Iterator[Any]:
    """Yield a cursor of the driver; what it refuses comes as from any other statement: nobody has to know it."""
    connection = session.connection()
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        yield cursor
    except driver.IntegrityError as refused:
        raise IntegrityError(f"rows of {name}", None, refused) from refused
    finally:
        cursor.close()


def _processor(kind: Any, dialect: Any) -> Any:
    """Return what turns a Python value into the driver's, None where it already is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


# --- rows made ready beforehand ----------------------------------------------------------------------------
# Making the driver's values of a million rows takes longer than writing them: it is done before the
# transaction, where it can also be done by several processes.

#: A row, or the part of it that is known so far: a tuple for SQLite, a line of COPY for PostgreSQL.
Packed = tuple[Any, ...] | str


class Cells:
    """Values as SQLite's driver takes them; equal to what SQLAlchemy would have made of them."""

    null: str | None = None

    def __init__(self) -> None:
        #: The same moments come again and again: closing times, and the moment of one happening in many rows.
        self._moments: dict[datetime, str] = {}
        self._written: dict[int, tuple[Any, str]] = {}
        self._pieces: dict[tuple[str | int | bool, ...], Packed] = {}

    def moment(self, at: datetime | None) -> str | None:
        if at is None:
            return self.null
        text = self._moments.get(at)
        if text is None:
            if len(self._moments) > KEPT:
                self._moments.clear()
            text = self._moments[at] = self._dated(at)
        return text

    def _dated(self, at: datetime) -> str:
        return at.astimezone(UTC).isoformat(" ", "microseconds")[:26]

    def text(self, words: str | None) -> str | None:
        return words

    def number(self, value: int | None) -> int | str | None:
        return value

    def truth(self, value: bool) -> int | str:
        return int(value)

    def data(self, raw: bytes) -> bytes | str:
        return raw

    def json(self, value: Any) -> str | None:
        """Return a document as text; one and the same object is written once."""
        known = self._written.get(id(value))
        if known is not None and known[0] is value:
            return known[1]
        if len(self._written) > KEPT:
            self._written.clear()
        text = self.text(json.dumps(value, default=dict)) or ""
        self._written[id(value)] = value, text
        return text

    def pack(self, cells: Sequence[Any]) -> Packed:
        return tuple(cells)

    def piece(self, *place_and_values: str | int | bool) -> Any:
        """Return some cells of a row that come again and again: words of ours, numbers and truths.

        place: where in which row they stand, so that a 1 is never taken for a true one elsewhere.
        """
        found = self._pieces.get(place_and_values)
        if found is None:
            cells = [self._plain(each) for each in place_and_values[1:]]
            found = self._pieces[place_and_values] = self.pack(cells)
        return found

    def _plain(self, value: str | int | bool) -> Any:
        if isinstance(value, bool):
            return self.truth(value)
        return self.text(value) if isinstance(value, str) else self.number(value)

    def joined(self, *pieces: Any) -> Packed:
        """Return pieces of a row as one."""
        return tuple(chain(*pieces))

    def keys(self, *ids: int | None) -> Any:
        """Return the beginning of a row: added to the packed rest, it makes the whole row."""
        return ids


class CopyCells(Cells):
    """Values as PostgreSQL's COPY reads them: text, with its own marks for NULL, tab and line end."""

    null = r"\N"

    def _dated(self, at: datetime) -> str:
        return at.astimezone(UTC).isoformat(" ", "microseconds")

    def text(self, words: str | None) -> str | None:
        if words is None:
            return r"\N"
        if words.isprintable() and "\\" not in words:
            return words
        # one after another: a table of all four takes ten times as long
        words = words.replace("\\", r"\\").replace("\t", r"\t")
        return words.replace("\n", r"\n").replace("\r", r"\r")

    def number(self, value: int | None) -> int | str | None:
        return r"\N" if value is None else str(value)

    def truth(self, value: bool) -> int | str:
        return "t" if value else "f"

    def data(self, raw: bytes) -> bytes | str:
        # a mail is plain ASCII: as text it is half as long to read as in digits
        if raw.isascii() and b"\0" not in raw and not raw.startswith(b"\\"):
            # the type's own mark of a backslash, inside that of COPY
            return cast("str", self.text(raw.decode("ascii").replace("\\", r"\\")))
        return f"\\\\x{raw.hex()}"

    def pack(self, cells: Sequence[Any]) -> Packed:
        return "\t".join(cells)

    def joined(self, *pieces: Any) -> Packed:
        return "\t".join(pieces)

    def keys(self, *ids: int | None) -> Any:
        return "".join(["\\N\t" if each is None else f"{each}\t" for each in ids])


def cells_for(dialect: str) -> Cells:
    """Return how values are made ready for a database. dialect: "sqlite" or "postgresql"."""
    return CopyCells() if dialect == "postgresql" else Cells()


def insert_packed(
    session: Session, model: type[Model], columns: Sequence[str], rows: Iterable[Packed] | bytes
) -> None:
    """Insert rows that were made ready with the `Cells` of this session's database.

    rows: packed rows, or the text that `copied` made of them; while they are made one after another, PostgreSQL
    takes in those before. What is left out, as an `id`, the database fills in. Nothing is committed. Raises
    IntegrityError.
    """
    if not rows:
        return
    name, listed = model.__tablename__, ", ".join(columns)
    with _writing(session, name) as cursor:
        if session.get_bind().dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows)  # noqa: S608 (our own names)
            return
        with cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
            if isinstance(rows, bytes):
                copy.write(rows)
                return
            left = iter(rows)
            while some := list(islice(left, TOGETHER)):
                copy.write(copied(some))


def copied(rows: Sequence[Packed]) -> bytes:
    """Return lines of COPY as one text."""
    return ("\n".join(cast("Sequence[str]", rows)) + "\n").encode() if rows else b""


@contextmanager
def unchecked(session: Session) -> Iterator[None]:
    """Insert rows without PostgreSQL looking up each reference, where its role may say so.

    For rows that refer to rows of the same transaction, or to such as `hold` keeps there: the look-ups
    are more than half of the server's work. Elsewhere nothing is different. What else is written inside is not
    checked either, so nothing else should be.
    """
    if not _may_leave_checks(session):
        yield
        return
    session.flush()
    session.execute(text("SET LOCAL session_replication_role = replica"))
    yield
    session.execute(text("SET LOCAL session_replication_role = origin"))


def _may_leave_checks(session: Session) -> bool:
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        return False
    if (getattr(dialect, "server_version_info", None) or (0,)) >= (15,):
        asked = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
    else:
        asked = "SELECT current_setting('is_superuser') = 'on'"
    return bool(session.scalar(text(asked)))


def hold(session: Session, model: type[Model], ids: Collection[int]) -> bool:
    """Keep rows from being deleted until the transaction ends; return whether all of them are there.

    On SQLite the writing transaction keeps others out already.
    """
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), HELD):
        some = wanted[start : start + HELD]
        locked = select(model.id).where(model.id.in_(some)).with_for_update(read=True, key_share=True)
        if len(session.scalars(locked).all()) < len(some):
            return False
    return True


def take_stock(session: Session) -> None:
    """Let the database count its rows anew, so that the next question is planned for what is there.

    Without it SQLite walks the wrong index through a table that has just grown. A sample is enough, and quick.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA analysis_limit=1000"))
    else:
        session.execute(text("SET LOCAL default_statistics_target = 30"))
    session.execute(text("ANALYZE"))


_LISTED = {
    "sqlite": "SELECT CAST(value AS INTEGER) AS id FROM json_each(:listed)",
    "postgresql": "SELECT CAST(value AS bigint) AS id FROM json_array_elements_text(CAST(:listed AS json))",
}


def listed(session: Session, ids: Iterable[int]) -> Select[tuple[int]]:
    """Return ids as a question for use in `in_`: they travel as one value, however many thousands they are."""
    words = text(_LISTED[session.get_bind().dialect.name]).bindparams(listed=json.dumps(sorted(ids)))
    found = words.columns(id=Key).subquery()
    return select(found.c.id)

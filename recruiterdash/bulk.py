"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite; ids are reserved beforehand."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.db import Model

#: Lines sent to PostgreSQL together.
AT_ONCE = 2_000


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
    sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
    return session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))).all()


def insert(
    session: Session, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of plain Python values in the order of `columns`; no defaults are filled in.

    rows: tuples, moments aware. Nothing is committed.
    """
    table, name = model.__table__, model.__tablename__
    connection = session.connection()
    processors = [_processor(table.c[column].type, connection.dialect) for column in columns]
    prepared = (
        tuple(
            value if make is None or value is None else make(value)
            for make, value in zip(processors, row, strict=True)
        )
        for row in rows
    )
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", prepared)  # noqa: S608 (our own table and column names)
        else:
            with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in prepared:
                    copy.write_row(row)
    finally:
        cursor.close()


def _processor(kind: Any, dialect: Any) -> Any:
    """Return what turns a Python value into the driver's, None where it already is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


# --- rows made ready beforehand ----------------------------------------------------------------------------
# Making the driver's values of a million rows takes longer than writing them: it is done before the
# transaction, where it can also be done by several processes.

#: A row without its keys as `insert_packed` takes it: a tuple for SQLite, a line of COPY for PostgreSQL.
Packed = tuple[Any, ...] | str


class Cells:
    """Values as SQLite's driver takes them; equal to what SQLAlchemy would have made of them."""

    null: str | None = None

    @staticmethod
    def moment(at: datetime | None) -> str | None:
        return None if at is None else at.astimezone(UTC).isoformat(" ", "microseconds")[:26]

    @staticmethod
    def text(words: str | None) -> str | None:
        return words

    @staticmethod
    def number(value: int | None) -> int | str | None:
        return value

    @staticmethod
    def truth(value: bool) -> int | str:
        return int(value)

    def json(self, value: Any) -> str | None:
        return self.text(json.dumps(value))

    @staticmethod
    def pack(cells: Sequence[Any]) -> Packed:
        return tuple(cells)


class CopyCells(Cells):
    """Values as PostgreSQL's COPY reads them: text, with its own marks for NULL, tab and line end."""

    null = r"\N"
    _ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

    @staticmethod
    def moment(at: datetime | None) -> str | None:
        return r"\N" if at is None else at.astimezone(UTC).isoformat(" ", "microseconds")

    @staticmethod
    def text(words: str | None) -> str | None:
        return r"\N" if words is None else words.translate(CopyCells._ESCAPED)

    @staticmethod
    def number(value: int | None) -> int | str | None:
        return r"\N" if value is None else str(value)

    @staticmethod
    def truth(value: bool) -> int | str:
        return "t" if value else "f"

    @staticmethod
    def pack(cells: Sequence[Any]) -> Packed:
        return "\t".join(cells)


def cells_for(dialect: str) -> Cells:
    """Return how values are made ready for a database. dialect: "sqlite" or "postgresql"."""
    return CopyCells() if dialect == "postgresql" else Cells()


def insert_packed(
    session: Session,
    model: type[Model],
    keys: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[tuple[Sequence[int | None], Packed]],
) -> None:
    """Insert rows that were made ready with the `Cells` of this session's database.

    keys: names of the columns known only now, whose values stand before each packed row. columns: those of
    the packed row. What is left out, as an `id`, the database fills in. Nothing is committed.
    """
    name, listed = model.__tablename__, ", ".join((*keys, *columns))
    cursor = session.connection().connection.cursor()
    try:
        if session.get_bind().dialect.name == "sqlite":
            marks = ", ".join("?" * (len(keys) + len(columns)))
            whole = ((*ids, *packed) for ids, packed in rows)
            cursor.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", whole)  # noqa: S608 (our own names)
            return
        with cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            lines = (
                "\t".join([*(r"\N" if each is None else str(each) for each in ids), str(packed)]) + "\n"
                for ids, packed in rows
            )
            while block := "".join(islice(lines, AT_ONCE)):
                copy.write(block)
    finally:
        cursor.close()

"""Where the truth is kept: the model base, moments in UTC, and one database as a reading and a writing engine."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import (
    JSON,
    BigInteger,
    CompoundSelect,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    Select,
    String,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment: refused when naive, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        # SQLite keeps text; read at once it costs a quarter of reading, then adding the zone.
        return _from_text if dialect.name == "sqlite" else _in_utc


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


#: Milliseconds to wait for another writer of SQLite: longer than the longest import publishes.
BUSY = 30_000
#: KiB of pages that a connection of SQLite holds, and bytes of the file that it maps: both count as our memory, and
#: fill up to that bound with whatever passes.
HELD, MAPPED = 65_536, 128 * 2**20
LEAN_HELD = 8_192
#: Seconds after which a connection may have been given up by the server, or by what stands between.
RESTED = 1.0

#: SQLite numbers rows by itself only in a column it calls INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")
#: Text that is compared byte by byte, so that a prefix is a range of an index on both databases.
Folded = String(200).with_variant(String(200, collation="C"), "postgresql")


class Model(DeclarativeBase):
    """Base of every row."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UTCDateTime(),
        dict[str, Any]: JSON(),
        list[dict[str, Any]]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }

    id: Mapped[int] = mapped_column(Key, primary_key=True)


def one_of(words: type[StrEnum], name: str) -> TypeEngine[Any]:
    """Return a column type that takes the words of an enumeration, checked by the database."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


#: Letters whose stroke or shape Unicode does not take apart, as people without such a key type them.
_TYPED = str.maketrans(
    {
        "ł": "l",
        "ı": "i",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
    }
)


def folded(text: str) -> str:
    """Return text as it is compared in searches: no case, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().translate(_TYPED).split())


class Database:
    """One database: GETs read, everything else writes from its first statement."""

    def __init__(self, url: str, *, lean: bool = False) -> None:
        """lean: for whoever goes through very much and looks at nothing twice; SQLite keeps few pages for them."""
        self.url = _normal(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: Engine = _sqlite(self.url, lean) if self.sqlite else _postgresql(self.url)
        # SQLite answers "busy" at once when a reader turns writer, so a writer says so when it begins.
        writer = self.engine.execution_options(write=True)
        # PostgreSQL gives the statements of a transaction no common view of the data by default: readers need
        # none, and two round trips fewer to the server for each page.
        reader = self.engine if self.sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.reading = sessionmaker(reader, expire_on_commit=False)
        self.writing = sessionmaker(writer, expire_on_commit=False)
        #: Writes as well; for the sender, which asks the same of a few rows again and again.
        self._by_key = self.engine if self.sqlite else _by_key(self.url)
        self.sending = sessionmaker(self._by_key.execution_options(write=True), expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a writing session; what it did is undone unless its user commits."""
        with self.writing() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()
        self._by_key.dispose()


def _normal(text: str) -> URL:
    url = make_url(
        text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    )
    if url.get_backend_name() == "postgresql" and url.get_driver_name() != "psycopg":
        url = url.set(drivername="postgresql+psycopg")
    return url


def _sqlite(url: URL, lean: bool) -> Engine:
    if url.database and url.database != ":memory:":
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # names and letters of people: SQLite itself would let everybody read it
    engine = create_engine(
        url, module=pysqlite3.dbapi2, connect_args={"check_same_thread": False}, pool_size=20
    )
    event.listen(engine, "connect", _prepare_lean if lean else _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_lean(connection: Any, record: Any) -> None:
    _prepare_sqlite(connection, record, held=LEAN_HELD, mapped=0)


def _prepare_sqlite(connection: Any, _record: Any, held: int = HELD, mapped: int = MAPPED) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY}",
        f"cache_size=-{held}",
        "temp_store=MEMORY",
        f"mmap_size={mapped}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=20)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ensure_alive)
    return engine


def _by_key(url: URL) -> Engine:
    """Return an engine whose connections find rows by their keys, by plans that are made once.

    Left to itself PostgreSQL reads a whole table where it takes that for cheaper by a hair, and where it knows
    nothing of a table yet: for a handful of letters that took four times as long as all else it did.
    """
    engine = _postgresql(url)
    event.listen(engine, "connect", _plan_by_key)
    return engine


def _plan_by_key(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute(
        "SET plan_cache_mode TO force_generic_plan; SET enable_seqscan TO off; "
        "SET enable_hashjoin TO off; SET enable_mergejoin TO off; SET jit TO off"
    )
    connection.autocommit = False


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Let a commit be on the disk when it is answered, whatever the server's own habit: letters stand on it.

    Moments come in UTC, as they are wanted, not in the server's own zone.
    """
    connection.autocommit = True
    connection.execute("SET synchronous_commit TO on; SET TIME ZONE 'UTC'")
    connection.autocommit = False


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = monotonic()


def _ensure_alive(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still lives; each question is a way to the server and back."""
    if monotonic() - record.info.get("used", monotonic()) > RESTED:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except Exception:  # noqa: BLE001 - whatever the driver calls it; the driver is no part of a small house
            raise DisconnectionError from None


Rows = list[tuple[Any, ...]]


def straight(session: Session, statement: str, values: Any, *, rows: bool = True) -> Rows:
    """Run a statement on the driver itself and return its rows, in the session's transaction.

    For what every page or every few letters ask: what SQLAlchemy does around a statement takes twice its time.
    statement, values: as the driver takes them. rows: it gives some; asking the driver makes it describe each
    column. Raises what SQLAlchemy raises.
    """
    return later(session, statement, values, rows=rows)()


def later(session: Session, statement: str, values: Any, *, rows: bool = True) -> Callable[[], Rows]:
    """Run a statement as `straight` does, and return what gives its rows; see `together`."""
    connection = session.connection()
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any
    words: str | bytes
    given: Any
    if connection.dialect.name == "postgresql":
        cursor = driver.RawCursor(connection.connection.dbapi_connection)
        words, given = numbered(statement, values)
    else:
        cursor, words, given = connection.connection.cursor(), statement, values
    for listener in connection.dispatch.before_cursor_execute:  # who counts statements counts these, too
        listener(connection, cursor, statement, values, None, False)
    with _as_sqlalchemy(connection, statement):
        cursor.execute(words, given)

    def read() -> Rows:
        with _as_sqlalchemy(connection, statement), closing(cursor):
            return list(cursor.fetchall()) if rows else []

    if connection.dialect.name == "postgresql":
        return read
    found = read()  # a statement that is not read to its end would go on
    return lambda: found


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Let statements of `later` go to PostgreSQL in one way there and back; their rows are read behind the block.

    The server runs one after another all the same. What one of them is refused is raised at the end of the block.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        yield
        return
    driven: Any = connection.connection.dbapi_connection
    with _as_sqlalchemy(connection, "several statements"), driven.pipeline():
        yield


@contextmanager
def _as_sqlalchemy(connection: Connection, statement: str) -> Iterator[None]:
    """Raise what SQLAlchemy raises for a fault of the driver, and give up a connection that is lost."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as fault:
        lost = connection.dialect.is_disconnect(fault, connection.connection.dbapi_connection, None)
        if lost:
            connection.invalidate(fault)
        raise DBAPIError.instance(
            statement, None, fault, driver.Error, connection_invalidated=lost, dialect=connection.dialect
        ) from fault


def numbered(statement: str, values: Mapping[str, Any]) -> tuple[bytes, list[Any]]:
    """Return a statement with named parameters as PostgreSQL itself takes it, and its values in that order."""
    words, names = _in_numbers(statement)
    return words, [values[name] for name in names]


@lru_cache(maxsize=2000)  # lists differ by who asks for what: as many as are kept of those
def _in_numbers(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """Number the parameters once: of a statement beyond 4,096 letters psycopg would do it at each asking."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return _NAMED.sub(number, statement).encode(), tuple(names)


_NAMED = re.compile(r"%\((\w+)\)s|%%")

#: A parameter as psycopg takes it, with the type that SQLAlchemy gives it.
_PARAMETER = re.compile(r"%\(\w+\)s(?:::(?:TIMESTAMP WITH TIME ZONE|[A-Z]+))?")


Asking = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


class Question:
    """A statement that pages ask again and again: made into text once for each database.

    SQLAlchemy looks a statement up by its whole shape at each asking, which takes longer than the answer of
    an index. No parameter may be a list.

    statement: or what makes it, where there are so many that only their text is to be kept.
    general: PostgreSQL plans it once and keeps that plan. By itself it compares what a plan costs in general with
    what one costs for the values at hand, and where the second looks cheaper by a hair it plans at each asking:
    for a statement over ten tables that takes five times as long as answering it.
    """

    def __init__(self, statement: Asking | Callable[[], Asking], *, general: bool = False) -> None:
        self.statement = statement
        self.general = general
        self._ready: dict[str, _Ready] = {}

    def ask(self, session: Session, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows as values of the statement's types. given: parameter -> value."""
        return self.asking(session, given)()

    def asking(self, session: Session, given: Mapping[str, Any]) -> Callable[[], Rows]:
        """Ask, and return what gives the answer; see `together`."""
        dialect = session.get_bind().dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            statement = self.statement() if callable(self.statement) else self.statement
            ready = self._ready[dialect.name] = _Ready(statement, dialect, given, self.general)
        rows = later(session, ready.text, ready.values(given))
        return lambda: ready.read(rows())


class _Ready:
    """A statement as one database takes it."""

    def __init__(self, statement: Asking, dialect: Dialect, given: Mapping[str, Any], general: bool) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        expanded = compiled.construct_expanded_state(dict(given), escape_names=False)
        self.text: str = expanded.statement
        if general and dialect.name == "postgresql":
            # a value behind SELECT is not known while planning: a plan for it costs what the general one does
            self.text = _PARAMETER.sub(r"(SELECT \g<0>)", self.text)
        self.places: Sequence[str] | None = expanded.positiontup
        self.writes = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
            for name, bind in compiled.binds.items()
        }
        #: Parameters it takes of those that are given.
        self.asked = [name for name in given if name in self.writes]
        #: Values that stand in the statement itself.
        self.fixed = {
            name: (expanded.processors.get(name) or self.writes.get(name, _as_it_is))(value)
            for name, value in expanded.parameters.items()
            if name not in given
        }
        self.reads = [
            (place, read)
            for place, column in enumerate(statement.selected_columns)
            if (read := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def values(self, given: Mapping[str, Any]) -> Any:
        writes = self.writes
        values = self.fixed | {name: writes[name](given[name]) for name in self.asked}
        return values if self.places is None else tuple([values[name] for name in self.places])

    def read(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if not self.reads:
            return list(rows)
        whole = [list(row) for row in rows]
        for place, read in self.reads:
            for row in whole:
                row[place] = read(row[place])
        return [tuple(row) for row in whole]


def _as_it_is(value: Any) -> Any:
    return value

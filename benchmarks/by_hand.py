"""What an import is measured against: csv.DictReader, a bulk load of the raw rows, and upserts by hand.

It knows no clocks, looks for nobody who is here already under another name, and checks nothing.
"""

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from pysqlite3 import dbapi2 as sqlite

COLUMNS = "ref, email, first, last, requisition, title, office, event, detail, direction, channel, stage, at, recruiter"
READ = (
    *(
        "application_ref",
        "email",
        "first_name",
        "last_name",
        "requisition_ref",
        "requisition_title",
        "office",
    ),
    *("event", "detail", "direction", "channel", "stage_type", "happened_at", "recruiter"),
)
TABLES = (
    f"CREATE TABLE by_hand_raw ({', '.join(f'{name.strip()} text' for name in COLUMNS.split(','))})",
    "CREATE TABLE by_hand_roles (ref text PRIMARY KEY, title text, office text)",
    "CREATE TABLE by_hand_people (email text PRIMARY KEY, first text, last text)",
    "CREATE TABLE by_hand_applications (ref text PRIMARY KEY, email text REFERENCES by_hand_people (email),"
    " requisition text REFERENCES by_hand_roles (ref), recruiter text)",
    "CREATE TABLE by_hand_events (ref text REFERENCES by_hand_applications (ref), event text, detail text,"
    " direction text, channel text, stage text, at text, PRIMARY KEY (ref, event, detail, at))",
)
UPSERTS = (
    "INSERT INTO by_hand_roles SELECT requisition, max(title), max(office) FROM by_hand_raw WHERE true"
    " GROUP BY requisition ON CONFLICT (ref) DO UPDATE SET title = excluded.title, office = excluded.office",
    "INSERT INTO by_hand_people SELECT email, max(first), max(last) FROM by_hand_raw WHERE true GROUP BY email"
    " ON CONFLICT (email) DO UPDATE SET first = excluded.first, last = excluded.last",
    "INSERT INTO by_hand_applications SELECT ref, max(email), max(requisition), max(recruiter) FROM by_hand_raw"
    " WHERE true GROUP BY ref ON CONFLICT (ref) DO UPDATE SET recruiter = excluded.recruiter",
    "INSERT INTO by_hand_events SELECT ref, event, detail, direction, channel, stage, at FROM by_hand_raw"
    " WHERE true ON CONFLICT DO NOTHING",
)
#: The raw rows are on their way to these tables, as are the files that our import works with: neither count as written.
COUNT = (
    "SELECT (SELECT count(*) FROM by_hand_roles) + (SELECT count(*) FROM by_hand_people)"
    " + (SELECT count(*) FROM by_hand_applications) + (SELECT count(*) FROM by_hand_events)"
)


def rows_a_second(kind: str, url: str, path: Path) -> float:
    """Return how many rows of all its tables are written a second."""
    begun = time.perf_counter()
    rows = _postgresql(url, path) if kind == "postgresql" else _sqlite(url, path)
    return rows / (time.perf_counter() - begun)


def _read(path: Path) -> Iterator[tuple[str, ...]]:
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield tuple(row[name] for name in READ)


def _postgresql(url: str, path: Path) -> int:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table.encode())
        with cursor.copy(f"COPY by_hand_raw ({COLUMNS}) FROM STDIN".encode()) as copy:
            for row in _read(path):
                copy.write_row(row)
        for upsert in UPSERTS:
            cursor.execute(upsert.encode())
        connection.commit()
        return int((cursor.execute(COUNT.encode()).fetchone() or (0,))[0])


def _sqlite(url: str, path: Path) -> int:
    connection = sqlite.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        connection.execute(table)
    connection.executemany(
        "INSERT INTO by_hand_raw VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _read(path)
    )
    for upsert in UPSERTS:
        connection.execute(upsert)
    connection.execute("COMMIT")
    rows = int(connection.execute(COUNT).fetchone()[0])
    connection.close()
    return rows

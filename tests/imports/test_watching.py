"""A folder that exports are put into: what is whole and new is taken in, what is bad is set aside with its reason."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from recruiterdash.cli.importing import run
from recruiterdash.cli.watching import Watch, look
from recruiterdash.imports import Choices, watching
from recruiterdash.imports.watching import ASIDE, Lying
from recruiterdash.messages import ats
from recruiterdash.moments import now
from tests.imports.desk import Desk, a_crowd, event, row, written

AT = 1_800_000_000_000_000_000


def a_file(name: str, size: int = 10, changed: int = AT) -> Lying:
    return Lying(Path("/w") / name, size, changed)


LOOKS: list[Any] = [
    ([a_file("a")], [a_file("a")], {}, ["a"]),
    ([], [a_file("a")], {}, []),
    ([a_file("a", 5)], [a_file("a", 10)], {}, []),
    ([a_file("a", changed=AT - 1)], [a_file("a")], {}, []),
    ([a_file("a", 0)], [a_file("a", 0)], {}, []),
    ([a_file("a")], [a_file("a")], {"a": [10, AT]}, []),
    ([a_file("a")], [a_file("a")], {"a": [10, AT - 1]}, ["a"]),
    ([a_file("a"), a_file("b", changed=AT - 5)], [a_file("a"), a_file("b", changed=AT - 5)], {}, ["b", "a"]),
]


@pytest.mark.parametrize(("before", "after", "known", "expected"), LOOKS)
def test_what_is_whole_and_new_is_read_the_oldest_first(
    before: list[Lying], after: list[Lying], known: dict[str, Any], expected: list[str]
) -> None:
    first, second = ({each.path.name: each for each in some} for some in (before, after))
    assert [each.path.name for each in watching.ready(first, second, known)] == expected


def test_what_is_hidden_unfinished_linked_or_set_aside_is_none_of_ours(tmp_path: Path) -> None:
    for name in (".x.csv", "x.csv.part", "x.CSV.crdownload", "~lock", "x.csv"):
        (tmp_path / name).write_text("a")
    (tmp_path / ASIDE).mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "jobs.json").write_text("[]")
    (tmp_path / "link.csv").symlink_to(tmp_path / "x.csv")
    os.mkfifo(tmp_path / "pipe")
    assert sorted(watching.lying(tmp_path)) == ["api", "x.csv"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def looked(desk: Desk, folder: Path, **said: Any) -> int:
    """Look at a folder in which nothing changes."""
    what = Watch(folder, "auto", Choices(**said), "UTC")
    there = watching.lying(folder)
    return look(desk.database, what, there, there)


def dated(path: Path, at: datetime) -> Path:
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_a_new_export_is_taken_in_once_and_its_age_is_that_of_the_file(desk: Desk, folder: Path) -> None:
    file = dated(written(folder / "export.csv", [event()]), now() - timedelta(hours=30))
    assert looked(desk, folder) == 0
    assert desk.counts()["applications"] == 1
    runs = desk.one("SELECT count(*) FROM import_runs")
    assert looked(desk, folder) == 0
    assert desk.one("SELECT count(*) FROM import_runs") == runs == 1
    with desk.database.reading() as session:
        assert ats.beside(session).stale(now())
    written(file, [event(), event(application_ref="2", email="b@example.org")])
    dated(file, now() - timedelta(minutes=1))
    assert looked(desk, folder) == 0
    assert desk.counts()["applications"] == 2
    with desk.database.reading() as session:
        assert not ats.beside(session).stale(now())


def test_the_same_words_written_anew_are_fresh(desk: Desk, folder: Path) -> None:
    file = dated(written(folder / "export.csv", [event()]), now() - timedelta(hours=30))
    looked(desk, folder)
    dated(file, now() - timedelta(minutes=1))
    looked(desk, folder)
    with desk.database.reading() as session:
        assert not ats.beside(session).stale(now())
    assert desk.counts()["events"] == 1


BAD: list[Any] = [
    (b"no,header,of,ours\n1,2,3,4\n", "column"),
    (b"PK\x03\x04not a zip", ""),
    (b"\x00\x01\x02\x03", ""),
]


@pytest.mark.parametrize(("content", "words"), BAD)
def test_a_bad_file_is_set_aside_with_its_reason_and_the_next_is_read(
    quick_desk: Desk, folder: Path, content: bytes, words: str
) -> None:
    (folder / "bad.csv").write_bytes(content)
    dated(folder / "bad.csv", now() - timedelta(hours=2))
    written(folder / "good.csv", [event()])
    assert looked(quick_desk, folder) == 1
    assert quick_desk.counts()["applications"] == 1
    assert not (folder / "bad.csv").exists()
    names = sorted(each.name for each in (folder / ASIDE).iterdir())
    assert [name.split("-", 2)[2] for name in names] == ["bad.csv", "bad.csv.why.txt"]
    assert words in (folder / ASIDE / names[1]).read_text()
    (refusal,) = quick_desk.all("SELECT report FROM import_runs WHERE state = 'refused'")[0]
    assert "Set aside, nothing was imported" in refusal
    assert looked(quick_desk, folder) == 0


def test_bad_rows_keep_the_whole_file_out_unless_they_may_be_left_out(quick_desk: Desk, folder: Path) -> None:
    rows = [event(), event(application_ref="2", email="b@example.org", happened_at="never")]
    written(folder / "mixed.csv", rows)
    assert looked(quick_desk, folder) == 1
    assert quick_desk.counts()["applications"] == 0
    written(folder / "mixed.csv", rows)
    assert looked(quick_desk, folder, skip_bad=True) == 0
    assert quick_desk.counts()["applications"] == 1


def test_an_export_older_than_what_is_here_undoes_nothing(quick_desk: Desk, folder: Path) -> None:
    dated(written(folder / "friday.csv", [event(last_name="Ciccone")]), now() - timedelta(hours=1))
    looked(quick_desk, folder)
    dated(written(folder / "thursday.csv", [event(last_name="Okafor")]), now() - timedelta(days=1))
    assert looked(quick_desk, folder) == 1
    assert quick_desk.one("SELECT last_name FROM candidates") == "Ciccone"
    (why,) = (folder / ASIDE).glob("*.why.txt")
    assert "before what is imported already" in why.read_text()


def test_an_export_of_another_system_is_no_older_than_what_it_never_told(
    quick_desk: Desk, folder: Path
) -> None:
    dated(written(folder / "events.csv", [event()]), now() - timedelta(hours=1))
    looked(quick_desk, folder)
    dated(written(folder / "report.csv", [row(Email="other@example.org")]), now() - timedelta(hours=2))
    assert looked(quick_desk, folder) == 0
    assert quick_desk.counts()["applications"] == 2
    dated(written(folder / "older.csv", [event(last_name="Ciccone")]), now() - timedelta(hours=3))
    assert looked(quick_desk, folder) == 1


def test_an_export_that_changes_while_it_is_read_is_read_again(
    quick_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [event(), event(application_ref="2", email="b@example.org")]
    written(folder / "growing.csv", rows[:1])

    def slowly(*given: Any, **named: Any) -> Any:
        done = run(*given, **named)
        written(folder / "growing.csv", rows)
        return done

    monkeypatch.setattr("recruiterdash.cli.watching.run", slowly)
    assert looked(quick_desk, folder) == 0
    assert quick_desk.counts()["applications"] == 1
    monkeypatch.setattr("recruiterdash.cli.watching.run", run)
    assert looked(quick_desk, folder) == 0
    assert quick_desk.counts()["applications"] == 2


def test_a_folder_that_cannot_be_written_is_read_and_its_bad_files_are_told_once(
    quick_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.csv").write_text("nothing of ours\n")

    def refuse(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    assert looked(quick_desk, folder) == 1
    assert looked(quick_desk, folder) == 0
    assert (folder / "bad.csv").exists()
    assert quick_desk.one("SELECT count(*) FROM import_runs WHERE state = 'refused'") == 1


def test_the_command_looks_once_for_a_schedule_and_says_what_it_did(quick_desk: Desk, folder: Path) -> None:
    written(folder / "export.csv", [event()])
    done = quick_desk.command("import", "--watch", str(folder), "--once", "--every", "0.1")
    assert (done.exit_code, done.stdout) == (0, "export.csv: 1 applications new, 0 changed\n")
    (folder / "bad.csv").write_text("nothing of ours\n")
    assert quick_desk.command("import", "--watch", str(folder), "--once", "--every", "0.1").exit_code == 1
    none = quick_desk.command("import", "--watch", str(folder / "nowhere"))
    assert (none.exit_code, "is no folder" in none.stderr) == (2, True)
    assert quick_desk.command("import").exit_code == 2
    assert quick_desk.command("import", "x.csv", "--watch", str(folder)).exit_code == 2


@pytest.mark.slow
def test_it_may_be_killed_while_it_imports_and_goes_on_where_it_was(quick_desk: Desk, folder: Path) -> None:
    a_crowd(quick_desk, 6_000).rename(folder / "many.csv")
    dated(folder / "many.csv", datetime.now(UTC) - timedelta(minutes=1))
    command = [sys.executable, "-m", "recruiterdash.cli", "import", "--watch", str(folder), "--every", "0.2"]
    environment = {**os.environ, "RECRUITERDASH_DATABASE_URL": quick_desk.url}
    for number, wait in enumerate((1.2, 2.0, 3.0)):
        with subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
        ) as one:
            time.sleep(wait)
            one.send_signal(signal.SIGKILL if number < 2 else signal.SIGTERM)
            one.wait(timeout=20)
        assert quick_desk.counts()["applications"] in (0, 6_000)
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True) as one:
        until = time.monotonic() + 120
        while quick_desk.counts()["applications"] == 0 and time.monotonic() < until:
            time.sleep(0.5)
        time.sleep(
            3
        )  # the one before may have been done: until it listens, this one is ended by the signal itself
        one.send_signal(signal.SIGTERM)
        assert one.wait(timeout=20) == 0
    assert quick_desk.counts()["applications"] == 6_000

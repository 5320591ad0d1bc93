"""`recruiterdash clocks`: check vectors, explain one application, rebuild what is stored."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from recruiterdash import moments
from recruiterdash.candidates.models import Application
from recruiterdash.cli import commands
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.journey import Happened
from recruiterdash.waiting import Person, new_policy_version
from recruiterdash.waiting.models import Clock, ClockChange, Standing
from recruiterdash.waiting.policy import ONTARIO, stored_pack, whole
from tests.waiting.cases import DOCUMENT, beginnings, calendar, case
from tests.waiting.histories import Story
from tests.waiting.world import World

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(commands, ["clocks", *words])


@pytest.fixture(scope="module")
def application(database: Database) -> int:
    """Interviewed, asked for availability, and booked for an interview whose end has passed since."""
    told = case(
        beginnings()["INTERVIEWED"]
        + "11-10 10:00 out/personal asks\n11-11 10:00 in/deliverable\n"
        + "11-11 11:00 interview_scheduled end=11-12T15:00 stage=final",
        "11-11 12:00",
    )
    happened = tuple(Happened(each.type, each.at, each.kind, each.data) for each in told.events)
    with database.writing() as session:
        world = World(session)
        row = world.application(Story("NYC", False, Person(), happened))
        for each in happened:
            world.live(row, each, each.at)
        session.commit()
        return row.id


def vectors(tmp_path: Path, **change: object) -> str:
    path = tmp_path / "vectors.json"
    first = DOCUMENT["vectors"][0]
    expect = {**first["expect"], **change}
    path.write_text(
        json.dumps({**DOCUMENT, "vectors": [{**first, "expect": expect}, DOCUMENT["vectors"][1]]})
    )
    return str(path)


def test_vectors_that_come_out_end_well(run: Run, tmp_path: Path) -> None:
    answer = run("check", vectors(tmp_path))
    assert (answer.exit_code, answer.stdout) == (0, "2 passed, 0 failed\n")


def test_a_vector_that_does_not_is_named_with_what_differs(run: Run, tmp_path: Path) -> None:
    answer = run("check", vectors(tmp_path, headline="SILENCE"))
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        "C01 plain weekday application: headline: ACK, not SILENCE",
        "1 passed, 1 failed",
    ]


def test_vectors_are_checked_for_programs(run: Run, tmp_path: Path) -> None:
    answer = run("check", vectors(tmp_path, headline="SILENCE"), "--json")
    assert answer.exit_code == 1
    document = json.loads(answer.stdout)
    assert (document["passed"], document["failed"]) == (1, 1)
    assert document["vectors"][0] == {
        "id": "C01",
        "passed": False,
        "differences": ["headline: ACK, not SILENCE"],
    }


def test_checking_leaves_nothing_behind(
    run: Run, tmp_path: Path, database: Database, application: int
) -> None:
    run("check", vectors(tmp_path))
    with database.writing() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    assert isinstance(run("check", str(tmp_path / "nothing.json")).exception, BadInput)


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(
            {"calendars": {key: {} for key in DOCUMENT["calendars"]}}, id="calendars without a word"
        ),
        pytest.param({"calendars": []}, id="no calendars"),
        pytest.param(
            {"calendars": {name: {**one, "tz": "Mars/X"} for name, one in DOCUMENT["calendars"].items()}},
            id="a zone that is none",
        ),
        pytest.param({"vectors": [{**DOCUMENT["vectors"][0], "expect": 7}]}, id="nothing expected"),
        pytest.param({"vectors": [{**DOCUMENT["vectors"][0], "events": [7]}]}, id="no event"),
        pytest.param({"vectors": 7}, id="no vectors"),
    ],
)
def test_a_file_of_something_else_is_named(run: Run, tmp_path: Path, spoilt: dict[str, object]) -> None:
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps({**DOCUMENT, **spoilt}))
    assert isinstance(run("check", str(path)).exception, BadInput)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "", "7"])
def test_a_file_that_is_no_document_is_named(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "no.json"
    path.write_text(text)
    assert isinstance(run("check", str(path)).exception, BadInput)


def test_an_application_is_explained_to_people(run: Run, application: int) -> None:
    answer = run("explain", str(application), "--as-of", "2026-11-11T18:00:00-05:00")
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0] == "Next step: scheduled. Nothing is owed at the moment."
    pending = [line.split(maxsplit=2) for line in lines if " pending " in line]
    assert pending == [
        ["SILENCE", "pending", "Final interview Thu 12 Nov 15:00. Two business days: Mon 16 Nov 17:00."],
        ["DECISION", "pending", "Final interview Thu 12 Nov 15:00. Five business days: Thu 19 Nov 17:00."],
    ] or pending == [
        ["DECISION", "pending", "Final interview Thu 12 Nov 15:00. Five business days: Thu 19 Nov 17:00."],
        ["SILENCE", "pending", "Final interview Thu 12 Nov 15:00. Two business days: Mon 16 Nov 17:00."],
    ]


def test_and_to_programs_with_segments(run: Run, application: int) -> None:
    answer = run("explain", str(application), "--as-of", "2026-11-13T09:00:00-05:00", "--json")
    document = json.loads(answer.stdout)
    assert document["application"] == application
    assert (document["waiting_on"], document["headline"]) == ("interviewer", "SILENCE")
    paused = next(
        each for each in document["clocks"] if each["name"] == "DECISION" and len(each["segments"]) == 3
    )
    assert [segment["what"] for segment in paused["segments"]] == ["counted", "paused", "counted"]
    assert [segment["at"] for segment in paused["segments"]] == [
        "2026-11-09T20:00:00+00:00",
        "2026-11-10T15:00:00+00:00",
        "2026-11-11T15:00:00+00:00",
    ]
    assert paused["state"] == "suspended"
    assert paused["segments"][-1]["until"] == paused["stopped_at"] == "2026-11-11T16:00:00+00:00"


def test_as_of_uses_only_what_had_happened_by_then(run: Run, application: int) -> None:
    answer = run("explain", str(application), "--as-of", "2026-11-10T09:00:00-05:00", "--json")
    document = json.loads(answer.stdout)
    assert document["waiting_on"] == "hiring_manager"
    assert {each["name"] for each in document["clocks"] if each["state"] in {"ok", "due_soon"}} == {
        "SILENCE",
        "DECISION",
    }


@pytest.mark.parametrize("words", [("explain", "99999"), ("explain", "1", "--as-of", "someday")])
def test_nonsense_is_refused(run: Run, application: int, words: tuple[str, ...]) -> None:
    assert isinstance(run(*words).exception, NotFound | BadInput)


def test_time_passing_leaves_nothing_to_recompute(run: Run, application: int) -> None:
    answer = run("recompute")
    assert (answer.exit_code, answer.stdout) == (0, "0 changed\n")


def test_what_was_spoilt_is_shown_and_then_put_right(run: Run, database: Database, application: int) -> None:
    with database.writing() as session:
        before = World(session).clocks(session.get_one(Application, application))
        session.query(Clock).filter_by(application_id=application, name="DECISION").update(
            {"due_at": datetime(2030, 1, 1, tzinfo=UTC)}
        )
        session.query(Standing).filter_by(application_id=application).update({"chasers": 7})
        session.commit()
    assert run("recompute", "--dry-run").stdout == f"application {application} would change\n1 would change\n"
    assert run("recompute", "--dry-run").stdout == f"application {application} would change\n1 would change\n"
    assert run("recompute").stdout == f"application {application} changed\n1 changed\n"
    assert run("recompute").stdout == "0 changed\n"
    with database.writing() as session:
        row = session.get_one(Application, application)
        assert World(session).clocks(row) == before
        assert World(session).standing(row).chasers == 0
        notes = session.scalars(select(ClockChange).where(ClockChange.application_id == application)).all()
        assert any(str(note.before.get("due_at")).startswith("2030") for note in notes)


def test_a_stored_due_is_the_close_of_the_office(database: Database, application: int) -> None:
    office = calendar("NYC")
    with database.writing() as session:
        rows = World(session).clocks(session.get_one(Application, application))
    dues = [row.due_at for row in rows if row.due_at is not None]
    assert all(due == office.close_on(office.local_date(due)) for due in dues)
    assert all(due.utcoffset() == timedelta(0) for due in dues)


def test_another_statutory_pack_leaves_nothing_to_recompute(run: Run, database: Database) -> None:
    """A due of the law that was there is not rewritten, by whatever happens after the pack was edited."""
    told = case(beginnings()["INTERVIEWED"], "11-11 12:00")
    happened = tuple(Happened(each.type, each.at, each.kind, each.data) for each in told.events)
    with database.writing() as session:
        world = World(session)
        row = world.application(Story("NYC", True, Person(), happened))
        for each in happened:
            world.live(row, each, each.at)
        legal = select(Clock.due_at).where(Clock.application_id == row.id, Clock.name == ONTARIO.clock)
        due = session.scalars(legal).one()
        pack = {**stored_pack(ONTARIO), "days": 30}
        new_policy_version(session, whole({}), [pack], now=moments.now(), actor_id=None)
        asked = Happened("in", moments.now(), "question")
        world.live(row, asked, asked.at)
        assert session.scalars(legal).one() == due
        session.commit()
    assert run("recompute", "--dry-run").stdout == "0 would change\n"

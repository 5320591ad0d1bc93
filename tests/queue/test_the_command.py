"""`recruiterdash queue` prints the rows of a queue for programs."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from recruiterdash.cli import commands
from tests.queue.scene import Scene


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, scene: Scene, at_now: None) -> Any:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", database_url)

    def made(*words: str) -> Any:
        return CliRunner().invoke(commands, ["queue", *words])

    return made


def test_a_queue_is_printed_as_one_document(run: Any, scene: Scene) -> None:
    answer = run("--name", "decision", "--json")
    assert answer.exit_code == 0
    rows = json.loads(answer.stdout)
    assert [row["application"] for row in rows][:2] == [
        scene.people["Lena Fischer"],
        scene.people["Tomás Rivera"],
    ]
    tomas = rows[1]
    assert tomas["clock"] == "DECISION"
    assert tomas["due"] == "2026-11-16T16:00:00+00:00"
    assert tomas["since"] == "2026-11-09T14:00:00+00:00"
    assert tomas["holder"] == "recruiter"
    assert tomas["chasers"] == 2
    assert tomas["candidate"]["preferred_name"] == "Tomás"
    assert tomas["requisition"] == {"id": scene.requisitions["Staff Nurse"], "title": "Staff Nurse"}
    assert tomas["last_word"]["kind"] == "auto_ack"
    assert [row["from_before"] for row in rows] == [False] * 4 + [True] * 2


def test_an_owner_narrows_it(run: Any, scene: Scene) -> None:
    rows = json.loads(run("--name", "decision", "--owner", "rosa@house.test", "--json").stdout)
    assert {row["application"] for row in rows} == {
        scene.people[name] for name in ("Lena Fischer", "Jonas Berg", "李 美玲")
    }


def test_without_json_it_is_read_by_people(run: Any) -> None:
    assert "Tomás Rivera\tStaff Nurse\tREPLY\t" in run("--name", "unanswered").stdout


@pytest.mark.parametrize(
    "words", [["--name", "lost"], [], ["--name", "decision", "--owner", "who@nowhere.test"]]
)
def test_what_is_not_there_is_refused(run: Any, words: list[str]) -> None:
    assert run(*words).exit_code != 0

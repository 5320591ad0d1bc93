"""`recruiterdash import`: what it takes, the document it prints, how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.imports import reading
from recruiterdash.imports.reading import opened
from tests.imports.desk import EVENTS, GREENHOUSE, Desk, Row, event, row

COUNTS = {"people", "requisitions", "applications", "events"}
BAD = event(application_ref="2", email="b@example.org", happened_at="soon\n\x1b[31m,")


def mapping(desk: Desk, **said: Any) -> str:
    path = desk.folder / "map.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return str(path)


def test_the_document_has_the_shape_programs_rely_on(desk: Desk) -> None:
    answer = desk.command("import", str(GREENHOUSE), "--json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    document = json.loads(answer.stdout)
    lists = {"dropped_columns": ["Gender"], "errors": []}
    assert {name: document[name] for name in lists} == lists
    assert set(document) == {"created", "updated", "skipped", "warnings", *lists}
    assert all(set(document[act]) == COUNTS for act in ("created", "updated", "skipped"))
    assert all(set(each) == {"line", "column", "reason"} for each in document["warnings"])
    assert document["created"]["applications"] == 180


@pytest.mark.parametrize("source", [EVENTS, GREENHOUSE, None])
def test_a_dry_run_writes_nothing_at_all(desk: Desk, source: Path | None) -> None:
    desk.rows(event())
    before = desk.whole()
    file = source or desk.file(event(), BAD)
    answer = desk.command("import", str(file), "--dry-run", "--office", "London", "--zone", "Asia/Tokyo")
    assert answer.exit_code == (0 if source else 2)
    assert desk.whole() == before


def test_a_bad_row_refuses_the_file_in_one_line_that_says_where(desk: Desk) -> None:
    file = desk.file(event(), BAD, event(application_ref="3", email="", first_name="", last_name=""))
    before = desk.whole()
    answer = desk.command("import", str(file), "--json")
    assert answer.exit_code == 2
    [said] = answer.stderr.splitlines()
    assert said == (
        f"recruiterdash: {file}: line 3, happened_at: “soon  [31m,” is not a date that can be read and 1 more. "
        "Nothing was imported (--skip-bad imports the rest)."
    )
    document = json.loads(answer.stdout)
    assert [(each["line"], each["column"]) for each in document["errors"]] == [
        (3, "happened_at"),
        (5, "email"),
    ]
    assert set(document["created"].values()) == {0}
    assert desk.whole() == before


def test_the_rest_is_imported_when_that_is_asked_for(desk: Desk) -> None:
    answer = desk.command("import", str(desk.file(event(), BAD)), "--skip-bad", "--json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    document = json.loads(answer.stdout)
    assert [each["line"] for each in document["errors"]] == [3]
    assert document["created"]["people"] == desk.counts()["people"] == 1


def test_people_read_it_without_what_steers_a_terminal(quick_desk: Desk) -> None:
    answer = quick_desk.command("import", str(quick_desk.file(event(), BAD)), "--skip-bad")
    assert "Were created: 1 people, 1 requisitions, 1 applications, 1 events\n" in answer.stdout
    assert "Bad: line 3, happened_at: “soon  [31m,” is not a date" in answer.stdout
    renamed = event(last_name="Oka\x1b[31m\u202efor")
    answer = quick_desk.command("import", str(quick_desk.file(renamed)), "--dry-run")
    assert "  person Amara Okafor: name: Amara Okafor → Amara Oka [31m for\n" in answer.stdout


#: What is typed beside the file, and what is said.
REFUSED: list[tuple[list[str], str]] = [
    (["--office", "Atlantis"], "There is no office called “Atlantis”; offices are: none yet."),
    (["--zone", "Mars/Base"], "Mars/Base"),
    (["--format", "lever"], "no single table"),
    (["--format", "greenhouse"], "are missing"),
    (["--map", "nowhere.json"], "The mapping file nowhere.json cannot be read"),
    (["--format", "excel"], "'excel' is not one of"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_done_is_said_in_one_line(quick_desk: Desk, words: list[str], said: str) -> None:
    answer = quick_desk.command("import", str(quick_desk.file(event())), *words)
    assert answer.exit_code == 2
    [line] = answer.stderr.splitlines()[-1:]
    assert said in line
    assert set(quick_desk.counts().values()) == {0}


MAPS = [
    ({"stages": {"Magic": "wizardry"}}, "The stage “Magic” cannot be 'wizardry'"),
    ({"offices": {"London": "Nowhere/Land"}}, "Nowhere/Land"),
    ({"dates": "YMD"}, "“dates” is 'YMD', must be MDY or DMY"),
    ({"colour": "blue"}, "“colour” is not known"),
    ({"columns": {"email": "post\n"}}, "“email” is said to be “post”"),
    ({"colleagues": {"Priya Shah": "nobody@example.org"}}, "No colleague has the mailbox nobody@example.org"),
    (["stages"], "must be a table"),
]


@pytest.mark.parametrize(("document", "said"), MAPS)
def test_a_mapping_that_cannot_stand_is_refused(quick_desk: Desk, document: Any, said: str) -> None:
    path = quick_desk.folder / "map.json"
    path.write_text(json.dumps(document))
    answer = quick_desk.command("import", str(quick_desk.file(event())), "--map", str(path))
    assert answer.exit_code == 2
    [line] = answer.stderr.splitlines()
    assert said in line


def test_a_mapping_says_what_names_mean_and_is_asked_once(desk: Desk) -> None:
    desk.command("offices", "create", "--name", "Main", "--zone", "Europe/Paris")
    made = ("users", "create", "--email", "priya@example.org", "--role", "recruiter", "--name", "P. S.")
    assert desk.command(*made, "--password-stdin", text="orange tractor on the moon").exit_code == 0
    said: Row = row(Office="", Current_Stage="Magic", Application_Date="03/04/2026 10:00 AM")
    said["Vacancy"] = said.pop("Job Name")
    lyon = {**said, "Office": "Lyon", "Application ID": "91", "Requisition ID": "REQ-2"}
    path = mapping(
        desk,
        stages={"Magic": "final"},
        colleagues={"Priya Shah": "priya@example.org"},
        offices={"lyon": "Asia/Tokyo"},
        columns={"Vacancy": "Job Name"},
        dates="DMY",
    )
    file = desk.file(said, lyon)
    answer = desk.command("import", str(file), "--map", path, "--office", "Main", "--json")
    assert answer.exit_code == 0, answer.stderr
    assert not [each for each in json.loads(answer.stdout)["warnings"] if "Magic" in each["reason"]]
    at = [str(each)[:16] for (each,) in desk.all("SELECT applied_at FROM applications ORDER BY source_id")]
    assert at == ["2026-04-03 08:00", "2026-04-03 01:00"]
    assert desk.all("SELECT DISTINCT stage_type FROM applications") == [("final",)]
    owner = "SELECT DISTINCT u.email FROM applications a JOIN users u ON u.id = a.owner_id"
    assert desk.all(owner) == [("priya@example.org",)]
    found = "SELECT zone, zone_assumed FROM offices WHERE name = 'Lyon'"
    assert desk.all(found) == [("Asia/Tokyo", False)]
    # stages and colleagues are remembered, what concerns one file is not
    fresh = {**said, "Application ID": "92", "Candidate ID": "41", "Email": "new@example.org"}
    path = mapping(desk, columns={"Vacancy": "Job Name"}, dates="DMY")
    again = desk.command(
        "import", str(desk.file(said, lyon, fresh)), "--map", path, "--office", "Main", "--json"
    )
    assert json.loads(again.stdout)["created"] == {
        "people": 1,
        "requisitions": 0,
        "applications": 1,
        "events": 1,
    }
    assert desk.all(owner) == [("priya@example.org",)]
    assert desk.all("SELECT DISTINCT stage_type FROM applications") == [("final",)]


def test_a_zone_is_that_of_offices_made(quick_desk: Desk) -> None:
    file = quick_desk.file(event(happened_at="2026-11-02 10:00"))
    assert quick_desk.command("import", str(file), "--zone", "Asia/Tokyo").exit_code == 0
    assert str(quick_desk.one("SELECT happened_at FROM events"))[:16] == "2026-11-02 01:00"
    assert quick_desk.all("SELECT zone, zone_assumed FROM offices") == [("Asia/Tokyo", True)]


def test_a_file_nobody_may_read_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading, "encoding_of", shut)
    with pytest.raises(BadInput, match="cannot be read: Permission denied"):
        opened(tmp_path / "export.csv")


def test_a_file_name_that_is_no_text_is_kept_as_well_as_it_can_be(desk: Desk) -> None:
    file = desk.folder / "caf\udce9.csv"
    desk.file(event()).rename(file)
    desk.take_in(file)
    assert desk.one("SELECT file_name FROM import_runs") == "caf\ufffd.csv"

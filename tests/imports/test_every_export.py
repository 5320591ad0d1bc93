"""Each system's export comes in with the counts that are known to be true of it, with its history, and once only."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from recruiterdash.errors import BadInput
from recruiterdash.imports import Choices, greenhouse_feed, look, read_map
from tests.imports.desk import API, ASHBY, EVENTS, GREENHOUSE, LEVER, LINKEDIN, OPENCATS, TRUTH, Desk, read
from tests.imports.test_the_sample_exports import DECIDED_NOT_TOLD

EXPORTS = [
    pytest.param(API, "greenhouse_api", id="greenhouse_api"),
    pytest.param(LEVER, "lever", id="lever"),
    pytest.param(ASHBY, "ashby", id="ashby"),
    pytest.param(OPENCATS, "opencats", id="opencats"),
    pytest.param(LINKEDIN, "linkedin", id="linkedin"),
]


def records(path: Path) -> list[dict[str, Any]]:
    whole = json.loads(path.read_text(encoding="utf-8"))
    return list(whole["results"] if isinstance(whole, dict) else whole)


def parts(path: Path, name: str) -> int:
    return sum(len(each[name]) for each in records(path))


#: Each folder, and how many moves, interviews and mails it tells; withdrawn people are words to us.
TOLD = [
    (API, {"interview_held": len(records(API / "scheduled_interviews.json")), "out": 249, "in": 55 + 11}),
    (
        LEVER,
        {
            "stage_change": parts(LEVER / "opportunities.json", "stageChanges"),
            "interview_held": parts(LEVER / "opportunities.json", "interviews"),
        },
    ),
    (ASHBY, {"stage_change": parts(ASHBY / "applications.json", "applicationHistory")}),
]


@pytest.mark.parametrize(("folder", "source"), EXPORTS)
def test_counts_equal_the_truth_and_a_second_time_changes_nothing(
    desk: Desk, folder: Path, source: str
) -> None:
    dry, _ = desk.take_in(folder, dry_run=True)
    report, _ = desk.take_in(folder)
    assert dry.document() == report.document()
    truth, counts = TRUTH["by_source"][source], desk.counts()
    for noun in truth:
        assert counts[noun] == report.created[noun] == truth[noun]

    before = desk.everything()
    again, _ = desk.take_in(folder)
    assert desk.everything() == before
    assert set(again.created.values()) == set(again.updated.values()) == {0}
    assert again.skipped == report.created
    assert not desk.dangling()


@pytest.mark.parametrize(("folder", "told"), TOLD, ids=["greenhouse_api", "lever", "ashby"])
def test_history_comes_with_it(quick_desk: Desk, folder: Path, told: dict[str, int]) -> None:
    quick_desk.take_in(folder)
    found = dict(quick_desk.all("SELECT type, count(*) FROM events GROUP BY type"))
    assert {name: found.get(name) for name in told} == told


@pytest.mark.parametrize("folder", [API, OPENCATS, LEVER, ASHBY], ids=lambda folder: folder.name)
def test_outcomes_are_the_ones_known(quick_desk: Desk, folder: Path) -> None:
    quick_desk.take_in(folder)
    states = dict(quick_desk.all("SELECT state, count(*) FROM applications GROUP BY state"))
    if folder in (API, OPENCATS):
        assert states["hired"] == TRUTH["by_outcome"]["hired"]
    decided = {int(ref.split("-")[-1]) for (ref,) in quick_desk.all(DECIDED_NOT_TOLD)}
    if folder is API:
        # its mails say who was told: the same people wait for it as in the events of the same house
        assert decided == set(TRUTH["decided_not_told"])
    elif folder is LEVER:
        assert states == {"active": 61 + 18, "withdrawn": 6, "hired": 5}
        assert len(decided) == 18  # no mails: decided, not known to be told
    elif folder is ASHBY:
        assert (states["hired"], states["withdrawn"], len(decided)) == (5, 6, 36)


def test_what_mails_are_is_said_once_and_remembered(quick_desk: Desk, tmp_path: Path) -> None:
    report, _ = quick_desk.take_in(API, dry_run=True)
    unknown = "Nobody said what mails to us called “Re: any news?” are"
    assert [unknown in each["reason"] for each in report.warnings].count(True) == 1
    meanings = tmp_path / "map.json"
    said = {"Re: any news?": "question", "in: Thank you for your time": "thank_you"}
    meanings.write_text(json.dumps({"subjects": said}))
    report, _ = quick_desk.take_in(API, read_map(meanings))
    assert not [each for each in report.warnings if "Nobody said" in each["reason"]]
    waiting = quick_desk.all(
        "SELECT a.source_id FROM clocks c JOIN applications a ON a.id = c.application_id"
        " WHERE c.name = 'REPLY' AND c.stopped_at IS NULL"
    )
    assert set(TRUTH["unanswered_questions"]) <= {int(ref) for (ref,) in waiting}
    again, _ = quick_desk.take_in(API)
    assert set(again.created.values()) == {0}
    texts = quick_desk.all("SELECT DISTINCT body FROM events WHERE kind = 'question'")
    assert texts == [("Re: any news?",)]


def test_the_api_knows_whom_the_report_brought(desk: Desk) -> None:
    desk.take_in(GREENHOUSE)
    report, _ = desk.take_in(API)
    assert (report.created["people"], report.created["applications"]) == (0, 0)
    assert desk.counts()["applications"] == TRUTH["applications"]
    twice = desk.all("SELECT application_id FROM decisions GROUP BY application_id HAVING count(*) > 1")
    assert not twice  # nobody is decided twice because two exports tell it at two moments
    assert desk.recomputed().startswith("0 ")


def lever(path: Path, **changes: Any) -> Path:
    """Write one opportunity of Lever."""
    record = {
        "id": "o-1",
        "contact": "c-1",
        "name": "Amara Okafor",
        "emails": ["amara@example.org"],
        "stage": "Phone screen",
        "createdAt": 1794138480000,
        "archived": None,
        "posting": "Buyer",
        "requisition": "REQ-1",
        "owner": "Priya Shah",
        "origin": "applied",
        "stageChanges": [],
        "interviews": [],
        **changes,
    }
    path.mkdir(exist_ok=True)
    (path / "opportunities.json").write_text(json.dumps([record]))
    return path


NO: dict[str, Any] = {"archivedAt": 1794592920000, "reason": "Underqualified"}


def test_a_newer_export_moves_rejects_and_takes_it_back(desk: Desk, tmp_path: Path) -> None:
    first, _ = desk.take_in(lever(tmp_path / "x"))
    assert first.created["applications"] == 1
    moved, lines = desk.take_in(
        lever(
            tmp_path / "x", stage="Onsite", stageChanges=[{"toStageId": "Onsite", "updatedAt": 1794400000000}]
        )
    )
    assert moved.updated["applications"] == 1
    assert "stage: Phone screen → Onsite" in lines.of("update")[0]
    desk.take_in(lever(tmp_path / "x", archived=NO))
    assert desk.one("SELECT count(*) FROM standings WHERE decided_at IS NOT NULL AND told_at IS NULL") == 1
    desk.take_in(lever(tmp_path / "x"))
    assert desk.one("SELECT count(*) FROM standings WHERE decided_at IS NULL") == 1
    assert desk.recomputed().startswith("0 ")


def test_a_no_that_is_here_already_is_not_decided_again(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(lever(tmp_path / "x", archived=NO))
    desk.take_in(lever(tmp_path / "x", archived={**NO, "archivedAt": NO["archivedAt"] + 86_400_000}))
    assert desk.one("SELECT count(*) FROM decisions") == 1


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, f"export/{each.name}")
    return path


def single(folder: Path, path: Path) -> Path:
    return Path(shutil.copy(next(folder.iterdir()), path))


@pytest.mark.parametrize(
    ("folder", "make", "name"),
    [
        (API, zipped, "an.upload"),
        (LEVER, zipped, "a.zip"),
        (OPENCATS, zipped, "a.zip"),
        (LINKEDIN, zipped, "a.zip"),
        (LEVER, single, "an.upload"),
        (ASHBY, single, "a.json"),
        (LINKEDIN, single, "people.csv"),
    ],
)
def test_a_zip_or_the_only_file_is_the_same_export(
    tmp_path: Path, folder: Path, make: Callable[[Path, Path], Path], name: str
) -> None:
    one = look(make(folder, tmp_path / name), "auto", Choices())
    other = look(folder, folder.name.partition("_")[0], Choices())
    assert (one.format, one.sheet.header) == (other.format, other.sheet.header)


def workbook(sample: Path, path: Path) -> Path:
    """Write a sample as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = read(sample)
    sheet.append(list(rows[0]))
    for each in rows:
        sheet.append(list(each.values()))
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    return path


@pytest.mark.parametrize("sample", [EVENTS, GREENHOUSE], ids=["events", "greenhouse"])
def test_a_workbook_is_read_as_its_csv_is(quick_desk: Desk, tmp_path: Path, sample: Path) -> None:
    report, _ = quick_desk.take_in(workbook(sample, tmp_path / "export.xlsx"))
    again, _ = quick_desk.take_in(sample)
    assert report.created == again.skipped
    assert set(again.created.values()) == set(again.updated.values()) == {0}


def test_the_csv_beside_json_is_named_and_ignored(quick_desk: Desk, tmp_path: Path) -> None:
    shutil.copytree(API, tmp_path / "x")
    shutil.copy(GREENHOUSE, tmp_path / "x" / "applications.csv")
    report, _ = quick_desk.take_in(tmp_path / "x", dry_run=True)
    assert [each for each in report.warnings if "applications.csv lies beside" in each["reason"]]
    assert report.created["applications"] == TRUTH["applications"]


def test_private_answers_are_dropped_at_any_depth_and_named(quick_desk: Desk, tmp_path: Path) -> None:
    told = {"gender": "xyzzy", "customFields": [{"title": "Expected salary", "value": "xyzzy"}]}
    report, _ = quick_desk.take_in(lever(tmp_path / "x", **told, contact={"id": "c-1", "birthDate": "xyzzy"}))
    assert set(report.dropped_columns) == {"gender", "customFields/Expected salary", "contact/birthDate"}
    assert b"xyzzy" not in Path(str(quick_desk.database.url.database)).read_bytes()


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("lever", EVENTS, "give the folder"),
        ("greenhouse", LEVER, "This is no Greenhouse"),
        ("opencats", API, "OpenCATS"),
        ("events", OPENCATS, "exports of several files"),
    ],
)
def test_another_kind_than_the_one_named_is_refused(name: str, source: Path, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        look(source, name, Choices())


SENTENCES = [
    (
        "Kaylee Prime was moved into Recruiter Phone Screen for Accounting Manager on 03/27/2014 by Boba",
        "Recruiter Phone Screen",
    ),
    ("Moved Kaylee to another job", ""),
    ("Boba Fett moved from Application Review to Onsite panel", "Onsite panel"),
    ("was moved to Offer.", "Offer"),
    ("Candidate Rejected", ""),
    ("moved " * 10_000, ""),
]


@pytest.mark.parametrize(("sentence", "stage"), SENTENCES)
def test_a_move_is_read_from_its_sentence(sentence: str, stage: str) -> None:
    assert greenhouse_feed._stage_in(sentence) == stage


def test_notes_that_everybody_may_read_and_moves_become_part_of_the_history(
    quick_desk: Desk, tmp_path: Path
) -> None:
    folder = shutil.copytree(API, tmp_path / "api")
    feeds = json.loads((folder / "activity_feeds.json").read_text())
    at = "2026-11-12T10:00:00.000Z"
    feeds["40000"]["notes"] = [
        {"id": 1, "created_at": at, "body": "Asked for the salary band.", "visibility": "public"},
        {"id": 2, "created_at": at, "body": "A second one.", "visibility": "public"},
        {"id": 3, "created_at": at, "body": "Between us.", "visibility": "private"},
        {"id": 4, "created_at": at, "body": "Between admins.", "visibility": "admin_only"},
    ]
    said = "Madonna was moved into Onsite panel for Staff Nurse on 11/12/2026 by Priya Shah"
    feeds["40000"]["activities"] = [
        {"id": 5, "created_at": at, "subject": None, "body": said},
        {"id": 6, "created_at": at, "subject": "Reply sent", "body": ""},
    ]
    (folder / "activity_feeds.json").write_text(json.dumps(feeds))
    report, _ = quick_desk.take_in(folder)
    notes = quick_desk.all("SELECT body FROM events WHERE type = 'note' ORDER BY body")
    assert notes == [("A second one.",), ("Asked for the salary band.",)]
    assert quick_desk.one("SELECT count(*) FROM events WHERE type = 'stage_change'") == 1
    assert [each for each in report.warnings if "not for everybody" in each["reason"]]
    again, _ = quick_desk.take_in(folder)
    assert set(again.created.values()) == {0}

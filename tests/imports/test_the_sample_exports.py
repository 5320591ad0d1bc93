"""The sample exports come in with the counts that are known to be true of them."""

from pathlib import Path

import pytest

from recruiterdash.imports import Choices
from tests.imports.desk import EVENTS, GREENHOUSE, TRUTH, Desk

SAMPLES = [
    pytest.param(EVENTS, TRUTH["by_source"]["events"], id="events"),
    pytest.param(GREENHOUSE, TRUTH["by_source"]["greenhouse_report"], id="greenhouse"),
]
DECIDED_NOT_TOLD = """
SELECT applications.source_id FROM standings JOIN applications ON applications.id = standings.application_id
WHERE standings.decided_at IS NOT NULL AND standings.told_at IS NULL AND standings.closed IS NULL
"""


@pytest.mark.parametrize(("sample", "truth"), SAMPLES)
def test_counts_equal_the_truth(desk: Desk, sample: Path, truth: dict[str, int]) -> None:
    report, _ = desk.take_in(sample)

    assert not report.errors
    counts = desk.counts()
    for noun in ("people", "requisitions", "applications"):
        assert counts[noun] == report.created[noun] == truth[noun]
    assert counts["events"] == report.created["events"] == truth.get("events", counts["events"])
    assert len(desk.all(DECIDED_NOT_TOLD)) == truth["decided_not_told"]


def test_those_decided_and_not_told_are_the_ones_known(desk: Desk) -> None:
    desk.take_in(EVENTS)
    assert {int(ref) for (ref,) in desk.all(DECIDED_NOT_TOLD)} == set(TRUTH["decided_not_told"])


@pytest.mark.parametrize("sample", [EVENTS, GREENHOUSE])
def test_outcomes_and_internals_are_the_ones_known(desk: Desk, sample: Path) -> None:
    desk.take_in(sample)
    internal = (
        "SELECT count(*) FROM applications a JOIN candidates c ON c.id = a.candidate_id WHERE c.internal"
    )
    assert desk.one(internal) == TRUTH["internal_applications"]
    states = dict(desk.all("SELECT state, count(*) FROM applications GROUP BY state"))
    assert states["hired"] == TRUTH["by_outcome"]["hired"]
    assert states["withdrawn"] == TRUTH["by_outcome"]["withdrawn"]
    decided = desk.one("SELECT count(*) FROM decisions WHERE outcome = 'reject'")
    assert decided == TRUTH["by_outcome"]["rejected"]


def test_unanswered_questions_wait(desk: Desk) -> None:
    desk.take_in(EVENTS)
    waiting = desk.all(
        "SELECT a.source_id FROM clocks c JOIN applications a ON a.id = c.application_id"
        " WHERE c.name = 'REPLY' AND c.stopped_at IS NULL"
    )
    assert set(TRUTH["unanswered_questions"]) <= {int(ref) for (ref,) in waiting}


@pytest.mark.parametrize("sample", [EVENTS, GREENHOUSE])
def test_the_same_file_twice_changes_nothing(desk: Desk, sample: Path) -> None:
    first, _ = desk.take_in(sample)
    before = desk.everything()
    second, _ = desk.take_in(sample)

    assert desk.everything() == before
    assert set(second.created.values()) == set(second.updated.values()) == {0}
    assert second.skipped == first.created


@pytest.mark.parametrize("sample", [EVENTS, GREENHOUSE])
def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, sample: Path) -> None:
    before = desk.everything()
    dry, dry_lines = desk.take_in(sample, dry_run=True)
    assert desk.everything() == before
    assert desk.one("SELECT count(*) FROM import_runs") == 0
    assert desk.one("SELECT count(*) FROM audit") == 0

    done, lines = desk.take_in(sample)
    assert dry.document() == done.document()
    assert dry_lines.lines == lines.lines


def test_equal_opportunity_answers_are_nowhere(quick_desk: Desk) -> None:
    report, lines = quick_desk.take_in(GREENHOUSE)
    assert report.dropped_columns == tuple(TRUTH["never_import"])
    kept = b"".join(each.read_bytes() for each in quick_desk.folder.parent.rglob("*.db*"))
    kept += Path(str(quick_desk.database.url.database)).read_bytes()
    assert b"self-identify" not in kept
    assert "self-identify" not in str(lines.lines) + str(report.document())


def test_one_mailbox_of_two_people_is_two_people_and_a_warning(desk: Desk) -> None:
    one, other = TRUTH["same_mailbox"]
    report, _ = desk.take_in(GREENHOUSE)
    shared = [each["reason"] for each in report.warnings if "mailbox" in each["reason"]]
    assert len(shared) == 1
    assert str(one) in shared[0]
    assert str(other) in shared[0]
    kept = "SELECT count(*) FROM candidates WHERE lower(email) = '11.spreadsheet4@example.org'"
    assert desk.one(kept) == 2


def test_names_stay_as_they_are_in_every_script(desk: Desk) -> None:
    desk.take_in(EVENTS)
    names = {(first, last) for first, last in desk.all("SELECT first_name, last_name FROM candidates")}
    assert {
        ("李", "小龙"),
        ("محمد", "العربي"),
        ("=1+1", "Spreadsheet"),
        ("Null", "None"),
        ("", "Madonna"),
    } <= names
    assert ("Robert", "<b>Tables</b>") in names
    assert ("Jean-Luc", "van der Berg, Jr.") in names


def test_who_was_overdue_already_is_marked_from_before(desk: Desk) -> None:
    desk.take_in(EVENTS)
    late = desk.all(
        "SELECT from_before, count(*) FROM clocks WHERE stopped_at IS NULL AND due_at < '2026-11-23 09:00:00+00'"
        " AND NOT soft GROUP BY from_before"
    )
    assert [bool(before) for before, _ in late] == [True]
    marked = desk.one("SELECT count(*) FROM clocks WHERE from_before AND due_at >= '2026-11-23 09:00:00+00'")
    assert marked == 0
    people = desk.one("SELECT count(*) FROM standings WHERE from_before")
    assert people == desk.one("SELECT count(DISTINCT application_id) FROM clocks WHERE from_before")
    assert desk.one("SELECT count(*) FROM applications WHERE imported_at IS NULL") == 0


def test_the_age_of_the_data_is_known(desk: Desk) -> None:
    desk.take_in(EVENTS)
    newest = desk.one("SELECT data_as_of FROM import_runs")
    assert str(newest)[:16] == "2026-11-20 13:56"
    assert desk.one("SELECT count(*) FROM instance_facts WHERE name = 'newest_import'") == 1


def test_known_offices_give_their_zone_to_times(desk: Desk) -> None:
    desk.take_in(GREENHOUSE, Choices(offices={"New York": "America/New_York", "Riyadh": "Asia/Riyadh"}))
    at = dict(desk.all("SELECT source_id, applied_at FROM applications"))
    assert str(at["900000"])[:16] == "2026-11-08 11:48"  # 06:48 in New York
    assert str(at["900002"])[:16] == "2026-10-30 02:02"  # 05:02 in Riyadh
    assumed = {name: bool(unsure) for name, unsure in desk.all("SELECT name, zone_assumed FROM offices")}
    assert assumed == {"New York": False, "Riyadh": False, "London": True, "Toronto": True}

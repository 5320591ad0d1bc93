"""What an API gave comes in however it was pulled: in numbered pages, in an envelope, without what nobody pulled."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from recruiterdash.imports import Choices, format_of
from tests.imports.desk import API, ASHBY, LEVER, TRUTH, Desk
from tests.imports.test_every_export import records

NOUNS = ("people", "requisitions", "applications")
Wrapped = Callable[[list[Any]], Any]


def as_it_is(page: list[Any]) -> Any:
    return page


def of_lever(page: list[Any]) -> Any:
    return {"data": page, "hasNext": True, "next": "%5B1%5D"}


def of_ashby(page: list[Any]) -> Any:
    return {"success": True, "results": page, "moreDataAvailable": True}


def behind_a_table(page: list[Any]) -> Any:
    return {"meta": {"count": len(page), "links": {"next": None}}, "results": page}


def in_pages(
    folder: Path, to: Path, names: Iterable[str], called: str, wrapped: Wrapped, size: int = 40
) -> Path:
    """Copy an export, with some of its lists cut into numbered files. called: how a page is named."""
    to.mkdir()
    for path in folder.glob("*.json"):
        if path.stem not in names:
            shutil.copy(path, to)
            continue
        whole = records(path)
        for number, start in enumerate(range(0, len(whole), size), 1):
            page = to / called.format(path.stem, number)
            page.write_text(json.dumps(wrapped(whole[start : start + size])), encoding="utf-8")
    return to


LISTS_OF_GREENHOUSE = ("applications", "candidates", "jobs", "scheduled_interviews")


@pytest.mark.parametrize(
    ("folder", "source", "names", "wrapped"),
    [
        pytest.param(API, "greenhouse_api", LISTS_OF_GREENHOUSE, as_it_is, id="greenhouse"),
        pytest.param(
            API, "greenhouse_api", LISTS_OF_GREENHOUSE, behind_a_table, id="greenhouse in envelopes"
        ),
        pytest.param(LEVER, "lever", ("opportunities",), of_lever, id="lever"),
        pytest.param(ASHBY, "ashby", ("applications",), of_ashby, id="ashby"),
    ],
)
@pytest.mark.parametrize("called", ["{}-{}.json", "{}_page_{}.json", "{}.{}.json", "{} ({}).json"])
def test_pages_are_one_export(
    quick_desk: Desk,
    tmp_path: Path,
    folder: Path,
    source: str,
    names: tuple[str, ...],
    wrapped: Wrapped,
    called: str,
) -> None:
    paged = in_pages(folder, tmp_path / "paged", names, called, wrapped)
    report, _ = quick_desk.take_in(paged)
    truth = TRUTH["by_source"][source]
    assert {noun: report.created[noun] for noun in NOUNS if noun in truth} == {
        noun: truth[noun] for noun in NOUNS if noun in truth
    }
    assert not [each for each in report.warnings if "ignored" in each["reason"]]

    again, _ = quick_desk.take_in(folder)  # in one piece it is the same export
    assert set(again.created.values()) == set(again.updated.values()) == {0}


def test_pages_are_read_in_the_order_of_their_numbers(quick_desk: Desk, tmp_path: Path) -> None:
    paged = in_pages(LEVER, tmp_path / "paged", ("opportunities",), "{}-{}.json", of_lever, size=5)
    last = paged / "opportunities-18.json"
    page = json.loads(last.read_text(encoding="utf-8"))
    page["data"][-1]["createdAt"] = None
    last.write_text(json.dumps(page), encoding="utf-8")
    report, _, refused = quick_desk.tried(paged)
    assert refused
    assert [each.line for each in report.errors] == [90]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jobs.json", "offices and colleagues"),
        ("activity_feeds.json", "no mail is known"),
        ("scheduled_interviews.json", "no interview is known"),
    ],
)
def test_what_nobody_pulled_is_said_and_the_rest_comes_in(
    quick_desk: Desk, tmp_path: Path, name: str, said: str
) -> None:
    without = Path(shutil.copytree(API, tmp_path / "without"))
    (without / name).unlink()
    report, _ = quick_desk.take_in(without)
    assert {noun: report.created[noun] for noun in NOUNS} == {
        noun: TRUTH["by_source"]["greenhouse_api"][noun] for noun in NOUNS
    }
    assert [each for each in report.warnings if name in each["reason"] and said in each["reason"]]

    whole, _ = quick_desk.take_in(API)
    assert {noun: whole.created[noun] for noun in NOUNS} == dict.fromkeys(NOUNS, 0)


def test_ashby_is_told_from_greenhouse_though_people_lie_beside_it(tmp_path: Path) -> None:
    both = Path(shutil.copytree(ASHBY, tmp_path / "both"))
    (both / "candidates.json").write_text('{"results": [{"id": "p-1", "name": "Amara"}]}', encoding="utf-8")
    assert format_of(both, "auto", Choices()).name == "ashby"


def test_a_lead_of_ashby_has_applied_for_nothing(desk: Desk, tmp_path: Path) -> None:
    whole = records(ASHBY / "applications.json")
    lead = next(each for each in whole if each["status"] == "Active")
    lead["status"] = "Lead"
    (tmp_path / "applications.json").write_text(json.dumps(whole), encoding="utf-8")
    report, _ = desk.take_in(tmp_path / "applications.json")
    assert report.created["applications"] == TRUTH["by_source"]["ashby"]["applications"] - 1
    assert report.created["people"] == TRUTH["by_source"]["ashby"]["people"]
    assert (lead["id"],) not in desk.all("SELECT source_id FROM applications")

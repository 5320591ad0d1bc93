"""Tables of the same systems in other shapes come in as the usual one does: headers, dates, sheets, lines above."""

import csv
import io
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from recruiterdash.errors import BadInput
from recruiterdash.imports import Choices, dates, format_of
from recruiterdash.imports.dates import Order
from tests.imports.desk import API, GREENHOUSE, OPENCATS, TRUTH, Desk, Row, read, row, written

NEW_YORK = ZoneInfo("America/New_York")
DATES = ("Application Date", "Rejected Date", "Last Activity")
REPORT = TRUTH["by_source"]["greenhouse_report"]
NOUNS = ("people", "requisitions", "applications")


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("2026-11-08 06:48:00 UTC", None),
        ("2026-11-08 06:48 GMT", None),
        ("2026-11-08T06:48:00 Z", None),
        ("2026-11-08 06:48:00 -0500", "-0500"),
        ("11/08/2026 06:48 +0000", None),
        ("Sun, 8 Nov 2026 06:48:00 +0000", None),
        ("2026/11/08 06:48", ""),
        ("2026.11.8 6:48", ""),
        ("Nov 8, 2026 6:48 AM", ""),
        ("November 8th, 2026 at 6:48 a.m.", ""),
        ("08-Nov-2026 06:48", ""),
        ("8. November 2026, 06:48", ""),
        ("8 nov. 2026 06:48:00", ""),
        ("8 de noviembre de 2026 06:48", ""),
    ],
)
def test_a_date_is_read_as_systems_and_languages_write_it(text: str, wall: str | None) -> None:
    found = dates.moment(text, NEW_YORK, Order.MONTH_FIRST)
    hour = 6 if wall is None else 11
    assert found == dates.Moment(datetime(2026, 11, 8, hour, 48, tzinfo=UTC))


@pytest.mark.parametrize("text", ["2026-11-08T10:00:00+99:99", "2026-11-08 24:00", "2026-11-08 10:00:60"])
def test_a_moment_that_never_is_is_said_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=f"“{re.escape(text)}” is not a date there is"):
        dates.moment(text, NEW_YORK, Order.MONTH_FIRST)


@pytest.mark.parametrize("text", ["2026/11/08", "Nov 8, 2026", "8 novembre 2026", "08-Nov-2026", "8.11.2026"])
def test_a_day_alone_stays_a_day(text: str) -> None:
    found = dates.moment(text, NEW_YORK, Order.DAY_FIRST)
    assert found == dates.Moment(datetime(2026, 11, 8, 5, tzinfo=UTC), day_only=True)


@pytest.mark.parametrize(
    "text",
    [
        "8 Nov 26",
        "08/11/26",
        "8 Nev 2026",
        "31 Nov 2026",
        "2026/13/08",
        "2026/08/11 25:00",
        "8 Nov 2026 06:48 EST",
        "2026-11-08 06:48 CET",
        "46334.28",
        "20261108",
    ],
)
def test_what_may_mean_two_things_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        dates.moment(text, NEW_YORK, Order.DAY_FIRST)


def redated(write: Callable[[datetime], str]) -> list[Row]:
    """Return the rows of the report with its dates written otherwise."""
    rows = read(GREENHOUSE)
    for each in rows:
        for name in DATES:
            if each[name]:
                each[name] = write(datetime.strptime(each[name], "%m/%d/%Y %I:%M %p"))  # noqa: DTZ007
    return rows


@pytest.mark.parametrize("form", ["%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M", "%b %d, %Y %I:%M %p", "%d-%b-%Y %H:%M"])
def test_a_report_with_other_dates_is_the_same_report(quick_desk: Desk, form: str) -> None:
    quick_desk.take_in(GREENHOUSE)
    before = quick_desk.everything()
    quick_desk.take_in(quick_desk.file(*redated(lambda wall: wall.strftime(form))))
    assert quick_desk.everything() == before


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for each in rows:
            sheet.append(each)
    made.save(path)
    return path


def of_cells(rows: list[Row], dated: Callable[[datetime], object]) -> list[list[object]]:
    """Return a table of a workbook. dated: what a date becomes there."""

    def cell(name: str, value: str) -> object:
        if name in DATES and value:
            return dated(datetime.strptime(value, "%m/%d/%Y %I:%M %p"))  # noqa: DTZ007
        return f"'{value}" if value.startswith("=") else value or None

    return [list(rows[0]), *([cell(name, value) for name, value in each.items()] for each in rows)]


def days(wall: datetime) -> float:
    """Return a date as a workbook keeps it: days since the end of 1899."""
    return (wall - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001


@pytest.mark.parametrize("dated", [lambda wall: wall, days], ids=["dates", "numbers of days"])
def test_dates_of_a_workbook_are_read_whether_they_are_shown_as_dates_or_as_numbers(
    quick_desk: Desk, tmp_path: Path, dated: Callable[[datetime], object]
) -> None:
    quick_desk.take_in(GREENHOUSE)
    before = quick_desk.everything()
    quick_desk.take_in(book(tmp_path / "report.xlsx", Report=of_cells(read(GREENHOUSE), dated)))
    assert quick_desk.everything() == before


def test_days_of_a_workbook_are_counted_from_the_year_it_says(quick_desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path / "mac.xlsx", Report=of_cells([row()], lambda wall: days(wall) - 1_462))
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    made = load_workbook(path)
    made.epoch = CALENDAR_MAC_1904
    made.save(path)
    quick_desk.take_in(path)
    assert str(quick_desk.one("SELECT applied_at FROM applications"))[:16] == "2026-11-13 10:00"


def test_the_sheet_with_the_table_is_found_and_the_others_are_named(quick_desk: Desk, tmp_path: Path) -> None:
    table = of_cells(read(GREENHOUSE), lambda wall: wall)
    about: list[list[object]] = [["All applications"], ["made on", "2026-11-20"]]
    above: list[list[object]] = [["All applications", None, 180], []]
    report, _ = quick_desk.take_in(
        book(tmp_path / "report.xlsx", About=about, Applications=[*above, *table], Pivot=[["x", 1]])
    )
    assert {noun: report.created[noun] for noun in NOUNS} == {noun: REPORT[noun] for noun in NOUNS}
    said = " ".join(each["reason"] for each in report.warnings)
    assert "About lies beside" in said
    assert "Pivot lies beside" in said
    assert "1 line above the header is left out" in said


def as_text(rows: list[Row], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lines_above_the_header_are_left_out_and_counted(
    quick_desk: Desk, tmp_path: Path, separator: str
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        "All applications\r\n\r\nMade on, 2026-11-20\r\n" + as_text([row()], separator), newline=""
    )
    report, _ = quick_desk.take_in(path)
    assert report.created["applications"] == 1
    assert [each for each in report.warnings if "2 lines above the header are left out" in each["reason"]]

    path.write_text("All applications\r\n\r\n" + as_text([row(), row(Status="Gone")], separator), newline="")
    report, _, _ = quick_desk.tried(path)
    assert [each.line for each in report.errors] == [5]


@pytest.mark.parametrize(
    "names",
    [
        {
            "Email": "Candidate Email",
            "Job Name": "Job",
            "Application Date": "Applied On",
            "Current Stage": "Stage",
        },
        {"Email": "email", "Job Name": "JOB NAME", "Application Date": "application_date"},
    ],
)
def test_a_report_is_known_by_other_names_of_its_columns(tmp_path: Path, names: dict[str, str]) -> None:
    rows = [{names.get(name, name): value for name, value in row().items()}]
    assert format_of(written(tmp_path / "report.csv", rows), "auto", Choices()).name == "greenhouse"


def test_a_report_without_ids_is_known(tmp_path: Path) -> None:
    without = {name: value for name, value in row().items() if name not in {"Candidate ID", "Application ID"}}
    assert format_of(written(tmp_path / "report.csv", [without]), "auto", Choices()).name == "greenhouse"


def test_a_table_of_anything_else_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Name,Email,Status\nAmara,amara@example.org,Active\n" * 40, encoding="utf-8")
    with pytest.raises(BadInput, match="of no format known"):
        format_of(path, "auto", Choices())


def test_tables_may_be_workbooks(quick_desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "opencats"
    folder.mkdir()
    for path in OPENCATS.glob("*.csv"):
        table = [list(each) for each in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
        cells: list[list[object]] = [[f"'{c}" if c.startswith("=") else c for c in each] for each in table]
        book(folder / f"{path.stem}.xlsx", Table=cells)
    quick_desk.take_in(OPENCATS)
    before = quick_desk.everything()
    quick_desk.take_in(folder)
    assert quick_desk.everything() == before
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    quick_desk.take_in(Path(packed))
    assert quick_desk.everything() == before


def test_a_workbook_beside_json_is_named_and_ignored(quick_desk: Desk, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(API, tmp_path / "api"))
    book(folder / "report.xlsx", Report=of_cells([row()], days))
    report, _ = quick_desk.take_in(folder)
    assert [each for each in report.warnings if "report.xlsx lies beside" in each["reason"]]

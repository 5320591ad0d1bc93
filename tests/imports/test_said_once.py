"""What somebody said of one export of a system holds for its next ones: office, zone, order of day and month."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.imports import Choices
from recruiterdash.imports.dates import Order
from tests.imports.desk import Desk, Row, event


def applied(reference: str, at: str, **changes: str) -> Row:
    return event(application_ref=reference, email=f"{reference}@example.org", happened_at=at, **changes)


def moments(desk: Desk) -> list[str]:
    return [str(at)[:16] for (at,) in desk.all("SELECT applied_at FROM applications ORDER BY id")]


def test_the_order_of_day_and_month_is_asked_once(quick_desk: Desk) -> None:
    _, _, refused = quick_desk.tried(quick_desk.file(applied("1", "03/11/2026 10:00")))
    assert refused
    quick_desk.rows(applied("1", "03/11/2026 10:00"), choices=Choices(dates=Order.DAY_FIRST))
    report, _ = quick_desk.rows(applied("2", "04/11/2026 10:00"))
    assert moments(quick_desk) == ["2026-11-03 10:00", "2026-11-04 10:00"]
    assert [each for each in report.warnings if "read day first, as confirmed before" in each["reason"]]


def test_what_a_file_proves_goes_before_what_was_said_of_another(quick_desk: Desk) -> None:
    quick_desk.rows(applied("1", "03/11/2026 10:00"), choices=Choices(dates=Order.DAY_FIRST))
    report, _ = quick_desk.rows(applied("2", "11/04/2026 10:00"), applied("3", "11/13/2026 10:00"))
    assert moments(quick_desk)[1:] == ["2026-11-04 10:00", "2026-11-13 10:00"]
    assert not [each for each in report.warnings if "confirmed before" in each["reason"]]
    with pytest.raises(BadInput, match="Some dates put the day first"):
        quick_desk.rows(applied("4", "25/11/2026 10:00"), applied("5", "11/13/2026 10:00"))


def test_the_zone_of_new_offices_and_the_office_of_rows_without_one_are_said_once(quick_desk: Desk) -> None:
    quick_desk.rows(applied("1", "2026-11-03T10:00:00", office="Tokyo"), choices=Choices(zone="Asia/Tokyo"))
    quick_desk.rows(
        applied("2", "2026-11-03T10:00:00", office="", requisition_ref="R2"), choices=Choices(office="Tokyo")
    )
    quick_desk.rows(
        applied("3", "2026-11-03T10:00:00", office="Osaka", requisition_ref="R3"),
        applied("4", "2026-11-03T10:00:00", office="", requisition_ref="R4"),
    )
    assert moments(quick_desk) == ["2026-11-03 01:00"] * 4
    rows = "SELECT r.reference, o.name FROM requisitions r JOIN offices o ON o.id = r.office_id"
    offices = dict(quick_desk.all(rows))
    assert [offices[each] for each in ("R2", "R3", "R4")] == ["Tokyo", "Osaka", "Tokyo"]
    oslo = applied("5", "2026-11-03T10:00:00", office="Oslo", requisition_ref="R5")
    quick_desk.rows(oslo, choices=Choices(zone="Europe/Oslo"))
    assert moments(quick_desk)[-1] == "2026-11-03 09:00"

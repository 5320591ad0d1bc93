"""Odd rows: refused with line and column, or kept faithfully, marked and listed; never guessed silently."""

import random
from pathlib import Path
from typing import Any

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.imports import Choices
from recruiterdash.imports.dates import order_of
from recruiterdash.imports.reading import Bad
from recruiterdash.imports.uploads import neutral
from tests.imports.desk import Desk, Row, event, row, written

MESSAGE = {"event": "message", "detail": "personal", "direction": "out", "channel": "email"}
WHEN = "happened_at"


def cjk(letters: int) -> str:
    return "".join(chr(random.randint(0x4E00, 0x9FFF)) for _ in range(letters))


#: What stands in the row, the column that is named, and what is said of it.
REFUSED = [
    ({"email": "", "first_name": "", "last_name": ""}, "email", "nobody knows who this is"),
    ({"email": "n/a", "application_ref": ""}, "application_ref", "may be anybody's"),
    ({"requisition_ref": "", "requisition_title": ""}, "requisition_ref", "what the person applied for"),
    ({"first_name": "x" * 501}, "first_name", "501 letters"),
    ({"first_name": cjk(500), "last_name": cjk(500)}, "last_name", "3,000 bytes"),
    ({"internal": "perhaps"}, "internal", "yes or no"),
    ({"event": ""}, "event", "empty"),
    ({"event": "decided", "detail": "maybe"}, "detail", "must be one of"),
    ({"event": "stage_moved", "stage_type": "magic"}, "stage_type", "must be one of"),
    ({**MESSAGE, "direction": "sideways"}, "direction", "in or out"),
    ({WHEN: " "}, WHEN, "empty"),
    ({WHEN: "yesterday"}, WHEN, "not a date that can be read"),
    ({WHEN: "1/2/23"}, WHEN, "not a date that can be read"),
    ({WHEN: "0001-01-01T00:00:00Z"}, WHEN, "outside 1990 to 2100"),
    ({WHEN: "9999-12-31T23:59:59+14:00"}, WHEN, "outside 1990 to 2100"),
    ({WHEN: "2023-02-29T10:00:00.000Z"}, WHEN, "not a date there is"),
    ({WHEN: "31.04.2026"}, WHEN, "not a date there is"),
    ({WHEN: "03/04/2026 10:00"}, WHEN, "no date in the file settles which"),
    ({WHEN: "2031-01-01T00:00:00.000Z"}, WHEN, "years ahead"),
]


@pytest.mark.parametrize(("odd", "column", "said"), REFUSED)
def test_a_row_that_cannot_be_read_refuses_the_file(
    quick_desk: Desk, odd: Row, column: str, said: str
) -> None:
    file = quick_desk.file(event(), event(application_ref="2", **odd) if "email" not in odd else event(**odd))
    report, _, refused = quick_desk.tried(file)
    assert refused
    [bad] = report.errors
    assert (bad.line, bad.column) == (3, column)
    assert said in bad.reason
    assert set(quick_desk.counts().values()) == {0}


@pytest.mark.parametrize("kind", ["events", "greenhouse"])
def test_a_name_that_may_be_anybodys_is_refused(quick_desk: Desk, kind: str) -> None:
    nameless = (
        event(application_ref="", email="")
        if kind == "events"
        else row(Email="", Candidate_ID="", Application_ID="")
    )
    report, _, refused = quick_desk.tried(quick_desk.file(nameless))
    assert refused
    assert "may be anybody's" in report.errors[0].reason


#: What stands in the row, the warning, and what a question finds then.
UNSURE = [
    ({"event": "hugged"}, "“hugged” is no event we know", "SELECT type FROM events", "note"),
    (
        {**MESSAGE, "detail": "pigeon"},
        "“pigeon” is no kind of message from us",
        "SELECT kind FROM events",
        "unknown",
    ),
    ({"office": "Atlantis"}, "made with zone UTC, zone assumed", "SELECT zone_assumed FROM offices", True),
    ({"email": "n/a"}, "“n/a” is no mailbox", "SELECT email FROM candidates", None),
    ({"email": "a@x.org; b@x.org"}, "is no mailbox", "SELECT email FROM candidates", None),
    ({"time_zone": "Mars/Base"}, "“Mars/Base” is no time zone", "SELECT zone FROM candidates", ""),
    ({WHEN: "2026-11-26T09:00:00.000Z"}, "has not come yet", "SELECT count(*) FROM events", 1),
    ({WHEN: "2026-03-29T01:30:00"}, "skipped or had twice", "SELECT count(*) FROM events", 1),
    ({WHEN: "2026-10-25T01:30:00"}, "skipped or had twice", "SELECT count(*) FROM events", 1),
]


@pytest.mark.parametrize(("odd", "said", "question", "found"), UNSURE)
def test_what_is_unsure_is_kept_and_listed(
    quick_desk: Desk, odd: Row, said: str, question: str, found: Any
) -> None:
    zones = Choices(offices={"London": "Europe/London"})
    report, _ = quick_desk.rows(event(**odd), choices=zones)
    assert [each for each in report.warnings if said in each["reason"]], report.warnings
    assert quick_desk.one(question) == found
    assert quick_desk.recomputed() == "0 would change"


@pytest.mark.parametrize("odd", [{"event": "hugged"}, {**MESSAGE, "detail": "pigeon"}])
def test_what_nobody_knows_counts_for_nothing(quick_desk: Desk, odd: Row) -> None:
    quick_desk.rows(event())
    clocks = quick_desk.everything()["clocks"]
    quick_desk.rows(event(), event(happened_at="2026-11-09T10:00:00.000Z", **odd))
    assert quick_desk.counts()["events"] == 2
    assert quick_desk.everything()["clocks"] == clocks


NAMES = [
    ("", "Madonna"),
    ("", ""),
    ("x" * 500, "y" * 500),
    (cjk(500), cjk(300)),
    ("مُحَمَّد", "بن \u202eسلمان"),
    ("👩🏽\u200d🚀", "🏳️\u200d🌈"),
    ("e\u0301" + "\u0301" * 300, "Z\u0335\u0321algo"),
    ("=HYPERLINK(1)", "@cmd"),
    ("Robert'); DROP TABLE", "<b>Tables</b>"),
    ("O’Brien", "Null"),
    ("\\N", "tab\there"),
    ("line\nbreak", "\x1b[31mred"),
]


def test_names_are_kept_faithfully(desk: Desk) -> None:
    people = [
        event(application_ref=str(number), email=f"p{number}@example.org", first_name=first, last_name=last)
        for number, (first, last) in enumerate(NAMES)
    ]
    desk.rows(*people)
    found = desk.all("SELECT first_name, last_name FROM candidates ORDER BY id")
    kept = [(first, last.replace("\t", " ")) for first, last in NAMES]
    kept[6] = ("\u00e9" + "\u0301" * 300, NAMES[6][1])
    kept[11] = ("line break", NAMES[11][1])
    assert found == kept
    again, _ = desk.rows(*people)
    assert again.skipped["people"] == len(NAMES)


def test_a_formula_an_export_of_ours_made_harmless_is_what_it_was(quick_desk: Desk) -> None:
    live = ["=1+1", "@cmd", "＝1", "-2", "'Amara"]
    for number, name in enumerate(live):
        quick_desk.rows(
            event(application_ref=str(number), email=f"{number}@example.org", first_name=neutral(name))
        )
    assert [first for (first,) in quick_desk.all("SELECT first_name FROM candidates ORDER BY id")] == live


def test_a_nul_is_a_bad_row(quick_desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path / "nul.csv", [event(), event(application_ref="2", email="b@example.org")])
    file.write_bytes(file.read_bytes().replace(b"b@example", b"b\0@example"))
    report, _ = quick_desk.take_in(file, Choices(skip_bad=True))
    assert report.errors == [Bad(3, "", "holds a NUL byte, which no text does")]
    assert quick_desk.counts()["people"] == 1


WALL_CLOCKS = [
    ("2026-11-02T10:00:00", "2026-11-02 18:00"),
    ("2026-11-02", "2026-11-02 08:00"),
    ("11/30/2025 1:05 PM", "2025-11-30 21:05"),
    ("2026-11-02T10:00:00+02:00", "2026-11-02 08:00"),
    ("1793613600", "2026-11-02 10:00"),
    ("1793613600000", "2026-11-02 10:00"),
]


@pytest.mark.parametrize(("text", "at"), WALL_CLOCKS)
def test_a_time_without_a_zone_is_the_offices(quick_desk: Desk, text: str, at: str) -> None:
    assert (
        quick_desk.command(
            "offices", "create", "--name", "Oakland", "--zone", "America/Los_Angeles"
        ).exit_code
        == 0
    )
    quick_desk.rows(event(office="oakland", happened_at=text))
    assert str(quick_desk.one("SELECT happened_at FROM events"))[:16] == at


def test_one_date_settles_the_order_of_all_and_two_orders_are_refused(quick_desk: Desk) -> None:
    days = [
        event(application_ref=str(n), email=f"{n}@example.org", happened_at=f"{n}/11/2026") for n in (3, 13)
    ]
    quick_desk.rows(*days)
    found = quick_desk.all("SELECT happened_at FROM events ORDER BY happened_at")
    assert [str(at)[:10] for (at,) in found] == ["2026-11-03", "2026-11-13"]
    with pytest.raises(BadInput, match="export them in one form"):
        order_of(["13/11/2026", "11/13/2026"])


TWICE: list[tuple[str, list[Row], int]] = [
    ("the same row", [event()], 1),
    ("an event nobody knows", [event(event="hugged", detail="long")], 1),
    ("two words at one moment", [event(**MESSAGE), event(**{**MESSAGE, "channel": "linkedin"})], 2),
    ("marks between the words", [event(event="a|b", detail="c"), event(event="a", detail="b|c")], 2),
]


@pytest.mark.parametrize(("rows", "events"), [each[1:] for each in TWICE], ids=[each[0] for each in TWICE])
def test_what_is_told_twice_is_taken_once(desk: Desk, rows: list[Row], events: int) -> None:
    report, _ = desk.rows(*rows, *rows)
    assert (report.created["events"], report.skipped["events"]) == (events, 2 * len(rows) - events)
    again, _ = desk.rows(*rows, *rows)
    assert again.created["events"] == 0


def test_two_refusals_of_one_person_on_one_day_are_both_kept(desk: Desk) -> None:
    refused = {"Status": "Rejected", "Rejected_Date": "11/20/2026", "Rejection_Type": "We rejected them"}
    report, _ = desk.rows(
        row(**refused, Rejection_Reason="Duplicate"),
        row(**refused, Rejection_Reason="Not considered", Application_ID="91"),
    )
    assert (report.created["applications"], report.created["events"]) == (1, 3)
    assert "applied again" in report.warnings[0]["reason"]


def test_an_application_of_two_people_is_refused_and_the_first_stays(quick_desk: Desk) -> None:
    rows = event(), event(email="other@example.org", first_name="Bo")
    report, _, refused = quick_desk.tried(quick_desk.file(*rows))
    assert refused
    assert report.errors[0].line == 3
    assert "belongs to another person" in report.errors[0].reason
    quick_desk.rows(*rows, choices=Choices(skip_bad=True))
    assert quick_desk.all("SELECT first_name FROM candidates") == [("Amara",)]


SAME_MAILBOX = [
    ({"email": " AMARA@Example.ORG "}, 1),
    ({"first_name": "AMARA"}, 1),
    ({"first_name": "Bo"}, 2),
    ({"email": "amara+jobs@example.org"}, 2),
]


@pytest.mark.parametrize(("other", "people"), SAME_MAILBOX)
@pytest.mark.parametrize("later", [False, True], ids=["in one file", "in a later file"])
def test_who_shares_a_mailbox(quick_desk: Desk, other: Row, people: int, later: bool) -> None:
    rows = [event(), event(application_ref="2", requisition_ref="REQ-2", **other)]
    reports = [quick_desk.rows(each)[0] for each in rows] if later else [quick_desk.rows(*rows)[0]]
    assert quick_desk.counts()["people"] == people
    listed = [each for each in reports[-1].warnings if "two people" in each["reason"]]
    assert len(listed) == (other == {"first_name": "Bo"})

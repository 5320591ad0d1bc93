"""A column that is taken for another one would make an office or a requisition of every row: that is said."""

from collections.abc import Callable

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.imports import events, gathering, wordbook
from tests.imports.desk import Desk, Row, event, row


def people(count: int, of: Callable[[int], Row]) -> list[Row]:
    return [of(number) for number in range(count)]


@pytest.mark.parametrize(
    ("bound", "of", "said"),
    [
        ("MOST_OFFICES", lambda n: event(office=f"Office {n}"), "offices"),
        ("MOST_REQUISITIONS", lambda n: event(application_ref=str(n), requisition_ref=f"R{n}"), "requisitions"),
        ("MOST_COLLEAGUES", lambda n: event(application_ref=str(n), recruiter=f"R {n}", email=f"{n}@x.org"), "recruiters"),  # noqa: E501
        ("MOST_STAGES", lambda n: row(Application_ID=str(n), Current_Stage=f"S{n}", Candidate_ID=f"c{n}"), "stages"),
    ],
)  # fmt: skip
def test_it_is_refused_with_its_line(
    quick_desk: Desk, monkeypatch: pytest.MonkeyPatch, bound: str, of: Callable[[int], Row], said: str
) -> None:
    monkeypatch.setattr(gathering, bound, 20)
    quick_desk.take_in(quick_desk.file(*people(20, of)), dry_run=True)
    with pytest.raises(BadInput, match=f"line 22: more than 20 {said}.* taken for another"):
        quick_desk.take_in(quick_desk.file(*people(21, of)), dry_run=True)
    assert quick_desk.counts()["applications"] == 0


def test_something_new_in_every_row_comes_in_as_little_of_it_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_KNOWN", 3)
    monkeypatch.setattr(wordbook.Wordbook.__init__, "__defaults__", (3,))
    applied = event(happened_at="2026-11-02T10:00:00Z")
    rare = people(12, lambda n: event(event=f"something {n}", happened_at=f"2026-11-03T10:{n:02}:00Z"))
    no = event(event="decided", detail="rejected", happened_at="2026-11-04T10:00:00Z")
    letter = event(
        event="message", detail="rejection_mail", direction="out", happened_at="2026-11-05T10:00:00Z"
    )
    report, _ = desk.take_in(desk.file(applied, *rare, no, letter, letter, *rare[:2]))
    assert report.created["events"] == 15
    notes = desk.all("SELECT body FROM events WHERE type = 'note' ORDER BY happened_at")
    assert [body.split(" applied")[0] for (body,) in notes] == [f"something {n}" for n in range(12)]
    assert desk.one("SELECT state FROM applications") == "rejected"
    again, _ = desk.take_in(desk.file(no, *reversed(rare), letter, applied))
    assert (again.created["events"], again.updated["events"]) == (0, 0)


def test_a_warning_of_every_row_is_listed_so_often_and_then_counted(
    quick_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_WARNED", 10)
    rows = people(30, lambda n: event(application_ref=str(n), email=f"no mailbox {n}", first_name=f"N{n}"))
    report, _ = quick_desk.take_in(quick_desk.file(*rows))
    assert report.created["applications"] == 30
    told = [each["reason"] for each in report.warnings]
    assert len(told) <= 14
    assert [each for each in told if "More like that (20 rows)" in each]

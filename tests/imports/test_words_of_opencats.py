"""Mails, calls and notes of OpenCATS: whose they are, and which requisition they are about."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from recruiterdash.imports.choices import Choices
from tests.imports.desk import OPENCATS, Desk, read, written

Rows = Sequence[Mapping[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OPENCATS, tmp_path / "opencats"))


def person_of(folder: Path, place: int = 1) -> tuple[str, str, str]:
    """Return a person who applied once: id, mailbox and requisition."""
    rows = read(folder / "candidate_joborder.csv")
    ids = [row["candidate_id"] for row in rows]
    people = {row["candidate_id"]: row["email1"] for row in read(folder / "candidate.csv")}
    once = [row for row in rows if ids.count(row["candidate_id"]) == 1 and people[row["candidate_id"]]]
    row = once[place]
    return row["candidate_id"], people[row["candidate_id"]], row["joborder_id"]


def twice(folder: Path) -> tuple[str, str, list[str]]:
    """Return a person who applied twice: id, mailbox and requisitions."""
    rows = read(folder / "candidate_joborder.csv")
    own: dict[str, list[str]] = {}
    for row in rows:
        own.setdefault(row["candidate_id"], []).append(row["joborder_id"])
    people = {row["candidate_id"]: row["email1"] for row in read(folder / "candidate.csv")}
    id_ = next(each for each, jobs in own.items() if len(set(jobs)) > 1 and people[each])
    return id_, people[id_], own[id_]


def activity(person: str, **changes: str) -> Mapping[str, str]:
    return {
        "activity_id": "1",
        "data_item_id": person,
        "data_item_type": "100",
        "joborder_id": "-1",
        "type": "500",
        "notes": "Talked about shifts.",
        "date_created": "2026-11-20 10:00:00",
        **changes,
    }


def mail(**changes: str) -> Mapping[str, str]:
    return {
        "from_address": "jobs@borealis.example",
        "recipients": "",
        "date": "2026-11-20 11:00:00",
        "text": "Subject: Your application\n\nMessage:\nWe have not decided yet.",
        **changes,
    }


def words_of(desk: Desk, mailbox: str, type_: str) -> list[tuple[str, str]]:
    found = desk.all(
        "SELECT c.email, e.type, r.title, e.body FROM events e JOIN applications a ON a.id = e.application_id "
        "JOIN candidates c ON c.id = a.candidate_id JOIN requisitions r ON r.id = a.requisition_id ORDER BY e.id"
    )
    return [
        (str(title), str(body))
        for email, kind, title, body in found
        if kind == type_ and str(email).casefold() == mailbox.casefold()
    ]


def test_calls_and_notes_are_kept_with_their_text_and_count_for_nothing(desk: Desk, folder: Path) -> None:
    id_, mailbox, job = person_of(folder)
    desk.take_in(folder)
    before = desk.all("SELECT application_id, last_word_at, due_at FROM standings ORDER BY application_id")
    rows: Rows = [
        activity(id_),
        activity(id_, type="600", notes="", joborder_id=job, date_created="2026-11-20 12:00:00"),
        activity(id_, type="Lunch", notes="Long.", date_created="2026-11-21 12:00:00"),
        activity(id_, data_item_type="200", notes="About their company."),
        activity(id_, notes="No date.", date_created="1000-01-01 00:00:00"),
        activity("999999", notes="Of nobody."),
    ]
    written(folder / "activity.csv", rows)
    report, _ = desk.take_in(folder)
    assert [body for _, body in words_of(desk, mailbox, "note")] == [
        "Call (talked): Talked about shifts.",
        "Call (left a message)",
        "Lunch: Long.",
    ]
    assert desk.one("SELECT count(*) FROM events WHERE type = 'note'") == 3
    assert (
        desk.all("SELECT application_id, last_word_at, due_at FROM standings ORDER BY application_id")
        == before
    )
    assert not [each for each in report.warnings if "activity" in each["reason"]]
    once_more, _ = desk.take_in(folder)
    assert not any(once_more.created.values())


def test_mails_go_to_whom_their_addresses_name(desk: Desk, folder: Path) -> None:
    _, mailbox, _ = person_of(folder)
    _, other, _ = person_of(folder, 2)
    rows: Rows = [
        mail(recipients=f"Somebody <{mailbox.upper()}>; {other}"),
        mail(from_address=mailbox, recipients="jobs@borealis.example", text="Subject: A question\n\nWhen?"),
        mail(recipients="nobody@else.example"),
        mail(recipients=other, text="No subject at all."),
        mail(recipients=other, date="0000-00-00 00:00:00"),
    ]
    written(folder / "email_history.csv", rows)
    desk.take_in(folder, Choices(subjects={"in a question": "question", "out your application": "status"}))
    assert [body for _, body in words_of(desk, mailbox, "out")] == [
        "Your application\n\nWe have not decided yet."
    ]
    assert [body for _, body in words_of(desk, mailbox, "in")] == ["A question\n\nWhen?"]
    assert [body for _, body in words_of(desk, other, "out")] == [
        "Your application\n\nWe have not decided yet.",
        "No subject at all.",
    ]


def test_a_mail_belongs_to_the_requisition_it_names(desk: Desk, folder: Path) -> None:
    _, mailbox, jobs = twice(folder)
    titles = {row["joborder_id"]: row["title"] for row in read(folder / "joborder.csv")}
    first, second = titles[jobs[0]], titles[jobs[1]]
    rows: Rows = [
        mail(recipients=mailbox, text=f"Subject: {second}\n\nA word."),
        mail(recipients=mailbox, text="Subject: Something\n\nA word.", date="2026-11-21 11:00:00"),
    ]
    written(folder / "email_history.csv", rows)
    desk.take_in(folder)
    assert {title for title, body in words_of(desk, mailbox, "out") if "Something" in body} == {first}
    assert {title for title, body in words_of(desk, mailbox, "out") if "Something" not in body} == {second}

"""Lists lead to their end, each row once, in as few statements for many rows as for few."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from recruiterdash import journey
from recruiterdash.candidates.models import Application
from recruiterdash.journey import Happened
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from tests.api.conftest import NOW, House, days

MANY = 23


@pytest.fixture(scope="module", autouse=True)
def crowd(house: House) -> None:
    """Let many apply; some at the very same moment."""
    with house.write() as session:
        for number in range(MANY):
            named = {"first_name": f"N{number}", "email": f"n{number}@mail.example"}
            application = house.apply(session, "Nurse", NOW - days(20 + number // 4), **named)
            for hour in range(3) if number < 5 else ():
                at = NOW - days(10) + days(hour / 24)
                journey.record(session, application, Happened("note", at, body=str(hour)), now=at)
        session.commit()


@pytest.mark.parametrize(
    ("path", "key", "rows"),
    [
        ("applications", "id", MANY + 4),
        ("candidates", "id", MANY + 4),
        ("queue?name=all", "application", MANY + 3),
        ("queue?name=silence", "application", MANY + 3),
        ("requisitions", "id", 1),
    ],
)
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_a_list_leads_to_its_end_without_doubles(
    house: House, path: str, key: str, rows: int, limit: int
) -> None:
    found = [row[key] for page in _pages(house, path, limit) for row in page["items"]]
    assert len(found) == len(set(found)) == rows


def test_a_timeline_leads_to_its_beginning(house: House) -> None:
    path = f"applications/{house.people['N1']}/timeline"
    found = [row["id"] for page in _pages(house, path, 1) for row in page["items"]]
    whole = [row["id"] for row in house.told("recruiter", path)["items"]]
    assert found == whole
    assert len(found) == 4


def test_an_entry_is_marked_as_undone_wherever_its_page_ends(house: House) -> None:
    number = house.people["N2"]
    with house.write() as session:
        application = session.get_one(Application, number)
        called, found_out = NOW - days(3), NOW - days(2)
        said = journey.record(session, application, Happened("out", called, "phone"), now=called)
        journey.undo(session, said, now=found_out, actor_id=house.users["recruiter"], reason="wrong person")
        session.commit()
    pages = list(_pages(house, f"applications/{number}/timeline", 1))
    first = pages[0]["items"][0]
    assert (first["kind"], first["voided"]) == ("phone", True)
    assert (first["undone_by"], first["undone_why"]) == ("Recruiter", "wrong person")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("applications?", 2),
        ("candidates?", 2),
        ("requisitions?", 2),
        ("queue?name=all&", 2),
        # of whom a recruiter sees only some: a page that the first look does not fill is looked for once more
        ("queue?name=soon&", 4),
        ("queue?name=bounced&", 3),
    ],
)
def test_many_rows_take_as_few_statements_as_one(house: House, path: str, most: int) -> None:
    for limit in (1, 20):
        with _counted(house) as statements:
            house.told("recruiter", f"{path}limit={limit}")
        assert len(statements) <= most, "\n\n".join(statements)


@pytest.mark.parametrize(("end", "most"), [("", 2), ("/clocks", 7), ("/timeline", 3)])
def test_one_application_takes_few_statements(house: House, end: str, most: int) -> None:
    for name in ("N1", "N20"):
        with _counted(house) as statements:
            house.told("recruiter", f"applications/{house.people[name]}{end}")
        assert len(statements) <= most, "\n\n".join(statements)


def _pages(house: House, path: str, limit: int) -> Iterator[Any]:
    joined = "&" if "?" in path else "?"
    cursor = ""
    while cursor is not None:
        page = house.told("recruiter", f"{path}{joined}limit={limit}&cursor={cursor}")
        assert len(page["items"]) <= limit
        yield page
        cursor = page["next"]


def test_people_whose_letter_came_back_have_a_queue_with_pages(house: House) -> None:
    names = ["N3", "N4", "N5", "Zoe"]
    with house.write() as session:
        for name in names:
            _bounced(session, house.people[name])
        session.commit()
    found = [row["application"] for page in _pages(house, "queue?name=bounced", 2) for row in page["items"]]
    assert found == [house.people[name] for name in ("N5", "N4", "N3")]
    theirs = house.told("admin", f"queue?name=bounced&owner={house.users['other']}")["items"]
    assert [row["application"] for row in theirs] == [house.people["Zoe"]]
    assert house.told("recruiter", "queue?name=uncertain") == {"items": [], "next": None}


def _bounced(session: Session, application_id: int) -> None:
    application = session.get_one(Application, application_id)
    letter = Message(
        candidate_id=application.candidate_id,
        type="status",
        state=MessageState.BOUNCED,
        recipient="away@mail.example",
        subject="",
        body="",
        message_id=f"<{application_id}@house.test>",
        envelope_from="us@house.test",
        send_at=NOW,
        created_at=NOW,
    )
    session.add(letter)
    session.flush()
    about = MessageApplication(
        message_id=letter.id, application_id=application_id, intent="word:1", approved_version=1
    )
    session.add(about)


@contextmanager
def _counted(house: House) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(house.database.engine, "before_cursor_execute", note)

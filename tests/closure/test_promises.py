"""The ledger: what became of each promise, who said it and how, and who may read it."""

import csv
import io
from datetime import timedelta

import pytest

from recruiterdash import journey
from recruiterdash.candidates.models import Application, InterviewKind
from recruiterdash.closure import drafts, ledger
from recruiterdash.closure.ledger import Outcome
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.interviews import Booking
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.models import StageType
from tests.closure.cast import DAY, EVERYTHING, called, notices, november, read, settings, somebody
from tests.web.nouns.house import NOW, House


def outcomes(house: House, application: int) -> list[Outcome]:
    """What became of somebody's promises, in the order in which they were made."""
    with house.writing() as session:
        lines = [
            each for each in ledger.every(session, EVERYTHING, now=NOW) if each.application_id == application
        ]
    return [each.outcome for each in sorted(lines, key=lambda each: each.said_at)]


def withdrew(house: House, application: int, ago: float) -> None:
    with house.writing() as session:
        row = session.get_one(Application, application)
        contact = Contact("in", Channel.EMAIL, NOW - ago * DAY, kind="withdraw")
        journey.log_contact(session, row, contact, now=NOW - ago * DAY, actor_id=None)
        session.commit()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param([(7, 26, False)], [Outcome.OPEN], id="its day lies ahead"),
        pytest.param([(7, 19, False)], [Outcome.BROKEN], id="its day went by"),
        pytest.param([(7, 20, False), (4, 0, True)], [Outcome.KEPT], id="a word kept it"),
        pytest.param([(7, 20, False), (0.1, 0, True)], [Outcome.BROKEN], id="the word came late"),
        pytest.param(
            [(7, 20, False), (4, 27, False)], [Outcome.SLIPPED, Outcome.OPEN], id="moved on in time"
        ),
        pytest.param(
            [(7, 18, False), (3, 27, False)], [Outcome.BROKEN, Outcome.OPEN], id="moved on too late"
        ),
        pytest.param([(7, 27, False), (4, 24, False)], [Outcome.RELEASED, Outcome.OPEN], id="moved nearer"),
        pytest.param([(7, 20, False), (5, 0, False)], [Outcome.BROKEN], id="a word that did not keep it"),
    ],
)
def test_what_became_of_a_promise(
    house: House, words: list[tuple[float, int, bool]], expected: list[Outcome]
) -> None:
    application = somebody(house)
    for ago, day, keeps in words:
        called(house, application, ago, promised=november(day) if day else None, keeps_promise=keeps)
    assert outcomes(house, application) == expected


def test_who_withdraws_releases_us(house: House) -> None:
    application = somebody(house)
    called(house, application, 7, promised=november(27))
    withdrew(house, application, 4)
    assert outcomes(house, application) == [Outcome.RELEASED]


def test_the_page_says_what_is_due_who_said_it_and_when_they_will_ask(house: House) -> None:
    requisition = house.requisition("Midwife")
    for first, day in (("Broken", 19), ("Today", 23), ("Tomorrow", 24), ("Later", 27)):
        called(house, somebody(house, requisition, first=first, last="Person"), 7, promised=november(day))
    page = read(house.get("recruiter", "/promises"))
    places = [page.index(f"{first} Person · Midwife") for first in ("Broken", "Today", "Tomorrow", "Later")]
    assert places == sorted(places)
    assert "Said Mon 16 Nov 11:00 by recruiter: call, phone." in page
    assert "They may ask any day." in page.split("Broken Person")[1].split("Today Person")[0]
    assert "Expect them to ask on Thu 26 Nov" in page
    assert "Broken Person" in read(house.get("hiring_manager", "/promises"))
    for stranger in ("other_recruiter", "other_manager"):
        assert "Person · Midwife" not in read(house.get(stranger, "/promises"))


def test_a_day_named_at_the_end_of_an_interview_says_so(house: House) -> None:
    application = somebody(house, first="Wrapped", last="Up")
    held = NOW - timedelta(hours=2)
    with house.writing() as session:
        row = session.get_one(Application, application)
        booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, held - timedelta(hours=1), held)
        made = journey.book_interview(session, row, booking, now=held, actor_id=None)
        session.commit()
        id_, version = made.id, made.version
    said = {"version": str(version), "named": "date", "promised": "2026-11-26", "said": "Until Thursday."}
    assert house.post("recruiter", f"/interviews/{id_}/wrap-up", **said).status_code == 303
    page = read(house.get("recruiter", "/promises"))
    assert "by recruiter: interview wrap-up, meeting." in page[page.index("Wrapped Up ·") :][:300]


def test_the_table_is_the_same_and_holds_no_formula(house: House) -> None:
    application = somebody(house, first="=cmd", last="Person")
    called(house, application, 7, promised=november(19))
    text = house.get("recruiter", "/promises.csv").text.removeprefix("\ufeff")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["application"] == str(application)]
    assert [(row["name"], row["outcome"], row["promised_for"], row["source"]) for row in rows] == [
        ("'=cmd Person", "broken", "2026-11-19", "call")
    ]
    assert house.get("hiring_manager", "/promises.csv").status_code == 403


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
def test_nobody_reads_of_a_promise_behind_the_wall(house: House, column: str) -> None:
    requisition = house.requisition("Walled")
    inside = {"internal": True, "internal_source": "HR"}
    person = house.person(first="Hidden", last="Colleague", email=f"{column}@mail.example", **inside)
    application = house.application(requisition, person, days_ago=12)
    called(house, application, 7, promised=november(19))
    house.wall(person, column, "admin")
    assert "Hidden Colleague" in read(house.get("recruiter", "/promises"))
    for path in (
        "/promises",
        "/promises?show=broken",
        "/promises.csv",
        "/drafts",
        "/orphans",
        "/orphans?lack=backup",
    ):
        assert "Hidden" not in house.get("admin", path).text


def test_the_second_time_a_day_is_moved_goes_to_the_manager_and_to_a_call(house: House) -> None:
    application = somebody(house, first="Twice", last="Moved")
    for ago, day in ((12, 18), (7, 20), (4, 27)):
        called(house, application, ago, promised=november(day))
    before = len(notices(house, "hiring_manager"))
    for _ in range(2):
        with house.writing() as session:
            drafts.tell_of_slips(session, settings(house), now=NOW)
            session.commit()
    told = notices(house, "hiring_manager")[before:]
    assert len(told) == 1
    assert "moved 2 times" in told[0].body
    # the day was named in the last call itself: nobody has to call again
    assert "Call them" not in read(house.get("recruiter", "/promises"))
    with house.writing() as session:
        event = (
            session.query(Event)
            .filter_by(application_id=application, type="out")
            .order_by(Event.id.desc())
            .first()
        )
        assert event is not None
        event.kind = "personal"
        session.commit()
    assert "Twice Moved · Staff Nurse, moved 2 times" in read(house.get("recruiter", "/promises"))
    called(house, application, 1)
    assert "Call them" not in read(house.get("recruiter", "/promises"))


def test_an_empty_ledger_teaches_the_next_step(house: House) -> None:
    page = read(house.get("other_manager", "/promises"))
    assert "No promise is open" in page
    assert house.get("viewer", "/promises").status_code == 403

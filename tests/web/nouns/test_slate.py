"""The slate: who is where, since when, until when; flat however many people there are."""

import re
from datetime import date, timedelta

import pytest

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Disposition, InterviewKind, Outcome
from recruiterdash.requisitions.models import Requisition, Stage, StageType
from recruiterdash.waiting.slate import SORTS
from tests.web.nouns.house import NOW, House


def names(page: str) -> list[str]:
    return re.findall(r'href="/applications/\d+"><bdi>([^<]+)', page)


@pytest.fixture(scope="module")
def requisition(house: House) -> int:
    """Five people: long silent, fresh, promised, interviewed ahead, and one who was told no and is closed."""
    made = house.requisition("Slate")
    ids = {
        name: house.application(made, house.person(name, "Slate"), days_ago=days)
        for name, days in (("Quiet", 40), ("Fresh", 1), ("Promised", 6), ("Booked", 6), ("Closed", 12))
    }
    with house.writing() as session:

        def of(name: str) -> Application:
            return session.get_one(Application, ids[name])

        word = journey.Contact(
            "out", journey.Channel.PHONE, NOW - timedelta(days=1), promised=date(2026, 11, 26)
        )
        journey.log_contact(session, of("Promised"), word, now=NOW, actor_id=house.users["recruiter"])
        times = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1)
        kind, stage = InterviewKind.VIDEO, StageType.INTERVIEW
        booking = journey.Booking(stage, kind, *times, panel=(house.users["interviewer"],))
        journey.book_interview(session, of("Booked"), booking, now=NOW, actor_id=None)
        interview = session.query(Stage).filter_by(requisition_id=made, name="Interview").one()
        journey.move_stage(session, of("Booked"), interview, now=NOW, actor_id=None)
        journey.decide(
            session, of("Closed"), Outcome.REJECT, reason=Disposition.NOT_SELECTED, now=NOW, actor_id=None
        )
        told = journey.Contact("out", journey.Channel.PHONE, NOW, decision="reject")
        journey.log_contact(session, of("Closed"), told, now=NOW, actor_id=None)
        session.commit()
    return made


def test_worst_comes_first_with_the_reason_in_words(house: House, requisition: int) -> None:
    page = house.get("recruiter", f"/requisitions/{requisition}").text
    assert names(page)[0] == "Quiet Slate"
    assert "Closed Slate" not in names(page)
    row = page.split("Quiet Slate")[1].split("</tr>")[0]
    assert "late" in row
    assert "days" in row
    row = page.split("Promised Slate")[1].split("</tr>")[0]
    assert "Thu 26 Nov" in row
    assert "call" in row
    row = page.split("Booked Slate")[1].split("</tr>")[0]
    assert "Wed 25 Nov" in row
    assert "interview ahead" in row
    assert "Tue 17 Nov" in row, "an interview that lies ahead is nothing they have done yet"
    assert "in 2 days" not in row
    assert "4" in page.split("People open")[1][:60]


@pytest.mark.parametrize("show", ["open", "ended", "all"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_order_shows_everybody_once(house: House, requisition: int, sort: str, show: str) -> None:
    page = house.get("recruiter", f"/requisitions/{requisition}?sort={sort}&show={show}").text
    assert len(names(page)) == len(set(names(page))) == {"open": 4, "ended": 1, "all": 5}[show]


def test_a_stage_is_looked_at_alone(house: House, requisition: int) -> None:
    with house.writing() as session:
        interview = session.query(Stage).filter_by(requisition_id=requisition, name="Interview").one().id
    page = house.get("recruiter", f"/requisitions/{requisition}?stage={interview}").text
    assert names(page) == ["Booked Slate"]
    assert "Interview (1)" in page


def test_a_hiring_manager_sees_their_own_slate_without_the_acts(house: House, requisition: int) -> None:
    page = house.get("hiring_manager", f"/requisitions/{requisition}").text
    assert len(names(page)) == 4
    assert "Add a person" not in page
    assert "Put on hold" not in page
    assert house.get("other_manager", f"/requisitions/{requisition}").status_code == 404


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
@pytest.mark.parametrize("name", ["recruiter", "hiring_manager", "admin", "hr"])
def test_who_stands_behind_the_wall_is_not_even_counted(house: House, name: str, column: str) -> None:
    made = house.requisition()
    walled = house.person("Walled", internal=True, internal_source="HR")
    house.application(made, walled, days_ago=60)
    house.application(made, house.person("Seen"), days_ago=60)
    house.wall(walled, column, name)
    page = house.get(name, f"/requisitions/{made}").text
    assert [each.split()[0] for each in names(page)] == ["Seen"]
    assert "All stages (1)" in page
    assert "1 overdue" in page
    house.wall(walled, column, None)


def test_a_slate_of_many_asks_no_more_than_one_of_few(house: House) -> None:
    few, many = house.requisition("Few"), house.requisition("Many")
    house.application(few)
    for number in range(60):
        house.application(many, house.person(f"N{number:02}"), days_ago=number % 30)
    said = {}
    for requisition in (few, many):
        house.get("recruiter", f"/requisitions/{requisition}")
        with house.counted() as statements:
            assert house.get("recruiter", f"/requisitions/{requisition}").status_code == 200
        said[requisition] = len(statements)
    assert said[many] == said[few] <= 16
    for sort in SORTS:
        seen, path = [], f"/requisitions/{many}?sort={sort}"
        while path:
            page = house.get("recruiter", path).text
            seen += names(page)
            following = page.split('rel="next" href="')[1:]
            path = following[0].split('"')[0].replace("&amp;", "&") if following else ""
        assert len(seen) == len(set(seen)) == 60, sort


def test_no_address_breaks_a_slate(house: House, requisition: int) -> None:
    for query in ("after=x", "after=W10", "stage=x", "stage=" + "9" * 30, "show=x", "sort=x", "after=WzFd"):
        assert house.get("recruiter", f"/requisitions/{requisition}?{query}").status_code in (200, 422), query


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("on_hold", "2 people have not been told where they stand, now that it is on hold."),
        ("cancelled", "2 people have not been told the outcome."),
        ("filled", "2 people have not been told the outcome."),
    ],
)
def test_a_requisition_that_stopped_leads_to_those_who_are_owed_a_word(
    house: House, state: str, said: str
) -> None:
    made = house.requisition("Stopped")
    for name in ("Ines", "Omar"):
        house.application(made, house.person(name, "Stopped"))
    other = house.application(house.requisition("Another"), house.person("Untouched", "Person"))
    version = house.version(Requisition, made)
    path = f"/requisitions/{made}/state/{state}"
    answer = house.post("recruiter", path, version=version, reason="The budget is under review.")
    assert answer.status_code == 303
    page = house.get("recruiter", answer.location).text
    assert said in page
    (link,) = re.findall(r'href="(/queue[^"]*)">See who is owed a word', page)
    queue = house.get("recruiter", link.replace("&amp;", "&")).text
    assert sorted(re.findall(r"<bdi>(\w+) Stopped</bdi>", queue)) == ["Ines", "Omar"]
    assert f'id="row-{other}"' not in queue


def test_a_requisition_that_is_open_owes_nobody_a_word_of_it(house: House, requisition: int) -> None:
    assert "See who is owed a word" not in house.get("recruiter", f"/requisitions/{requisition}").text

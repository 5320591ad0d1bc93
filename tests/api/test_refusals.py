"""What cannot be answered is refused in one shape, and says no more than it must."""

import pytest

from tests.api.conftest import House

TOO_LARGE = str(2**63)
NO_ROW = ["-1", "0", "00", str(2**63 - 1), TOO_LARGE, "9" * 400, "x", "1 or 1=1", "1.0", "1e3", "٣", "true"]
QUEUES = ["queue", "queue?name=bounced"]
LISTS = ["applications", "applications/{}/timeline", "candidates", "requisitions", *QUEUES]
DAMAGED = ["x", "====", "bnVsbA", "W10", "WzEsMl0", "W3siYXQiOiAieCJ9XQ", "%00", "é", "9" * 2001]


def test_a_refusal_is_a_problem_document(house: House) -> None:
    for path, status, title in (
        ("applications?limit=0", 422, "Unprocessable Entity"),
        ("applications/0", 404, "Not Found"),
        ("nowhere", 404, "Not Found"),
    ):
        answer = house.ask("recruiter", path)
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        body = answer.get_json(force=True)
        assert set(body) == {"type", "title", "status", "detail"}
        assert (body["type"], body["title"], body["status"]) == ("about:blank", title, status)
        assert body["detail"].endswith(".")


@pytest.mark.parametrize("end", ["", "/clocks", "/timeline"])
def test_what_is_not_there_reads_like_what_is_hidden(house: House, end: str) -> None:
    hidden = house.ask("recruiter", f"applications/{house.people['Zoe']}{end}")
    assert hidden.status_code == 404
    for number in NO_ROW:
        answer = house.ask("recruiter", f"applications/{number}{end}")
        assert (answer.status_code, answer.data) == (404, hidden.data), number


@pytest.mark.parametrize("noun", ["requisitions", "candidates"])
def test_so_do_requisitions_and_people(house: House, noun: str) -> None:
    answers = {house.ask("other", f"{noun}/{number}").data for number in NO_ROW}
    assert len(answers) == 1
    assert house.ask("other", f"{noun}/1").data in answers


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("applications?limit=0", "limit"),
        ("applications?limit=201", "limit"),
        ("applications?limit=-5", "limit"),
        ("applications?limit=ten", "limit"),
        ("applications?limit=1.5", "limit"),
        ("applications?limit=1e2", "limit"),
        ("applications?limit=99999999999999999999999", "limit"),
        ("applications?state=asleep", "state"),
        ("applications?requisition=nurse", "requisition"),
        ("applications?stat=active", "stat"),
        ("applications?limit=1&limit=2", "limit"),
        ("queue?name=nobody", "name"),
        ("queue?owner=nobody@house.test", "owner"),
        ("candidates?q=" + "x" * 201, "q"),
        ("applications/{ana}/clocks?as_of=yesterday", "as_of"),
        ("applications/{ana}/clocks?as_of=2026-02-01", "as_of"),
        ("applications/{ana}/clocks?as_of=2026-02-01T10:00:00", "as_of"),
        ("applications/{ana}/clocks?as_of=0001-01-01T00:00:00%2B14:00", "as_of"),
        ("applications/{ana}/clocks?as_of=9999-12-31T23:59:59-14:00", "as_of"),
        ("applications/{ana}/clocks?as_of=1700000000", "as_of"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(house: House, query: str, named: str) -> None:
    answer = house.ask("recruiter", query.format(ana=house.people["Ana"]))
    assert answer.status_code == 422
    assert named in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("number", ["-1", "0", "9223372036854775808", "9" * 40])
def test_a_filter_by_a_number_that_cannot_be_finds_nothing(house: House, number: str) -> None:
    for query in (f"applications?requisition={number}", f"queue?requisition={number}"):
        assert house.told("admin", query) == {"items": [], "next": None}


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize("cursor", DAMAGED)
def test_a_damaged_cursor_is_refused(house: House, noun: str, cursor: str) -> None:
    path = noun.format(house.people["Ana"])
    answer = house.ask("admin", f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
    assert answer.status_code == 422, answer.text


def test_a_cursor_belongs_to_its_list(house: House) -> None:
    cursor = house.told("admin", "queue?name=all&limit=1")["next"]
    for path in ("applications", "queue?name=silence", "candidates", "requisitions"):
        joined = "&" if "?" in path else "?"
        assert house.ask("admin", f"{path}{joined}cursor={cursor}").status_code == 422


def test_another_verb_is_named_with_those_there_are(house: House) -> None:
    answer = house.ask("admin", "applications", "DELETE")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]

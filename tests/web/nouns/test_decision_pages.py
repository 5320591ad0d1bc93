"""Decisions: made by one, refused to two, seen in all versions, taken back; deciding tells nobody."""

import pytest

from recruiterdash.candidates.models import Application, ApplicationState, Decision
from tests.web.nouns.house import House


def decide(house: House, name: str, application: int, **said: object) -> tuple[int, str]:
    version = house.version(Application, application)
    answer = house.post(
        name,
        f"/applications/{application}/decision",
        **{"version": version, "reason": "", "telling": "write", **said},
    )
    return answer.status_code, answer.text


def test_a_no_is_decided_with_its_reason_and_is_not_told(house: House) -> None:
    one = house.application(house.requisition())
    page = house.get("hiring_manager", f"/applications/{one}/decision").text
    assert "Nothing is sent" in page
    status, _ = decide(
        house, "hiring_manager", one, outcome="reject", reason="not_selected", note="Close second."
    )
    assert status == 303
    with house.writing() as session:
        row = session.query(Decision).filter_by(application_id=one).one()
        assert (row.number, row.outcome, row.reason, row.family) == (1, "reject", "not_selected", "employer")
        assert session.get_one(Application, one).state is ApplicationState.ACTIVE
    assert "NOTICE" in house.clocks(one)
    assert "decision.make" in house.acts("application", one)
    assert "Close second" not in str(house.details("decision.make"))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 422),
        ({"outcome": "reject"}, 422),
        ({"outcome": "reject", "reason": "withdrew"}, 422),
        ({"outcome": "reject", "reason": "declined_offer"}, 422),
        ({"outcome": "reject", "reason": "unreachable"}, 303),
        ({"outcome": "reject", "reason": "position_filled"}, 303),
        ({"outcome": "reject", "reason": "nonsense"}, 422),
        ({"outcome": "advance", "reason": "not_selected"}, 422),
        ({"outcome": "maybe"}, 422),
        ({"outcome": "reject", "reason": "not_selected", "telling": ""}, 422),
        ({"outcome": "reject", "reason": "not_selected", "telling": "nobody"}, 422),
        ({"outcome": "advance", "note": "x" * 4001}, 422),
        ({"outcome": "advance", "note": "a\0b"}, 422),
        ({"outcome": "advance", "note": "a\u202eb"}, 422),
        ({"outcome": "advance", "note": "zwei\r\nZeilen"}, 303),
        ({"outcome": "offer"}, 303),
        ({"outcome": "reject", "reason": "position_cancelled"}, 303),
    ],
)
def test_what_may_be_decided(house: House, said: dict[str, object], status: int) -> None:
    one = house.application(house.requisition())
    assert decide(house, "recruiter", one, **said)[0] == status


def test_two_who_decide_at_once_are_told_who_was_first_and_when(house: House) -> None:
    one = house.application(house.requisition())
    version = house.version(Application, one)
    assert decide(house, "recruiter", one, outcome="advance")[0] == 303
    status, page = decide(
        house, "hiring_manager", one, outcome="reject", reason="not_selected", note="Mine", version=version
    )
    assert status == 409
    for said in ("recruiter", "Mon 23 Nov", "They go ahead", "Mine"):
        assert said in page
    with house.writing() as session:
        assert [row.outcome for row in session.query(Decision).filter_by(application_id=one)] == ["advance"]


def test_a_decision_is_taken_back_and_stays_in_the_history(house: House) -> None:
    one = house.application(house.requisition())
    decide(house, "recruiter", one, outcome="reject", reason="not_considered")
    assert "No: not considered (our decision)" in house.get("recruiter", f"/applications/{one}/decision").text
    page = house.get("recruiter", f"/applications/{one}/decision/withdraw").text
    assert "stays in the history" in page
    version = house.version(Application, one)
    path = f"/applications/{one}/decision/withdraw"
    assert house.post("recruiter", path, version=version - 1).status_code == 409
    assert house.post("recruiter", path, version=version).status_code == 303
    assert "NOTICE" not in house.clocks(one)
    assert "taken back" in house.get("recruiter", f"/applications/{one}/decision").text
    assert "Nothing to take back" in house.get("recruiter", path).text
    assert house.post("recruiter", path, version=house.version(Application, one)).status_code == 409
    assert decide(house, "recruiter", one, outcome="reject", reason="not_selected")[0] == 303
    with house.writing() as session:
        rows = session.query(Decision).filter_by(application_id=one).order_by(Decision.number).all()
        assert [(row.number, row.withdrawn_at is None) for row in rows] == [(1, False), (2, True)]


def test_an_offer_is_withdrawn_before_a_no(house: House) -> None:
    one = house.application(house.requisition())
    decide(house, "recruiter", one, outcome="offer")
    status, page = decide(house, "recruiter", one, outcome="reject", reason="not_selected")
    assert status == 403
    assert "withdraw that first" in page


def test_the_reason_of_a_no_is_neither_optional_nor_none(house: House) -> None:
    one = house.application(house.requisition())
    page = house.get("hiring_manager", f"/applications/{one}/decision").text
    reason = page[page.index('for="reason"') : page.index("</select>")]
    assert "optional" not in reason
    assert "None" not in reason
    assert "Choose a reason" in reason
    status, said = decide(house, "hiring_manager", one, outcome="reject")
    assert status == 422
    assert "reason" in said


def test_a_no_leads_to_its_letter_unless_somebody_says_why_none_is_written(house: House) -> None:
    one = house.application(house.requisition())
    no = {"outcome": "reject", "reason": "not_selected", "version": house.version(Application, one)}
    path = f"/applications/{one}/decision"
    refused = house.post("recruiter", path, **no)
    assert refused.status_code == 422
    assert "Say whether the letter that tells them is written next" in refused.text
    status, page = decide(house, "recruiter", one, **no, telling="silent")
    assert status == 422
    assert "Say why no letter is written" in page
    assert decide(house, "recruiter", one, **no, telling="silent", silence="nonsense")[0] == 422
    answer = house.post("recruiter", path, **no, telling="silent", silence="call")
    assert answer.status_code == 303
    assert "letters/new" not in answer.headers["Location"]
    assert "without a letter: they are told in a call or a talk" in house.get("recruiter", path).text
    assert "NOTICE" in house.clocks(one)  # they are owed it all the same
    two = house.application(house.requisition())
    no["version"] = house.version(Application, two)
    answer = house.post("recruiter", f"/applications/{two}/decision", **no, telling="write", silence="call")
    assert "letters/new" in answer.headers["Location"]
    with house.writing() as session:
        rows = session.query(Decision).filter(Decision.application_id.in_((one, two)))
        assert [row.silence for row in rows.order_by(Decision.application_id)] == ["call", None]


def test_decisions_about_several_people_are_taken_back_at_once(house: House) -> None:
    requisition = house.requisition()
    people = [house.application(requisition) for _ in range(3)]
    for one in people[:2]:
        decide(house, "recruiter", one, outcome="reject", reason="not_selected")
    chosen = ",".join(map(str, people))
    page = house.get("recruiter", f"/decisions/withdraw?chosen={chosen}").text
    assert page.count("no, ") == 2
    assert "nothing has been decided" in page
    page = house.post("recruiter", "/decisions/withdraw", chosen=chosen).text
    assert "2 of 3 decisions taken back" in page
    assert "not done. There is no decision to take back." in page
    for one in people:
        assert "NOTICE" not in house.clocks(one)
    assert house.post("recruiter", "/decisions/withdraw", chosen="").status_code == 422
    assert house.post("recruiter", "/decisions/withdraw", chosen=f"{people[0]},999999").status_code == 404


def test_more_than_twenty_decisions_are_taken_back_only_by_their_number(house: House) -> None:
    requisition = house.requisition()
    people = [house.application(requisition) for _ in range(21)]
    decide(house, "recruiter", people[0], outcome="reject", reason="not_selected")
    chosen = ",".join(map(str, people))
    assert "Type the number" in house.get("recruiter", f"/decisions/withdraw?chosen={chosen}").text
    assert house.post("recruiter", "/decisions/withdraw", chosen=chosen, count=20).status_code == 422
    assert "NOTICE" in house.clocks(people[0])
    page = house.post("recruiter", "/decisions/withdraw", chosen=chosen, count=21).text
    assert "1 of 21 decisions taken back" in page

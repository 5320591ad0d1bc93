"""Decisions: made by one, refused to two, seen in all versions, taken back; deciding tells nobody."""

import pytest

from recruiterdash.candidates.models import Application, ApplicationState, Decision
from tests.web.nouns.house import House


def decide(house: House, name: str, application: int, **said: object) -> tuple[int, str]:
    version = house.version(Application, application)
    answer = house.post(
        name, f"/applications/{application}/decision", **{"version": version, "reason": "", **said}
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
        ({"outcome": "reject", "reason": "nonsense"}, 422),
        ({"outcome": "advance", "reason": "not_selected"}, 422),
        ({"outcome": "maybe"}, 422),
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

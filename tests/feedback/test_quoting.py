"""Words of a colleague's feedback leave in no letter, by whichever way; and nobody learns of them by trying."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruiterdash import feedback, team
from recruiterdash.errors import BadInput
from recruiterdash.messages.batch_rows import Batch, BatchRow
from recruiterdash.messages.models import Message, Template
from recruiterdash.team.models import Role, TokenScope, User
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.feedback.cast import CRITERIA, TEXT, act, begun, read, released
from tests.messages.ward import STATUS
from tests.web.nouns.house import NOW, House

PASTED = "We saw that two of three answers held no measured result."
SAYS = "two of three answers held no measured result"
WRITER = "writing_hr"


@pytest.fixture(scope="module")
def reader(house: House) -> str:
    """Somebody who writes letters and may read every record."""
    id_ = house.add(WRITER, Role.RECRUITER, Role.HR)
    with house.writing() as session:
        session.get_one(User, id_).title = "Recruiter"
        session.get_one(User, house.users["recruiter"]).title = "Recruiter"
        session.commit()
    read(house)
    return WRITER


def viewer(house: House, who: str, *roles: Role) -> Viewer:
    return Viewer(house.users[who], who, frozenset(roles), permissions_of(roles))


def refused(house: House, session: Session, text: str, who: str, *roles: Role) -> str:
    try:
        feedback.ensure_unquoted(session, viewer(house, who, *roles), text)
    except BadInput as refusal:
        return str(refusal)
    return ""


def somebody(house: House, requisition: int) -> int:
    return house.application(requisition, house.person("Mary", "Ward", email="mary@mail.example"))


def program(house: House, who: str, path: str, body: Any) -> TestResponse:
    with house.writing() as session:
        user = session.get_one(User, house.users[who])
        token = team.create_token(session, user, TokenScope.WRITE, now=NOW, actor_id=None)
        session.commit()
    headers = {"Authorization": f"Bearer {token}"}
    return house.app.test_client().post(f"/api/v1/{path}", json=body, headers=headers)


def body_with(text: str) -> str:
    return STATUS[1].replace("We have not", f"{text} We have not")


def by_page(house: House, who: str, application: int, text: str) -> TestResponse:
    letter = {"subject": "Your application", "body": f"Dear Mary,\n\n{text}\n", "promise": "2026-12-01"}
    return house.post(who, f"/applications/{application}/letters/new?type=status", **letter, token="t")


def by_program(house: House, who: str, application: int, text: str) -> TestResponse:
    letter = {"type": "status", "subject": "Your application", "body": text, "promise": "2026-12-01"}
    return program(house, who, f"applications/{application}/messages", letter)


def by_its_subject(house: House, who: str, application: int, text: str) -> TestResponse:
    letter = {"type": "status", "subject": text, "body": "Dear Mary,", "promise": "2026-12-01"}
    return program(house, who, f"applications/{application}/messages", letter)


def by_its_reason(house: House, who: str, application: int, text: str) -> TestResponse:
    letter = {"type": "status", "subject": "Yours", "body": "Dear Mary,", "overrides": {"K24": text}}
    return program(house, who, f"applications/{application}/messages", letter)


def by_a_page_to_many(house: House, who: str, application: int, text: str) -> TestResponse:
    asked = {"chosen": str(application), "subject": STATUS[0], "body": body_with(text), "language": "en"}
    return house.post(who, "/batches/new?type=status", **asked)


def by_a_program_to_many(house: House, who: str, application: int, text: str) -> TestResponse:
    asked = {"applications": [application], "type": "status", "subject": STATUS[0], "body": body_with(text)}
    return program(house, who, "batches/preview", asked)


def by_a_line_of_a_program(house: House, who: str, application: int, text: str) -> TestResponse:
    asked = {"applications": [application], "type": "status", "subject": STATUS[0], "body": STATUS[1]}
    return program(house, who, "batches/preview", {**asked, "lines": {str(application): text}})


def by_a_line(house: House, who: str, application: int, text: str) -> TestResponse:
    asked = {"chosen": str(application), "subject": STATUS[0], "body": STATUS[1], "language": "en"}
    assert house.post(who, "/batches/new?type=status", **asked).status_code == 303
    with house.writing() as session:
        batch = session.scalars(select(Batch.id).order_by(Batch.id.desc()).limit(1)).one()
    return house.post(who, f"/batches/{batch}/again", **{f"line-{application}": text})


def by_a_wording(house: House, who: str, application: int, text: str) -> TestResponse:
    asked = {
        "type": "status",
        "depth": "any",
        "language": "en",
        "subject": STATUS[0],
        "body": body_with(text),
    }
    browser = house.inside(who)
    asked |= {"name": f"Status {application}", "csrf_token": house.browsers[who][1]}
    return browser.post("/templates/new", data=asked)


WAYS: dict[str, Callable[[House, str, int, str], TestResponse]] = {
    each.__name__: each
    for each in (
        *(by_page, by_program, by_its_subject, by_its_reason, by_a_page_to_many, by_a_program_to_many),
        *(by_a_line_of_a_program, by_a_line, by_a_wording),
    )
}


@pytest.mark.parametrize("way", WAYS)
def test_words_of_feedback_leave_by_no_way(house: House, reader: str, way: str) -> None:
    application = somebody(house, house.requisition())
    answer = WAYS[way](house, reader, application, PASTED)
    assert answer.status_code == 422, answer.text
    assert SAYS in answer.text
    with house.writing() as session:
        for text in (Message.body, Message.subject, BatchRow.body, Template.name):
            assert not [each for each in session.scalars(select(text)) if SAYS in each.casefold()]


@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_read_it_is_not_told_that_it_is_there(house: House, reader: str, way: str) -> None:
    application = somebody(house, house.requisition())
    answer = WAYS[way](house, "recruiter", application, PASTED)
    assert "colleague's feedback" not in answer.text


def test_every_text_of_a_record_counts_and_its_criteria_do_not(house: House, reader: str) -> None:
    released(house)
    hr = (WRITER, Role.RECRUITER, Role.HR)
    with house.writing() as session:
        for field in ("points-0-evidence", "points-1-next_time", "actions-0-what", "watch"):
            assert refused(house, session, f"And so: {TEXT[field].upper()} Yes.", *hr)
        assert refused(house, session, "I went through each criterion with them", *hr) == ""
        assert refused(house, session, f"The criteria are {', '.join(CRITERIA)}.", *hr) == ""
        assert refused(house, session, "Measure one change on the ward", *hr) == ""


def test_the_giver_is_stopped_and_others_are_not(house: House, reader: str) -> None:
    with house.writing() as session:
        assert refused(house, session, PASTED, "hiring_manager", Role.HIRING_MANAGER, Role.RECRUITER)
        for who, role in (
            ("admin", Role.ADMIN),
            ("recruiter", Role.RECRUITER),
            ("other_manager", Role.HIRING_MANAGER),
        ):
            assert refused(house, session, PASTED, who, role) == ""


@pytest.mark.parametrize(("column", "who"), [("linked_user_id", "own_hr"), ("current_manager_id", "line_hr")])
def test_behind_the_wall_nobody_finds_out_by_trying(house: House, column: str, who: str) -> None:
    id_ = house.add(who, Role.RECRUITER, Role.HR)
    evidence = f"On the tenth {who} wrote no {who} figure for {who} night."
    application = begun(house, **{column: id_})
    assert (
        act(house, "hiring_manager", application, "write", **{**TEXT, "points-1-evidence": evidence}) == 303
    )
    with house.writing() as session:
        assert refused(house, session, evidence, who, Role.RECRUITER, Role.HR) == ""
        assert refused(house, session, evidence, "hr", Role.HR)

"""A manager answers from the mail: once, without a log-in, and nothing is told by it."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.closure.models import ManagerQuestion
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.notices import links
from recruiterdash.team.models import User
from recruiterdash.web import asked as page_behind
from recruiterdash.web.throttle import Throttle
from tests.closure.cast import address_in, called, notices, november, read, settings, somebody
from tests.web.nouns.house import NOW, TOKEN, House


def ask(house: House, application: int) -> str:
    """The recruiter asks; returns where the manager's mail leads."""
    answer = house.post("recruiter", f"/applications/{application}/ask-manager", next="/promises")
    assert (answer.status_code, answer.location) == (303, "/promises")
    return address_in(house, notices(house, "hiring_manager")[-1])


def answer(house: House, path: str, status_: int = 200, /, **said: str) -> str:
    """A browser without any session opens the page and presses a button."""
    browser: FlaskClient = house.app.test_client()
    token = TOKEN.search(browser.get(path).text)
    assert token
    given = browser.post(path, data={"csrf_token": token.group(1), **said})
    assert given.status_code == status_, given.text
    return read(given)


def question(house: House, application: int) -> ManagerQuestion:
    with house.writing() as session:
        rows = select(ManagerQuestion).where(ManagerQuestion.application_id == application)
        return list(session.scalars(rows.order_by(ManagerQuestion.id)))[-1]


@pytest.mark.parametrize(
    ("said", "words", "leads"),
    [
        ({"answer": "advance"}, "they go ahead", "/decision?next="),
        ({"answer": "no"}, "says: no", "/decision?next="),
        (
            {"answer": "date", "until": "2026-11-26"},
            "needs until Thursday 26 November 2026",
            "promise=2026-11-27",
        ),
    ],
    ids=["advance", "no", "date"],
)
def test_an_answer_comes_back_to_the_recruiter(
    house: House, said: dict[str, str], words: str, leads: str
) -> None:
    application = somebody(house, first="Asked", last=said["answer"].title())
    called(house, application, 7, promised=november(19))
    theirs = f"/applications/{application}"
    assert "Asked hiring_manager" not in read(house.get("recruiter", theirs))
    path, clocks = ask(house, application), house.clocks(application)
    assert "no answer yet" in read(house.get("recruiter", theirs)).split("If it takes longer")[1]
    assert "Thank you" in answer(house, path, 200, **said)
    beside = read(house.get("recruiter", theirs)).split("If it takes longer")[1]
    assert words.removeprefix("says: ") in beside.split("Ask the manager")[0]
    assert "no answer yet" not in beside
    page = house.get("recruiter", "/promises")
    assert words in read(page)
    assert leads in page.text
    assert house.clocks(application) == clocks
    assert "Asked for a date, answered" in read(house.get("recruiter", f"/applications/{application}"))
    assert "Asked " in notices(house, "recruiter")[-1].body
    # told, it is nothing to do any more
    called(house, application, 0)
    assert (
        f"Asked {said['answer'].title()}" not in read(house.get("recruiter", "/promises")).split("Broken")[0]
    )


def test_a_promise_made_after_an_answer_says_so(house: House) -> None:
    application = somebody(house, first="Source", last="Manager")
    path = ask(house, application)
    answer(house, path, answer="date", until="2026-11-26")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        house.browsers.clear()
        called(house, application, -1 / 24, promised=november(27))
        assert "by recruiter: manager's answer, phone." in read(house.get("recruiter", "/promises"))
    house.browsers.clear()


def test_the_day_opens_in_the_letter(house: House) -> None:
    application = somebody(house)
    page = house.get("recruiter", f"/applications/{application}/letters/new?type=status&promise=2026-11-27")
    assert "Friday 27 November" in page.text


def test_whoever_only_follows_the_link_changes_nothing(house: House) -> None:
    application = somebody(house)
    path = ask(house, application)
    scanner = house.app.test_client()
    for method in ("GET", "HEAD", "OPTIONS"):
        for _ in range(3):
            assert scanner.open(path, method=method).status_code == 200
    assert scanner.post(path, data={"answer": "no"}).status_code == 400
    assert question(house, application).answer is None
    assert "no-referrer" in scanner.get(path).headers["Referrer-Policy"]


def test_an_answer_is_given_once(house: House) -> None:
    application = somebody(house)
    path = ask(house, application)
    browser = house.app.test_client()
    token = TOKEN.search(browser.get(path).text)
    assert token
    data = {"csrf_token": token.group(1), "answer": "advance"}
    assert browser.post(path, data=data).status_code == 200
    assert browser.post(path, data={**data, "answer": "no"}).status_code == 409
    assert question(house, application).answer == "advance"
    assert "Answered already" in read(browser.get(path))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"answer": "date"}, "Say until which day you need."),
        ({"answer": "date", "until": "2026-11-23"}, "Choose a day from Tuesday 24 November 2026"),
        ({"answer": "date", "until": "2027-11-23"}, "they cannot be left longer"),
        ({"answer": "date", "until": "soon"}, "Nothing was saved yet"),
        ({"answer": "maybe"}, "Choose one of the answers."),
        ({}, "Choose one of the answers."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(house: House, said: dict[str, str], sentence: str) -> None:
    application = somebody(house)
    assert sentence in answer(house, ask(house, application), 422, **said)
    assert question(house, application).answer is None


def test_who_answers_without_a_log_in_is_never_asked_to_log_in(house: House) -> None:
    path = ask(house, somebody(house))
    refused = house.app.test_client().post(path, data={"csrf_token": "of another browser", "answer": "no"})
    assert refused.status_code == 400
    assert "not logged in" not in refused.text
    assert "send it again" in refused.text
    assert "Send it again" in refused.text  # with what was chosen
    assert 'name="answer" value="no"' in refused.text
    answer(house, path, answer="no")  # nothing was lost


def test_an_answer_that_comes_after_the_decision_is_not_kept(house: House) -> None:
    application = somebody(house)
    path = ask(house, application)
    browser: FlaskClient = house.app.test_client()
    token = TOKEN.search(browser.get(path).text)
    assert token
    with house.writing() as session:
        row = session.get_one(Application, application)
        later, no = NOW + timedelta(minutes=5), Disposition.NOT_SELECTED
        journey.decide(session, row, Outcome.REJECT, now=later, actor_id=None, reason=no)
        session.commit()
    given = browser.post(path, data={"csrf_token": token.group(1), "answer": "advance"})
    assert given.status_code == 409
    assert "A decision has been made since this was asked." in read(given)
    assert question(house, application).answer is None
    shown = browser.get(path)
    assert "Decided already" in shown.text
    assert "They go ahead" not in shown.text


def test_every_address_that_opens_nothing_reads_the_same(house: House) -> None:
    application = somebody(house)
    path = ask(house, application)
    other_purpose = links.token(settings(house), links.new_claim("other"))
    unknown = links.token(settings(house), links.new_claim("asked"))
    browser = house.app.test_client()
    texts = {
        browser.get(f"/asked/{each}").text
        for each in ("x", path[7:] + "A", path[7:-1], other_purpose, unknown)
    }
    assert len(texts) == 1
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        texts.add(house.app.test_client().get(path).text)
    house.wall(_person(house, application), "current_manager_id", "hiring_manager")
    answers = [house.app.test_client().get(path)]
    house.wall(_person(house, application), "current_manager_id", None)
    assert [each.status_code for each in answers] == [404]
    assert len(texts | {each.text for each in answers}) == 1
    assert "A date is needed" in browser.get(path).text


def _person(house: House, application: int) -> int:
    with house.writing() as session:
        return session.get_one(Application, application).candidate_id


def test_a_copy_of_the_table_opens_nothing(house: House) -> None:
    application = somebody(house)
    path = ask(house, application)
    row = question(house, application)
    assert row.digest not in path
    assert house.app.test_client().get(f"/asked/{row.digest}").status_code == 404


def test_somebody_shut_out_answers_nothing(house: House) -> None:
    path = ask(house, somebody(house))
    with house.writing() as session:
        session.get_one(User, house.users["hiring_manager"]).active = False
        session.commit()
    closed = house.app.test_client().get(path).status_code
    with house.writing() as session:
        session.get_one(User, house.users["hiring_manager"]).active = True
        session.commit()
    assert closed == 404


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
def test_whom_the_wall_keeps_out_is_not_asked(house: House, column: str) -> None:
    application = somebody(house)
    house.wall(_person(house, application), column, "hiring_manager")
    before = len(notices(house, "hiring_manager"))
    house.post("recruiter", f"/applications/{application}/ask-manager", next="")
    assert "cannot be asked here" in read(house.get("recruiter", f"/applications/{application}"))
    assert len(notices(house, "hiring_manager")) == before


def test_asked_twice_in_a_day_is_asked_once(house: House) -> None:
    application = somebody(house)
    ask(house, application)
    before = len(notices(house, "hiring_manager"))
    house.post("recruiter", f"/applications/{application}/ask-manager", next="/promises")
    assert "asked within the last day" in read(house.get("recruiter", "/promises"))
    assert len(notices(house, "hiring_manager")) == before


def test_a_machine_that_guesses_is_slowed_down(house: House) -> None:
    house.app.extensions["recruiterdash.asked_throttle"] = Throttle(5, page_behind.SECONDS)
    browser = house.app.test_client()
    seen = [browser.get("/asked/guess").status_code for _ in range(8)]
    house.app.extensions["recruiterdash.asked_throttle"] = Throttle(
        page_behind.PER_SOURCE, page_behind.SECONDS
    )
    assert seen == [404] * 5 + [429] * 3


def test_nothing_of_a_name_breaks_the_page(house: House) -> None:
    path = ask(house, somebody(house, first="<script>alert(1)</script>", last="“x”"))
    page = house.app.test_client().get(path).text
    assert "<script>alert" not in page
    assert re.search(r"<bdi>&lt;script", page)


def test_a_caught_notice_is_hidden_from_whom_the_wall_keeps_out(house: House) -> None:
    application = somebody(house, first="Canary", last="Colleague")
    ask(house, application)
    told = notices(house, "hiring_manager")[-1]
    with house.writing() as session:
        session.add(
            CaughtLetter(
                caught_at=NOW,
                envelope_from="jobs@house.test",
                recipient="hiring_manager@house.test",
                raw=b"Subject: x\r\n\r\nCanary",
                message_id=told.message_id,
            )
        )
        session.commit()
    assert len(re.findall(r"/caught/\d+", house.get("admin", "/caught").text)) == 1
    house.wall(_person(house, application), "current_manager_id", "admin")
    assert re.findall(r"/caught/\d+", house.get("admin", "/caught").text) == []
    assert re.findall(r"/caught/\d+", house.get("recruiter", "/caught").text) == []

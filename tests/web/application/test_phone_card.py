"""Whoever answers the phone sees who calls and what may be said, never what was not told, and logs it."""

from datetime import UTC, datetime, timedelta

import pytest

from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.journey.decisions import decide
from recruiterdash.web.phone_card import Known, card, masked
from tests.web.application.cast import asking, events, log, running, shown_in, standing, text_of
from tests.web.nouns.house import NOW, House

HERE = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOTHING = Known(
    "Staff Nurse",
    "+34 600 123 456",
    "amara@example.org",
    False,
    "Priya",
    False,
    None,
    None,
    None,
    None,
    False,
)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        pytest.param(NOTHING, "“No decision has been made yet.”", id="nothing decided"),
        pytest.param(
            NOTHING._replace(owed=True),
            "“Priya will be in touch with you about this.”",
            id="decided, not told",
        ),
        pytest.param(
            NOTHING._replace(owed=True, told="advance", told_at=HERE),
            "“Priya will be in touch",
            id="another word is owed",
        ),
        pytest.param(
            NOTHING._replace(told="reject", told_at=HERE, closed="rejected"),
            "“We are not taking your",
            id="told no",
        ),
        pytest.param(
            NOTHING._replace(told="advance", told_at=HERE), "“You are going ahead", id="told they go ahead"
        ),
        pytest.param(NOTHING._replace(on_hold=True), "“The position is paused.", id="on hold"),
        pytest.param(NOTHING._replace(closed="withdrawn"), "“You withdrew;", id="they withdrew"),
        pytest.param(
            NOTHING._replace(closed="waived"), "“Priya will be in touch", id="closed without a word"
        ),
    ],
)
def test_only_what_has_been_told_may_be_said(known: Known, words: str) -> None:
    assert card(known, HERE).may_say[0].words.startswith(words)


def test_a_promise_may_be_repeated_and_a_broken_one_is_owned() -> None:
    ahead = card(NOTHING._replace(promise_due=HERE + timedelta(days=1)), HERE).may_say[1]
    assert (ahead.words, ahead.moment) == (
        "“You will hear from us”, as promised, by",
        HERE + timedelta(days=1),
    )
    broken = card(NOTHING._replace(promise_due=HERE - timedelta(days=1)), HERE).may_say[1]
    assert "say sorry, once" in broken.words


def test_what_was_not_told_is_no_status() -> None:
    assert card(NOTHING, HERE).says_status
    assert not card(NOTHING._replace(owed=True), HERE).says_status


def test_who_calls_is_compared_with_little() -> None:
    asked = " ".join(card(NOTHING, HERE).ask)
    assert "Staff Nurse" in asked
    assert "…3456" in asked
    assert "600 123" not in asked
    assert masked("amara@example.org") == "am…@example.org"
    nobody = " ".join(card(NOTHING._replace(phone="", email=None), HERE).ask)
    assert "say nothing" in nobody


def test_a_colleagues_application_is_kept_from_their_colleagues() -> None:
    assert "they may not know" in " ".join(card(NOTHING._replace(internal=True), HERE).never)


def test_a_draft_is_not_spoken_of_as_a_letter_on_its_way() -> None:
    assert "nobody has read it yet" in " ".join(card(NOTHING._replace(drafted=True), HERE).never)
    assert "drafted" not in " ".join(card(NOTHING, HERE).never)


# --- the page --------------------------------------------------------------------------------------


def decided(house: House, application: int) -> None:
    with house.writing() as session:
        row = session.get_one(Application, application)
        reason = Disposition.NOT_SELECTED
        decide(
            session,
            row,
            Outcome.REJECT,
            now=NOW,
            actor_id=house.users["hiring_manager"],
            reason=reason,
            note="Too slow",
        )
        session.commit()


def test_the_card_gives_away_neither_a_decision_nor_its_reason(house: House) -> None:
    application = asking(house)
    decided(house, application)
    said = text_of(house.get("recruiter", f"/applications/{application}/phone"))
    assert "“recruiter will be in touch with you about this.”" in said
    assert "Too slow" not in said
    assert "not selected" not in said
    assert "not taking your application" not in said


def test_one_click_answers_their_question(house: House) -> None:
    application = asking(house)
    card_page = house.get("recruiter", f"/applications/{application}/phone")
    assert "They asked, I said what stands here" in text_of(card_page)
    answer = house.post(
        "recruiter", f"/applications/{application}/log/call", call="answered", shown=shown_in(card_page)
    )
    assert answer.status_code == 303
    asked, told = events(house, application)[-2:]
    assert (asked.type, asked.kind, told.type, told.kind) == ("in", "question", "out", "phone")
    assert "REPLY" not in running(house, application)
    assert "LEGAL_ON45" not in running(house, application)
    assert standing(house, application).chasers == 0


def test_one_click_says_nothing_of_where_they_stand_while_they_have_not_been_told(house: House) -> None:
    application = asking(house)
    decided(house, application)
    house.post("recruiter", f"/applications/{application}/log/call", call="answered")
    after = running(house, application)
    assert "REPLY" not in after
    assert {"LEGAL_ON45", "NOTICE", "DECISION"} <= set(after)


def test_one_click_keeps_a_question_open_that_nobody_could_answer(house: House) -> None:
    application = asking(house)
    house.post("recruiter", f"/applications/{application}/log/call", call="passed_on")
    assert "REPLY" in running(house, application)
    assert standing(house, application).chasers == 2


def test_a_click_on_a_card_that_has_become_old_logs_nothing(house: House) -> None:
    application = asking(house)
    shown = shown_in(house.get("recruiter", f"/applications/{application}/phone"))
    log(house, application)
    before = len(events(house, application))
    answer = house.post("recruiter", f"/applications/{application}/log/call", call="answered", shown=shown)
    assert answer.headers["Location"].endswith("/phone")
    assert len(events(house, application)) == before
    assert "Something happened meanwhile" in text_of(
        house.get("recruiter", f"/applications/{application}/phone")
    )


def test_a_call_without_its_outcome_is_refused(house: House) -> None:
    application = asking(house)
    assert (
        house.post("recruiter", f"/applications/{application}/log/call", call="nonsense").status_code == 422
    )

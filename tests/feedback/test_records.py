"""A record from the "no" to the follow-up through the real pages, and every refusal in words."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from recruiterdash import feedback, journey
from recruiterdash.candidates.models import Application, Outcome
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.feedback.links import Claim, token
from recruiterdash.feedback.models import FeedbackLook
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.decisions import ensure_unmoved
from recruiterdash.notices.models import Notice
from recruiterdash.requisitions import criteria
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.changes import last_change
from recruiterdash.team.models import Role, User
from recruiterdash.waiting.models import Standing
from tests.feedback.cast import AT, TEXT, act, begun, colleague, post, read, record, released, with_criteria
from tests.web.nouns.house import NOW, House

TALK = {"held_at": AT, "how": "video", "talk_note": "Went through each criterion."}


def link(house: House, application: int) -> str:
    row = record(house, application)
    assert row is not None
    return f"/own-feedback/{token(house.app.extensions['recruiterdash.settings'], Claim(row.id, row.link_number))}"


def test_the_whole_way(house: House) -> None:
    application = colleague(house)
    listed = house.get("hiring_manager", "/feedback").text
    assert "Tell the outcome in a conversation" in listed
    told = {"told_at": AT, "how": "in_person"}
    assert act(house, "hiring_manager", application, "outcome", **told) == 303
    assert set(house.clocks(application)) >= {"FEEDBACK_TALK", "FEEDBACK_WRITTEN"}
    giver = house.users["hiring_manager"]
    assert act(house, "hiring_manager", application, "begin", giver_id=giver) == 303
    assert "Offer the talk" in house.get("hiring_manager", f"/feedback/{application}").text
    assert act(house, "hiring_manager", application, "offer", offered_at=AT) == 303
    assert act(house, "hiring_manager", application, "write", **TEXT) == 303
    assert act(house, "hiring_manager", application, "hand-over") == 303
    assert "Read it as the second reader" in house.get("hr", "/feedback").text
    before = house.get("hr", f"/feedback/{application}").text
    assert f"Not yet. Once they can show: <q>{TEXT['not_yet']}</q>" in before
    assert f"To watch for: {TEXT['watch']}" in before
    assert act(house, "hr", application, "read", verdict="approve") == 303
    assert act(house, "hiring_manager", application, "talk", **TALK) == 303
    assert "FEEDBACK_TALK" not in house.clocks(application)
    assert act(house, "hiring_manager", application, "release") == 303
    assert "FEEDBACK_WRITTEN" not in house.clocks(application)
    own = house.app.test_client()
    page = own.get(link(house, application))
    assert page.status_code == 200
    assert "Two of three answers held no measured result." in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert own.get(f"{link(house, application)}/letter.pdf").data.startswith(b"%PDF")
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert form
    answer = own.post(link(house, application), data={"csrf_token": form.group(1), "comment": "Thank you."})
    assert answer.status_code == 303
    row = record(house, application)
    assert row is not None
    assert row.acknowledged_at == NOW
    assert "Receiving is not agreeing" in own.get(link(house, application)).text
    with house.later(days=30):
        said = {"note": "One change is measured.", "done": ["1"]}
        assert act(house, "hiring_manager", application, "follow-up", **said) == 303
    row = record(house, application)
    assert row is not None
    assert row.followed_30_at is not None
    assert row.texts[-1].actions[0].done_at is not None


def test_feedback_that_is_owed_is_one_press_away_for_whoever_may_open_it(house: House) -> None:
    application = colleague(house)
    button = f'<a class="btn btn-primary" href="/feedback/{application}">'
    pages = (f"/queue/panel/{application}?name=feedback", f"/applications/{application}")
    for page in pages:
        assert button not in house.get("hiring_manager", page).text, "nothing is owed before they were told"
    assert act(house, "hiring_manager", application, "outcome", told_at=AT, how="in_person") == 303
    for page in pages:
        for who in ("hiring_manager", "hr"):
            assert button in house.get(who, page).text
        assert f"/feedback/{application}" not in house.get("recruiter", page).text
    giver = house.users["hiring_manager"]
    assert act(house, "hiring_manager", application, "begin", giver_id=giver) == 303
    assert button in house.get("hr", pages[0]).text


def test_a_talk_offered_with_the_outcome_begins_the_record(house: House) -> None:
    application = colleague(house)
    told = {"told_at": AT, "how": "in_person", "offered": "y"}
    assert act(house, "hr", application, "outcome", **told) == 303
    row = record(house, application)
    assert row is not None
    assert row.giver_id == house.users["hiring_manager"]
    with house.writing() as session:
        told_at = session.scalars(
            select(Standing.told_at).where(Standing.application_id == application)
        ).one()
    assert row.offered_at == told_at
    page = house.get("hr", f"/feedback/{application}").text
    assert "Talk offered:" in page
    assert "Log the offer" not in page
    again = post(house, "hr", application, "offer", offered_at=AT)
    assert again.status_code == 409
    assert "offered is on record already" in again.text


def test_an_offer_names_no_giver_from_behind_the_wall(house: House) -> None:
    """The hiring manager of this role is their manager at present: whoever offered the talk gives it."""
    application = colleague(house)
    with house.writing() as session:
        candidate = session.get_one(Application, application).candidate_id
    house.wall(candidate, "current_manager_id", "hiring_manager")
    try:
        told = {"told_at": AT, "how": "in_person", "offered": "y"}
        assert act(house, "hr", application, "outcome", **told) == 303
        row = record(house, application)
        assert row is not None
        assert row.giver_id == house.users["hr"]
    finally:
        house.wall(candidate, "current_manager_id", None)


@pytest.mark.parametrize(
    ("step", "data", "says"),
    [
        ("offer", {"offered_at": AT}, "has not been told yet"),
        ("talk", TALK, "has not been told yet"),
        ("release", {}, "has not been told yet"),
    ],
)
def test_nothing_comes_before_the_outcome(house: House, step: str, data: dict[str, str], says: str) -> None:
    application = colleague(house)
    giver = house.users["hiring_manager"]
    assert act(house, "hiring_manager", application, "begin", giver_id=giver) == 303
    answer = post(house, "hiring_manager", application, step, **data)
    assert answer.status_code == 409
    assert says in answer.text
    assert "FEEDBACK_TALK" not in house.clocks(application)


def test_nothing_is_released_that_hr_has_not_read(house: House) -> None:
    application = begun(house)
    assert act(house, "hiring_manager", application, "write", **TEXT) == 303
    assert act(house, "hiring_manager", application, "waive", waived_note="Asked by mail.") == 303
    answer = post(house, "hiring_manager", application, "release")
    assert answer.status_code == 409
    assert "It has no second reader yet" in answer.text


def test_the_giver_is_never_the_second_reader(house: House) -> None:
    application = colleague(house, told=True)
    assert act(house, "hr", application, "begin", giver_id=house.users["hr"]) == 303
    assert act(house, "hr", application, "write", **TEXT) == 303
    assert act(house, "hr", application, "hand-over") == 303
    answer = post(house, "hr", application, "read", verdict="approve")
    assert answer.status_code == 403
    assert "never its second reader" in answer.text


def test_two_who_write_at_once_see_both_versions(house: House) -> None:
    application = begun(house)
    first = {**TEXT, "version": 1}
    assert house.post("hr", f"/feedback/{application}/write", **first).status_code == 303
    second = {**first, "points-1-evidence": "One of three answers held a figure."}
    answer = house.post("hiring_manager", f"/feedback/{application}/write", **second)
    assert answer.status_code == 409
    assert "Changed meanwhile" in answer.text
    assert "Two of three answers held no measured result." in answer.text
    assert "One of three answers held a figure." in answer.text
    row = record(house, application)
    assert row is not None
    assert row.texts[-1].points[1].evidence == TEXT["points-1-evidence"]
    again = {**second, "version": row.version}
    assert house.post("hiring_manager", f"/feedback/{application}/write", **again).status_code == 303


def test_a_button_on_an_old_page_does_nothing(house: House) -> None:
    application = read(house)
    answer = post(house, "hiring_manager", application, "talk", **{**TALK, "version": 1})
    assert answer.status_code == 409
    assert "while you were looking" in answer.text


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("points-1-evidence", "You seemed nervous.", "judges the person"),
        ("points-1-next_time", "More energy.", "touches who"),
        ("actions-0-what", "Recover from your illness.", "health"),
        ("watch", "You are next in line.", "promises"),
    ],
)
def test_words_that_no_feedback_holds_are_not_saved(house: House, field: str, text: str, says: str) -> None:
    application = begun(house)
    answer = post(house, "hiring_manager", application, "write", **{**TEXT, field: text})
    assert answer.status_code == 422
    assert "Nothing was saved." in answer.text
    assert says in answer.text
    row = record(house, application)
    assert row is not None
    assert row.texts[-1].written_at is None


def test_the_chosen_person_is_not_named_in_a_note(house: House) -> None:
    application = read(house)
    with house.writing() as session:
        requisition = session.get_one(Application, application).requisition_id
    house.application(requisition, house.person("Ada", "Lovelace"))
    note = {**TALK, "talk_note": "Ada Lovelace has it."}
    answer = post(house, "hiring_manager", application, "talk", **note)
    assert answer.status_code == 422
    assert "somebody else who applied" in answer.text
    assert "Ada Lovelace has it." in answer.text  # what was typed is still there


def test_the_words_do_not_tell_a_manager_that_their_report_applied(house: House) -> None:
    """A name behind the wall and a made-up one get the same answer, in the text and in a note."""
    application = read(house, first="Oskar")
    with house.writing() as session:
        requisition = session.get_one(Application, application).requisition_id
    for first, last in (("Emeka", "Obi"), ("Zora", "Quandt")):
        person = house.person(first, last, internal=True, internal_source="HR list")
        other = house.application(requisition, person)
        if first == "Zora":
            with house.writing() as session:
                row = session.get_one(Application, other)
                journey.decide(session, row, Outcome.OFFER, now=NOW, actor_id=None)
                session.commit()
        house.wall(person, "current_manager_id", "hiring_manager")
    for name in ("Nobody Whatsoever", "Emeka Obi", "Zora Quandt"):
        changed = {**TEXT, "points-1-evidence": f"{name} had the figures."}
        assert act(house, "hiring_manager", application, "write", **changed) == 303
        # whoever may know of them is still stopped
        assert act(house, "hr", application, "write", **changed) == (303 if "Nobody" in name else 422)
    note = {"waived_note": "They asked for it by mail, as Emeka Obi did."}
    assert act(house, "hiring_manager", application, "waive", **note) == 303


def test_only_hr_says_that_no_agreement_applies_any_more(house: House) -> None:
    application = begun(house)
    giver = house.users["hiring_manager"]
    assert act(house, "hr", application, "begin", giver_id=giver, agreement_applies="y") == 303
    answer = post(house, "hiring_manager", application, "begin", giver_id=giver)
    assert answer.status_code == 403
    assert "only HR says" in answer.text
    row = record(house, application)
    assert row is not None
    assert row.agreement_applies
    assert act(house, "hr", application, "begin", giver_id=giver) == 303


def test_an_outcome_is_told_once_and_not_before_it_was_decided(house: House) -> None:
    application = colleague(house)
    early = post(house, "hiring_manager", application, "outcome", told_at="2026-11-23T08:30", how="in_person")
    assert early.status_code == 422
    assert "before it was decided" in early.text
    assert act(house, "hiring_manager", application, "outcome", told_at=AT, how="in_person") == 303
    for at in ("2026-11-23T10:50", AT):
        again = post(
            house, "hiring_manager", application, "outcome", told_at=at, how="in_person", offered="y"
        )
        assert again.status_code == 409
        assert "on record already" in again.text
    assert "FEEDBACK_TALK" in house.clocks(application)
    assert record(house, application) is None


def test_a_no_is_not_logged_as_said_on_a_day_before_it_was_decided(house: House) -> None:
    application = colleague(house)
    yesterday, today = (
        Contact("out", Channel.PHONE, NOW - timedelta(hours=ago), says_status=True, decision="reject")
        for ago in (24, 3)
    )
    with house.writing() as session:
        row = session.get_one(Application, application)
        with pytest.raises(BadInput, match="cannot have been told before it was decided"):
            journey.log_contact(session, row, yesterday, now=NOW, actor_id=None)
        # on that day a call may come first and be put on record after it
        journey.log_contact(session, row, today, now=NOW, actor_id=None)


def test_a_colleague_told_once_more_elsewhere_is_not_talked_to(house: House) -> None:
    """A recruiter logs the same no again, earlier and later: the talk is still owed."""
    application = begun(house)
    with house.writing() as session:
        row = session.get_one(Application, application)
        for minutes in (-20, 0):
            said = Contact(
                "out", Channel.PHONE, NOW + timedelta(minutes=minutes), says_status=True, decision="reject"
            )
            journey.log_contact(session, row, said, now=NOW, actor_id=None)
        session.commit()
    assert "FEEDBACK_TALK" in house.clocks(application)


def test_the_outcome_is_not_told_under_a_hold(house: House) -> None:
    application = colleague(house)
    giver = house.users["hiring_manager"]
    assert act(house, "hiring_manager", application, "begin", giver_id=giver) == 303
    assert act(house, "hr", application, "hold", held_why="They ask for a lawyer.") == 303
    answer = post(house, "hiring_manager", application, "outcome", told_at=AT, how="in_person")
    assert answer.status_code == 409
    assert "legal hold" in answer.text
    assert act(house, "hr", application, "lift") == 303


def test_whoever_wrote_once_is_not_the_second_reader(house: House) -> None:
    """HR writes, the hiring manager saves it as it stands and hands it over, then with a word changed."""
    application = begun(house)
    assert act(house, "hr", application, "write", **TEXT) == 303
    assert act(house, "hiring_manager", application, "write", **TEXT) == 303
    row = record(house, application)
    assert row is not None
    assert row.texts[-1].written_by == house.users["hr"]
    changed = {**TEXT, "watch": "Care coordination in autumn"}
    assert act(house, "hiring_manager", application, "write", **changed) == 303
    assert act(house, "hiring_manager", application, "hand-over") == 303
    answer = post(house, "hr", application, "read", verdict="approve")
    assert answer.status_code == 403
    assert "You wrote this text" in answer.text
    second = house.users.get("second_hr") or house.add("second_hr", Role.HR)
    assert act(house, "second_hr", application, "read", verdict="approve") == 303
    with house.writing() as session:
        session.get_one(User, second).active = False
        session.commit()


def test_the_released_page_keeps_the_name_it_was_released_under(house: House) -> None:
    application, other = released(house), house.users["other_manager"]
    own = house.app.test_client()
    assert "hiring_manager" in own.get(link(house, application)).text
    answer = post(house, "hr", application, "begin", giver_id=other)
    assert answer.status_code == 409
    assert "released under the name" in answer.text
    with house.writing() as session:
        session.get_one(User, house.users["hiring_manager"]).name = "Another Name"
        session.commit()
    try:
        assert "Another Name" not in own.get(link(house, application)).text
        assert "hiring_manager" in own.get(link(house, application)).text
    finally:
        with house.writing() as session:
            session.get_one(User, house.users["hiring_manager"]).name = "hiring_manager"
            session.commit()


def test_a_record_is_closed_early_by_hr_alone_with_a_reason(house: House) -> None:
    application = begun(house)
    answer = post(house, "hiring_manager", application, "close", closed_why="Done.")
    assert answer.status_code == 409
    assert "HR alone closes it" in answer.text
    bare = post(house, "hr", application, "close")
    assert bare.status_code == 422
    assert "Say why" in bare.text
    assert act(house, "hr", application, "close", closed_why="They left the company.") == 303
    shown = house.get("hr", f"/feedback/{application}").text
    assert "They left the company." in shown


def test_a_closed_record_takes_neither_giver_nor_manager_nor_outcome(house: House) -> None:
    application = released(house)
    assert act(house, "hr", application, "close", closed_why="They left the company.") == 303
    giver = house.users["hiring_manager"]
    for step, data in (
        ("begin", {"giver_id": giver}),
        ("manager", {"informed_on": "2026-11-23", "consent": "y"}),
        ("outcome", {"told_at": AT, "how": "in_person"}),
    ):
        answer = post(house, "hr", application, step, **data)
        assert answer.status_code == 409, step
        assert "closed" in answer.text
    assert act(house, "hr", application, "became", left_on="2026-11-23") == 303
    assert act(house, "hr", application, "link") == 303


def test_a_consent_taken_back_after_the_reading_stops_the_release(house: House) -> None:
    application = begun(house)
    assert act(house, "hr", application, "manager", informed_on="2026-11-20", consent="y") == 303
    with_them = {**TEXT, "actions-0-owner": "current_manager"}
    assert act(house, "hiring_manager", application, "write", **with_them) == 303
    assert act(house, "hiring_manager", application, "hand-over") == 303
    assert act(house, "hr", application, "read", verdict="approve") == 303
    assert act(house, "hiring_manager", application, "talk", **TALK) == 303
    assert act(house, "hr", application, "manager", informed_on="") == 303
    answer = post(house, "hiring_manager", application, "release")
    assert answer.status_code == 422
    assert "Their present manager can own an action only" in answer.text
    assert act(house, "hr", application, "manager", informed_on="2026-11-20", consent="y") == 303
    assert act(house, "hiring_manager", application, "release") == 303


def test_every_wish_and_every_reason_of_a_hold_is_kept(house: House) -> None:
    application = released(house)
    for wish, why in (
        ("The day is wrong.", "It is right."),
        ("The ward is wrong.", "It stands on the list."),
    ):
        assert answered(house, application, wish=wish).status_code == 303
        assert act(house, "hr", application, "decline-correction", correction_answer=why) == 303
    for why in ("They ask for a lawyer.", "A letter from their union came."):
        assert act(house, "hr", application, "hold", held_why=why) == 303
        assert act(house, "hr", application, "lift") == 303
    shown = house.get("hr", f"/feedback/{application}").text
    own = house.app.test_client().get(link(house, application)).text
    for text in ("The day is wrong.", "The ward is wrong.", "It is right.", "It stands on the list."):
        assert text in shown
        assert text in own
    for text in ("They ask for a lawyer.", "A letter from their union came."):
        assert text in shown
        assert text not in own


def answered(house: House, application: int, **data: str) -> TestResponse:
    """What the employee sends from their page."""
    own, unforged = opened(house, application)
    return own.post(link(house, application), data={"csrf_token": unforged, **data})


def opened(house: House, application: int) -> tuple[FlaskClient, str]:
    """Their page in a browser, and the token of its form."""
    own = house.app.test_client()
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', own.get(link(house, application)).text)
    assert form
    return own, form.group(1)


def test_a_correction_keeps_both_versions(house: House) -> None:
    application = released(house)
    assert act(house, "hiring_manager", application, "correct", why="The day is another one.") == 303
    changed = {**TEXT, "points-1-evidence": "One of three answers held no measured result."}
    assert act(house, "hiring_manager", application, "write", **changed) == 303
    own = house.app.test_client()
    assert "Two of three" in own.get(link(house, application)).text
    assert act(house, "hiring_manager", application, "hand-over") == 303
    assert act(house, "hr", application, "read", verdict="approve") == 303
    assert act(house, "hiring_manager", application, "release") == 303
    page = own.get(link(house, application)).text
    assert "One of three" in page
    assert "Corrected version 2" in page
    first = house.get("hr", f"/feedback/{application}/letter?number=1").text
    assert "Two of three" in first


def test_a_complaint_freezes_the_record(house: House) -> None:
    application = released(house)
    own = house.app.test_client()
    page = own.get(link(house, application))
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert form
    data = {"csrf_token": form.group(1), "wish": "The day is wrong.", "complain": "y"}
    assert own.post(link(house, application), data=data).status_code == 303
    listed = house.get("hr", "/feedback").text
    first = listed.index(f"/feedback/{application}")
    assert all(listed.index(each) >= first for each in set(re.findall(r"/feedback/\d+(?=\")", listed)))
    assert "A legal hold is on it" in listed
    assert "A fact on it is wrong" not in own.get(link(house, application)).text
    (told,) = mails_about(house, application)
    assert told.user_id == house.users["hr"]
    assert told.body.endswith("/feedback\n")
    assert not [word for word in ("Jonas", "Berg", "Nurse", "complain") if word in told.subject + told.body]
    shown = house.get("hr", f"/feedback/{application}").text
    offered = set(re.findall(rf'action="/feedback/{application}/([a-z-]+)"', shown))
    assert offered == {"lift", "link"}
    answer = post(house, "hiring_manager", application, "correct", why="The day.")
    assert answer.status_code == 409
    assert "legal hold" in answer.text
    assert act(house, "hiring_manager", application, "lift") == 403
    assert act(house, "hr", application, "lift") == 303
    assert act(house, "hiring_manager", application, "correct", why="The day.") == 303


def test_words_of_theirs_are_kept_once_and_written_down(house: House) -> None:
    application = released(house)
    assert answered(house, application).status_code == 303
    assert answered(house, application, comment="Thank you for the talk.").status_code == 303
    assert house.acts("application", application)[-1] == "feedback.comment"
    own = house.app.test_client().get(link(house, application)).text
    assert "Your words: <q>Thank you for the talk.</q>" in own
    assert 'name="comment"' not in own
    again = answered(house, application, comment="And one thing more.")
    assert again.status_code == 409
    assert "kept here already" in again.text
    row = record(house, application)
    assert row is not None
    assert row.comment == "Thank you for the talk."


@pytest.mark.parametrize("rests", ["hold", "close"])
def test_no_words_are_kept_while_a_record_rests_and_they_are_not_told_why(house: House, rests: str) -> None:
    application = released(house)
    assert answered(house, application).status_code == 303
    browser, unforged = opened(house, application)
    why = {"hold": {"held_why": "A letter from their lawyer came."}, "close": {"closed_why": "They left."}}
    assert act(house, "hr", application, rests, **why[rests]) == 303
    own = house.app.test_client().get(link(house, application)).text
    assert 'name="comment"' not in own
    said = {"csrf_token": unforged, "comment": "Look again."}
    again = browser.post(link(house, application), data=said)
    assert again.status_code == 409
    for page in (own, again.text):
        assert "speak to HR directly" in page
        assert not re.search("legal|on hold|record|lawyer", page)
    row = record(house, application)
    assert row is not None
    assert row.comment == ""


def test_a_character_that_cannot_be_kept_is_named_and_the_page_stays(house: House) -> None:
    application = released(house)
    answer = answered(house, application, comment="Thank\0you")
    assert answer.status_code == 422
    assert "holds a character that cannot be stored" in answer.text
    assert "There is no page here" not in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1950-05-05", "9999-12-31", "2025-10-01"])
def test_days_that_cannot_be_meant_are_not_kept(house: House, day: str) -> None:
    application = released(house)
    for name, said in (
        ("became", {"left_on": day}),
        ("became", {"moved_on": day}),
        ("manager", {"informed_on": day, "consent": "y"}),
    ):
        answer = post(house, "hr", application, name, **said)
        assert answer.status_code == 422, name
        assert "That day" in answer.text
    row = record(house, application)
    assert row is not None
    assert (row.moved_on, row.left_on, row.manager_informed_on) == (None, None, None)


def test_a_link_runs_out_and_a_new_one_makes_the_old_void(house: House) -> None:
    application = released(house)
    first = link(house, application)
    own = house.app.test_client()
    with house.later(days=179):
        assert own.get(first).status_code == 200
    with house.later(days=181):
        assert own.get(first).status_code == 404
        assert own.get(f"{first}/letter.pdf").status_code == 404
        assert "It has run out: make a new one." in house.get("hr", f"/feedback/{application}").text
        assert act(house, "hiring_manager", application, "link") == 303
        second = link(house, application)
        assert own.get(second).status_code == 200
        assert own.get(first).status_code == 404
        assert "A new link was made" in house.get("hr", f"/feedback/{application}").text
    with house.later(days=362):
        assert own.get(second).status_code == 404


def mails_about(house: House, application: int) -> list[Notice]:
    with house.writing() as session:
        return list(session.scalars(select(Notice).where(Notice.application_id == application)))


def test_who_puts_a_hold_on_is_not_told_of_it_nor_is_anybody_behind_the_wall(house: House) -> None:
    second = house.users.get("hr_two") or house.add("hr_two", Role.HR)
    application = released(house)
    with house.writing() as session:
        candidate = session.get_one(Application, application).candidate_id
    house.wall(candidate, "linked_user_id", "hr_two")
    try:
        assert act(house, "hr", application, "hold", held_why="They ask for a lawyer.") == 303
        assert mails_about(house, application) == []
    finally:
        house.wall(candidate, "linked_user_id", None)
    other = released(house)
    assert act(house, "hiring_manager", other, "hold", held_why="They ask for a lawyer.") == 303
    assert {each.user_id for each in mails_about(house, other)} == {second, house.users["hr"]}


def test_a_giver_who_was_shut_out_is_replaced_by_hr(house: House) -> None:
    gone = house.users.get("gone_giver") or house.add("gone_giver", Role.HIRING_MANAGER)
    application = colleague(house, told=True, first="Greta")
    assert act(house, "hr", application, "begin", giver_id=gone) == 303
    path = f"/feedback/{application}"
    assert "Name somebody else" not in house.get("hr", path).text
    with house.writing() as session:
        session.get_one(User, gone).active = False
        session.commit()
    assert "Name somebody else who gives it" in house.get("hr", path).text
    assert act(house, "hr", application, "begin", giver_id=house.users["hiring_manager"]) == 303
    assert "Name somebody else" not in house.get("hr", path).text


def test_a_withdrawn_link_a_made_up_one_and_one_before_the_release_open_nothing(house: House) -> None:
    application, before = released(house), read(house)
    old, own = link(house, application), house.app.test_client()
    assert own.get(old).status_code == 200
    assert act(house, "hiring_manager", application, "link") == 303
    pages = [own.get(path) for path in (old, "/own-feedback/x", link(house, before))]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert own.get(link(house, application)).status_code == 200


def test_every_look_is_written_down(house: House) -> None:
    application = released(house)
    for path in ("", "/letter", "/letter.pdf"):
        assert house.get("hr", f"/feedback/{application}{path}").status_code == 200
    house.app.test_client().get(link(house, application))
    row = record(house, application)
    assert row is not None
    with house.writing() as session:
        looks = session.execute(
            select(FeedbackLook.user_id, FeedbackLook.what).where(FeedbackLook.feedback_id == row.id)
        ).all()
    hr = house.users["hr"]
    assert [tuple(each) for each in looks][-4:] == [
        (hr, "record"),
        (hr, "letter"),
        (hr, "letter"),
        (None, "own page"),
    ]
    assert "whoever holds the link" in house.get("hr", f"/feedback/{application}").text


def test_an_outcome_is_announced_after_every_colleague_was_told(house: House) -> None:
    application = colleague(house)
    with house.writing() as session:
        requisition = session.get_one(Application, application).requisition_id
        row = session.get_one(Requisition, requisition)
        with pytest.raises(Conflict, match="others are told first"):
            feedback.announce(session, row, now=NOW, actor_id=None)
    assert house.post("hr", f"/feedback/announced/{requisition}").status_code == 409
    assert act(house, "hiring_manager", application, "outcome", told_at=AT, how="phone") == 303
    assert house.post("hr", f"/feedback/announced/{requisition}").status_code == 303
    assert house.post("hr", f"/feedback/announced/{requisition}").status_code == 409


def test_who_waits_to_announce_does_not_learn_that_it_is_for_themselves(house: House) -> None:
    """Somebody of HR who applied, and sees another's record in the same requisition."""
    told = colleague(house, told=True)
    with house.writing() as session:
        requisition = session.get_one(Application, told).requisition_id
    untold = colleague(house, requisition=requisition, first="Hanna")
    with house.writing() as session:
        candidate = session.get_one(Application, untold).candidate_id
    house.wall(candidate, "linked_user_id", "hr")
    try:
        said = [
            house.post("hr", f"/feedback/announced/{requisition}").text,
            re.sub(r"(?s).*May the outcome be announced", "", house.get("hr", "/feedback").text),
        ]
        assert all("others are told first" in each.lower() for each in said)
        assert not [each for each in said if re.search(r"colleague (who applied )?has", each, re.IGNORECASE)]
    finally:
        house.wall(candidate, "linked_user_id", None)


def test_who_was_first_is_told_without_acts_on_feedback(house: House) -> None:
    """A page that is behind names who changed the application, never who worked on its record."""
    application = colleague(house, told=True)
    assert act(house, "hr", application, "begin", giver_id=house.users["hiring_manager"]) == 303
    with house.writing() as session:
        plain = last_change(session, "application", application)
        whole = last_change(session, "application", application, feedback=True)
        row = session.get_one(Application, application)
        with pytest.raises(Conflict) as refused:
            ensure_unmoved(session, row, row.version - 1)
    assert plain is not None
    assert whole is not None
    assert (plain.who, whole.who) == ("hiring_manager", "hr")
    assert "by hiring_manager at" in str(refused.value)


def test_nobody_from_outside_is_refused_before_a_colleague_was_told(house: House) -> None:
    inside = colleague(house)
    with house.writing() as session:
        requisition = session.get_one(Application, inside).requisition_id
    outside = house.application(requisition, house.person("Ada", email="ada@mail.example"), days_ago=9)
    path = f"/applications/{outside}/letters/new?type=rejection_application"
    said = "others are told first"
    assert said in house.get("recruiter", path).text
    assert "colleague" not in house.get("recruiter", path).text.split(said)[0][-200:]
    assert act(house, "hiring_manager", inside, "outcome", told_at=AT, how="in_person") == 303
    assert said not in house.get("recruiter", path).text


def test_criteria_are_fixed_before_the_first_interview(house: House) -> None:
    requisition = with_criteria(house)
    path = f"/requisitions/{requisition}/criteria"
    names = {f"criteria-{number}": f"Criterion {number}" for number in range(4)}
    seen = {**names, "version": house.version(Requisition, requisition)}
    assert house.post("recruiter", path, **seen).status_code == 303
    few = {"criteria-0": "One", "version": house.version(Requisition, requisition)}
    answer = house.post("recruiter", path, **few)
    assert answer.status_code == 422
    assert "From 3 to 6 criteria" in answer.text
    with house.writing() as session:
        row = session.get_one(Requisition, requisition)
        with pytest.raises(Conflict, match="The first interview has begun"):
            criteria.fix_criteria(
                session, row, ["A", "B", "C"], begun_at=NOW - timedelta(hours=1), now=NOW, actor_id=None
            )


def test_a_panel_chair_gives_feedback_with_that_permission_alone(house: House) -> None:
    chair = house.add("chair", Role.INTERVIEWER) if "chair" not in house.users else house.users["chair"]
    application = colleague(house, told=True)
    assert act(house, "hiring_manager", application, "begin", giver_id=chair) == 422
    assert house.get("chair", f"/feedback/{application}").status_code == 403


@pytest.mark.parametrize("who", ["admin", "recruiter", "interviewer", "viewer", "auditor", "other_manager"])
def test_nobody_else_learns_that_there_is_a_record(house: House, who: str) -> None:
    application, nobodys = released(house), 900_719
    answers = [house.get(who, f"/feedback/{id_}") for id_ in (application, nobodys)]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].text == answers[1].text


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
@pytest.mark.parametrize("who", ["hr", "hiring_manager"])
def test_the_wall_stands_whatever_the_part(house: House, column: str, who: str) -> None:
    """A giver or reader who turns out to be the person, or becomes their manager, sees nothing from then on."""
    name = f"Wanda {who} {column}"
    application = released(house, first=name)
    with house.writing() as session:
        candidate = session.get_one(Application, application).candidate_id
    house.wall(candidate, column, who)
    try:
        house.get(who, "/account")  # shows what was kept before
        answers = [house.get(who, f"/feedback/{id_}") for id_ in (application, 900_719)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text == answers[1].text
        assert name not in house.get(who, "/feedback").text
        assert act(house, who, application, "close") == 404
    finally:
        house.wall(candidate, column, None)
    assert name in house.get(who, "/feedback").text


def test_an_empty_house_says_what_will_stand_here(house: House) -> None:
    page = house.get("other_manager", "/feedback")
    assert page.status_code == 200
    assert "Nobody to give feedback to" in page.text

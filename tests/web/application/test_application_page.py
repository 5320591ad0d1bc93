"""The page of one application: told or not, why, clocks, promises, a timeline; for whom, and at what cost."""

from datetime import timedelta

import pytest

from recruiterdash import journey
from recruiterdash.candidates.models import (
    Application,
    Disagreement,
    Disposition,
    InterviewKind,
    Outcome,
    Side,
)
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.interviews import Booking
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType
from tests.web.application.cast import DAY, asking, log, text_of
from tests.web.nouns.house import NOW, House


def page(house: House, application: int, name: str = "recruiter") -> str:
    shown = house.get(name, f"/applications/{application}")
    assert shown.status_code == 200
    return text_of(shown)


def decide(house: House, application: int, outcome: Outcome) -> None:
    with house.writing() as session:
        row = session.get_one(Application, application)
        reason = Disposition.NOT_SELECTED if outcome is Outcome.REJECT else None
        journey.decide(session, row, outcome, now=NOW, actor_id=house.users["hiring_manager"], reason=reason)
        session.commit()


# --- the head --------------------------------------------------------------------------------------


def test_the_head_says_who_for_what_and_the_hour_there(house: House) -> None:
    application = asking(
        house,
        first="Mei-Ling",
        last="Zhao",
        preferred_name="Mei",
        zone="Asia/Tokyo",
        internal=True,
        internal_source="HR",
    )
    said = page(house, application)
    assert "Mei-Ling Zhao internal" in said
    assert "called Mei · Staff Nurse · Application review · Madrid · 19:00 there now Asia/Tokyo" in said


def test_an_unknown_zone_is_the_offices_and_marked_assumed(house: House) -> None:
    assert "11:00 there now Europe/Madrid, assumed" in page(house, asking(house))


def test_names_stand_in_a_direction_of_their_own(house: House) -> None:
    application = asking(house, first="محمد", last="عبد الله")
    assert "<bdi>محمد عبد الله</bdi>" in house.get("recruiter", f"/applications/{application}").text


# --- told? -----------------------------------------------------------------------------------------


def test_nothing_decided_is_said_so(house: House) -> None:
    assert "Nothing decided yet" in page(house, asking(house))


def test_decided_is_not_told(house: House) -> None:
    application = asking(house)
    decide(house, application, Outcome.REJECT)
    said = page(house, application)
    assert "Decided, not told yet Decided no, Mon 23 Nov 11:00 by hiring_manager" in said
    assert "Told NOT told yet, notice due Wed 25 Nov 17:00" in said


def test_told_in_a_call_is_told_and_delivered_at_once(house: House) -> None:
    application = asking(house)
    decide(house, application, Outcome.REJECT)
    log(house, application, decision="reject", happened_at="2026-11-23T11:00")
    said = page(house, application)
    assert "Told Mon 23 Nov 11:00 in a call Delivered said in person" in said
    assert "NOT told yet" not in said


def test_going_ahead_told_is_told_though_the_case_stays_open(house: House) -> None:
    application = asking(house)
    decide(house, application, Outcome.ADVANCE)
    log(house, application, decision="advance", happened_at="2026-11-23T11:00", kind="letter")
    assert "Told Mon 23 Nov 11:00 in a letter by post Delivered accepted, nothing has come back" in page(
        house, application
    )


def test_a_cancelled_requisition_owes_an_outcome_without_any_decision(house: House) -> None:
    application = asking(house)
    with house.writing() as session:
        requisition = session.get_one(Requisition, session.get_one(Application, application).requisition_id)
        journey.change_state(session, requisition, RequisitionState.CANCELLED, now=NOW, actor_id=None)
        session.commit()
    assert "They have not been told how it ended" in page(house, application)


def test_taking_a_decision_back_after_telling_says_that_they_must_hear_anew(house: House) -> None:
    application = asking(house)
    decide(house, application, Outcome.REJECT)
    log(house, application, decision="reject", happened_at="2026-11-23T11:00")
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.take_back_decision(session, row, now=NOW, actor_id=house.users["recruiter"])
        session.commit()
    said = page(house, application)
    assert "Nothing decided yet" in said
    assert "1. No withdrawn" in said


def test_a_letter_that_came_back_told_nobody(house: House) -> None:
    application = asking(house)
    decide(house, application, Outcome.REJECT)
    with house.writing() as session:
        row = session.get_one(Application, application)
        sent = journey.record(
            session, row, Happened("out", NOW, "personal", {"decision": "reject"}, source="mail"), now=NOW
        )
        journey.record(session, row, Happened("bounce", NOW, source="mail", voids_id=sent.id), now=NOW)
        session.commit()
    said = page(house, application)
    assert "NOT told yet" in said
    assert "did not arrive: counts for nothing" in said


# --- why, clocks, next step ------------------------------------------------------------------------


def test_why_it_is_overdue_stands_in_words(house: House) -> None:
    application = asking(house)
    said = page(house, application)
    assert "Why this is overdue Acknowledgement." in said
    assert "Applied Fri 13 Nov 11:00. One business day: Mon 16 Nov 17:00." in said
    assert "They have asked once without an answer." in said


def test_clocks_show_when_they_were_paused_and_why(house: House) -> None:
    application = asking(house)
    log(house, application, direction="in", word="delay_request", until="2026-12-01", kind="email")
    said = page(house, application)
    assert "Decision paused, 4 days left" in said
    assert "paused Mon 23 Nov 10:55 – now: They asked for more time" in said
    every = text_of(house.get("recruiter", f"/applications/{application}/clocks"))
    assert "suspended Mon 23 Nov 10:55: They asked for more time" in every
    assert "policy version 1, calendar version 1" in said


def test_the_next_step_says_when_it_changes_by_itself(house: House) -> None:
    application = asking(house)
    log(house, application, asks="y", deadline="2026-11-26", kind="email")
    said = page(house, application)
    assert "Next step The candidate From Thu 26 Nov 17:00 by itself: Recruiter (recruiter)." in said


def test_promises_are_next_moved_kept_or_broken(house: House) -> None:
    application = asking(house)
    log(house, application, promised="2026-11-24")
    assert "Promises next by Tue 24 Nov 17:00" in page(house, application)
    log(house, application, promised="2026-11-26", happened_at="2026-11-23T10:58")
    said = page(house, application)
    assert "next by Thu 26 Nov 17:00" in said
    assert "moved in time by Tue 24 Nov 17:00" in said


def test_a_broken_promise_is_broken(house: House) -> None:
    application = asking(house)
    log(house, application, promised="2026-11-20", happened_at="2026-11-19T10:00")
    assert "broken by Fri 20 Nov 17:00" in page(house, application)


def test_a_kept_promise_is_kept(house: House) -> None:
    application = asking(house)
    log(house, application, promised="2026-11-24")
    log(house, application, keeps_promise="y", happened_at="2026-11-23T10:58")
    assert "Promises kept by Tue 24 Nov 17:00" in page(house, application)


@pytest.mark.parametrize(
    ("advertised", "employees", "words"),
    [
        (True, 40, "applies"),
        (True, 12, "does not apply"),
        (None, 40, "unknown: counted as if it applies"),
        (False, 40, "does not apply"),
    ],
)
def test_the_duty_by_law_says_whether_it_binds(
    house: House, advertised: bool | None, employees: int, words: str
) -> None:
    application = asking(house)
    with house.writing() as session:
        requisition = session.get_one(Requisition, session.get_one(Application, application).requisition_id)
        requisition.publicly_advertised, requisition.employees_at_posting = advertised, employees
        session.commit()
    said = page(house, application)
    assert f"say whether there is a decision. {words}" in said
    assert "check with counsel" in said


def test_an_interview_nobody_spoke_of_is_assumed_held_and_corrected_with_one_button(house: House) -> None:
    requisition = house.requisition()
    application = house.application(requisition, days_ago=9)
    with house.writing() as session:
        row = session.get_one(Application, application)
        booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, NOW - DAY, NOW - DAY + timedelta(hours=1))
        journey.book_interview(session, row, booking, now=NOW - 3 * DAY, actor_id=None)
        session.commit()
    shown = house.get("recruiter", f"/applications/{application}")
    assert "assumed held" in text_of(shown)
    assert "They did not come" in text_of(shown)


# --- the timeline ----------------------------------------------------------------------------------


def test_the_timeline_holds_all_channels_and_says_what_does_not_count(house: House) -> None:
    application = asking(house)
    log(house, application, reached="voicemail")
    log(house, application, direction="in", kind="linkedin", word="thank_you")
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.record(session, row, Happened("out", NOW, "auto_ack", source="system"), now=NOW)
        session.commit()
    said = page(house, application)
    assert "Automatic acknowledgement Mon 23 Nov 11:00 · does not count as an answer" in said
    assert "Voicemail Mon 23 Nov 10:55 · recruiter · an attempt: nobody was told" in said
    assert "They said thank you on LinkedIn" in said
    assert "no answer owed" in said


def test_hostile_text_is_shown_and_does_nothing(house: House) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} <img src=x onerror=alert(1)>"
    application = asking(house, first="<b>Bobby</b>", last="Tables';--")
    with house.writing() as session:
        row = session.get_one(Application, application)
        word = Contact("in", Channel.EMAIL, NOW - DAY, kind="information", text=hostile)
        journey.log_contact(session, row, word, now=NOW, actor_id=None)
        session.commit()
    for path in ("", "/phone", "/log"):
        raw = house.get("recruiter", f"/applications/{application}{path}").text
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert "<b>Bobby" not in raw
    raw = house.get("recruiter", f"/applications/{application}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in raw


# --- for whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("recruiter", 200),
        ("hiring_manager", 200),
        ("hr", 200),
        ("admin", 200),
        ("other_recruiter", 404),
        ("other_manager", 404),
        ("interviewer", 403),
        ("viewer", 403),
        ("auditor", 403),
    ],
)
def test_only_who_is_on_it_sees_it(house: House, name: str, status: int) -> None:
    application = asking(house)
    for path in ("", "/phone", "/clocks"):
        assert house.get(name, f"/applications/{application}{path}").status_code == status


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
@pytest.mark.parametrize("name", ["admin", "hr", "recruiter", "hiring_manager"])
def test_the_subject_and_their_manager_see_nothing_whatever_their_role(
    house: House, column: str, name: str
) -> None:
    application = asking(house, internal=True, internal_source="HR")
    with house.writing() as session:
        candidate = session.get_one(Application, application).candidate_id
    house.wall(candidate, column, name)
    for path in ("", "/phone", "/clocks", "/log"):
        assert house.get(name, f"/applications/{application}{path}").status_code == 404
    fields = {"direction": "out", "kind": "phone", "reached": "reached", "happened_at": "2026-11-23T10:55"}
    assert house.post(name, f"/applications/{application}/log", **fields).status_code == 404
    assert house.post(name, f"/applications/{application}/notes", text="Hm").status_code == 404


def test_a_hiring_manager_is_offered_what_they_may_do_and_no_more(house: House) -> None:
    said = page(house, asking(house), "hiring_manager")
    assert "Log a call" in said
    assert "Decide" in said
    assert "Write e" not in said


# --- beside the ATS --------------------------------------------------------------------------------


def disagree(house: House, application: int, about: str, theirs: str, settled: bool = False) -> int:
    with house.writing() as session:
        row = Disagreement(
            application_id=application,
            source_system="lever",
            about=about,
            theirs=theirs,
            theirs_at=NOW - DAY,
            ours="active",
            taking={"happenings": [], "stage_type": None},
            found_at=NOW,
            settled_at=NOW if settled else None,
            settled_as=Side.OURS if settled else None,
        )
        session.add(row)
        session.commit()
        return row.id


def test_what_the_ats_says_otherwise_stands_on_the_page_with_a_way_to_settle_it(house: House) -> None:
    application = asking(house)
    disagree(house, application, "status", "hired", settled=True)
    assert "Your ATS says something else" not in page(house, application)
    status, stage = (
        disagree(house, application, "status", "rejected"),
        disagree(house, application, "stage", "Panel"),
    )
    said = page(house, application)
    assert "Your ATS says something else: rejected, Sun 22 Nov" in said
    assert "(lever). When its export came, it was active here. No outcome goes to them until" in said
    assert "Your ATS says something else of their stage: Panel" in said
    assert said.count("Your ATS says something else") == 2
    raw = house.get("recruiter", f"/applications/{application}").text
    assert [f'href="/imports/differences#difference-{each}"' in raw for each in (status, stage)] == [True] * 2
    theirs = house.get("recruiter", "/imports/differences").text
    assert [f'id="difference-{each}"' in theirs for each in (status, stage)] == [True] * 2


def test_who_does_not_import_is_told_who_settles_it(house: House) -> None:
    application = asking(house)
    disagree(house, application, "status", "rejected")
    assert "until whoever imports says what is true" in page(house, application, "hiring_manager")
    raw = house.get("hiring_manager", f"/applications/{application}").text
    assert "/imports/differences" not in raw


# --- at what cost ----------------------------------------------------------------------------------


def test_the_page_takes_at_most_twelve_statements_however_much_happened(house: House) -> None:
    application = asking(house)
    house.get("recruiter", f"/applications/{application}")
    counts = []
    for more in (0, 30):
        with house.writing() as session:
            row = session.get_one(Application, application)
            for number in range(more):
                word = Contact(
                    "in", Channel.EMAIL, NOW - timedelta(minutes=number), kind="information", text="x"
                )
                journey.log_contact(session, row, word, now=NOW, actor_id=None)
                held = Booking(
                    StageType.INTERVIEW, InterviewKind.PHONE, NOW - DAY, NOW - DAY + timedelta(minutes=5)
                )
                if number < 5:
                    journey.book_interview(session, row, held, now=NOW, actor_id=None)
            session.commit()
        with house.counted() as said:
            house.get("recruiter", f"/applications/{application}")
        counts.append(len([each for each in said if not each.startswith("BEGIN")]))
    assert counts[0] == counts[1] <= 12

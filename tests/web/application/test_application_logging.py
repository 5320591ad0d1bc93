"""Words that passed elsewhere are logged: each moves exactly the clocks it should, and says so before."""

import pytest

from recruiterdash.candidates.models import Application, ApplicationState, Disposition, Outcome
from recruiterdash.journey.decisions import decide
from tests.web.application.cast import asking, events, log, running, shown_in, standing, text_of
from tests.web.nouns.house import NOW, House

#: What runs for somebody interviewed three days ago who asked yesterday.
BEFORE = {"ACK", "SILENCE", "DECISION", "REPLY", "LEGAL_ON45"}
#: A word that reached them: acknowledged, answered, and the silence counted anew.
SPOKEN = {"ACK", "REPLY"}


@pytest.mark.parametrize(
    ("said", "stops", "anew"),
    [
        pytest.param({"kind": "phone"}, SPOKEN, {"SILENCE"}, id="a call"),
        pytest.param(
            {"kind": "phone", "says_status": "y"},
            SPOKEN | {"LEGAL_ON45"},
            {"SILENCE"},
            id="a call on where they stand",
        ),
        pytest.param(
            {"kind": "phone", "reached": "voicemail", "says_status": "y"}, set(), set(), id="a voicemail"
        ),
        pytest.param({"kind": "phone", "reached": "no_answer"}, set(), set(), id="no answer"),
        pytest.param(
            {"kind": "meeting", "says_status": "y"}, SPOKEN | {"LEGAL_ON45"}, {"SILENCE"}, id="a conversation"
        ),
        pytest.param({"kind": "letter"}, SPOKEN, {"SILENCE"}, id="a letter by post"),
        pytest.param({"kind": "linkedin"}, SPOKEN, {"SILENCE"}, id="LinkedIn"),
        pytest.param({"kind": "text"}, SPOKEN, {"SILENCE"}, id="a text message"),
        pytest.param(
            {"kind": "email", "says_status": "y"},
            SPOKEN | {"LEGAL_ON45"},
            {"SILENCE"},
            id="mail from elsewhere",
        ),
        pytest.param(
            {"kind": "phone", "decision": "advance"},
            SPOKEN | {"LEGAL_ON45", "DECISION"},
            {"SILENCE"},
            id="they go ahead",
        ),
        pytest.param({"kind": "phone", "asks": "y"}, SPOKEN | {"SILENCE"}, set(), id="we ask for something"),
        pytest.param({"direction": "in", "word": "question"}, set(), set(), id="they ask again"),
        pytest.param({"direction": "in", "word": "thank_you"}, set(), set(), id="they thank"),
        pytest.param(
            {"direction": "in", "word": "thank_you_question"}, set(), set(), id="they thank and ask"
        ),
        pytest.param(
            {"direction": "in", "word": "deliverable"}, set(), {"SILENCE"}, id="they send what was asked"
        ),
        pytest.param({"direction": "in", "word": "information"}, set(), set(), id="they tell something"),
        pytest.param(
            {"direction": "in", "word": "delay_request", "until": "2026-12-01"},
            {"SILENCE"},
            set(),
            id="they need time",
        ),
        pytest.param(
            {"direction": "in", "word": "reschedule_request"}, set(), set(), id="they want another date"
        ),
        pytest.param(
            {"direction": "in", "word": "candidate_deadline", "until": "2026-11-27"},
            set(),
            set(),
            id="another offer",
        ),
        pytest.param({"direction": "in", "word": "withdraw"}, BEFORE, set(), id="they withdraw"),
    ],
)
def test_each_word_moves_exactly_its_clocks(
    house: House, said: dict[str, str], stops: set[str], anew: set[str]
) -> None:
    application = asking(house)
    before = running(house, application)
    assert set(before) == BEFORE
    assert log(house, application, **said).status_code == 303
    after = running(house, application)
    assert {name for name in before if name not in after} == stops
    assert {name for name in before if name in after and after[name][0] != before[name][0]} == anew


@pytest.mark.parametrize(
    ("said", "opens"),
    [
        ({"direction": "in", "word": "thank_you"}, {"COURTESY_REPLY"}),
        ({"direction": "in", "word": "candidate_deadline", "until": "2026-11-27"}, {"CANDIDATE_DEADLINE"}),
        ({"kind": "phone", "promised": "2026-11-27"}, {"PROMISE"}),
        ({"kind": "phone", "decision": "advance"}, {"WRITTEN_CONFIRM"}),
        ({"kind": "letter", "decision": "advance"}, set()),
    ],
)
def test_words_open_their_clocks(house: House, said: dict[str, str], opens: set[str]) -> None:
    application = asking(house)
    log(house, application, **said)
    assert set(running(house, application)) - BEFORE == opens


def test_a_request_for_time_pauses_the_decision(house: House) -> None:
    application = asking(house)
    log(house, application, direction="in", word="delay_request", until="2026-12-01")
    assert running(house, application)["DECISION"][1]
    assert standing(house, application).holder == "recruiter"


def test_asking_again_counts_as_a_chaser(house: House) -> None:
    application = asking(house)
    log(house, application, direction="in", word="question")
    assert standing(house, application).chasers == 2


def test_a_withdrawal_closes_and_its_undoing_opens_again(house: House) -> None:
    application = asking(house)
    log(house, application, direction="in", word="withdraw", kind="email")
    with house.writing() as session:
        row = session.get_one(Application, application)
        assert (row.state, row.disposition) == (ApplicationState.WITHDRAWN, Disposition.WITHDREW)
    entry = events(house, application)[-1]
    house.post("recruiter", f"/applications/{application}/events/{entry.id}/undo", reason="Wrong person")
    with house.writing() as session:
        row = session.get_one(Application, application)
        assert (row.state, row.disposition) == (ApplicationState.ACTIVE, None)
    assert set(running(house, application)) == BEFORE


# --- before it is saved ----------------------------------------------------------------------------


def test_the_page_says_what_it_will_do_before_anything_is_saved(house: House) -> None:
    application = asking(house)
    page = house.post(
        "recruiter",
        f"/applications/{application}/log",
        direction="out",
        kind="phone",
        reached="reached",
        happened_at="2026-11-23T10:55",
    )
    said = text_of(page)
    assert page.status_code == 200
    assert (
        "Stops: Unanswered question, Acknowledgement." in said
        or "Stops: Acknowledgement, Unanswered question." in said
    )
    assert "Does not stop: Decision, Duty by law." in said
    assert "press “Log it” again" in said
    assert len(events(house, application)) == 3


def test_the_opened_form_has_said_it_already_so_that_one_click_logs(house: House) -> None:
    application = asking(house)
    path = f"/applications/{application}/log?direction=out&kind=phone"
    opened = house.get("recruiter", path)
    sent = house.post(
        "recruiter",
        path,
        direction="out",
        kind="phone",
        reached="reached",
        happened_at="2026-11-23T11:00",
        opened_at=NOW.isoformat(),
        shown=shown_in(opened),
    )
    assert sent.status_code == 303
    assert events(house, application)[-1].happened_at == NOW


def test_a_voicemail_says_that_it_does_nothing(house: House) -> None:
    application = asking(house)
    said = text_of(house.get("recruiter", f"/applications/{application}/log?kind=voicemail"))
    assert "Nothing: it is kept in the timeline and counts for no clock." in said


def test_a_look_saves_nothing_even_when_it_was_seen_before(house: House) -> None:
    application = asking(house)
    fields = {"direction": "out", "kind": "phone", "reached": "reached", "happened_at": "2026-11-23T10:55"}
    path = f"/applications/{application}/log"
    seen = shown_in(house.post("recruiter", path, **fields))
    assert house.post("recruiter", path, **fields, shown=seen, look="1").status_code == 200
    assert len(events(house, application)) == 3


def test_the_preview_asks_nothing_of_the_database_but_to_read(house: House) -> None:
    application = asking(house)
    house.get("recruiter", f"/applications/{application}")
    query = "direction=out&kind=phone&reached=reached&happened_at=2026-11-23T10:55"
    with house.counted() as said:
        page = house.get("recruiter", f"/applications/{application}/log/effects?{query}")
    assert "Stops:" in text_of(page)
    assert not [each for each in said if not each.startswith(("SELECT", "BEGIN"))]


# --- when it happened ------------------------------------------------------------------------------


def test_what_happened_more_than_a_day_ago_is_marked_as_logged_late(house: House) -> None:
    application = asking(house)
    log(house, application, happened_at="2026-11-22T10:59", kind="letter")
    assert "Letter by post logged late" in text_of(house.get("recruiter", f"/applications/{application}"))
    assert house.details("contact.log")[-1]["late"] is True


def test_what_happened_today_is_not(house: House) -> None:
    application = asking(house)
    log(house, application, happened_at="2026-11-22T11:01", kind="letter")
    assert "logged late" not in text_of(house.get("recruiter", f"/applications/{application}"))


def test_what_has_not_happened_yet_is_refused(house: House) -> None:
    application = asking(house)
    refused = log(house, application, happened_at="2026-11-23T11:10", text="They sounded glad")
    assert refused.status_code == 422
    assert "That moment has not come yet" in text_of(refused)
    assert "They sounded glad" in refused.text
    assert len(events(house, application)) == 3


def test_the_hour_is_the_offices(house: House) -> None:
    application = asking(house)
    log(house, application, happened_at="2026-11-23T09:30")
    assert events(house, application)[-1].happened_at.isoformat() == "2026-11-23T08:30:00+00:00"


def test_a_call_before_the_application_is_refused(house: House) -> None:
    application = asking(house)
    assert "before they applied" in text_of(log(house, application, happened_at="2026-11-01T09:30"))


# --- what was promised and asked -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            "2026-11-28",
            "Nobody works on Saturday 28 November 2026: the nearest day is Friday 27 November 2026.",
        ),
        ("2026-12-15", "is more than 15 business days ahead: the last day is Monday 14 December 2026."),
        ("2026-11-23", "was not ahead of us when it was said: the nearest day is Tuesday 24 November 2026."),
    ],
)
def test_a_day_nobody_can_keep_is_not_promised(house: House, day: str, words: str) -> None:
    application = asking(house)
    refused = log(house, application, promised=day)
    assert refused.status_code == 422
    assert words in text_of(refused)


def test_a_day_without_a_request_is_questioned(house: House) -> None:
    application = asking(house)
    assert "A day without a request" in text_of(log(house, application, deadline="2026-11-27"))


@pytest.mark.parametrize("day", ["2027-11-26", "2099-12-31", "9999-12-31"])
@pytest.mark.parametrize(
    "said",
    [
        {"asks": "y", "deadline": ""},
        {"direction": "in", "word": "candidate_deadline", "until": ""},
        {"direction": "in", "word": "delay_request", "until": ""},
    ],
)
def test_a_day_beyond_a_year_is_a_slip_of_the_pen(house: House, said: dict[str, str], day: str) -> None:
    application = asking(house)
    refused = log(house, application, **{name: value or day for name, value in said.items()})
    assert refused.status_code == 422
    assert "is more than a year away: look at the year." in text_of(refused)


def test_their_deadline_needs_its_day(house: House) -> None:
    application = asking(house)
    refused = log(house, application, direction="in", word="candidate_deadline")
    assert refused.status_code == 422
    assert "Say which day they named." in text_of(refused)


# --- what was decided ------------------------------------------------------------------------------


def decided(house: House, application: int, outcome: Outcome, name: str = "hiring_manager") -> None:
    with house.writing() as session:
        row = session.get_one(Application, application)
        reason = Disposition.NOT_SELECTED if outcome is Outcome.REJECT else None
        decide(session, row, outcome, now=NOW, actor_id=house.users[name], reason=reason)
        session.commit()


def test_a_no_that_was_never_decided_cannot_have_been_told(house: House) -> None:
    application = asking(house)
    refused = log(house, application, decision="reject")
    assert refused.status_code == 422
    assert "record it with its reason" in text_of(refused)


def test_a_no_told_in_a_call_stops_all_and_closes(house: House) -> None:
    application = asking(house)
    decided(house, application, Outcome.REJECT)
    assert log(house, application, decision="reject", happened_at="2026-11-23T11:00").status_code == 303
    told = standing(house, application)
    assert (told.closed, told.told_how) == ("rejected", "phone")
    assert set(running(house, application)) == {"WRITTEN_CONFIRM"}
    assert "Told" in text_of(house.get("recruiter", f"/applications/{application}"))


def test_a_voicemail_tells_nobody_a_decision(house: House) -> None:
    application = asking(house)
    decided(house, application, Outcome.REJECT)
    log(house, application, reached="voicemail", decision="reject", happened_at="2026-11-23T11:00")
    assert standing(house, application).told_at is None
    assert "NOT told yet" in text_of(house.get("recruiter", f"/applications/{application}"))


def test_what_contradicts_the_record_is_refused_naming_who_and_when(house: House) -> None:
    application = asking(house)
    decided(house, application, Outcome.REJECT)
    refused = log(house, application, decision="advance", text="I said they go ahead")
    assert refused.status_code == 409
    said = text_of(refused)
    assert "The decision on record is another one (no, version 1)." in said
    assert "Last changed by hiring_manager, Mon 23 Nov 11:00." in said
    assert "I said they go ahead" in refused.text
    assert len(events(house, application)) == 4


def test_a_decision_told_on_an_older_page_is_refused_naming_who_and_when(house: House) -> None:
    application = asking(house)
    looked_at = house.version(Application, application)
    decided(house, application, Outcome.ADVANCE)
    refused = log(house, application, decision="advance", version=looked_at)
    assert refused.status_code == 409
    assert "changed by hiring_manager at 23 Nov 10:00 UTC" in text_of(refused)
    # the page that said so carries the new version: looked at, it goes through
    assert log(house, application, decision="advance").status_code == 303


# --- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("recruiter", 200),
        ("hiring_manager", 200),
        ("hr", 200),
        ("other_recruiter", 404),
        ("other_manager", 404),
    ],
)
def test_only_who_sees_the_person_may_log(house: House, name: str, status: int) -> None:
    application = asking(house)
    assert house.get(name, f"/applications/{application}/log").status_code == status
    fields = {"direction": "out", "kind": "phone", "reached": "reached", "happened_at": "2026-11-23T10:55"}
    assert house.post(name, f"/applications/{application}/log", **fields).status_code == status


@pytest.mark.parametrize("name", ["interviewer", "viewer", "auditor"])
def test_other_roles_may_not(house: House, name: str) -> None:
    application = asking(house)
    assert house.get(name, f"/applications/{application}/log").status_code == 403


def test_an_act_is_audited_without_what_was_said(house: House) -> None:
    application = asking(house)
    log(house, application, text="They told me about their mother")
    detail = house.details("contact.log")[-1]
    assert detail == {"direction": "out", "channel": "phone", "late": False}

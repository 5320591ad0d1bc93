"""Interviews: booked, moved, called off, held or not, scorecards, and what was said at the end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Interview, InterviewState, PanelMember
from recruiterdash.waiting.models import Clock, Standing
from tests.web.nouns.house import NOW, House, numbers_in


def booking(house: House, **said: object) -> dict[str, object]:
    return {
        "day": "2026-11-25",
        "starts": "15:00",
        "ends": "16:00",
        "later": "",
        "stage_type": "interview",
        "kind": "video",
        "topic": "Ward rounds",
        "panel": [house.users["interviewer"], house.users["hiring_manager"]],
        **said,
    }


def booked(house: House, application: int, **said: object) -> int:
    answer = house.post("recruiter", f"/applications/{application}/interviews/new", **booking(house, **said))
    assert answer.status_code == 303, answer.text
    return numbers_in(answer.location)[0]


def stored(house: House, interview: int) -> Interview:
    with house.writing() as session:
        return session.get_one(Interview, interview)


def act(house: House, name: str, interview: int, verb: str, **said: object) -> int:
    version = stored(house, interview).version
    return house.post(name, f"/interviews/{interview}/{verb}", version=version, **said).status_code


def test_an_interview_is_booked_in_the_offices_zone(house: House) -> None:
    one = house.application(house.requisition())
    assert "DECISION" in house.clocks(one)
    assert house.get("recruiter", f"/applications/{one}/interviews/new").status_code == 200
    made = booked(house, one)
    row = stored(house, made)
    assert row.starts_at == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert (row.state, row.scorecards_owed, row.topic) == (InterviewState.SCHEDULED, 2, "Ward rounds")
    assert "Wed 25 Nov 15:00" in house.get("hiring_manager", f"/interviews/{made}").text
    assert "interview.book" in house.acts("application", one)


@pytest.mark.parametrize("day", ["2027-11-26", "2099-12-31", "2100-12-31"])
def test_nobody_is_booked_beyond_a_year(house: House, day: str) -> None:
    one = house.application(house.requisition())
    answer = house.post("recruiter", f"/applications/{one}/interviews/new", **booking(house, day=day))
    assert answer.status_code == 422
    assert "is more than a year away" in answer.text
    made = booked(house, one)
    moved = {"day": day, "starts": "15:00", "ends": "16:00", "later": "", "by": "employer"}
    assert act(house, "recruiter", made, "move", **moved) == 422
    assert stored(house, made).starts_at == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


def test_the_same_form_sent_twice_books_once(house: House) -> None:
    one = house.application(house.requisition())
    booked(house, one)
    answer = house.post("recruiter", f"/applications/{one}/interviews/new", **booking(house))
    assert answer.status_code == 409
    assert "booked already" in answer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "14:00"}, "ends before it starts"),
        ({"starts": "02:00"}, "twelve hours"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "03:30"}, "The clocks go forward"),
        ({"day": "2027-10-31", "starts": "02:15", "ends": "02:45"}, "comes twice"),
        ({"day": "0001-01-01"}, "year 1"),
        ({"day": "tomorrow"}, "Not a valid date"),
        ({"topic": "x" * 201}, "at most 200"),
        ({"topic": "a\u202eb"}, "U+202E"),
        ({"panel": [999_999]}, "Choose from the list"),
        ({"stage_type": "offer"}, "Not a valid choice"),
        ({"kind": "pigeon"}, "Not a valid choice"),
    ],
)
def test_an_interview_that_cannot_be_is_refused_in_words(
    house: House, wrong: dict[str, object], said: str
) -> None:
    one = house.application(house.requisition())
    answer = house.post("recruiter", f"/applications/{one}/interviews/new", **booking(house, **wrong))
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_in_the_night_the_clocks_go_back_one_says_which_hour_is_meant(
    house: House, which: str, hour: int
) -> None:
    one = house.application(house.requisition())
    given = {"day": "2027-10-31", "starts": "02:15", "ends": "02:45", "later": which}
    assert stored(house, booked(house, one, **given)).starts_at == datetime(
        2027, 10, 31, hour, 15, tzinfo=UTC
    )


def test_one_that_is_over_is_kept_as_held(house: House) -> None:
    one = house.application(house.requisition(), days_ago=10)
    made = booked(house, one, day="2026-11-19", starts="10:00", ends="11:00")
    assert stored(house, made).state is InterviewState.HELD
    assert house.clocks(one)["DECISION"] is not None


def test_who_stands_behind_the_wall_does_not_sit_in_the_panel(house: House) -> None:
    person = house.person(
        internal=True, internal_source="HR", current_manager_id=house.users["hiring_manager"]
    )
    one = house.application(house.requisition(), person)
    answer = house.post("recruiter", f"/applications/{one}/interviews/new", **booking(house))
    assert answer.status_code == 422
    assert "the wall keeps them out" in answer.text


def test_an_interview_is_moved_by_one_and_not_by_two(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    version = stored(house, made).version
    given = {
        "day": "2026-11-26",
        "starts": "09:00",
        "ends": "10:00",
        "later": "",
        "by": "candidate",
        "version": version,
    }
    assert 'value="2026-11-25"' in house.get("recruiter", f"/interviews/{made}/move").text
    assert house.post("recruiter", f"/interviews/{made}/move", **given).status_code == 303
    assert stored(house, made).starts_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    answer = house.post("admin", f"/interviews/{made}/move", **{**given, "day": "2026-11-27"})
    assert answer.status_code == 409
    assert "2026-11-26" in answer.text
    assert "2026-11-27" in answer.text


@pytest.mark.parametrize("by", ["employer", "candidate"])
def test_an_interview_is_called_off_by_us_or_by_them(house: House, by: str) -> None:
    one = house.application(house.requisition(), days_ago=1)
    before = house.clocks(one)["DECISION"]
    made = booked(house, one)
    assert act(house, "recruiter", made, "cancel", by="nobody") == 422
    assert act(house, "recruiter", made, "cancel", by=by) == 303
    assert stored(house, made).state is InterviewState.CANCELLED
    after = house.clocks(one).get("DECISION")
    assert (after == before) is (by == "employer"), "restored as if never booked, or paused"
    assert act(house, "recruiter", made, "cancel", by=by) == 409


def test_its_end_passes_and_it_counts_as_held_until_somebody_says_otherwise(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    with house.later(days=3):
        page = house.get("recruiter", f"/interviews/{made}").text
        assert "Assumed held" in page
        assert "It did not: they did not come" in page
        assert act(house, "recruiter", made, "no-show", by="candidate") == 303
        assert stored(house, made).state is InterviewState.NO_SHOW
        assert "Assumed held" not in house.get("recruiter", f"/interviews/{made}").text


def test_what_was_said_to_be_held_can_be_corrected(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    assert act(house, "recruiter", made, "held") == 422, "it has not ended"
    with house.later(days=3):
        assert act(house, "recruiter", made, "held") == 303
        assert stored(house, made).state is InterviewState.HELD
        assert act(house, "recruiter", made, "no-show", by="employer") == 303
        assert stored(house, made).state is InterviewState.NO_SHOW


@pytest.mark.parametrize("by", ["candidate", "employer"])
def test_who_was_said_not_to_have_come_can_be_said_to_have_been_there(house: House, by: str) -> None:
    """A slip of one key is corrected, and the clocks run as if it had been said at once."""
    requisition = house.requisition()
    one, other = house.application(requisition), house.application(requisition)
    made, beside = booked(house, one), booked(house, other)
    with house.later(days=3):
        assert act(house, "recruiter", beside, "held") == 303
        assert act(house, "recruiter", made, "no-show", by=by) == 303
        assert house.clocks(one) != house.clocks(other)
        assert "It took place after all" in house.get("recruiter", f"/interviews/{made}").text
        assert act(house, "recruiter", made, "held") == 303
        assert stored(house, made).state is InterviewState.HELD
        assert house.clocks(one) == house.clocks(other)


def test_a_button_on_an_old_page_does_nothing_and_says_who_was_first(house: House) -> None:
    made = booked(house, house.application(house.requisition()))
    old = stored(house, made).version
    assert act(house, "admin", made, "cancel", by="employer") == 303
    answer = house.post("recruiter", f"/interviews/{made}/cancel", version=old, by="candidate")
    assert answer.status_code == 409
    assert "changed by admin" in answer.text


def test_panel_and_kind_are_corrected_and_scorecards_follow(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    given = {"kind": "onsite", "topic": "Tour", "panel": [house.users["interviewer"]], "preliminary": "y"}
    version = stored(house, made).version
    assert house.get("recruiter", f"/interviews/{made}/edit").status_code == 200
    assert house.post("recruiter", f"/interviews/{made}/edit", version=version, **given).status_code == 303
    row = stored(house, made)
    assert (row.kind, row.topic, row.scorecards_owed, row.preliminary) == ("onsite", "Tour", 1, True)
    assert house.details("interview.edit")[-1]["changed"] == ["kind", "panel", "preliminary", "topic"]
    answer = house.post("admin", f"/interviews/{made}/edit", version=version, **{**given, "topic": "Mine"})
    assert answer.status_code == 409
    assert "Tour" in answer.text


# --- the wrap-up -----------------------------------------------------------------------------------


def wrap_up(house: House, interview: int, **said: object) -> tuple[int, str]:
    version = stored(house, interview).version
    answer = house.post("recruiter", f"/interviews/{interview}/wrap-up", **{"version": version, **said})
    return answer.status_code, answer.text


def test_a_day_named_at_the_end_becomes_a_promise(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    assert house.get("recruiter", f"/interviews/{made}/wrap-up").status_code == 422
    with house.later(days=3):
        assert house.get("recruiter", f"/interviews/{made}/wrap-up").status_code == 200
        status, _ = wrap_up(house, made, named="date", promised="2026-12-01", said="We talked about shifts.")
        assert status == 303
        assert stored(house, made).state is InterviewState.HELD
        assert house.clocks(one)["PROMISE"] == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"named": "date", "promised": "2026-11-28"}, "nearest day is Friday 27 November"),
        ({"named": "date", "promised": "2026-12-24"}, "15 business days"),
        ({"named": "date", "promised": "2026-11-25"}, "not ahead"),
        ({"named": "date", "promised": ""}, "Write the day you named"),
        ({"named": "date", "promised": "0001-01-01"}, "not ahead"),
        ({"named": "date", "promised": "9999-12-31"}, "business days"),
        ({}, "Say whether a date was named"),
        ({"named": "none", "said": "x\0y"}, "write it without"),
    ],
)
def test_a_day_that_cannot_be_promised_is_refused_with_the_nearest(
    house: House, said: dict[str, object], words: str
) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    with house.later(days=3):
        status, page = wrap_up(house, made, **said)
        assert status == 422
        assert words in page
        assert stored(house, made).state is InterviewState.SCHEDULED, "nothing of it was kept"


def test_no_day_named_is_kept_as_such(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one)
    with house.later(days=3):
        assert wrap_up(house, made, named="none")[0] == 303
        assert "PROMISE" not in house.clocks(one)
        old = stored(house, made).version - 1
        assert wrap_up(house, made, named="none", version=old)[0] == 409


def promised_before(house: House, application: int, day: date) -> None:
    """A call before the interview named a day."""
    said = journey.Contact("out", journey.Channel.PHONE, NOW - timedelta(hours=1), promised=day)
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.log_contact(session, row, said, now=NOW, actor_id=house.users["recruiter"])
        session.commit()


def promises(house: House, application: int) -> list[str | None]:
    """How each promise ended, oldest first; None for the one that runs."""
    with house.writing() as session:
        rows = select(Clock.result).where(Clock.application_id == application, Clock.name == "PROMISE")
        return list(session.scalars(rows.order_by(Clock.cycle)))


def counted(house: House, application: int) -> tuple[int, int]:
    with house.writing() as session:
        row = session.scalars(select(Standing).where(Standing.application_id == application)).one()
        return row.slips, row.broken


@pytest.mark.parametrize(
    ("before", "named", "said", "slips", "broken"),
    [
        pytest.param(
            date(2026, 11, 27),
            "2026-12-01",
            "promised a word by Friday 27 November 2026 already: naming a later day moves that promise",
            1,
            0,
            id="a later day",
        ),
        pytest.param(date(2026, 12, 1), "2026-11-27", "already", 0, 0, id="an earlier day"),
        pytest.param(
            date(2026, 11, 24), "2026-12-01", "did not get it: that promise stays broken", 0, 1, id="broken"
        ),
    ],
)
def test_a_day_named_while_another_is_promised_moves_that_promise_and_never_keeps_it(
    house: House, before: date, named: str, said: str, slips: int, broken: int
) -> None:
    one = house.application(house.requisition())
    promised_before(house, one, before)
    made = booked(house, one)
    with house.later(days=3):
        assert said in house.get("recruiter", f"/interviews/{made}/wrap-up").text
        assert wrap_up(house, made, named="date", promised=named)[0] == 303
        page = house.get("recruiter", f"/applications/{one}").text
        assert ("it counts as a slip" in page) is bool(slips)
        assert promises(house, one) == ["ended", None]
        assert counted(house, one) == (slips, broken)
        assert "kept</span>" not in page


def test_without_a_promise_the_wrap_up_speaks_of_none(house: House) -> None:
    made = booked(house, house.application(house.requisition()))
    with house.later(days=3):
        assert "promised a word" not in house.get("recruiter", f"/interviews/{made}/wrap-up").text


# --- one's own interviews --------------------------------------------------------------------------


def test_an_interviewer_sees_who_for_what_and_when_and_nothing_else(house: House) -> None:
    person = house.person("Grace", "Hopper", email="grace@example.org", phone="+1 555 0199")
    requisition = house.requisition("Compiler Writer")
    one = house.application(requisition, person)
    made = booked(house, one)
    page = house.get("interviewer", "/interviews").text
    assert "Grace Hopper" in page
    assert "Compiler Writer" in page
    assert "grace@example.org" not in page
    assert f"/applications/{one}" not in page
    for path in (f"/interviews/{made}", f"/candidates/{person}", f"/requisitions/{requisition}", "/queue"):
        assert house.get("interviewer", path).status_code == 403, path
    with house.later(days=3):
        assert "Scorecards you owe" in house.get("interviewer", "/interviews").text
        assert house.post("interviewer", f"/interviews/{made}/scorecard").status_code == 303
        assert house.post("interviewer", f"/interviews/{made}/scorecard").status_code == 409
        assert "1 of 2 in" in house.get("recruiter", f"/interviews/{made}").text
        member = next(each for each in members(house, made) if each[1] == house.users["hiring_manager"])
        assert act(house, "recruiter", made, f"scorecards/{member[0]}") == 303
        assert "2 of 2 in" in house.get("recruiter", f"/interviews/{made}").text
        assert act(house, "recruiter", made, "scorecards/999999") == 404


def members(house: House, interview: int) -> list[tuple[int, int]]:
    with house.writing() as session:
        return [(row.id, row.user_id) for row in session.query(PanelMember).filter_by(interview_id=interview)]


def test_a_scorecard_comes_after_the_interview_and_from_the_panel_only(house: House) -> None:
    one = house.application(house.requisition())
    made = booked(house, one, panel=[house.users["interviewer"]])
    assert house.post("interviewer", f"/interviews/{made}/scorecard").status_code == 422
    with house.later(days=3):
        assert house.post("admin", f"/interviews/{made}/scorecard").status_code in (403, 404)
        assert house.post("hiring_manager", f"/interviews/{made}/scorecard").status_code in (403, 404)


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
def test_the_wall_stands_on_the_interviewers_page_too(house: House, column: str) -> None:
    name = f"Wall {next(house.numbers)}"
    person = house.person(name, "Flower", internal=True, internal_source="HR")
    made = booked(house, house.application(house.requisition(), person))
    assert f"{name} Flower" in house.get("interviewer", "/interviews").text
    house.wall(person, column, "interviewer")
    assert f"{name} Flower" not in house.get("interviewer", "/interviews").text
    with house.later(days=3):
        assert house.post("interviewer", f"/interviews/{made}/scorecard").status_code == 404
    house.wall(person, column, None)


@pytest.mark.parametrize("part", ["", "/edit", "/move", "/wrap-up"])
def test_who_may_not_see_the_person_does_not_find_their_interview(house: House, part: str) -> None:
    person = house.person("Hidden", internal=True, internal_source="HR")
    made = booked(house, house.application(house.requisition(), person))
    with house.later(days=3):
        assert house.get("other_recruiter", f"/interviews/{made}{part}").status_code == 404
        house.wall(person, "current_manager_id", "admin")
        assert house.get("admin", f"/interviews/{made}{part}").status_code == 404
    house.wall(person, "current_manager_id", None)

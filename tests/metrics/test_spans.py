"""What is measured of one history, told without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from recruiterdash.metrics.cuts import About, Span, Told
from recruiterdash.metrics.estimates import segments
from recruiterdash.metrics.spans import spans_of
from recruiterdash.metrics.views import seen
from recruiterdash.waiting import Happening, Person, replay
from tests.waiting.cases import rulebook
from tests.waiting.histories import Story, stories

MONDAY = datetime(2026, 11, 2, 15, tzinfo=UTC)


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def spans(*happenings: Happening, about: About = About(), late: bool = False) -> dict[str, list[Span]]:
    numbered = [each._replace(id=number) for number, each in enumerate(happenings, 1)]
    told = [Told(each, each.at + timedelta(days=3 if late else 0), "person") for each in numbered]
    course = replay(numbered, rulebook("NYC", ontario=False), Person())
    found: dict[str, list[Span]] = {}
    for span in spans_of(told, course, about):
        found.setdefault(span.kind, []).append(span)
    return found


def said(days: float, kind: str = "personal", **more: Any) -> Happening:
    return Happening(at(days), "out", kind, **more)


APPLIED = Happening(at(0), "applied")
HELD = Happening(at(1), "interview_held", stage="interview")

FIRST_WORDS = [
    pytest.param([], "", None, id="nothing was said"),
    pytest.param([said(1, "auto_ack")], "", None, id="automatic mail is no word of a person"),
    pytest.param([said(1, "voicemail"), said(2)], "answered", 2, id="a voicemail reaches nobody"),
    pytest.param([said(1, bounced=True), said(3)], "answered", 3, id="what came back was not said"),
    pytest.param([said(1, "bulk"), said(2)], "answered", 2, id="a bulk word without a date says nothing"),
    pytest.param([said(1, "bulk", decision="reject")], "answered", 1, id="a bulk decision counts"),
    pytest.param([Happening(at(2), "in", "withdraw"), said(3)], "withdrew", 2, id="they left before"),
    pytest.param(
        [Happening(at(2), "close", value="waived")], "closed as waived without a word", 2, id="waived"
    ),
    pytest.param([said(1), Happening(at(2), "undo", voids=2)], "", None, id="taken back"),
]


@pytest.mark.parametrize(("happenings", "outcome", "days"), FIRST_WORDS)
def test_the_first_word_of_a_person(happenings: list[Happening], outcome: str, days: float | None) -> None:
    (found,) = spans(APPLIED, *happenings)["first_word"]
    assert found.outcome == outcome
    assert found.ended_at == (None if days is None else at(days))


def test_a_new_effort_takes_the_place_of_the_wait_before() -> None:
    first, second = spans(APPLIED, HELD, said(4, decision="reject"))["decision_wait"]
    assert first.data["replaced"] == at(1).isoformat()
    assert (second.started_at, second.ended_at, second.outcome) == (at(1), at(4), "answered")
    seen_then = seen(1, 1, second, at(3))
    assert seen_then is not None
    assert (seen_then.ended_at, seen_then.outcome) == (None, "")
    assert seen(1, 1, second, at(0.5)) is None


def test_an_invitation_is_an_answer_and_a_hire_is_one() -> None:
    booked = Happening(at(2), "interview_scheduled", end=at(5), stage="screen")
    assert spans(APPLIED, booked)["decision_wait"][0].how == "invited"
    hired = spans(APPLIED, HELD, Happening(at(3), "decision", value="hire"))["decision_wait"][-1]
    assert (hired.outcome, hired.how, hired.ended_at) == ("answered", "hired", at(3))


def test_promises_are_kept_moved_or_broken() -> None:
    day = at(3).date()
    for words, outcome in (
        ([said(1, next_date=day), said(2, decision="advance")], "kept"),
        ([said(1, next_date=day), said(2, next_date=at(8).date())], "moved"),
        ([said(1, next_date=day), said(5, next_date=at(8).date())], "broken"),
        ([said(1, next_date=day), said(5, decision="reject")], "broken"),
        ([said(1, next_date=day)], ""),
    ):
        assert spans(APPLIED, *words)["promise"][0].outcome == outcome


def test_a_question_after_a_broken_date_is_marked() -> None:
    asked = [Happening(at(days), "in", "question") for days in (2, 5)]
    found = spans(APPLIED, said(1, next_date=at(3).date()), *asked)["question"]
    assert [bool(each.data.get("broken")) for each in found] == [False, True]


def test_what_was_logged_late_is_marked() -> None:
    assert spans(APPLIED, said(1, "phone"), late=True)["word"][0].data["late"]
    assert "late" not in spans(APPLIED, said(1, "phone"))["word"][0].data


def test_where_words_are_not_told_none_known_is_not_none_said() -> None:
    report = About(at(6), "greenhouse")
    found = spans(APPLIED, about=report)
    assert found["first_word"][0].outcome == "imported without messages"
    assert found["acknowledgement"][0].outcome == "imported without messages"
    # who still waits for a decision is known to wait, from the import on
    assert found["decision_wait"][0].data["entry"] == at(6).isoformat()
    assert spans(APPLIED, about=About(at(6), "events"))["first_word"][0].outcome == ""


@settings(max_examples=80)
@given(stories())
def test_any_history_is_cut_without_a_gap(story: Story) -> None:
    course = replay(story.happenings, rulebook(story.office, ontario=story.ontario), story.person)
    told = [Told(each, each.at, "person") for each in story.happenings]
    for span in spans_of(told, course, About()):
        assert span.ended_at is None or span.ended_at >= span.started_at
        assert len(span.outcome) <= 80
        assert bool(span.outcome) or span.ended_at is None or span.ended_at > story.happenings[-1].at
        if span.kind == "decision_wait" and span.ended_at is not None:
            held = [(datetime.fromisoformat(when), who) for when, who in span.data.get("held", ())]
            cut = segments(held, span.started_at, span.ended_at)
            lengths = sum((each.end - each.start for each in cut), timedelta(0))
            assert lengths == span.ended_at - span.started_at
            if held:  # the same as the rules say of each moment
                assert all(each.who == course.holder_at(each.start) for each in cut)

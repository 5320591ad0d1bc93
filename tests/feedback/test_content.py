"""What a text lacks before a second reader gets it, what is due next, and counts that point at nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from recruiterdash.feedback.content import Action, Again, Content, Level, Owner, Point, Weight, flaws
from recruiterdash.feedback.due import Owed, steps
from recruiterdash.feedback.letter import page_of, pdf_of
from recruiterdash.feedback.measures import Fate, measures
from recruiterdash.feedback.record import Part, Record
from tests.feedback.test_protocol import FRESH, HANDED, HELD, NOW, READ, RELEASED, TALKED, UNOFFERED

TODAY = date(2026, 11, 23)
STRONG = Point("Planning", Level.MET, Weight.STRENGTH, "Planned a shift.", date(2026, 11, 10))
GAP = Point(
    "Measuring", Level.PARTLY, Weight.GAP, "No figures.", date(2026, 11, 10), "Figures before and after."
)
OTHER = Point("Leading", Level.MET)
TASK = Action("Measuring", "Measure one change.", Owner.EMPLOYEE, date(2027, 1, 29), "An hour a week")
WHOLE = Content((STRONG, GAP, OTHER), (TASK,), Again.NOT_YET, "Measuring", "Care coordination")

LACKING = {
    "no criteria": (replace(WHOLE, points=()), "names no criterion"),
    "a level": (replace(WHOLE, points=(STRONG, GAP, Point("Leading"))), "how far it was shown"),
    "evidence": (replace(WHOLE, points=(STRONG, replace(GAP, evidence=""))), "needs evidence"),
    "its day": (replace(WHOLE, points=(STRONG, replace(GAP, seen_on=None))), "needs the day"),
    "a day to come": (
        replace(WHOLE, points=(STRONG, replace(GAP, seen_on=date(2026, 12, 1)))),
        "has not come yet",
    ),
    "what would show it": (replace(WHOLE, points=(STRONG, replace(GAP, next_time=""))), "next time"),
    "a gap that was met": (replace(WHOLE, points=(STRONG, replace(GAP, level=Level.MET))), "it is no gap"),
    "a strength": (replace(WHOLE, points=(OTHER, GAP)), "names no strength"),
    "a gap": (replace(WHOLE, points=(STRONG, OTHER), actions=()), "names no gap"),
    "four gaps": (
        replace(WHOLE, points=(STRONG, *(replace(GAP, criterion=each) for each in "abcd"))),
        "names 4 gaps",
    ),
    "an action": (replace(WHOLE, actions=()), "needs an action"),
    "its owner": (replace(WHOLE, actions=(replace(TASK, owner=None),)), "has no owner"),
    "its date": (replace(WHOLE, actions=(replace(TASK, by=None),)), "has no date"),
    "a date gone by": (replace(WHOLE, actions=(replace(TASK, by=date(2026, 11, 1)),)), "gone by"),
    "an action for no gap": (
        replace(WHOLE, actions=(TASK, replace(TASK, criterion="Planning"))),
        "not among the gaps",
    ),
    "a manager who knows nothing": (
        replace(WHOLE, actions=(replace(TASK, owner=Owner.CURRENT_MANAGER),)),
        "once they know",
    ),
    "an outlook": (replace(WHOLE, again=None), "encourage them"),
    "what not yet hangs on": (replace(WHOLE, not_yet=""), "criterion it hangs on"),
}


@pytest.mark.parametrize(("content", "says"), LACKING.values(), ids=LACKING)
def test_what_is_missing_is_said(content: Content, says: str) -> None:
    found = flaws(content, TODAY, manager_informed=False)
    assert any(says in each for each in found), found


def test_a_whole_text_lacks_nothing() -> None:
    assert flaws(WHOLE, TODAY, manager_informed=False) == ()
    theirs = replace(WHOLE, actions=(replace(TASK, owner=Owner.CURRENT_MANAGER),))
    assert flaws(theirs, TODAY, manager_informed=True) == ()


OWED = Owed(NOW, NOW, NOW + timedelta(days=5), NOW + timedelta(days=10), NOW + timedelta(days=30))
NEXT = {
    "to be told": (replace(FRESH, told_at=None), "Tell the outcome", Part.GIVER),
    "to be offered a talk": (UNOFFERED, "Offer the talk", Part.GIVER),
    "to be written": (FRESH, "Write it", Part.GIVER),
    "to be read": (HANDED, "Read it", Part.HR),
    "to be talked about": (READ, "Hold the talk", Part.GIVER),
    "to be released": (TALKED, "Release", Part.GIVER),
    "to be released by hr": (replace(TALKED, agreement_applies=True), "Release", Part.HR),
    "to be followed up": (RELEASED, "30-day", Part.GIVER),
    "followed up once": (replace(RELEASED, followed_30_at=NOW), "90-day", Part.GIVER),
    "to be corrected": (replace(RELEASED, correction_asked_at=NOW), "wish for a correction", Part.HR),
    "on hold": (HELD, "legal hold", Part.HR),
}


@pytest.mark.parametrize(("record", "says", "whose"), NEXT.values(), ids=NEXT)
def test_what_is_due_next(record: Record, says: str, whose: Part) -> None:
    first = steps(record, OWED)[0]
    assert says in first.words
    assert first.whose is whose


def test_somebody_else_is_named_where_the_giver_is_gone() -> None:
    first = steps(FRESH, OWED, giver_gone=True)[0]
    assert (first.words, first.whose, first.due_at) == ("Name somebody else who gives it", Part.HR, OWED.talk)
    assert steps(replace(RELEASED, closed_at=NOW), OWED, giver_gone=True) == []


def test_nothing_is_due_once_it_is_closed_or_the_decision_is_gone() -> None:
    assert steps(replace(RELEASED, closed_at=NOW), OWED) == []
    assert steps(replace(FRESH, decided=False), OWED) == []


def fate(**facts: object) -> Fate:
    return Fate(told_at=datetime(2025, 6, 1, tzinfo=UTC), **facts)  # type: ignore[arg-type]


def test_fewer_than_five_are_never_counted() -> None:
    assert measures([fate(talked_in_time=True)] * 4, NOW) == []


@pytest.mark.parametrize(
    ("talked", "others", "shown", "share"),
    [(4, 8, None, None), (5, 4, None, None), (5, 5, 5, 50), (8, 8, 8, 50), (12, 0, None, None)],
)
def test_neither_a_few_nor_all_but_a_few_are_shown(
    talked: int, others: int, shown: int | None, share: int | None
) -> None:
    """Twelve of twelve would say of each of them that they had it."""
    first = measures([fate(talked_in_time=True)] * talked + [fate()] * others, NOW)[0]
    assert (first.shown, first.share) == (shown, share)


def test_who_has_not_had_their_year_is_not_counted_in_it() -> None:
    fresh = Fate(told_at=NOW - timedelta(days=30), applied_at=NOW)
    table = {each.words: each for each in measures([fresh] * 9, NOW)}
    assert table["applied again within a year"].total is None


def test_the_page_they_keep_is_one_page_whatever_stands_in_it() -> None:
    long = replace(GAP, evidence="word " * 80, next_time="word " * 60)
    points = [replace(long, criterion=f"Measuring {each}") for each in range(3)]
    strong = [replace(STRONG, criterion=f"Planning {each}", evidence="word " * 80) for each in range(3)]
    full = Content(
        (*strong, *points),
        tuple(replace(TASK, criterion=each.criterion, what="word " * 40) for each in points * 2),
        Again.YES,
        watch="word " * 60,
    )
    for content, to in ((WHOLE, "Jonas #panic() *Berg*"), (full, "Łukasz 美玲 عربي")):
        page = page_of(
            content, to=to, role="Staff “Nurse”", company="B", day=TODAY, giver="K", giver_title=""
        )
        made = pdf_of(page)
        assert made.startswith(b"%PDF-")
        assert made.count(b"/Type/Page\n") + made.count(b"/Type /Page\n") <= 1

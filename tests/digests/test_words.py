"""What mails to colleagues say, in sentences."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from recruiterdash.digests import composing, figures, said
from recruiterdash.metrics import Asked

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("NOTICE", "The outcome was due Friday 20 November 2026"),
        ("HOLD_NOTICE", "Word of the hold was due Friday 20 November 2026"),
        ("CANDIDATE_DEADLINE", "A word by the day they named was due Friday 20 November 2026"),
        ("DECISION", "Decision was due Friday 20 November 2026"),
        (None, "A word from us was due Friday 20 November 2026"),
    ],
)
def test_what_was_owed_is_said_in_a_sentence(clock: str | None, words: str) -> None:
    row = SimpleNamespace(clock=clock, due_at=datetime(2026, 11, 20, 9, tzinfo=UTC), zone="Europe/Madrid")
    assert said.owed(row, NOW) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "since", "words"),
    [
        ("decision_wait", date(2026, 11, 17), "the last 7 days"),
        ("on_time", date(2026, 9, 1), "the last 12 weeks"),
        ("waiting_now", date(2026, 9, 1), "now"),
    ],
)
def test_a_figure_in_a_mail_says_of_what_time_it_is(figure: str, since: date, words: str) -> None:
    assert figures.when(Asked(figure, since, date(2026, 11, 23))) == words


@pytest.mark.parametrize(
    ("number", "late", "by_law", "subject", "lead"),
    [
        (1, True, True, "1 person waits past the day the law sets", "This person was to hear"),
        (3, True, False, "3 people wait past the day we owed them a word", "These people were to hear"),
        (1, False, True, "1 person has a day set by law coming near", "Nothing is late yet."),
        (2, False, False, "2 people have a day of ours coming near", "Nothing is late yet."),
    ],
)
def test_a_warning_says_how_many_and_whether_the_law_sets_the_day(
    number: int, late: bool, by_law: bool, subject: str, lead: str
) -> None:
    told = composing.escalation_words(number, late=late, by_law=by_law)
    assert told[0] == subject
    assert told[1].startswith(lead)

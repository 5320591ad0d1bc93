"""What a reader is told before they believe a figure: signs of arranged figures, on crafted data and on no other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import journey, metrics
from recruiterdash.candidates.models import Application
from recruiterdash.db import Database
from recruiterdash.demo import build
from recruiterdash.journey import Happened
from recruiterdash.metrics import honesty
from recruiterdash.metrics.honesty import Words, words_of
from recruiterdash.metrics.views import View
from tests.metrics.sweeping import swept
from tests.queue.scene import NOW

END = datetime(2026, 11, 21, tzinfo=UTC)


def word(at: datetime, **data: Any) -> View:
    return View(1, 1, at, at, "said", None, "individual", data)


def notes(*words: View) -> list[str]:
    counted = words_of(words, END)
    made = [honesty.late_words(counted), honesty.mass_at_the_end(counted, 28), honesty.told_at_once(counted)]
    return [note for note in made if note.startswith("Look twice")]


def test_many_outcomes_on_the_last_day_are_said_and_as_many_each_day_are_not() -> None:
    at_the_end = [word(END - timedelta(hours=1 + n), decision="reject") for n in range(11)]
    assert notes(*at_the_end) == ["Look twice: 11 outcomes were told in the last 24 hours of the period."]
    assert notes(*at_the_end[:10]) == []
    each_day = [
        word(END - timedelta(days=n, hours=1), decision="reject") for n in range(28) for _ in range(11)
    ]
    assert notes(*each_day) == []
    assert notes(*[word(each.started_at, decision="advance") for each in at_the_end]) == []


def test_outcomes_told_live_and_logged_at_one_minute_are_said_and_two_are_not() -> None:
    at = [word(END - timedelta(days=n), told_live=f"2026-11-03T09:15:{n:02}+00:00") for n in range(3)]
    assert notes(*at) == ["Look twice: 3 outcomes told live were logged at the same minute."]
    apart = word(END, told_live="2026-11-03T09:16:00+00:00")
    assert notes(*at[:2], apart) == []


def test_the_share_that_was_logged_late_is_said() -> None:
    logged = [word(END, logged=True), word(END, logged=True, late=True), word(END)]
    assert honesty.late_words(words_of(logged, END)).startswith("50 % of 2 contacts")
    assert honesty.late_words(words_of(logged[:1], END)).startswith("None of 1 contact ")
    assert honesty.late_words(Words()) == "No contact of the period was logged by hand."


def test_waits_that_are_over_in_their_minute_are_said() -> None:
    assert honesty.opened_and_closed(2) == "Look twice: 2 waits ended within the minute they began."
    assert honesty.opened_and_closed(0) == ""


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        for _ in build.fill(session, applications=120, seed=3, now=NOW):
            session.commit()
        some = (
            select(Application.id).where(Application.closed_at.is_(None)).order_by(Application.id).limit(14)
        )
        for number, id_ in enumerate(session.scalars(some).all()):
            application, at = session.get_one(Application, id_), NOW - timedelta(hours=number)
            no = Happened("out", at, "phone", data={"decision": "reject"})
            journey.record(session, application, Happened("decision", at, data={"value": "reject"}), now=NOW)
            journey.record(session, application, no, now=NOW)
        session.commit()
    yield made
    made.close()


def test_counted_in_the_database_words_are_what_they_are_one_by_one(database: Database) -> None:
    for rounds in (0, 1, 99):  # nothing kept, some, and all
        swept(database, rounds=rounds, most=40)
        for given in ({}, {"from": "2026-11-23"}, {"requisition": "1"}, {"to": "2026-11-10"}):
            with database.reading() as session:
                asked = metrics.read("first_word", dict(given), now=NOW, zone="UTC")
                ground = metrics.Ground(session, None, asked, now=NOW)
                said, counted = honesty.notes(ground), honesty._counted(ground)
                words = ground.views("word", since=asked.start, before=asked.end)
                assert counted == words_of(words, asked.end), (rounds, given)
                ground.is_past = True  # as a past moment is told: one by one
                assert honesty.notes(ground) == said
    with database.reading() as session:
        asked = metrics.read("first_word", {"to": NOW.date().isoformat()}, now=NOW, zone="UTC")
        said = honesty.notes(metrics.Ground(session, None, asked, now=NOW))
    assert any("outcomes told live were logged at the same minute" in note for note in said)
    assert any("outcomes were told in the last 24 hours" in note for note in said)

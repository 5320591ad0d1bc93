"""Every figure beside the period before, what moved it, and its parts: each adds up to the figure it belongs to."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from recruiterdash import metrics
from recruiterdash.db import Database
from recruiterdash.demo import build
from recruiterdash.metrics import beside, curves, figures
from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.definitions import DEFINITIONS
from tests.metrics.sweeping import swept
from tests.queue.scene import NOW

ZONE = "Europe/Madrid"
#: A period with another one before it that has people in it.
LATELY = {"from": "2026-11-10", "to": "2026-11-23"}
EARLIER = {"from": "2026-10-27", "to": "2026-11-09"}
#: Whose parts need not add up: they are counted once in each part, and some more than once in the whole.
WITHOUT_PARTS = {"equal_wait"}


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    with made.writing() as session:
        for _ in build.fill(session, applications=160, seed=9, now=NOW):
            session.commit()
    yield made
    made.close()


def told(database: Database, figure: str, given: Mapping[str, str], *, past: bool = False) -> Answer:
    with database.reading() as session:
        asked = metrics.read(figure, dict(given), now=NOW, zone=ZONE)
        ground = metrics.Ground(session, None, asked, now=NOW)
        if past:
            ground.at -= timedelta(days=14)
        return metrics.answered(ground, with_notes=False, alone=past)


@pytest.mark.parametrize("figure", metrics.FIGURES)
def test_the_period_before_is_that_period_as_it_stood_then(database: Database, figure: str) -> None:
    now, then = told(database, figure, LATELY), told(database, figure, EARLIER, past=True)
    assert now.before
    given = metrics.FIGURES[figure].beside
    if given is not None:
        wanted = given.change(now.estimate, then.estimate) if then.population.total else beside.NOTHING
        assert now.before == wanted
    elif (
        now.estimate["median_shown"] and then.estimate["median_shown"] and then.estimate["median"] is not None
    ):
        assert "in the period before" in now.before or "as it stood then" in now.before
    for each in now.moved:
        assert each.words
        assert each.application_id is None or each.requisition_id is None


@pytest.mark.parametrize("figure", [each for each in metrics.FIGURES if each not in WITHOUT_PARTS])
def test_the_parts_of_a_figure_are_the_whole_of_it(database: Database, figure: str) -> None:
    answer = told(database, figure, {})
    if len(answer.rows) > 40:
        assert {each.heading for each in answer.parts} >= {"By office", "By requisition"}
    whole = answer.population
    for each in answer.parts:
        waiting = sum(part.waiting for part in each.parts)
        measured = sum(part.measured for part in each.parts)
        if figure == "chasers":  # questions, of applications
            assert measured == answer.estimate["questions"]
        elif figure == "offers":
            assert measured == whole.measured
        else:
            assert (measured, waiting) == (whole.measured, whole.waiting)
        assert [part.name.casefold() for part in each.parts] == sorted(
            part.name.casefold() for part in each.parts
        )


def test_a_part_is_what_its_link_shows(database: Database) -> None:
    for figure in ("first_word", "on_time", "told_rate", "split", "whose_delay", "waiting_now"):
        answer = told(database, figure, {})
        for each in answer.parts:
            for part in each.parts[:3]:
                alone = told(database, figure, dict(part.leads))
                assert (alone.population.measured, alone.population.waiting) == (part.measured, part.waiting)
                if figure == "first_word" and part.value.replace(".", "").isdigit():
                    assert f"{alone.estimate['median']:.1f}" == part.value


def test_what_requisitions_moved_a_mean_by_adds_up_to_how_far_it_moved() -> None:
    class Ground:
        asked = metrics.read("first_word", {}, now=NOW, zone=ZONE)

        def day_hours(self) -> float:
            return 8.0

    def rows(*waits: tuple[int, float]) -> list[dict[str, Any]]:
        return [
            {"application": n, "requisition": of, "days": days, "event": "answered"}
            for n, (of, days) in enumerate(waits)
        ]

    now = rows((1, 9.0), (1, 7.0), (2, 1.0), (2, 1.0), (2, 2.0))
    then = rows((1, 1.0), (2, 1.0), (2, 1.0), (2, 1.0), (2, 1.0))
    said = beside.by_length(now, then, Ground(), "business")  # type: ignore[arg-type]
    assert [(each.requisition_id, each.words) for each in said] == [
        (1, "its waits make the average wait so far 3 business days longer")
    ]
    assert beside.by_length(now, then[:4], Ground(), "business") == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("first_word", "waits 9 business days already"),
        ("candidate_response", "has not answered for 9 days"),
        ("silence_gaps", "has heard nothing from us for 9 business days"),
        ("time_in_stage", "has been in the same stage for 9 business days"),
    ],
)
def test_of_somebody_it_is_said_what_goes_on(figure: str, words: str) -> None:
    class Ground:
        def day_hours(self) -> float:
            return 8.0

    row = {"application": 1, "requisition": 1, "days": 9.0, "event": "open"}
    definition = DEFINITIONS[figure]
    time = "calendar" if definition.calendar else "business"
    (said,) = beside.longest([row], Ground(), time, definition.goes_on)  # type: ignore[arg-type]
    assert said.words == words


@pytest.mark.parametrize(
    ("place", "words"),
    [("2026-11-02", "the week of 2 Nov"), ("2026-10", "Oct 2026"), ("2026-01", "Jan 2026")],
)
def test_where_something_is_counted_is_said_as_people_say_it(place: str, words: str) -> None:
    assert figures.where_words(place) == words


def test_who_is_named_waits_still_and_longest(database: Database) -> None:
    answer = told(database, "first_word", {})
    still = sorted((row for row in answer.rows if row["event"] == "open"), key=lambda row: -row["days"])
    named = [each.application_id for each in answer.moved if each.application_id is not None]
    assert named == [row["application"] for row in still[:3]]


@pytest.mark.parametrize("figure", ["decision_wait", "first_word"])
def test_of_very_many_a_page_says_the_same_but_for_single_people(
    database: Database, monkeypatch: pytest.MonkeyPatch, figure: str
) -> None:
    swept(database)
    monkeypatch.setattr(curves, "MANY", 0)
    requisitions = 0
    for given in ({}, LATELY, {"from": "2026-10-12"}, {"time": "calendar"}, {"office": "1"}):
        asked = metrics.read(figure, dict(given), now=NOW, zone=ZONE)
        with database.reading() as session:
            brief, whole = (
                metrics.answered(metrics.Ground(session, None, asked, now=NOW, brief=brief), with_notes=False)
                for brief in (True, False)
            )
        for part in ("title", "reading", "headline", "under", "before", "population", "table", "chart"):
            assert getattr(brief, part) == getattr(whole, part), (given, part)
        assert brief.parts == whole.parts
        if whole.estimate["median_shown"]:  # else there is a mark for each, whoever asks
            assert brief.rows == []
            requisitions += sum(each.requisition_id is not None for each in brief.moved)
            if figure == "first_word":
                assert brief.moved == whole.moved
                assert brief.notes == []
            else:  # which requisitions and which people; steps and holds are told of fewer
                people = [each for each in whole.moved if each.application_id is not None]
                assert [each for each in brief.moved if each.application_id is not None] == people
                assert all(each.application_id or each.requisition_id for each in brief.moved)
                assert "narrowed to an office" in brief.notes[0]
    assert requisitions

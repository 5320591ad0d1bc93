"""Every figure in a house where the worked example lives: parts, words, charts, whose people, and any past day."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import pytest
from sqlalchemy import select

from recruiterdash import journey, metrics
from recruiterdash.candidates.models import Application
from recruiterdash.journey import Happened
from recruiterdash.journey.models import Event
from recruiterdash.metrics import compared, competing, curves, operations, rollups, sentences
from recruiterdash.metrics.answers import Answer, Population, Table
from recruiterdash.metrics.asked import DUTIES
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.estimates import Wait, kaplan_meier, naive
from recruiterdash.team.permissions import Viewer
from tests.metrics.sweeping import swept
from tests.queue.scene import NOW, Scene, at, decided, heard, said

Given = Mapping[str, Any]
NOTHING: Given = MappingProxyType({})


def told(
    scene: Scene, figure: str, given: Given = NOTHING, viewer: Viewer | None = None, staff: str = "team"
) -> Answer:
    texts = {name: str(value) for name, value in given.items()}
    asked = metrics.read(figure, texts, now=NOW, zone="Europe/Madrid")
    with scene.database.reading() as session:
        return metrics.answered(metrics.Ground(session, viewer, asked, now=NOW, staff=staff))


def nurses(scene: Scene) -> Given:
    return {"requisition": scene.requisitions["Staff Nurse"]}


def analysts(scene: Scene) -> Given:
    return {"requisition": scene.requisitions["Data <Analyst>"]}


def test_the_worked_example_through_the_database(scene: Scene) -> None:
    answer = told(scene, "first_word", nurses(scene))
    by_name = {scene.people[f"{name} Example"]: name for name in "ABCDEFGH"}
    rows = {by_name[row["application"]]: (row["days"], row["event"]) for row in answer.rows}
    assert rows == {
        "A": (1.0, "answered"),
        "B": (2.0, "answered"),
        "C": (2.0, "answered"),
        "D": (3.0, "open"),
        "E": (4.0, "answered"),
        "F": (5.0, "withdrew"),
        "G": (6.0, "answered"),
        "H": (8.0, "open"),
    }
    assert answer.estimate["times"] == [1.0, 2.0, 4.0, 6.0]
    assert answer.estimate["survival"] == pytest.approx([0.875, 0.625, 0.46875, 0.234375], abs=1e-9)
    assert answer.estimate["median"] == 4.0
    assert (answer.estimate["naive_median"], answer.estimate["naive_mean"]) == (2.0, 3.0)
    assert (
        answer.title == "Half of the people waited longer than 4 business days for a first word from a person"
    )
    assert "The 2 who still wait count" in answer.reading
    assert answer.population.document() == {"total": 8, "measured": 6, "waiting": 2, "excluded": {}}


def test_the_clock_on_the_wall_governs_rows_table_and_chart_alike(scene: Scene) -> None:
    answer = told(scene, "first_word", {"time": "calendar", **nurses(scene)})
    days = {row["application"]: row["days"] for row in answer.rows}
    assert days[scene.people["G Example"]] == 8.0
    assert answer.estimate["median"] == 6.0
    assert [row[0] for row in answer.table.rows] == answer.estimate["times"]
    assert answer.chart is not None
    assert 6.0 in answer.chart["data"][3]["x"]


@pytest.mark.parametrize("figure", metrics.FIGURES)
def test_every_figure_adds_up_and_can_be_drawn(scene: Scene, figure: str) -> None:
    for given in ({}, {"time": "calendar"}, {"from": "2026-01-05", "to": "2026-01-30"}, nurses(scene)):
        answer = told(scene, figure, given)
        parts = answer.population
        assert parts.measured + parts.waiting + sum(parts.excluded.values()) == parts.total
        assert answer.title
        assert answer.definition
        assert answer.document()["figure"] == figure
        if answer.chart is not None:
            go.Figure(answer.chart)
        assert all(len(row) == len(answer.table.columns) for row in answer.table.rows)
        if "from" in given and figure != "waiting_now":
            assert parts.total == 0


def test_few_answers_have_no_median_but_a_mark_each(scene: Scene) -> None:
    answer = told(scene, "decision_wait", analysts(scene))
    assert answer.headline == "too few to say"
    assert "Too few for a median" in answer.title
    assert answer.chart is not None
    (marks,) = answer.chart["data"]
    assert marks["marker"]["symbol"] == "circle-open"
    # a name is text for Plotly, whatever it looks like
    assert not any("<" in text for text in marks["text"])
    assert "&lt;a href=javascript:alert(1)&gt; Ann" in marks["text"] or "&lt;a" in " ".join(marks["text"])


def test_what_is_open_and_overdue_counts_as_late(scene: Scene) -> None:
    answer = told(scene, "on_time", analysts(scene))
    assert answer.estimate == {"on_time": 0, "late": 3, "open_late": 3, "rate": 0.0}
    assert answer.title == "None of 3 decisions was in time"
    broken = told(scene, "promises")
    assert (broken.estimate["kept"], broken.estimate["broken"]) == (0, 3)
    asking = told(scene, "chasers")
    assert (asking.estimate["questions"], asking.estimate["after_broken_promise"]) == (3, 3)


def test_who_waits_now_is_who_the_queue_shows(scene: Scene) -> None:
    answer = told(scene, "waiting_now")
    assert answer.population.waiting == len({row["application"] for row in answer.rows})
    overdue = {row["application"] for row in answer.rows if row["result"] not in {"on time", "paused"}}
    assert {scene.people[name] for name in scene.people if "Example" not in name} <= overdue
    # whoever waits past a day has waited for some time, and who is on time has not
    assert all((row["days"] > 0) is (row["result"] != "on time") for row in answer.rows if "days" in row)
    assert {row["result"] for row in answer.rows if "days" not in row} <= {"paused"}


def test_counted_by_the_database_it_is_the_same(scene: Scene) -> None:
    for given in (NOTHING, nurses(scene)):
        one_by_one = told(scene, "waiting_now", given)
        texts = {name: str(value) for name, value in given.items()}
        asked = metrics.read("waiting_now", texts, now=NOW, zone="Europe/Madrid")
        for viewer in (None, scene.users["Hugo Osei"]):
            with scene.database.reading() as session:
                ground = metrics.Ground(session, viewer, asked, now=NOW, with_rows=False)
                counted = metrics.answered(ground)
                single = metrics.answered(metrics.Ground(session, viewer, asked, now=NOW))
            assert counted.table == single.table
            assert counted.estimate == single.estimate
            if viewer is None:
                assert counted.chart == one_by_one.chart


def test_the_pieces_of_each_wait_add_up(scene: Scene) -> None:
    answer = told(scene, "whose_delay", {"time": "calendar"})
    assert sum(answer.estimate["held"].values()) == pytest.approx(answer.estimate["experienced"])
    for row in answer.rows:
        assert sum(row["held"].values()) - row["held"].get("candidate", 0.0) == pytest.approx(row["days"])
    hidden = told(scene, "whose_delay", staff="off")
    assert {"recruiter", "hiring_manager", "interviewer"}.isdisjoint(hidden.estimate["held"])


def test_where_colleagues_are_no_figures_not_even_whom_nobody_holds_any_more_is_a_recruiters(
    scene: Scene,
) -> None:
    asks_after_the_no = [decided("19"), said("19", decision="reject", clock="14:00"), heard("20")]
    asked = metrics.read("waiting_now", {}, now=NOW, zone="Europe/Madrid")
    with scene.database.writing() as session:  # nothing of it is kept
        application = session.get_one(Application, scene.people["A Example"])
        for each in asks_after_the_no:
            journey.record(session, application, each, now=NOW)
        session.flush()
        for with_rows in (True, False):
            ground = metrics.Ground(session, None, asked, now=NOW, staff="off", with_rows=with_rows)
            answer = metrics.answered(ground)
            assert "Us" in answer.table.columns or "us" in answer.table.columns
            assert "recruiters" not in answer.table.columns


def test_nobody_is_counted_whom_the_viewer_may_not_see(scene: Scene) -> None:
    hugo = scene.users["Hugo Osei"]
    theirs = {row["application"] for row in told(scene, "first_word", viewer=hugo).rows}
    assert theirs == {id_ for name, id_ in scene.people.items() if "Example" in name}
    assert told(scene, "first_word", analysts(scene), hugo).population.total == 0


def test_who_sees_no_people_sees_numbers_of_five_and_more(scene: Scene) -> None:
    viewer = scene.users["Vera Viewer"]
    answer = told(scene, "acknowledgement", viewer=viewer)
    assert answer.rows == []
    assert answer.population.measured >= 5 or answer.headline == "hidden"
    few = told(scene, "promises", viewer=viewer)
    assert (few.headline, few.chart, few.population.total) == ("hidden", None, 0)
    # neither a day nor a requisition less tells of the people between
    narrowed = told(scene, "first_word", {"from": "2026-11-03", **nurses(scene)}, viewer)
    assert narrowed.asked.requisition_id is None
    assert narrowed.asked.days == 28


def test_who_sees_no_people_reads_no_note_that_counts_a_few(scene: Scene) -> None:
    shown = told(scene, "acknowledgement")
    shown.population, shown.estimate, shown.table = Population(9, 9, 0, {}), {}, Table((), [])
    shown.notes = ["Look twice: 3 outcomes told live were logged at the same minute."]
    assert shown.for_aggregates().population.total == 9
    assert shown.for_aggregates().notes == []


def test_colleagues_are_not_measured_one_by_one_unless_the_house_says_so(scene: Scene) -> None:
    viewer = scene.users["Ada Admin"]
    boss = {"manager": scene.users["Hugo Osei"].user_id}
    assert told(scene, "first_word", boss, viewer).population.total == 0
    assert told(scene, "first_word", boss, viewer, "person").population.total == 8


def test_a_figure_is_told_by_colleague_where_the_house_says_so_and_nowhere_else(scene: Scene) -> None:
    viewer, of = scene.users["Ada Admin"], {"Staff Nurse": "Priya Shah", "Data <Analyst>": "Rosa Lund"}
    with scene.database.writing() as session:  # nothing of it is kept
        for application in session.scalars(select(Application)):
            named = next(
                name for name, id_ in scene.requisitions.items() if id_ == application.requisition_id
            )
            application.owner_id = scene.users[of[named]].user_id
        session.flush()

        def told_of(staff: str, **given: str) -> Answer:
            asked = metrics.read("first_word", given, now=NOW, zone="Europe/Madrid")
            return metrics.answered(metrics.Ground(session, viewer, asked, now=NOW, staff=staff))

        whole = told_of("person").parts
        assert [each.heading for each in whole] == ["By requisition", "By hiring manager", "By recruiter"]
        assert [part.name for part in whole[2].parts] == ["Priya Shah", "Rosa Lund"]  # by name: no ranking
        for part in (*whole[1].parts, *whole[2].parts):
            alone = told_of("person", **part.leads).population
            assert (part.measured, part.waiting) == (alone.measured, alone.waiting)
        for staff in ("team", "off"):
            assert [each.heading for each in told_of(staff).parts] == ["By requisition"]


@pytest.mark.parametrize("duty", DUTIES)
def test_groups_are_compared_by_the_duty_that_is_asked_for(scene: Scene, duty: str) -> None:
    answer, waits = told(scene, "equal_wait", {"duty": duty}), told(scene, duty)
    assert answer.population.total == waits.population.total
    assert answer.definition.startswith(f"Waits{DEFINITIONS[duty].until} of ")


def test_small_groups_are_compared_with_nobody(scene: Scene) -> None:
    answer = told(scene, "equal_wait", {"group": "requisition", "duty": "first_word"})
    assert answer.estimate["groups"] == []
    assert answer.population.excluded["in a group of fewer than 10"] == 11


def test_a_past_day_is_as_it_was_then_and_what_was_logged_late_is_the_difference(scene: Scene) -> None:
    then = told(scene, "first_word", {"as-of": "2026-11-06T12:00+01:00", **nurses(scene)})
    standing = {row["application"]: row["event"] for row in then.rows}
    assert standing[scene.people["G Example"]] == "open"
    assert standing[scene.people["A Example"]] == "answered"
    assert scene.people["D Example"] not in standing
    # told today of a call on the 5th: known now, not known on the 6th
    with scene.writing() as session:
        application = session.get_one(Application, scene.people["G Example"])
        event = journey.record(session, application, Happened("out", at("5", "10:00"), "phone"), now=NOW)
        id_ = event.id
    late = told(scene, "first_word", {"as-of": "2026-11-06T12:00+01:00", **nurses(scene)})
    assert late.rows == then.rows
    now = {row["application"]: row["days"] for row in told(scene, "first_word", nurses(scene)).rows}
    assert now[scene.people["G Example"]] == 3.0
    with scene.writing() as session:
        journey.undo(session, session.get_one(Event, id_), now=NOW, actor_id=None)


def test_kept_spans_say_what_the_events_say(scene: Scene) -> None:
    asked = [(figure, given) for figure in metrics.FIGURES for given in ({}, nurses(scene))]
    asked.append(("first_word", {"as-of": "2026-11-12"}))
    before = [told(scene, figure, given).document() for figure, given in asked]
    assert swept(scene.database, most=4) >= 3
    assert [told(scene, figure, given).document() for figure, given in asked] == before
    # whoever moved since is read from the events, the others are not
    with scene.writing() as session:
        application = session.get_one(Application, scene.people["H Example"])
        journey.record(session, application, Happened("out", NOW - timedelta(hours=1), "phone"), now=NOW)
    with scene.database.reading() as session:
        ground = metrics.Ground(session, None, metrics.read("first_word", {}, now=NOW, zone="UTC"), now=NOW)
        assert ground.source.moved == {scene.people["H Example"]}
    assert told(scene, "first_word", nurses(scene)).population.waiting == 1
    with scene.writing() as session:
        first, second = operations.prepare(session), operations.prepare(session)
        assert first is not None
        assert second is not None
        assert operations.keep(session, first)
        # of two who sweep at once one is too late
        assert not operations.keep(session, second)
    swept(scene.database)
    assert told(scene, "first_word", nurses(scene)).population.waiting == 1
    with scene.database.reading() as session:
        assert operations.prepare(session) is None


def test_a_long_sweep_looks_up_who_moved_once_and_forgets_nobody(scene: Scene) -> None:
    swept(scene.database)
    people = sorted(scene.people.values())[:5]
    called(scene, people)
    kept = begun(scene)
    assert kept.left == people[2:]
    # moves after it was read, and a number higher than any that was there when the sweep began
    called(scene, people[:1])
    for left in ([people[4]], []):
        with scene.writing() as session:
            prepared = operations.prepare(session, most=2, after=kept)
            assert prepared is not None
            after = operations.keep(session, prepared)
            session.commit()
        assert after is not None
        assert after.left == left
        kept = after
    with scene.database.reading() as session:
        assert rollups.unread(session) == set(people[:1])


def test_a_sweep_that_was_overtaken_begins_anew(scene: Scene) -> None:
    swept(scene.database)
    people = sorted(scene.people.values())[:5]
    called(scene, people)
    kept = begun(scene)
    swept(scene.database, rounds=1, most=1)
    with scene.writing() as session:
        again = operations.prepare(session, most=9, after=kept)
        assert again is not None
        assert [read.application_id for read in again.reads] == people[3:]


def test_what_is_too_much_to_read_while_a_page_waits_is_said(scene: Scene) -> None:
    swept(scene.database)
    called(scene, sorted(scene.people.values())[:5])
    asked = metrics.read("first_word", {}, now=NOW, zone="Europe/Madrid")
    with scene.database.reading() as session:
        every = metrics.Ground(session, None, asked, now=NOW)
        some = metrics.Ground(session, None, asked, now=NOW, at_once=2)
        said = [metrics.answered(ground) for ground in (every, some)]
    assert (len(every.source.live), len(some.source.live)) == (5, 2)
    assert said[0].population.total - said[1].population.total == 3
    assert "3 applications too new to be counted here yet: ask again in a few minutes." in said[1].notes
    assert not [note for note in said[0].notes if "too new" in note]


def test_far_behind_figures_stand_as_they_were_and_say_so(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(scene.database)
    before = told(scene, "first_word")
    called(scene, sorted(scene.people.values())[:5])
    monkeypatch.setattr(rollups, "FAR", 4)
    with monkeypatch.context() as never:
        never.setattr(rollups, "unread", lambda _: pytest.fail("takes too long"))
        after = told(scene, "first_word")
    assert after.rows == before.rows
    assert "5 happenings too new to be counted here yet: ask again in a few minutes." in after.notes
    swept(scene.database)
    assert not [note for note in told(scene, "first_word").notes if "too new" in note]


def test_far_behind_a_past_day_is_still_as_it_was_known_then(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = {"as-of": "2026-11-06T12:00+01:00", **nurses(scene)}
    then = told(scene, "first_word", past)
    with scene.writing() as session:
        application = session.get_one(Application, scene.people["G Example"])
        event = journey.record(session, application, Happened("out", at("5", "10:00"), "phone"), now=NOW)
        id_ = event.id
    swept(scene.database)
    monkeypatch.setattr(rollups, "FAR", -1)
    assert told(scene, "first_word", past).rows == then.rows
    with scene.writing() as session:
        journey.undo(session, session.get_one(Event, id_), now=NOW, actor_id=None)


def begun(scene: Scene) -> operations.Prepared:
    """Sweep two people, and return the round, with whom it left."""
    with scene.writing() as session:
        prepared = operations.prepare(session, most=2)
        assert prepared is not None
        kept = operations.keep(session, prepared)
        session.commit()
    assert kept is not None
    return kept


def called(scene: Scene, people: Sequence[int]) -> None:
    """Log a call with each of some people."""
    with scene.writing() as session:
        for application_id in people:
            application = session.get_one(Application, application_id)
            journey.record(session, application, Happened("out", NOW, "phone"), now=NOW)
        session.commit()


#: What each figure says of a period in which nothing was.
NOTHING_WAS = {
    "decision_wait": "Nobody's wait for a decision began in this period",
    "waiting_now": "Nobody is owed a word now",
    "on_time": "No decision that counts was due in this period",
    "promises": "No date we promised was due in this period",
    "first_word": "Nobody applied in this period",
    "told_rate": "Nobody we had met was to be told how it ended in this period",
    "whose_delay": "Nobody's wait for a decision began in this period",
    "withdrawals": "Nobody's wait for a decision began in this period",
    "notice_lag": "Nothing was decided in this period that somebody had to be told",
    "reply_time": "No question had to be answered in this period",
    "chasers": "Nobody had to ask us",
    "silence_gaps": "No gap between two words of ours began in this period",
    "acknowledgement": "Nobody applied in this period",
    "internal_feedback": "No colleague was told no in this period",
    "candidate_response": "We asked nothing of candidates in this period",
    "time_in_stage": "Nobody entered a stage in this period",
    "time_to_fill": "No opening was opened in this period",
    "time_to_hire": "Nobody was hired in this period",
    "offers": "No offer was made in this period",
    "split": "No word of ours reached anybody in this period",
    "send_times": "No word from a person reached anybody in this period",
    "equal_wait": "Too few people to compare colleagues and others: it takes two groups of 10",
}


@pytest.mark.parametrize("figure", metrics.FIGURES)
def test_a_figure_of_nothing_says_so_in_words(scene: Scene, figure: str) -> None:
    answer = told(scene, figure, {"from": "2026-01-05", "to": "2026-01-30", "requisition": "999999"})
    assert answer.title == NOTHING_WAS[figure]
    assert answer.population.total == 0
    assert answer.chart is None


@pytest.mark.parametrize(
    ("good", "total", "words"),
    [
        (0, 1, "The only decision was not in time"),
        (1, 1, "The only decision was in time"),
        (0, 3, "None of 3 decisions was in time"),
        (1, 3, "1 of 3 decisions was in time"),
        (2, 4, "2 of 4 decisions were in time"),
        (4, 4, "All 4 decisions were in time"),
        (3, 8, "38 % of decisions were in time"),
        (999, 1000, "over 99 % of decisions were in time"),
        (1, 1000, "under 1 % of decisions were in time"),
    ],
)
def test_a_share_of_few_is_said_in_numbers(good: int, total: int, words: str) -> None:
    assert sentences.of_all(good, total, "decision", "decisions", "in time").lower() == words.lower()


def waits(*days: float, event: str = "answered") -> list[Wait]:
    return [Wait(each, event) for each in days]


#: Answered, open and withdrawn waits of a decision, what is said of them, and how it is read.
STATES = [
    ((1, 0, 0), "Too few for a median: 1 decision told so far", "One mark a person"),
    ((0, 1, 0), "Too few for a median: 0 decisions told so far, 1 still waits for a decision", "One mark"),
    ((4, 2, 0), "Too few for a median: 4 decisions told so far, 2 still wait for a decision", "One mark"),
    ((5, 9, 0), "The middle is not reached: 9 still wait for a decision", "The 9 who still wait count"),
    ((5, 1, 9), "The middle is not reached: 1 still waits for a decision and 9 withdrew", "The 1 person who"),
    ((5, 0, 9), "The middle is not reached: 9 withdrew", "Nothing is open; 9 withdrew and count until then"),
    (
        (6, 1, 0),
        "Half of the people waited longer than 2 business days for a decision",
        "The 1 person who still",
    ),
    (
        (9, 0, 0),
        "Half of the people waited longer than 2 business days for a decision",
        "Nothing is open, so",
    ),
]


@pytest.mark.parametrize(("numbers", "title", "reading"), STATES)
def test_a_curve_says_its_finding_whatever_became_of_the_waits(
    numbers: tuple[int, int, int], title: str, reading: str
) -> None:
    answered, still, left = numbers
    some = (
        waits(*[2.0] * answered)
        + waits(*[1.0] * left, event="withdrew")
        + waits(*[1.5] * still, event="open")
    )
    population = Population(len(some), answered + left, still, {})
    curve, definition = kaplan_meier(some), DEFINITIONS["decision_wait"]
    if "not reached" in title:  # who waits has waited as long as the answered ones
        some = [wait if wait.event == "answered" else wait._replace(days=3.0) for wait in some]
        curve = kaplan_meier(some)
    assert curves.title(definition, curve, population, "business", 8.0) == title
    assert curves.reading(definition, curve, 2.0, population, "business", 8.0).startswith(reading)
    told_ = curves.middle(curve, naive(some))
    assert told_["median_shown"] is (answered >= 5)
    assert {told_["naive_median"], told_["naive_mean"]} == ({2.0} if answered >= 5 else {None})
    assert told_["median"] == (curve.median if answered >= 5 else None)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((1, 0, 0), "So far 1 was told, 0 withdrew, 0 still wait."),
        ((1200, 3, 1), "So far 1,200 were told, 3 withdrew, 1 still waits."),
    ],
)
def test_what_became_of_waits_is_said_of_one_and_of_many(numbers: tuple[int, int, int], words: str) -> None:
    assert competing.so_far(*numbers) == words


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        (4, "The longest part of the waiting was with hiring managers"),
        (5, "74 % of the waiting was with hiring managers"),
    ],
)
def test_of_few_waits_nothing_is_said_in_parts_of_a_hundred(cases: int, words: str) -> None:
    assert compared.where_it_lay(Population(cases, cases, 0, {}), cases, 0.741, "hiring_manager") == words

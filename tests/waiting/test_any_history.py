"""What holds for every history, however strange."""

from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from recruiterdash.journey.explained import segments_of
from recruiterdash.journey.happened import Happened
from recruiterdash.waiting import Course, Happening, Line, Seen, replay, seen
from recruiterdash.waiting.kinds import HINTS, rank
from recruiterdash.waiting.rows import clock_row, standing_row
from tests.waiting.cases import calendar, rulebook
from tests.waiting.histories import Story, as_happenings, stories

#: What may be open when an application is closed.
AFTER_CLOSING = {"REPLY", "FEEDBACK_TALK", "FEEDBACK_WRITTEN", *HINTS}
later = st.integers(0, 60 * 1440).map(lambda minutes: timedelta(minutes=minutes))
many = settings(max_examples=60)


def course_of(story: Story, happenings: list[Happening] | None = None) -> Course:
    given = story.happenings if happenings is None else happenings
    return replay(given, rulebook(story.office, story.ontario), story.person)


def looked_at(story: Story, course: Course, now: datetime) -> Seen:
    return seen(course, now, calendar(story.office))


@many
@given(stories(), later)
def test_time_passing_changes_nothing_that_was_not_written_ahead(story: Story, after: timedelta) -> None:
    now = story.happened[-1].at + after
    lived = [*story.happenings, Happening(now, "note")]
    ahead, there = looked_at(story, course_of(story), now), looked_at(story, course_of(story, lived), now)
    assert ahead == there


@many
@given(stories(), st.data())
def test_undone_is_as_if_it_had_never_been(story: Story, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(1, max(1, len(story.happened) - 1)), max_size=3))
    assume(max(gone, default=0) < len(story.happened))
    undone = [Happened("undo", story.happened[number].at, voids_id=number) for number in gone]
    kept = [each for number, each in enumerate(story.happenings) if number not in gone]
    with_undo = course_of(story, as_happenings((*story.happened, *undone)))
    without = course_of(story, kept)
    assert [clock_row(line) for line in with_undo.lines] == [clock_row(line) for line in without.lines]
    assert standing_row(with_undo) == standing_row(without)


@many
@given(stories(), st.data())
def test_a_word_that_came_back_is_as_if_it_had_never_been_said(story: Story, data: st.DataObject) -> None:
    words = [number for number, each in enumerate(story.happened) if each.type == "out"]
    assume(words)
    number = data.draw(st.sampled_from(words))
    bounce = Happened("bounce", story.happened[-1].at, voids_id=number)
    kept = [each for place, each in enumerate(story.happenings) if place != number]
    back = course_of(story, as_happenings((*story.happened, bounce)))
    assert [clock_row(line) for line in back.lines] == [
        clock_row(line) for line in course_of(story, kept).lines
    ]


@many
@given(stories(), later)
def test_after_closing_only_answers_talks_and_hints_are_owed(story: Story, after: timedelta) -> None:
    course = course_of(story)
    if course.closed:
        at = looked_at(story, course, story.happened[-1].at + after)
        assert at.open <= AFTER_CLOSING
        owed = at.open - set(HINTS)
        assert at.waiting_on == ("recruiter" if owed else "nobody")


@many
@given(stories(), st.sampled_from(["personal", "phone", "bulk", "text"]), later)
def test_no_status_moves_the_decision(story: Story, kind: str, after: timedelta) -> None:
    at = story.happened[-1].at + after
    status = Happening(at, "out", kind, status=True, next_date=(at + timedelta(days=6)).date())
    before = looked_at(story, course_of(story), at)
    now = looked_at(story, course_of(story, [*story.happenings, status]), at)
    assert before.due.get("DECISION") == now.due.get("DECISION")
    assert before.state.get("DECISION") == now.state.get("DECISION")
    assert before.paused.get("DECISION") == now.paused.get("DECISION")


@many
@given(stories())
def test_every_due_is_a_close_of_business(story: Story) -> None:
    office = calendar(story.office)
    for line in course_of(story).lines:
        due = line.due_at
        if due is None or line.name.startswith("LEGAL"):
            continue
        day = office.local_date(due)
        assert office.is_business_day(day)
        if story.person.zone is None or line.name not in {"PROMISE", "SILENCE", "CANDIDATE_DEADLINE"}:
            assert due == office.close_on(day)


@many
@given(stories())
def test_only_what_was_answered_enters_the_history(story: Story) -> None:
    course = course_of(story)
    answered = [line for line in course.lines if line.result in {"on_time", "late"} and not line.soft]
    assert sorted(course.history) == sorted(f"{line.name}:{line.result}" for line in answered)
    for line in answered:
        assert line.stopped_at is not None
        late = line.due_at is not None and line.stopped_at > line.due_at
        assert line.result == ("late" if late else "on_time")


@many
@given(stories(), later)
def test_the_headline_is_the_earliest_due_that_is_not_paused(story: Story, after: timedelta) -> None:
    at = looked_at(story, course_of(story), story.happened[-1].at + after)
    running = {name: at.due[name] for name, state in at.state.items() if state != "paused"}
    assert at.headline == min(running, key=lambda name: (running[name], rank(name)), default=None)
    assert not set(at.state) & set(HINTS)


@many
@given(stories())
def test_a_clock_runs_once_at_a_time_and_never_backwards(story: Story) -> None:
    ordered = sorted(course_of(story).lines, key=lambda line: line.name)
    for _, some in groupby(ordered, key=lambda line: line.name):
        lines = list(some)
        for before, after in pairwise(lines):
            assert (ended := _end(before)) is not None
            assert ended <= after.started_at or before.name == "REPLY"
        assert all(_end(line) is None or line.started_at <= _end_of(line) for line in lines)


@many
@given(stories())
def test_keys_of_clocks_are_unique(story: Story) -> None:
    keys = [clock_row(line).key for line in course_of(story).lines]
    assert len(keys) == len(set(keys))


@many
@given(stories(), later)
def test_segments_cover_a_clock_without_a_gap(story: Story, after: timedelta) -> None:
    now = story.happened[-1].at + after
    for line in course_of(story).lines:
        segments = segments_of(line, now)
        assert segments[0].at == line.started_at
        assert segments[-1].until == _end(line)
        assert all(one.until == two.at for one, two in pairwise(segments))
        assert all(one.what != two.what for one, two in pairwise(segments))
        assert len(segments) == 1 or all(each.until is None or each.at < each.until for each in segments)


@many
@given(stories())
def test_time_alone_changes_the_holder_at_most_once(story: Story) -> None:
    course = course_of(story)
    now = story.happened[-1].at
    assert len([held for held in course.holders if held.at > now]) <= 1
    assert [held.at for held in course.holders] == sorted(held.at for held in course.holders)


@many
@given(stories(), later)
def test_what_is_paused_is_a_decision_with_days_left(story: Story, after: timedelta) -> None:
    at = looked_at(story, course_of(story), story.happened[-1].at + after)
    assert set(at.paused) <= {"DECISION"}
    assert all(days >= 1 for days in at.paused.values())


@many
@given(stories())
def test_no_moment_lies_before_the_application(story: Story) -> None:
    first = min(each.at for each in story.happened)
    assert all(line.started_at >= first for line in course_of(story).lines)


@given(
    st.dates(date(1995, 1, 1), date(2070, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(["NYC", "TOR", "LON", "RUH"]),
)
def test_counting_forwards_and_back_agree(day: date, count: int, office: str) -> None:
    there = calendar(office)
    last = there.business_day_after(day, count)
    assert there.is_business_day(last)
    assert there.days_between(day, last) == count
    assert there.roll_back(last) == last
    walked = sum(
        there.is_business_day(day + timedelta(days=each)) for each in range(1, (last - day).days + 1)
    )
    assert walked == count


def _end(line: Line) -> datetime | None:
    return line.stopped_at or line.until_at


def _end_of(line: Line) -> datetime:
    end = _end(line)
    assert end is not None
    return end

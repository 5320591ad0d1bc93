"""Names, places and counts of queues: plain values, no database."""

from datetime import UTC, datetime, timedelta

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.waiting.queues import (
    QUEUES,
    Asked,
    Place,
    Sort,
    capped,
    queue_named,
    read_place,
    write_place,
)

PLACE = Place(True, datetime(2026, 11, 16, 16, 0, 0, 123456, tzinfo=UTC), 77)


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (999, "999"), (1000, "999+"), (10**6, "999+")])
def test_a_count_stops_at_999(count: int, shown: str) -> None:
    assert capped(count) == shown


def test_the_queues_stand_in_the_order_of_harm() -> None:
    assert list(QUEUES)[:8] == [
        "legal",
        "promise",
        "candidate_deadline",
        "unanswered",
        "told",
        "decision",
        "silence",
        "feedback",
    ]


def test_an_unknown_queue_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'lost'"):
        queue_named("lost")


@pytest.mark.parametrize("sort", Sort)
def test_a_place_comes_back_from_the_address(sort: Sort) -> None:
    asked = Asked("decision", sort=sort)
    assert read_place(asked, write_place(asked, PLACE)) == PLACE


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_cursor_is_the_first_page(nothing: str | None) -> None:
    assert read_place(Asked("decision"), nothing) is None


OWN = write_place(Asked("decision"), PLACE)


@pytest.mark.parametrize(
    "cursor",
    [
        write_place(Asked("silence"), PLACE),
        write_place(Asked("decision", sort=Sort.RECENT), PLACE),
        write_place(Asked("decision"), PLACE._replace(at=PLACE.at.replace(tzinfo=None))),
        write_place(Asked("decision"), PLACE._replace(application_id=2**70)),
        write_place(Asked("decision"), PLACE._replace(application_id=-1)),
        write_place(Asked("decision"), PLACE._replace(from_before="yes")),  # type: ignore[arg-type]
        OWN[:-3],
        "nonsense",
        "W10",
        "\u0000",
        "é" * 40,
        "[" * 5000,
    ],
    ids=[
        "other queue",
        "other order",
        "naive",
        "too large",
        "negative",
        "no truth",
        "cut",
        "words",
        "empty",
        "nul",
        "é",
        "deep",
    ],
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput):
        read_place(Asked("decision"), cursor)


def test_a_moment_in_another_zone_is_the_same_place() -> None:
    asked = Asked("decision")
    moved = read_place(asked, write_place(asked, PLACE))
    assert moved is not None
    assert moved.at - PLACE.at == timedelta(0)

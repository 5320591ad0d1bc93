"""What charts show of few and of many."""

from collections.abc import Sequence

import pytest

from recruiterdash.metrics import filling
from recruiterdash.metrics.charts import Series, bars
from recruiterdash.metrics.estimates import ANSWERED, Wait, Waits


@pytest.mark.parametrize(
    ("stack", "ticks"),
    [
        ([[1, 0]], 1),
        ([[2, 0], [3, 1]], 1),  # five on one bar
        ([[3, 0], [3, 1]], None),  # six
        ([[0.5, 1]], None),  # days, not people
        ([], 1),
    ],
)
def test_no_axis_shows_a_fifth_of_a_person(stack: Sequence[Sequence[float]], ticks: int | None) -> None:
    made = [Series(str(place), "--late", values) for place, values in enumerate(stack)]
    standing = bars(["a", "b"], made, x="week", y="people")["layout"]["yaxis"]
    lying = bars(["a", "b"], made, x="people", y="", sideways=True)["layout"]["xaxis"]
    assert (standing.get("dtick"), lying.get("dtick")) == (ticks, ticks)
    assert "dtick" not in bars(["a", "b"], made, x="week", y="share", percent=True)["layout"]["yaxis"]


def test_answered_hires_alone_are_drawn_in_the_order_of_their_lengths() -> None:
    lengths = (9.0, 4.0, 30.0, 7.0, 12.0)
    seats = [filling.Seat({"application": n}, "", 1, days, days, ANSWERED) for n, days in enumerate(lengths)]
    made = filling.drawn(
        seats, Waits.of([Wait(seat.gross, seat.event) for seat in seats]), enough=True, of_people=True
    )
    assert made is not None
    alone = next(trace for trace in made["data"] if trace.get("name") == "answered people alone (flatters)")
    assert alone["x"] == [0.0, 4.0, 7.0, 9.0, 12.0, 30.0]
    assert alone["y"] == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])

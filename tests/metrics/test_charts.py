"""What charts show of few and of many."""

from collections.abc import Sequence

import pytest

from recruiterdash.metrics.charts import Series, bars


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

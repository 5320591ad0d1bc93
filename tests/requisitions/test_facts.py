"""What may be said about a requisition."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.requisitions.facts import Facts, checked


def facts(**said: object) -> Facts:
    return Facts(**{"reference": "REQ-1", "title": "Staff Nurse", "office_id": 1, **said})  # type: ignore[arg-type]


def test_a_title_is_composed_and_otherwise_kept() -> None:
    assert checked(facts(title="  Pflegekra\u0308fte – 看護師 ")).title == "Pflegekräfte – 看護師"


def test_unknown_is_not_no() -> None:
    kept = checked(facts())
    assert (kept.publicly_advertised, kept.employees_at_posting, kept.jurisdiction) == (None, None, "")


@pytest.mark.parametrize("place", ["CA-ON", "ES", " us-ny "])
def test_a_place_is_an_iso_code(place: str) -> None:
    assert checked(facts(jurisdiction=place)).jurisdiction == place.strip().upper()


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"title": " "}, id="no title"),
        pytest.param({"title": "x" * 201}, id="a title too long"),
        pytest.param({"title": "Nurse\0"}, id="a NUL"),
        pytest.param({"title": "Nurse\u202e"}, id="a character that turns the direction"),
        pytest.param({"title": "Nurse\nBcc: x"}, id="a line break"),
        pytest.param({"reference": ""}, id="no reference"),
        pytest.param({"reference": "R" * 61}, id="a reference too long"),
        pytest.param({"jurisdiction": "Ontario"}, id="a place in words"),
        pytest.param({"employees_at_posting": -1}, id="fewer than nobody"),
        pytest.param({"employees_at_posting": 10**30}, id="more than mankind"),
        pytest.param({"recruiter_id": 4, "backup_id": 4}, id="one's own backup"),
    ],
)
def test_what_cannot_stand_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        checked(facts(**said))

"""A requisition's own service levels over the API: read by who sees it, set by who may edit policies."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.conftest import House


def said(answer: TestResponse) -> Any:
    return answer.json


def test_levels_are_read_set_and_given_back(house: House) -> None:
    number = house.requisitions["Nurse"]
    path = f"requisitions/{number}/levels"
    before = said(house.ask("recruiter", path))
    assert (before["number"], before["own"], before["in_force"]["reply"]) == (0, {}, 2)
    sent = {"levels": {"reply": 1}, "after": 0, "note": "Nurses answer other offers within days."}
    made = house.ask("admin", path, "POST", json=sent)
    assert (made.status_code, said(made)["number"], said(made)["own"]) == (201, 1, {"reply": 1})
    assert (said(made)["in_force"]["reply"], said(made)["in_force"]["ack"]) == (1, 1)
    assert house.ask("admin", path, "POST", json=sent).status_code == 409  # somebody looked at version 0
    back = house.ask("admin", path, "POST", json={"levels": {}, "after": 1})
    assert (said(back)["number"], said(back)["own"], said(back)["in_force"]["reply"]) == (2, {}, 2)


BAD: list[Any] = [
    {"levels": {"speed": 1}, "after": 0},
    {"levels": {"reply": 0}, "after": 0},
    {"levels": {"reply": "one"}, "after": 0},
    {"levels": {"reply": 1}, "after": 0, "note": "x" * 201},
    {"levels": {"reply": 1}},
]


@pytest.mark.parametrize("body", BAD)
def test_what_makes_no_sense_is_refused(house: House, body: dict[str, Any]) -> None:
    path = f"requisitions/{house.requisitions['Baker']}/levels"
    assert house.ask("admin", path, "POST", json=body).status_code == 422
    assert said(house.ask("admin", path))["number"] == 0


def test_a_recruiter_reads_and_does_not_set_and_nobody_sees_anothers(house: House) -> None:
    own, other = (f"requisitions/{house.requisitions[title]}/levels" for title in ("Nurse", "Baker"))
    assert house.ask("recruiter", own, "POST", json={"levels": {"reply": 1}, "after": 0}).status_code == 403
    assert house.ask("recruiter", other).status_code == 404

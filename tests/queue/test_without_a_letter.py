"""A no that no letter is to tell: it is owed all the same, wherever the queue is read, until somebody has told it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from recruiterdash import team
from recruiterdash.candidates.models import Silence
from recruiterdash.cli import commands
from recruiterdash.team.models import TokenScope
from tests.queue.conftest import TOKEN
from tests.queue.scene import NOW, PASSWORD, Scene, applied, at, said
from tests.queue.test_going_on import send

#: Long after the day on which they had to be told.
LATER = at("12-14")
Listed = Callable[[], set[int]]


def entered(app: Flask) -> FlaskClient:
    browser = app.test_client()
    found = TOKEN.search(browser.get("/login").text)
    assert found
    data = {"csrf_token": found.group(1), "email": "priya@house.test", "password": PASSWORD}
    assert browser.post("/login", data=data).status_code == 303
    return browser


@pytest.fixture(scope="module")
def silent(app: Flask, scene: Scene) -> dict[Silence, int]:
    """One person for each reason to write no letter, each decided on the page."""
    people = {
        why: scene.person(
            f"Quiet {why.value.title()}", "Staff Nurse", applied("18"), said("18", "auto_ack", "10:01")
        )
        for why in Silence
    }
    with time_machine.travel(NOW, tick=False):
        priya = entered(app)
        for why, one in people.items():
            send(
                priya,
                f"/applications/{one}/decision",
                outcome="reject",
                reason="not_selected",
                telling="silent",
                silence=why.value,
            )
    return people


@pytest.fixture
def later(silent: dict[Silence, int]) -> Iterator[datetime]:
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture(params=["the page", "the API", "the command"])
def told(
    request: pytest.FixtureRequest,
    app: Flask,
    scene: Scene,
    later: datetime,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Listed:
    """Return who is decided and not told, as one of the places says that tell it."""

    def page() -> set[int]:
        text = entered(app).get("/queue?name=told").text
        return {one for name, one in scene.people.items() if name in text}

    def api() -> set[int]:
        with scene.writing() as session:
            priya = team.user_by_email(session, "priya@house.test")
            token = team.create_token(session, priya, TokenScope.READ, now=later, actor_id=None)
        answer = app.test_client().get(
            "/api/v1/queue?name=told", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
        return {each["application"] for each in answer.get_json()["items"]}

    def command() -> set[int]:
        monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", database_url)
        answer = CliRunner().invoke(commands, ["queue", "--name", "told", "--json"])
        assert answer.exit_code == 0
        return {each["application"] for each in json.loads(answer.stdout)}

    return {"the page": page, "the API": api, "the command": command}[request.param]


def test_who_gets_no_letter_is_decided_and_not_told_whatever_the_reason(
    told: Listed, silent: dict[Silence, int]
) -> None:
    assert set(silent.values()) <= told()


def test_a_call_nobody_took_tells_nobody_and_a_talk_takes_them_from_the_list(
    told: Listed, scene: Scene, app: Flask
) -> None:
    one = scene.person("Quiet Called", "Staff Nurse", applied("18"), said("18", "auto_ack", "10:01"))
    priya = entered(app)
    no = {"outcome": "reject", "reason": "not_selected", "telling": "silent", "silence": "call"}
    with time_machine.travel(NOW, tick=False):
        send(entered(app), f"/applications/{one}/decision", **no)
    assert one in told()
    call = f"/applications/{one}/log"
    send(priya, call, kind="phone", reached="no_answer", decision="")
    assert one in told()
    send(priya, call, kind="phone", reached="reached", decision="reject")
    assert one not in told()

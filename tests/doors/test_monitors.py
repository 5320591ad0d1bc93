"""What monitors are told without a log-in, and what stands above every page when letters do not leave."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, text

from recruiterdash import candidates, moments
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.mail import Answer, Phase, Verdict
from recruiterdash.messages import brakes
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.team.models import InstanceFact
from tests.doors.conftest import House, log_in, opened

LATE = timedelta(minutes=2)
TOKEN = "a-token-for-the-monitor"


@pytest.fixture
def watched(database_url: str, house: House) -> Iterator[House]:
    """A house whose figures may be read with a token, about which nothing is known yet."""
    with opened(database_url, prometheus_token=TOKEN, zone="Europe/Madrid") as made:
        with made.transaction() as session:
            session.execute(delete(InstanceFact))
            session.execute(delete(Message))
            session.commit()
        yield made


def note(house: House, name: str, age: timedelta = timedelta(), **value: Any) -> None:
    with house.transaction() as session:
        session.execute(delete(InstanceFact).where(InstanceFact.name == name))
        session.add(InstanceFact(name=name, value=value, at=moments.now() - age))
        session.commit()


def letter(house: House, state: MessageState, due: timedelta) -> None:
    """A letter that could have left so long ago."""
    at = moments.now() - due
    with house.transaction() as session:
        person = candidates.create(
            session, candidates.Facts(first_name="Amara", last_name="Okafor"), now=at, actor_id=None
        )
        session.add(
            Message(
                candidate_id=person.id,
                type="status",
                state=state,
                recipient="amara@example.org",
                subject="s",
                body="b",
                message_id=f"<{at.timestamp()}@x>",
                envelope_from="",
                send_at=at,
                created_at=at,
            )
        )
        session.commit()


# --- readyz ---------------------------------------------------------------------------------------


def ready(house: House) -> tuple[int, str]:
    answer = house.browser().get("/readyz")
    return answer.status_code, answer.text


def test_a_house_is_ready_while_nothing_waits(watched: House) -> None:
    assert ready(watched) == (200, "ok\n")  # no worker has ever run, and nobody misses one


def test_a_silent_worker_is_trouble_when_letters_wait(watched: House) -> None:
    note(watched, "heartbeat", LATE)
    letter(watched, MessageState.SENT, LATE)
    letter(watched, MessageState.HELD, -LATE)
    assert ready(watched) == (200, "ok\n")
    letter(watched, MessageState.QUEUED, LATE)
    assert ready(watched) == (503, "worker silent\n")
    note(watched, "heartbeat", timedelta(seconds=50))
    assert ready(watched) == (200, "ok\n")


def test_a_letter_of_this_minute_may_wait_for_a_worker_that_is_starting(watched: House) -> None:
    letter(watched, MessageState.QUEUED, timedelta(seconds=30))
    assert ready(watched) == (200, "ok\n")


def test_another_schema_is_trouble(watched: House) -> None:
    with watched.transaction() as session:
        before = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        session.commit()
    try:
        assert ready(watched) == (503, "schema not current\n")
    finally:
        with watched.transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": before})
            session.commit()


def test_a_database_that_is_away_is_trouble(watched: House) -> None:
    kept = watched.app.extensions["recruiterdash.database"]
    away = Database("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    watched.app.extensions["recruiterdash.database"] = away
    try:
        assert ready(watched) == (503, "database away\n")
    finally:
        watched.app.extensions["recruiterdash.database"] = kept
        away.close()


# --- prometheus -----------------------------------------------------------------------------------


def figures(house: House) -> dict[str, float]:
    answer = house.browser().get("/prometheus", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = (line for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_figures_tell_how_the_outbox_stands(watched: House) -> None:
    letter(watched, MessageState.QUEUED, LATE)
    letter(watched, MessageState.UNCERTAIN, LATE)
    letter(watched, MessageState.UNCERTAIN, LATE)
    seen = figures(watched)
    assert seen['recruiterdash_letters{state="queued"}'] == 1
    assert seen['recruiterdash_letters{state="uncertain"}'] == 2
    assert seen['recruiterdash_letters{state="failed"}'] == 0
    assert 119 < seen["recruiterdash_oldest_letter_due_seconds"] < 180
    assert seen["recruiterdash_outbox_held"] == seen["recruiterdash_sending_paused"] == 0
    assert "recruiterdash_heartbeat_age_seconds" not in seen

    assert seen["recruiterdash_letters_waiting_for_import"] == 0
    note(watched, "heartbeat", LATE)
    hold(watched, "a look first")
    pause(watched)
    seen = figures(watched)
    assert 119 < seen["recruiterdash_heartbeat_age_seconds"] < 180
    assert seen["recruiterdash_outbox_held"] == seen["recruiterdash_sending_paused"] == 1
    assert seen['recruiterdash_requests_total{status="200"}'] >= 1


@pytest.mark.parametrize(
    "given", ["", f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", f"bearer {TOKEN}", "Bearer \xff"]
)
def test_figures_need_the_token(watched: House, given: str) -> None:
    answer = watched.browser().get("/prometheus", headers={"Authorization": given} if given else {})
    assert answer.status_code == 401
    assert "recruiterdash_" not in answer.text


def test_without_a_token_in_the_settings_there_are_no_figures(house: House) -> None:
    assert not Settings().prometheus_token
    assert house.browser().get("/prometheus", headers={"Authorization": "Bearer "}).status_code == 404


# --- above every page -----------------------------------------------------------------------------


@pytest.fixture
def page(watched: House) -> FlaskClient:
    browser = watched.browser()
    assert log_in(browser, "recruiter") == 303
    return browser


def hold(house: House, reason: str) -> None:
    with house.transaction() as session:
        brakes.hold(session, "person", reason, now=moments.now(), actor_id=None)
        session.commit()


def pause(house: House) -> None:
    answer = Answer(Phase.AUTH, Verdict.OUR_FAULT, 535, "no such password")
    with house.transaction() as session:
        brakes.pause(session, answer, now=moments.now(), base=60.0)
        session.commit()


def test_a_hold_and_a_pause_stand_above_every_page(watched: House, page: FlaskClient) -> None:
    assert "No letter leaves" not in page.get("/queue").text
    hold(watched, "the board <meets> first")
    pause(watched)
    for path in ("/queue", "/account"):
        shown = page.get(path).text
        assert "No letter leaves: the board &lt;meets&gt; first" in shown
        assert "The mail server does not let us in since " in shown
        assert "(Europe/Madrid)" in shown
        assert "no such password" not in shown
        assert shown.count('href="/delivery"') >= 2


def test_a_worker_that_fell_silent_is_told_above_every_page(watched: House, page: FlaskClient) -> None:
    note(watched, "heartbeat", timedelta(seconds=50))
    assert "Nobody sends letters" not in page.get("/queue").text
    note(watched, "heartbeat", LATE)
    assert "last sign of life of a worker is 2 minutes old" in page.get("/queue").text
    note(watched, "demo")
    assert "Nobody sends letters" not in page.get("/queue").text

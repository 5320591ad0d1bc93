"""What the vectors expect is what the API says of each, asked for their moment."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import create_app, moments, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.cli.vectors import live_through
from recruiterdash.config import Settings
from recruiterdash.team.models import Role, TokenScope
from recruiterdash.waiting import Seen
from recruiterdash.waiting.vectors import Vector, differences, read_vectors

FILE = read_vectors(Path(__file__).parents[1] / "vectors" / "clock_vectors.json")


class Asking:
    """One administrator's program in a house where every vector has been lived through."""

    def __init__(self, url: str) -> None:
        self.app = create_app(Settings(database_url=url, secret_key="k" * 40))
        self.database = self.app.extensions["recruiterdash.database"]
        with self.database.writing() as session:
            draft = team.UserDraft("Admin", "admin@house.test", roles=frozenset({Role.ADMIN}))
            user = team.create_user(session, draft, now=moments.now(), actor_id=None)
            token = team.create_token(session, user, TokenScope.READ, now=moments.now(), actor_id=None)
            assert not [each for verdict in live_through(session, FILE) for each in verdict.differences]
            found = select(Candidate.first_name, Application.id).join(Application.candidate)
            self.numbers = {row[0]: row[1] for row in session.execute(found)}
            session.commit()
        self.headers = {"Authorization": f"Bearer {token}"}

    def close(self) -> None:
        self.database.close()

    def clocks(self, vector: Vector) -> Any:
        path = f"/api/v1/applications/{self.numbers[vector.id]}/clocks"
        query = {"as_of": vector.as_of.isoformat()}
        answer = self.app.test_client().get(path, query_string=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture(scope="module")
def asking(database_url: str) -> Iterator[Asking]:
    with closing(Asking(database_url)) as made:
        yield made


@pytest.mark.parametrize("vector", FILE.vectors, ids=[vector.id for vector in FILE.vectors])
def test_a_vector_comes_out_of_the_api_as_expected(asking: Asking, vector: Vector) -> None:
    assert differences(_read(asking.clocks(vector)), vector.expect) == []


def _read(answer: Any) -> Seen:
    """Read an answer back as what the rules say."""
    duties = {clock["name"]: clock for clock in answer["clocks"] if not clock["hint"]}
    hints = {clock["name"]: clock for clock in answer["clocks"] if clock["hint"]}
    assert len(duties) + len(hints) == len(answer["clocks"])
    paused = {name: clock for name, clock in duties.items() if clock["state"] == "paused"}
    return Seen(
        waiting_on=answer["waiting_on"],
        headline=answer["headline"],
        due={name: _at(clock["due_at"]) for name, clock in duties.items() if name not in paused},
        state={name: clock["state"] for name, clock in duties.items()},
        paused={name: clock["paused_days_left"] for name, clock in paused.items()},
        hints={name: _at(clock["due_at"]) for name, clock in hints.items()},
        closed=answer["closed"],
        chasers=answer["chasers"],
        promise_slips=answer["promise_slips"],
        promises_broken=answer["promises_broken"],
        internal_due=_at(answer["internal_due"]) if answer["internal_due"] else None,
        history=answer["history"],
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

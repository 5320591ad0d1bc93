"""The clock vectors, and cases of our own, lived through the real operations on both databases."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from recruiterdash.cli.vectors import live_through
from recruiterdash.db import Database
from recruiterdash.errors import BadInput
from recruiterdash.waiting.vectors import VectorFile, differences, read_vectors
from tests.conftest import DatabaseMaker
from tests.waiting.cases import DOCUMENT, VECTORS, looked_at, sentences

GIVEN = read_vectors(VECTORS)
#: Some of our own cases, from all over: the pure rules answer for all of them.
OURS = tuple(each.vector for each in sentences())[::4]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def fresh_session(request: pytest.FixtureRequest, fresh_database: DatabaseMaker) -> Iterator[Session]:
    with closing(Database(fresh_database(request.param))) as database, database.writing() as session:
        yield session


@pytest.mark.parametrize("vector", GIVEN.vectors, ids=[vector.id for vector in GIVEN.vectors])
def test_the_rules_say_what_the_vector_says(vector: object) -> None:
    found = next(each for each in GIVEN.vectors if each is vector)
    assert differences(looked_at(found), found.expect) == []


def test_every_vector_comes_out_when_it_is_lived_through(fresh_session: Session) -> None:
    verdicts = list(live_through(fresh_session, GIVEN))
    assert [verdict for verdict in verdicts if verdict.differences] == []
    assert len(verdicts) == len(DOCUMENT["vectors"])


def test_cases_of_ours_come_out_when_they_are_lived_through(fresh_session: Session) -> None:
    file = VectorFile(GIVEN.levels, GIVEN.calendars, OURS)
    verdicts = list(live_through(fresh_session, file))
    assert [verdict for verdict in verdicts if verdict.differences] == []
    assert len(verdicts) == len(OURS) > 75


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        pytest.param("due", {"ACK": "2026-11-03T17:01:00-05:00"}, "due ACK", id="a due a minute off"),
        pytest.param("headline", "SILENCE", "headline: ACK", id="another headline"),
        pytest.param("waiting_on", "nobody", "waiting_on: recruiter", id="another holder"),
        pytest.param("absent", ["ACK"], "ACK is open", id="a clock that runs"),
        pytest.param("closed", "rejected", "closed: None", id="an end that was not"),
        pytest.param("paused", {"DECISION": 3}, "paused DECISION", id="a pause that is not"),
        pytest.param("history_contains", "ACK:late", "history lacks ACK:late", id="a history that was not"),
        pytest.param("internal_due", "2026-11-03T17:00:00-05:00", "internal_due", id="a target that is not"),
        pytest.param("weather", "fine", "weather: (not known)", id="a key that nobody knows"),
    ],
)
def test_a_falsified_vector_fails(key: str, value: object, words: str) -> None:
    first = GIVEN.vectors[0]
    assert words in "; ".join(differences(looked_at(first), {**first.expect, key: value}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"office": "MARS"}, "'MARS', which has no calendar", id="an office nobody knows"),
        pytest.param({"as_of": "2026-11-02T11:00:00"}, "has no offset", id="a moment without an offset"),
        pytest.param(
            {"events": [{"type": "applied"}]}, "not a file of clock vectors", id="an event without a moment"
        ),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({**DOCUMENT, "vectors": [{**DOCUMENT["vectors"][0], **change}]}))
    with pytest.raises(BadInput, match=words.replace("(", r"\(")):
        read_vectors(path)

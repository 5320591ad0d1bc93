"""A batch taken back leaves things as they were; rehearsed, it leaves nothing; raced, each letter has one fate."""

import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash import cli, journey
from recruiterdash.candidates.models import Outcome
from recruiterdash.db import Model
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.batch_rows import BatchState
from recruiterdash.messages.batches import rehearsing
from recruiterdash.messages.batches.rehearsing import Rehearsal, files
from recruiterdash.moments import now
from tests.faults.smtp_server import FaultServer
from tests.messages.test_races import drain, together
from tests.messages.ward import Ward
from tests.messages.world import World

NO = MessageType.REJECTION_APPLICATION
#: Where it is written what was done; an undo adds there and takes nothing away.
LOGS = frozenset(
    {"audit", "events", "decisions", "messages", "message_applications", "message_changes"}
    | {"batches", "batch_rows", "batch_applications", "batch_keys", "clock_changes"}
)
#: Fifty letters have left after it, at the latest.
LEAVING = timedelta(minutes=2)
#: What counts acts.
COUNTERS = frozenset({"version"})


@pytest.fixture
def ward(world: World) -> Ward:
    return Ward(world)


def everything(ward: Ward) -> dict[str, list[dict[str, Any]]]:
    """Every row of what an act may change, less what only counts acts."""
    kept: dict[str, list[dict[str, Any]]] = {}
    with ward.world.database.reading() as session:
        for name, table in Model.metadata.tables.items():
            if name not in LOGS:
                columns = [each for each in table.c if each.name not in COUNTERS]
                rows = session.execute(select(*columns).order_by(table.c.id))
                kept[name] = [dict(row._mapping) for row in rows]
    return kept


def test_forty_people_rejected_and_undone_stand_as_before(ward: Ward) -> None:
    people = ward.people(37)
    twice = ward.applies(people[0], ward.requisition("Ward Clerk"))
    decided = people[1]
    ward.world.change(
        decided,
        lambda session, one: journey.decide(
            session, one, Outcome.REJECT, now=now(), actor_id=None, reason=ward.reason
        ),
    )
    promised(ward, people[2])
    before = everything(ward)
    answer = ward.reject([*people, twice])
    assert answer.said["queued"] == 37
    assert everything(ward) != before
    undone = ward.undo(answer.batch.id)
    assert (undone.taken_back, undone.left) == (37, ())
    assert everything(ward) == before


def test_what_was_decided_before_the_letter_stays_decided(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.world.change(
        someone,
        lambda session, one: journey.decide(
            session, one, Outcome.REJECT, now=now(), actor_id=None, reason=ward.reason
        ),
    )
    answer = ward.reject([someone])
    ward.undo(answer.batch.id)
    assert ward.world.application(someone).disposition is ward.reason


def test_twelve_have_left_and_the_rest_is_as_before(ward: Ward) -> None:
    people = ward.people(20)
    made = ward.preview(ward.wanted(people, NO))
    ward.confirm(made.token)
    with FaultServer() as server:
        sender = ward.world.worker(smtp_url=server.url)
        for _ in range(12):
            sender.send_one()
        sender.stop()
        taken = Counter(took.message_id for took in server.accepted)
    undone = ward.undo(made.batch.id)
    assert (undone.taken_back, len(undone.left)) == (8, 12)
    left = {each.application_id for each in undone.left}
    for each in people:
        assert (ward.world.application(each).disposition is None) is (each not in left)
    for one in undone.left:
        assert taken[ward.world.message(one.message_id).message_id] == 1
        assert one.subject == "Your application for Staff Nurse: a correction"
        assert one.body.startswith(f"Dear {one.name.split()[0]},")
        assert "[What is true instead]" in one.body
    again = ward.undo(made.batch.id)
    assert (again.taken_back, again.left) == (8, undone.left)


def test_a_batch_that_nobody_confirmed_has_nothing_to_undo(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(1)))
    with pytest.raises(Conflict):
        ward.undo(made.batch.id)


def test_one_that_waits_for_its_second_person_can_be_taken_back(ward: Ward) -> None:
    (someone,) = ward.people(1)
    ward.meets(someone, "final")
    line = {someone: "Your handover example from the last round stayed with us."}
    made = ward.preview(ward.wanted([someone], lines=line))
    ward.confirm(made.token)
    assert ward.undo(made.batch.id).batch.state is BatchState.UNDONE
    with pytest.raises(Conflict):
        ward.approve(made.batch.id, ward.alma)


# --- races ------------------------------------------------------------------------------------------


def test_undone_or_sent_and_never_both(ward: Ward) -> None:
    for _ in range(3):
        people = ward.people(12)
        made = ward.preview(ward.wanted(people, NO))
        ward.confirm(made.token, 12)
        messages = [row.message_id or 0 for row in ward.rows(made.batch.id)]
        with FaultServer() as server:
            workers = [ward.world.worker(smtp_url=server.url) for _ in range(2)]
            together(
                partial(ward.undo, made.batch.id),
                *(lambda worker=worker: drain(worker.send_one) for worker in workers),
            )
            drain(workers[0].send_one)
            for worker in workers:
                worker.stop()
            taken = Counter(took.message_id for took in server.accepted)
        for number in messages:
            way = ward.world.way(number)
            assert way[-1] in {"sent", "cancelled"}
            assert not {"sent", "cancelled"} <= set(way)
            assert taken[ward.world.message(number).message_id] == (way[-1] == "sent")


def test_who_is_advanced_while_a_batch_is_confirmed_is_never_told_no(ward: Ward) -> None:
    for _ in range(6):
        people = ward.people(6)
        made = ward.preview(ward.wanted(people, NO))
        one = random.choice(people)
        refused: list[bool] = []

        def advance(one: int = one, refused: list[bool] = refused) -> None:
            version = ward.world.application(one).version
            try:
                ward.world.change(
                    one,
                    lambda session, application: journey.decide(
                        session, application, Outcome.ADVANCE, now=now(), actor_id=None, version=version
                    ),
                )
            except Conflict:
                refused.append(True)

        together(advance, partial(ward.confirm, made.token, 6))
        with FaultServer() as server:
            worker = ward.world.worker(smtp_url=server.url)
            drain(worker.send_one)
            worker.stop()
            taken = {took.message_id for took in server.accepted}
        row = next(each for each in ward.rows(made.batch.id) if each.candidate_id == person(ward, one))
        told = row.message_id is not None and ward.world.message(row.message_id).message_id in taken
        assert told is bool(refused)
        assert len(taken) == 5 + told


def test_two_batches_confirmed_at_once_count_as_one(ward: Ward) -> None:
    made = [ward.preview(ward.wanted(ward.people(15))) for _ in range(2)]
    answers: list[str] = []

    def confirm(token: str) -> None:
        try:
            answers.append(ward.confirm(token).said["state"])
        except Exception as refusal:  # noqa: BLE001 - looked at below
            answers.append(str(refusal))

    together(*(lambda token=each.token: confirm(token) for each in made))
    assert sorted(answer == "sending" for answer in answers) == [False, True]
    assert any("type the number 15" in answer for answer in answers)


def test_fifty_hands_confirm_one_batch_once(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(4), NO))
    answers: list[tuple[bool, str]] = []

    def confirm() -> None:
        answer = ward.confirm(made.token)
        answers.append((answer.first, json.dumps(dict(answer.said))))

    together(*[confirm] * 50)
    assert Counter(first for first, _ in answers) == {True: 1, False: 49}
    assert len({said for _, said in answers}) == 1
    assert [ward.world.standing(each).letters_on_way for each in applications(ward, made.batch.id)] == [1] * 4


# --- rehearsal --------------------------------------------------------------------------------------


def rehearsed(ward: Ward, batch_id: int, at: Any, undo: float = 10.0) -> Rehearsal:
    settings = replace(ward.world.settings, undo_seconds=undo)
    with ward.world.database.writing() as session:
        made = batches.rehearse(session, ward.priya, batch_id, now=at, settings=settings)
        session.commit()  # there is nothing to keep
        return made


def test_a_rehearsal_changes_nothing_and_equals_what_then_happens(ward: Ward) -> None:
    people = ward.people(3)
    made = ward.preview(ward.wanted(people, NO))
    before, at = everything(ward), now() + timedelta(seconds=30)
    rehearsal = rehearsed(ward, made.batch.id, at)
    assert everything(ward) == before
    assert ward.batch(made.batch.id).state is BatchState.PREVIEWED
    assert all(row.message_id is None for row in ward.rows(made.batch.id))
    ward.confirm(made.token, at=at, undo=10.0)
    real = [ward.world.message(row.message_id or 0) for row in ward.rows(made.batch.id)]
    assert [copy.data for copy in rehearsal.copies] == [each.frozen for each in real]
    assert [copy.message_id for copy in rehearsal.copies] == [each.message_id for each in real]
    assert [copy.send_at for copy in rehearsal.copies] == [each.send_at for each in real]
    confirmed = {
        (each.application_id, each.what): each.after for each in rehearsal.changes if each.step == "confirmed"
    }
    for one in people:
        assert confirmed[one, "disposition"] == "not_selected"
        assert confirmed[one, "letters on their way"] == "1"
    accepted = {
        (each.application_id, each.what): each.after for each in rehearsal.changes if each.step == "accepted"
    }
    assert {accepted[one, "state"] for one in people} == {"rejected"}


def test_what_is_rehearsed_is_what_fifty_letters_do_when_they_leave(ward: Ward) -> None:
    people = ward.people(49)
    twice = ward.applies(people[0], ward.requisition("Ward Clerk"))
    for one in people[1:5]:
        promised(ward, one)
    about = [*people, twice]
    with FaultServer() as server:
        made, at = ward.preview(ward.wanted(about, NO)), now()
        assert ward.excluded(made.batch.id) == {}
        before, rehearsal = stands(ward, about), rehearsed(ward, made.batch.id, at, undo=0.0)
        assert stands(ward, about) == before
        assert server.accepted == []
        ward.confirm(made.token, made.batch.count, at=at)
        confirmed = stands(ward, about)
        leave(ward, server)
        sent = {each.message_id: each.data for each in server.accepted}
    assert sent == {copy.message_id: copy.data for copy in rehearsal.copies}
    assert foretold(rehearsal, "confirmed", at) == otherwise(before, confirmed, at)
    assert foretold(rehearsal, "accepted", at) == otherwise(confirmed, stands(ward, about), at)
    assert {each.what for each in rehearsal.changes} >= {"their status page", "state", "next step is with"}


Stands = dict[tuple[int, str], str]


def promised(ward: Ward, application_id: int) -> None:
    """Two days ago they were told the day by which they hear from us."""
    said = {"next_date": f"{now() + timedelta(days=5):%Y-%m-%d}", "status": True}
    word = journey.Happened("out", now() - timedelta(days=2), "personal", said)
    ward.world.change(application_id, lambda session, one: journey.record(session, one, word, now=now()))


def leave(ward: Ward, server: FaultServer) -> None:
    worker = ward.world.worker(smtp_url=server.url)
    drain(worker.send_one)
    worker.stop()


def stands(ward: Ward, about: list[int]) -> Stands:
    """What stands in the database about some applications, as a rehearsal says it."""
    with ward.world.database.reading() as session:
        return rehearsing.stand(session, about)


def foretold(rehearsal: Rehearsal, step: str, at: datetime) -> dict[tuple[int, str], tuple[str, str]]:
    return {
        (each.application_id, each.what): (then(each.before, at), then(each.after, at))
        for each in rehearsal.changes
        if each.step == step
    }


def otherwise(before: Stands, after: Stands, at: datetime) -> dict[tuple[int, str], tuple[str, str]]:
    both = {each: (before.get(each, ""), after.get(each, "")) for each in before.keys() | after.keys()}
    return {
        each: (then(was, at), then(becomes, at)) for each, (was, becomes) in both.items() if was != becomes
    }


def then(said: str, at: datetime) -> str:
    """What is said, with the moments in which the letters leave alike: a server takes them one after the other."""

    def alike(found: re.Match[str]) -> str:
        return "then" if timedelta() <= datetime.fromisoformat(found[0]) - at < LEAVING else found[0]

    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", alike, said)


def test_a_rehearsal_is_a_folder_of_letters_and_a_report(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(2)))
    found = dict(files(rehearsed(ward, made.batch.id, now())))
    assert sorted(found) == ["letters/1.eml", "letters/2.eml", "report.json"]
    report = json.loads(found["report.json"])
    assert [each["file"] for each in report["letters"]] == ["letters/1.eml", "letters/2.eml"]
    assert report["changes"]


def test_a_batch_that_was_sent_is_not_rehearsed(ward: Ward) -> None:
    made = ward.preview(ward.wanted(ward.people(1)))
    ward.confirm(made.token)
    with pytest.raises(Conflict):
        rehearsed(ward, made.batch.id, now())
    nobody = ward.priya._replace(permissions=frozenset())
    with ward.world.database.writing() as session, pytest.raises(NotAllowed):
        batches.rehearse(session, nobody, made.batch.id, now=now(), settings=ward.world.settings)


def person(ward: Ward, application_id: int) -> int:
    return ward.world.application(application_id).candidate_id


def applications(ward: Ward, batch_id: int) -> list[int]:
    with ward.world.database.reading() as session:
        return [about[0] for _, about in batches.reporting.letters_of(session, batch_id)]


def test_the_command_rehearses_into_a_folder(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ward.preview(ward.wanted(ward.people(2)))
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", ward.world.settings.database_url)
    monkeypatch.setenv("RECRUITERDASH_COMPANY", ward.world.settings.company)
    folder, before = tmp_path / "rehearsal", everything(ward)
    cli.commands(["batches", "rehearse", str(made.batch.id), str(folder)], standalone_mode=False)
    assert "2 letters, 0 left out, nothing sent" in capsys.readouterr().out
    assert sorted(each.name for each in folder.rglob("*.*")) == ["1.eml", "2.eml", "report.json"]
    assert b"To: " in (folder / "letters" / "1.eml").read_bytes()
    assert everything(ward) == before
    with pytest.raises(BadInput, match="empty folder"):
        cli.commands(["batches", "rehearse", str(made.batch.id), str(folder)], standalone_mode=False)

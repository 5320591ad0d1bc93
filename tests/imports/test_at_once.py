"""Several at once: two imports end as one after the other, and pages answer while one runs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from recruiterdash import create_app, imports, journey, team
from recruiterdash.candidates.models import Candidate
from recruiterdash.cli import importing
from recruiterdash.cli.uploads import work
from recruiterdash.config import Settings
from recruiterdash.errors import DomainError
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Role
from tests.conftest import DatabaseMaker
from tests.imports.desk import Desk, Lines, a_crowd, event
from tests.web.nouns.house import PASSWORD, TOKEN, hashed

ROOT = Path(__file__).parents[2]
#: Applications of the import during which pages are asked for.
LARGE = int(os.environ.get("LARGE", "1500"))
publish = imports.publish

STORY = (
    "SELECT a.source_id, c.email, a.state, a.stage_type, e.type, e.kind, e.happened_at FROM events e"
    " JOIN applications a ON a.id = e.application_id JOIN candidates c ON c.id = a.candidate_id"
    " ORDER BY a.source_id, e.happened_at, e.type",
    "SELECT a.source_id, k.name, k.started_at, k.due_at, k.stopped_at, k.from_before FROM clocks k"
    " JOIN applications a ON a.id = k.application_id ORDER BY a.source_id, k.name, k.started_at",
    "SELECT reference, title FROM requisitions ORDER BY reference",
)


def together(desk: Desk, *files: Path) -> list[Lines]:
    """Import files at the same time, each planned before the other is published."""
    gate, raised, tellers = Barrier(len(files)), list[BaseException](), [Lines() for _ in files]

    def import_(file: Path, teller: Lines) -> None:
        own = Desk(desk.url, desk.folder)
        try:
            importing.run(own.database, file, "auto", imports.Choices(), "UTC", teller, dry_run=False)
        except BaseException as fault:  # noqa: BLE001 - raised again where it is seen
            raised.append(fault)
        finally:
            own.database.close()

    met = set[int]()

    def after_all_have_planned(session: Any, prepared: Any, **more: Any) -> None:
        if id(prepared.look) not in met:
            met.add(id(prepared.look))
            gate.wait(60)
        publish(session, prepared, **more)

    threads = [Thread(target=import_, args=each) for each in zip(files, tellers, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports, "publish", after_all_have_planned)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if raised:
        raise raised[0]
    return tellers


def story(desk: Desk) -> list[list[tuple[Any, ...]]]:
    return [desk.all(question) for question in STORY]


@pytest.mark.parametrize("overlap", [0, 20], ids=["the same file", "overlapping files"])
def test_two_imports_at_once_end_as_one_after_the_other(
    desk: Desk, fresh_database: DatabaseMaker, overlap: int
) -> None:
    one, other = a_crowd(desk, 60), a_crowd(desk, 60, overlap, recruiter="Wanda New")
    files = (one, other) if overlap else (one, one)
    tellers = together(desk, *files)
    ends = []
    for order in {files, files[::-1]}:
        alone = Desk(fresh_database(desk.database.url.get_backend_name()), desk.folder)
        for file in order:
            alone.take_in(file)
        ends.append(story(alone))
        alone.database.close()
    assert story(desk) in ends
    assert desk.counts()["applications"] == 60 + overlap
    assert desk.recomputed() == "0 would change"
    assert desk.dangling() == []
    # nothing is told twice although one of them was planned twice
    for teller in tellers:
        assert len(set(teller.lines)) == len(teller.lines)


def test_somebody_who_applies_by_hand_meanwhile_is_met(desk: Desk) -> None:
    desk.rows(event(), event(application_ref="2", email="bo@example.org", requisition_ref="REQ-2"))
    done: list[bool] = []

    def by_hand(session: Any, prepared: Any, **more: Any) -> None:
        if not done:
            session.rollback()
            with desk.database.writing() as other:
                person = other.scalars(select(Candidate).where(Candidate.email == "amara@example.org")).one()
                second = other.scalars(select(Requisition).where(Requisition.reference == "REQ-2")).one()
                journey.apply(other, person, second, applied_at=now(), now=now(), actor_id=None)
                other.commit()
            done.append(True)
        publish(session, prepared, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports, "publish", by_hand)
        report, _ = desk.rows(event(), event(application_ref="3", requisition_ref="REQ-2"))
    assert report.created["applications"] == 0
    assert desk.counts()["applications"] == 3
    assert desk.recomputed() == "0 would change"


@pytest.mark.parametrize(("times", "state"), [(2, "done"), (3, "refused")])
def test_an_upload_is_planned_anew_when_somebody_comes_between(
    quick_desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int, state: str
) -> None:
    run_id = quick_desk.uploaded(quick_desk.file(event()))
    work(quick_desk.database, "UTC", run_id)
    quick_desk.confirmed(run_id)
    between = iter(range(times))

    def moved(*given: Any, **more: Any) -> None:
        if next(between, None) is not None:
            raise imports.Moved("Another import came in between.")
        publish(*given, **more)

    monkeypatch.setattr(imports, "publish", moved)
    work(quick_desk.database, "UTC", run_id)
    assert quick_desk.one("SELECT state FROM import_runs") == state
    assert quick_desk.counts()["people"] == (state == "done")


def test_a_database_that_somebody_holds_is_said_in_one_sentence(
    quick_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_little = "PRAGMA busy_timeout = 20"
    listening.listen(quick_desk.database.engine, "connect", lambda raw, _: raw.execute(waits_little))
    holder, prepared = Desk(quick_desk.url, quick_desk.folder), importing._prepared
    with holder.database.writing() as session:

        def then_held(*given: Any, **more: Any) -> imports.Prepared:
            plan = prepared(*given, **more)
            session.execute(select(1))
            return plan

        monkeypatch.setattr(importing, "TRIES", 1)
        monkeypatch.setattr(importing, "_prepared", then_held)
        with pytest.raises(DomainError, match="Somebody else keeps writing at the same time: nothing was"):
            quick_desk.rows(event())
    holder.database.close()
    monkeypatch.undo()
    assert set(quick_desk.counts().values()) == {0}
    quick_desk.rows(event())


@pytest.mark.slow
def test_pages_answer_while_a_large_file_comes_in(quick_desk: Desk) -> None:
    file = a_crowd(quick_desk, LARGE)
    with quick_desk.database.writing() as session:
        draft = team.UserDraft("Priya Shah", "priya@house.test", frozenset({Role.ADMIN}))
        team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        session.commit()
    app = create_app(Settings(database_url=quick_desk.url, secret_key="k" * 40))
    inside = app.test_client()
    log_in(inside)
    command = [sys.executable, "-m", "recruiterdash.cli", "import", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RECRUITERDASH_DATABASE_URL": quick_desk.url}
    waits: dict[str, list[float]] = {"GET": [], "POST": []}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            waits["GET"].append(lasted(lambda: inside.get("/queue").status_code == 200))
            waits["POST"].append(log_in(app.test_client()))
            time.sleep(0.02)
    assert process.returncode == 0
    assert quick_desk.counts()["applications"] == LARGE
    print({name: (len(each), round(max(each), 3)) for name, each in waits.items()})  # noqa: T201 - pytest -s shows it
    assert max(waits["GET"]) < 2
    assert max(waits["POST"]) < 10
    app.extensions["recruiterdash.database"].close()


def log_in(browser: Any) -> float:
    """Log in anew and return how long the answer took: a session is written."""
    token = TOKEN.search(browser.get("/login").text)
    assert token
    data = {"csrf_token": token.group(1), "email": "priya@house.test", "password": PASSWORD}
    return lasted(lambda: browser.post("/login", data=data).status_code == 303)


def lasted(act: Callable[[], bool]) -> float:
    began = time.perf_counter()
    assert act()
    return time.perf_counter() - began

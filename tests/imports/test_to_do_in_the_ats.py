"""What is decided or moved here and is not in the ATS yet is listed, and goes when the next export says the same."""

import csv
from pathlib import Path

from sqlalchemy import select

from recruiterdash import journey, team
from recruiterdash.candidates.models import Application
from recruiterdash.imports.to_do import ToDo, to_do
from recruiterdash.journey.happened import Happened
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Stage, StageType
from recruiterdash.team.models import Role
from tests.conftest import DatabaseMaker
from tests.doors.conftest import log_in, opened
from tests.imports.desk import Desk, event
from tests.imports.test_every_export import NO, lever


def listed(desk: Desk, role: Role = Role.ADMIN) -> list[ToDo]:
    """Return the list of somebody new in a role."""
    with desk.database.writing() as session:
        draft = team.UserDraft("Sam Stranger", "sam@borealis.example", frozenset({role}))
        user_id = team.create_user(session, draft, now=now(), actor_id=None).id
        found = to_do(session, team.viewer_of(session, user_id))
        session.rollback()
        return found


def lived(desk: Desk, happened: Happened) -> None:
    """Record something that a person here did to the only application."""
    with desk.database.writing() as session:
        application = session.scalars(select(Application)).one()
        journey.record(session, application, happened, now=now())
        session.commit()


def test_a_withdrawal_here_waits_for_the_ats_and_goes_with_the_next_export(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take_in(lever(tmp_path / "x"))
    assert listed(desk) == []
    lived(desk, Happened("in", now(), "withdraw"))
    [row] = listed(desk)
    assert (row.system, row.ref, row.name, row.requisition) == ("lever", "o-1", "Amara Okafor", "Buyer")
    assert (row.do, row.there) == ("Mark as withdrawn", "active")
    assert listed(desk, Role.RECRUITER) == []  # not on the requisition

    desk.take_in(lever(tmp_path / "x", lastInteractionAt=1794592920000))
    assert len(listed(desk)) == 1  # the ATS still says active
    desk.take_in(lever(tmp_path / "x", archived={**NO, "reason": "Withdrew"}))
    assert listed(desk) == []
    assert desk.one("SELECT count(*) FROM events WHERE type = 'in'") == 1


def test_a_move_here_is_to_be_made_there(quick_desk: Desk, tmp_path: Path) -> None:
    quick_desk.take_in(lever(tmp_path / "x"))
    with quick_desk.database.writing() as session:
        application = session.scalars(select(Application)).one()
        stage = Stage(
            requisition_id=application.requisition_id, position=9, name="Onsite", type=StageType.FINAL
        )
        session.add(stage)
        session.flush()
        application.stage_id, application.stage_type = stage.id, stage.type
        session.commit()
    lived(quick_desk, Happened("stage_change", now(), None, {"stage": "final"}))
    [row] = listed(quick_desk)
    assert (row.do, row.there) == ("Move to Onsite", "Phone screen")
    quick_desk.take_in(lever(tmp_path / "x", stage="ONSITE"))
    assert listed(quick_desk) == []


def test_a_source_that_tells_no_state_is_known_by_what_it_tells_to_have_happened(desk: Desk) -> None:
    applied = event(happened_at="2026-11-02T10:00:00.000Z")
    moved = event(event="stage_moved", stage_type="screen", happened_at="2026-11-03T10:00:00.000Z")
    left = event(event="withdrawn", happened_at="2026-11-22T12:00:00.000Z")
    desk.rows(applied, moved)
    assert listed(desk) == []
    lived(desk, Happened("in", now(), "withdraw"))
    [row] = listed(desk)
    assert (row.system, row.do, row.there) == ("events", "Mark as withdrawn", "active")
    desk.rows(applied, moved)
    assert len(listed(desk)) == 1  # the source still tells no end
    hired = event(event="hired", detail="", happened_at="2026-11-22T11:00:00.000Z")
    desk.rows(applied, moved, hired)
    assert [each.there for each in listed(desk)] == ["hired"]
    assert desk.one("SELECT state FROM applications") == "withdrawn"  # a difference, which neither side wins
    desk.rows(applied, moved, left)
    assert listed(desk) == []


def test_the_page_and_its_csv_say_the_same(fresh_database: DatabaseMaker, tmp_path: Path) -> None:
    with opened(fresh_database("sqlite")) as house:
        house.add("admin", Role.ADMIN)
        desk = Desk(house.database.url.render_as_string(hide_password=False), tmp_path)
        browser = house.browser()
        assert log_in(browser, "admin") == 303
        assert "Nothing to do there" in browser.get("/imports/to-do").text
        desk.take_in(lever(tmp_path / "x", name="=1+1 <b>Amara"))
        lived(desk, Happened("in", now(), "withdraw"))
        page = browser.get("/imports/to-do").text
        assert "<bdi>=1+1 &lt;b&gt;Amara</bdi>" in page
        assert 'data-copy="o-1"' in page
        answer = browser.get("/imports/to-do/list.csv").text.lstrip("\ufeff")
        [row] = csv.DictReader(answer.splitlines())
        assert (row["application"], row["name"], row["do"]) == ("o-1", "'=1+1 <b>Amara", "Mark as withdrawn")
        desk.database.close()

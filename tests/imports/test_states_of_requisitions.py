"""What the file says of a requisition's state is set against ours and listed: neither side wins in silence."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from recruiterdash.imports.plan import Report
from recruiterdash.journey.requisitions import change_state
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState
from tests.imports.desk import API, OPENCATS, Desk


def said(report: Report, reference: str) -> list[str]:
    return [each["reason"] for each in report.warnings if each["reason"].startswith(f"{reference} ")]


@pytest.mark.parametrize("export", [API, OPENCATS], ids=["greenhouse", "opencats"])
def test_what_is_on_hold_or_closed_in_the_file_and_open_here_is_listed(desk: Desk, export: Path) -> None:
    report, _ = desk.take_in(export)
    (held,) = said(report, "REQ-103")
    assert "on hold in the file and open here" in held
    assert len(said(report, "REQ-107")) == 1
    assert not said(report, "REQ-100")
    assert {state for (state,) in desk.all("SELECT state FROM requisitions")} == {"open"}


def test_it_is_listed_until_both_say_the_same(desk: Desk) -> None:
    desk.take_in(API)
    with desk.database.writing() as session:
        for reference, state in (
            ("REQ-103", RequisitionState.ON_HOLD),
            ("REQ-107", RequisitionState.FILLED),
            ("REQ-100", RequisitionState.CANCELLED),
        ):
            row = session.scalars(select(Requisition).where(Requisition.reference == reference)).one()
            change_state(session, row, state, now=now(), actor_id=None)
        session.commit()
    report, _ = desk.take_in(API)
    assert not said(report, "REQ-103")
    assert not said(report, "REQ-107")
    assert "open in the file and cancelled here" in said(report, "REQ-100")[0]


def test_a_field_of_ones_own_says_on_hold_however_it_is_named(quick_desk: Desk, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(API, tmp_path / "api"))
    jobs: list[dict[str, Any]] = json.loads((folder / "jobs.json").read_text(encoding="utf-8"))
    jobs[0]["custom_fields"] = {"on_hold": "Yes"}
    jobs[3]["custom_fields"] = {"On hold": "no", "Reason for hold": "budget"}
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    report, _ = quick_desk.take_in(folder)
    assert said(report, jobs[0]["requisition_id"])
    assert not said(report, jobs[3]["requisition_id"])

"""An export is taken in over the API as the command does: all of it or nothing, and the same request once."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from recruiterdash.candidates.models import Application
from recruiterdash.imports import uploads
from recruiterdash.imports.models import ImportRun
from tests.api.conftest import House
from tests.imports.desk import EVENTS, event, written

PATH = "imports?format=auto"


@pytest.fixture(autouse=True)
def put_away(house: House) -> Iterator[None]:
    """Leave no upload behind."""
    yield
    folder = uploads.folder(str(house.database.url)).path
    for each in folder.iterdir():
        each.unlink(missing_ok=True)


def sent(
    house: House, content: bytes, path: str = PATH, who: str = "recruiter", key: str = ""
) -> TestResponse:
    headers = {**house.headers[who], **({"Idempotency-Key": key} if key else {})}
    return house.app.test_client().post(f"/api/v1/{path}", data=content, headers=headers)


def said(answer: TestResponse) -> Any:
    return answer.json


def ended(house: House, run: int, who: str = "recruiter") -> Any:
    """Wait until the work on a file is over, and return what it came to."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = said(house.ask(who, f"imports/{run}"))
        if not answer["busy"]:
            return answer
        time.sleep(0.2)
    raise AssertionError("it did not end")


def a_file(tmp_path: Path, number: int, **changes: str) -> bytes:
    row = event(application_ref=f"api-{number}", email=f"api{number}@example.org", requisition_ref="API-1")
    return written(tmp_path / f"{number}.csv", [{**row, **changes}]).read_bytes()


def applications(house: House, ref: str) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).where(Application.source_id == ref)) or 0


def runs(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(ImportRun)) or 0


def test_a_file_is_taken_in_and_told_in_the_shape_of_the_command(house: House, tmp_path: Path) -> None:
    answer = sent(house, a_file(tmp_path, 1))
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"].endswith(f"/api/v1/imports/{said(answer)['id']}")
    done = ended(house, said(answer)["id"])
    assert (done["state"], done["format"]) == ("done", "events")
    assert done["report"]["created"]["applications"] == 1
    assert done["report"]["errors"] == []
    assert {"created", "updated", "skipped", "dropped_columns", "warnings", "errors"} <= done["report"].keys()
    assert applications(house, "api-1") == 1

    again = ended(house, said(sent(house, a_file(tmp_path, 1)))["id"])
    assert set(again["report"]["created"].values()) == {0}


def test_a_form_with_a_file_is_taken_as_well(house: House, tmp_path: Path) -> None:
    form = {"file": (io.BytesIO(a_file(tmp_path, 2)), "friday.csv")}
    answer = house.app.test_client().post(f"/api/v1/{PATH}", data=form, headers=house.headers["recruiter"])
    assert answer.status_code == 202, answer.text
    assert ended(house, said(answer)["id"])["file"] == "friday.csv"
    assert applications(house, "api-2") == 1


def test_the_same_request_again_is_the_first_one(house: House, tmp_path: Path) -> None:
    content = a_file(tmp_path, 3)
    first = sent(house, content, key="nightly-3")
    before = runs(house)
    again = sent(house, content, key="nightly-3")
    assert (first.status_code, again.status_code) == (202, 200)
    assert said(again)["id"] == said(first)["id"]
    ended(house, said(first)["id"])
    assert said(sent(house, content, key="nightly-3"))["state"] == "done"
    assert runs(house) == before

    other = sent(house, a_file(tmp_path, 4), key="nightly-3")
    assert (other.status_code, applications(house, "api-4")) == (422, 0)
    assert sent(house, content, PATH + "&dry_run=true", key="nightly-3").status_code == 422
    assert (
        sent(house, content, who="other", key="nightly-3").status_code == 202
    )  # somebody else's key is theirs
    ended(house, runs_of(house), "other")


def runs_of(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.max(ImportRun.id))) or 0


def test_one_bad_row_keeps_all_out_unless_it_may_be_left_out(house: House, tmp_path: Path) -> None:
    good = event(application_ref="api-5", email="api5@example.org", requisition_ref="API-1")
    rows = [good, {**good, "application_ref": "api-6", "happened_at": "never"}]
    content = written(tmp_path / "bad.csv", rows).read_bytes()
    refused = ended(house, said(sent(house, content))["id"])
    assert refused["state"] == "refused"
    assert refused["report"]["errors"] == [
        {"line": 3, "column": "happened_at", "reason": "“never” is not a date that can be read"}
    ]
    assert set(refused["report"]["created"].values()) == {0}
    assert refused["refusal"]
    assert applications(house, "api-5") == 0

    done = ended(house, said(sent(house, content, PATH + "&skip_bad=true"))["id"])
    assert (done["state"], len(done["report"]["errors"])) == ("done", 1)
    assert applications(house, "api-5") == 1


def test_a_dry_run_writes_nothing(house: House, tmp_path: Path) -> None:
    looked = ended(house, said(sent(house, a_file(tmp_path, 7), PATH + "&dry_run=true"))["id"])
    assert (looked["state"], looked["report"]["created"]["applications"]) == ("previewed", 1)
    assert applications(house, "api-7") == 0


@pytest.mark.parametrize(
    ("content", "path", "status"),
    [
        (b"", PATH, 422),
        (b"%PDF-1.7", PATH, 422),
        (b"a,b\n1,2\n", PATH, 422),
        (EVENTS.read_bytes(), "imports?format=workday", 422),
        (EVENTS.read_bytes(), PATH + "&zone=Mars", 422),
        (EVENTS.read_bytes(), PATH + "&colour=red", 422),
        (EVENTS.read_bytes(), "imports?format=greenhouse", 422),
    ],
)
def test_what_is_no_export_is_refused_at_once_and_leaves_nothing(
    house: House, content: bytes, path: str, status: int
) -> None:
    before, folder = runs(house), uploads.folder(str(house.database.url)).path
    lying = sorted(folder.iterdir())
    answer = sent(house, content, path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert said(answer)["detail"].endswith(".")
    assert runs(house) == before
    assert sorted(folder.iterdir()) == lying


def test_who_may_not_import_may_not_here_and_rows_are_for_who_brought_them(
    house: House, tmp_path: Path
) -> None:
    for who in ("viewer", "auditor", "interviewer", "hiring_manager"):
        assert sent(house, a_file(tmp_path, 8), who=who).status_code == 403
    run = said(sent(house, a_file(tmp_path, 9, office="Nowhere yet")))["id"]
    own = ended(house, run)
    assert own["report"]["warnings"]
    assert house.ask("other", f"imports/{run}").status_code == 404
    seen = said(house.ask("admin", f"imports/{run}"))
    assert seen["report"]["created"] == own["report"]["created"]
    assert (seen["report"]["warnings"], seen["report"]["errors"]) == ([], [])

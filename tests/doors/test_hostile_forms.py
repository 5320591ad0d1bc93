"""What a form carries beyond its fields changes nothing, and nothing in a field breaks a page or leads away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
import time_machine
from flask import request
from sqlalchemy import Boolean, DateTime, Integer, LargeBinary
from sqlalchemy.sql.schema import Table

from recruiterdash import moments
from recruiterdash.db import Model, UTCDateTime
from recruiterdash.imports.models import ImportRun
from recruiterdash.imports.uploads import Folder
from recruiterdash.paging import write_cursor
from recruiterdash.web.forms.nouns import Typed
from tests.conftest import DatabaseMaker, sqlite_is_enough
from tests.doors.asked import ASKED
from tests.doors.conftest import csrf, opened
from tests.doors.neighbours import Street, settled
from tests.doors.test_other_peoples_ids import ask

#: Made anew each time, so that two rows that mean the same differ in them.
RANDOM = {
    "digest",
    "token_digest",
    "key",
    "asked",
    "intent",
    "message_id",
    "link",
    "envelope_from",
    "frozen",
    "compose_token",
    "fs_uniquifier",
    "password",
    "request_id",
    "raw",
}
EVIL = "https://evil.test/login"


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url) as house:
        yield settled(house, uploads_folder)


# --- what a form carries beyond its fields ------------------------------------------------------------


def test_a_form_takes_its_own_fields_and_nothing_else(
    fresh_database: DatabaseMaker, uploads_folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every form is sent as it is, then with every column there is; the second house must look like the first."""
    fields = recorded(monkeypatch)
    now = moments.now()
    plain, _ = lived(fresh_database("sqlite"), uploads_folder, now, fields, smuggling=False)
    smuggled, locations = lived(fresh_database("sqlite"), uploads_folder, now, fields, smuggling=True)
    assert set(plain) == set(smuggled)
    for table in plain:
        assert smuggled[table] == plain[table], table
    assert [each for each in locations if not each.startswith("/") or each.startswith(("//", "/\\"))] == []


def recorded(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Return what fills itself with the fields of each rule's forms while they are used."""
    fields: dict[str, set[str]] = defaultdict(set)
    begin = Typed.__init__

    def beginning(self: Typed, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        if request.url_rule is not None:
            fields[request.url_rule.rule] |= {field.name for field in self}

    monkeypatch.setattr(Typed, "__init__", beginning)
    return fields


def lived(
    url: str, folder: Folder, now: datetime, fields: Mapping[str, set[str]], *, smuggling: bool
) -> tuple[dict[str, list[tuple[Any, ...]]], list[str]]:
    """Do everything once; return what the house looks like afterwards, and where its answers led."""
    locations = []
    with opened(url) as house, time_machine.travel(now, tick=False):
        street = settled(house, folder)
        browsers = {name: street.inside(name) for name in BY}
        for (method, rule), asked in ASKED.items():
            if method == "POST":
                more = smuggle(fields[rule]) if smuggling else {}
                answer = ask(street, browsers[asked.by], method, rule, street.ours, more=more)
                if more and rule.startswith("/api/") and "unknown field" in answer.text:
                    answer = ask(street, browsers[asked.by], method, rule, street.ours, more={})
                assert answer.status_code < 400, (rule, answer.status_code, answer.text[:300])
                locations += [answer.location] if "Location" in answer.headers else []
        return kept(street), locations


#: Who does what is done once.
BY = ("recruiter", "interviewer", "admin", "hiring_manager", "hr")
#: An act's own choices, beside its form.
OWN = {"call", "state", "number", "version"}


def smuggle(fields: set[str]) -> dict[str, str]:
    """Return a value for every column there is, less those that the form asks for; and a way elsewhere."""
    columns = {column.name: column for table in Model.metadata.tables.values() for column in table.columns}
    given = {name: _value(column.type) for name, column in columns.items() if name not in fields}
    return {name: value for name, value in given.items() if name not in OWN} | {"next": EVIL}


def _value(kind: Any) -> str:
    if isinstance(kind, Boolean):
        return "y"
    if isinstance(kind, Integer):
        return "1"
    return "1999-01-01T00:00" if isinstance(kind, (DateTime, UTCDateTime)) else "admin"


def kept(street: Street) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: [_without(Model.metadata.tables[name], row) for row in rows]
        for name, rows in street.everything().items()
    }


def _without(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    columns = [(column.name, column.type) for column in table.columns]
    pairs = zip(columns, row, strict=True)
    return tuple(
        value for (name, kind), value in pairs if name not in RANDOM and not isinstance(kind, LargeBinary)
    )


# --- what stands in a field ---------------------------------------------------------------------------

#: What is sharpest: beyond what numbers, moments and texts can be, and a way elsewhere.
NASTY = (
    *("9" * 5000, str(2**63), "\x00", "//evil.test"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
)
#: What comes to no database: one of them is enough.
BEFORE = (NASTY[0], NASTY[3])


@pytest.mark.parametrize(
    "value",
    [pytest.param(each, id=ascii(each)[:20], marks=sqlite_is_enough(each in BEFORE)) for each in NASTY],
)
def test_no_field_beside_fine_ones_breaks_a_page(
    street: Street, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields, browser = recorded(monkeypatch), street.inside("insider")
    token = csrf(browser)
    for method, rule in ASKED:
        if method != "POST" or rule.startswith(("/team/", "/account/")):
            continue
        ask(street, browser, method, rule, street.theirs, more={"version": "-5", "after": "-5"}, token=token)
        for field in fields[rule] - {"csrf_token"}:
            answer = ask(street, browser, method, rule, street.theirs, more={field: value}, token=token)
            assert answer.status_code < 500, (rule, field)
            assert "evil.test" not in answer.headers.get("Location", ""), (rule, field)


AFAR = (
    datetime.fromisoformat("0001-01-01T00:00:00+14:00"),
    datetime.fromisoformat("9999-12-31T23:59:59-14:00"),
)


@pytest.mark.parametrize("moment", AFAR, ids=str)
def test_no_made_up_place_breaks_a_list(street: Street, moment: datetime) -> None:
    browser = street.inside("insider")
    forged = [
        write_cursor(values)
        for values in ((moment, 1), ("all", "due", False, moment, 1), (moment, moment, 1))
    ]
    for path in (
        "/queue?name=all&after=",
        f"/requisitions/{street.ours.requisition}?after=",
        "/audit?cursor=",
    ):
        for cursor in forged:
            assert browser.get(f"{path}{cursor}").status_code in {200, 422}
    story = f"/api/v1/applications/{street.ours.ids['application']}/timeline?cursor="
    assert browser.get(f"{story}{forged[0]}").status_code in {200, 422}


def test_a_colleague_nobody_has_is_no_choice_for_a_name_of_a_file(street: Street) -> None:
    browser, run = street.inside("recruiter"), street.ours.ids["run_choices"]
    with street.house.transaction() as session:
        about = {"colleagues": [{"name": "Priya", "user_id": None}], "stages": [], "offices": []}
        row = session.get_one(ImportRun, run)
        row.report = {**row.report, "about": about}
        session.commit()
    for chosen in ("9" * 5000, "900719", "-1", "1.0", "x"):
        data = {"csrf_token": csrf(browser), "zone": "", "dates": "", "colleague-0": chosen}
        assert browser.post(f"/imports/{run}/choices", data=data).status_code == 422


@pytest.mark.parametrize("address", ["/login", "/api/v1/imports"])
def test_a_field_whose_name_cannot_be_read_is_refused(street: Street, address: str) -> None:
    parts = b'--B\r\nContent-Disposition: form-data; name="a\nb"\r\n\r\nx\r\n--B--\r\n'
    browser = street.house.browser()
    answer = browser.post(address, data=parts, content_type="multipart/form-data; boundary=B")
    assert answer.status_code in {400, 401, 422}

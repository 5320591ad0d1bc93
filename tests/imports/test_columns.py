"""What no import takes in: nobody's business, and what only people here may say."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.imports import Choices, look
from recruiterdash.imports.formats import FORMATS
from recruiterdash.imports.mapping import Column, private
from tests.imports.desk import EVENTS, GREENHOUSE, Desk, event, row

PRIVATE = """
    Gender | Gender identity | GenderIdentity | gender_identity | Sex | Race | Race/Ethnicity | raceEthnicity
    Ethnicity (EEO) | Hispanic/Latino | Latinx | Veteran status | Protected veterans | VETERAN-STATUS
    Disability status | Disabilities | Self-identified disability | EEOC category | Age | Age range
    Date of birth | DateOfBirth | Birthdate | D.O.B. | Year of Birth | Religion | Religious belief | Faith
    Sexual orientation | Pronouns | Preferred pronoun | Marital status | Nationality | Citizenship | Pregnant
    Salary expectation | Current salary | Desired Salaries | Compensation | Total compensation | Pay | Expected pay
    Hourly wage | Bonus | Equity | Remuneration | Expected CTC | Health | Medical notes | Photo | PhotoURL
    Criminal record | Background check | Social Security Number | SSN
"""
PLAIN = """
    Stage | Message | Language | Manager | Agency | Average | Tracer | Essex office | Page | Package | Source
    Sextant | Payload | Notes | Image processing | Dobson | Contrast
"""


def names(text: str) -> list[str]:
    return [name.strip() for line in text.strip().splitlines() for name in line.split("|")]


@pytest.mark.parametrize("name", names(PRIVATE))
def test_nobodys_business_is_known_however_it_is_written(name: str) -> None:
    assert private(name)
    assert private(name.upper())


@pytest.mark.parametrize("name", names(PLAIN))
def test_other_columns_are_not_taken_for_it(name: str) -> None:
    assert not private(name)


def all_columns() -> list[Column]:
    return [column for each in FORMATS for column in each.columns]


def test_no_column_of_a_format_is_nobodys_business() -> None:
    assert not [name for column in all_columns() for name in (column.name, *column.others) if private(name)]


@pytest.mark.parametrize("make", [event, row], ids=["events", "greenhouse"])
def test_it_is_dropped_named_and_kept_nowhere_even_when_somebody_maps_it(
    quick_desk: Desk, make: object
) -> None:
    rows = event() if make is event else row()
    secret = {"Date of birth": "1990-05-05 xyzzy", "Salary expectation": "xyzzy 90000"}
    asked = Choices(columns={"Date of birth": "time_zone" if make is event else "Source"})
    if make is event:
        del rows["time_zone"]
    else:
        del rows["Source"]
    report, lines = quick_desk.rows({**rows, **secret}, choices=asked)
    assert set(report.dropped_columns) >= set(secret)
    assert "xyzzy" not in str(quick_desk.whole()) + str(report.document()) + str(lines.lines)


def test_a_choice_that_names_no_column_is_refused(quick_desk: Desk) -> None:
    with pytest.raises(BadInput, match="“Mail” is said to be “emial”, which is no column of a events file"):
        look(quick_desk.file(event()), "events", Choices(columns={"Mail": "emial"}))


#: What only people here may say, as columns of a file.
REACHING = {
    "role": "admin",
    "is_admin": "yes",
    "version": "99",
    "state": "rejected",
    "status": "rejected",
    "notify": "yes",
    "send_letter": "now",
    "internal_feedback": "xyzzy",
    "decision_id": "1",
    "candidate_id": "1",
    "id": "1",
    "password": "xyzzy",
}


@pytest.mark.parametrize("sample", [EVENTS, GREENHOUSE])
def test_a_file_sets_nothing_it_should_not_and_no_letter_results(desk: Desk, sample: object) -> None:
    rows = event() if sample is EVENTS else row()
    own = {name.casefold() for name in rows}
    reaching = {name: value for name, value in REACHING.items() if name.replace("_", " ") not in own}
    plain, _ = desk.rows(rows)
    before = desk.everything()
    report, _ = desk.rows({**rows, **reaching})
    assert desk.everything() == before
    assert set(plain.created.values()) == {1}
    named = " ".join(each["reason"] for each in report.warnings)
    assert all(f"The column “{name}” has no meaning here" in named for name in reaching)
    assert desk.all("SELECT role FROM user_roles") == []
    assert desk.all("SELECT DISTINCT email, password FROM users") == [(None, None)]
    assert desk.one("SELECT count(*) FROM messages") == 0

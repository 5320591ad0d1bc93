"""What stops a letter, as a table."""

from datetime import date

import pytest

from recruiterdash.messages.courtesy import Said, blocks
from recruiterdash.messages.types import MessageType

STATUS = """Dear Amara,

We have not decided yet. You hear from me by Tuesday 8 December.

Kind regards
Priya Shah
Recruiter, Borealis
"""
FINE = Said(
    type=MessageType.STATUS,
    subject="Your application for Staff Nurse",
    body=STATUS,
    preferred_name="Amara",
    sender_name="Priya Shah",
    promise=date(2026, 12, 8),
    missed=None,
    today=date(2026, 11, 23),
)


def test_a_courteous_letter_may_go() -> None:
    assert blocks(FINE) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"body": STATUS.replace("Amara", "Applicant")}, "greets somebody else"),
        ({"body": STATUS.replace("Dear Amara", "Dear Amaranth")}, "greets somebody else"),
        ({"body": STATUS.replace("yet", "[yet]")}, "“[yet]” was never filled in"),
        ({"subject": "Your {{ requisition.title }}"}, "was never filled in"),
        ({"subject": " "}, "no subject"),
        (
            {"body": "Dear Amara,\n\nKind regards\nPriya Shah\nRecruiter, Borealis Hospital Group\n"},
            "says nothing yet",
        ),
        ({"body": STATUS.replace("Tuesday 8 December", "soon")}, "must say Tuesday 8 December"),
        ({"body": STATUS.replace("8 December", "15 December")}, "must say Tuesday 8 December"),
        ({"body": STATUS.replace("yet.", "yet, or on 10 December.")}, "names Thursday 10 December beside"),
        ({"body": ""}, "greets somebody else"),
    ],
)
def test_what_stops_a_letter(change: dict[str, str], found: str) -> None:
    assert found in " ".join(blocks(FINE._replace(**change)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"missed": date(2026, 12, 8)},
        {"preferred_name": "AMARA"},
        {"body": STATUS.replace("yet.", "yet. I said 13 November 2026 and did not write.")},
        {"body": STATUS.replace("yet.", "yet. I said Friday 4 December."), "missed": date(2026, 12, 4)},
        {"body": STATUS.replace("Dear Amara,", "王伟您好，"), "preferred_name": "王伟"},
        {"body": STATUS.replace("Amara", "Zoe\u0308"), "preferred_name": "Zoë"},
        {"body": STATUS.replace("Amara", "D."), "preferred_name": "D."},
    ],
)
def test_what_does_not_stop_a_letter(change: dict[str, object]) -> None:
    assert blocks(FINE._replace(**change)) == []  # type: ignore[arg-type]

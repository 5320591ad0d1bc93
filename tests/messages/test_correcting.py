"""The beginning of a letter that puts one right: in the person's language, and never sent as it is."""

from datetime import date

import pytest

from recruiterdash.messages import MessageType
from recruiterdash.messages.batches.correcting import correction
from recruiterdash.messages.courtesy import Said, check

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("en", "On Tuesday 1 December we sent"),
        ("de-AT", "Am Dienstag, 1. Dezember haben"),
        ("fr", "Le mardi 1er décembre, nous"),
        ("es", "El martes 1 de diciembre le"),
        ("pl", "On Tuesday 1 December we sent"),
    ],
)
def test_a_correction_is_in_their_language_and_waits_for_what_is_true(language: str, when: str) -> None:
    subject, body = correction("Amara", "Staff Nurse", DAY, "Priya Shah\nRecruiter", language)
    assert when in body
    letter = Said(
        type=MessageType.CORRECTION,
        body=body,
        subject=subject,
        preferred_name="Amara",
        titles=("Staff Nurse",),
        sender_name="Priya Shah",
        sender_role="Recruiter",
        reply_to="priya@borealis.example",
        stage="interview",
        language=language,
        today=DAY,
    )
    found = {each.check for each in check(letter) if each.severity == "block"}
    assert found == {"K02"}


def test_without_a_day_it_says_today() -> None:
    assert "Today we sent you" in correction("Amara", "Staff Nurse", None, "Priya Shah")[1]

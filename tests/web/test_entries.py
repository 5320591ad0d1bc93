"""A line of a timeline is called by what was said, and a text that is cut ends with a whole word."""

from datetime import UTC, datetime
from typing import Any

import pytest

from recruiterdash.journey.timeline import Item
from recruiterdash.journey.words import counts_for, title_of
from recruiterdash.web.entries import named
from recruiterdash.web.words import shortened

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


def item(type_: str, kind: str | None, data: dict[str, Any]) -> Item:
    title, counts = title_of(type_, kind, data), counts_for(type_, kind, data)
    return Item(
        *(1, type_, kind, title, counts, AT, AT, False, "Priya Shah", "letter", data),
        *("Subject", "Body", None, False, None, None, False),
    )


@pytest.mark.parametrize(
    ("type_", "kind", "data", "title"),
    [
        ("out", "personal", {"letter": "status"}, "Status update"),
        ("out", "bulk", {"letter": "status"}, "Status update to many"),
        (
            "out",
            "personal",
            {"letter": "rejection_final", "decision": "reject"},
            "Rejection after interviews: no",
        ),
        ("out", "personal", {"letter": "personal"}, "Personal message"),
        ("out", "personal", {}, "Personal message"),
        ("out", "personal", {"letter": "of another program"}, "Personal message"),
        ("out", "phone", {}, "Call"),
        ("in", "question", {"letter": "status"}, "They asked"),
    ],
)
def test_a_letter_is_called_by_its_type(type_: str, kind: str, data: dict[str, Any], title: str) -> None:
    (shown,) = named([item(type_, kind, data)])
    assert shown.title == title


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short enough", "Short enough"),
        ("A word that is cut nowhere", "A word that is cut…"),
        ("over\n two   lines", "over two lines"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah…"),
    ],
)
def test_a_text_is_cut_between_two_words(text: str, short: str) -> None:
    assert shortened(text, 20) == short

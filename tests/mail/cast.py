"""The letter most tests send, and the people in it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from recruiterdash.mail import Letter, Mailbox

PRIYA = Mailbox("Priya Shah", "jobs@borealis.example")
AMARA = Mailbox("Amara Okafor", "amara@example.org")

PLAIN = Letter(
    message_id="<letter-1@borealis.example>",
    date=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
    sender=PRIYA,
    recipient=AMARA,
    subject="Your application for Staff Nurse",
    text="Hello Amara,\n\nWe have not decided yet. You hear from me by Tuesday 8 December.\n\nPriya Shah\n",
    return_path="bounces+letter-1@borealis.example",
)


def letter(**changes: Any) -> Letter:
    return replace(PLAIN, **changes)


def numbered(number: int) -> Letter:
    return letter(message_id=f"<letter-{number}@borealis.example>")

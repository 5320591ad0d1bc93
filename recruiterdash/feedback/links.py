"""The link to a colleague's own page: signed for that purpose alone, and withdrawn by counting up a number."""

from typing import NamedTuple

from recruiterdash import signing
from recruiterdash.config import Settings

PURPOSE = "own feedback"


class Claim(NamedTuple):
    """What a link is for."""

    feedback_id: int
    #: Of the link; the record holds the one that opens its page.
    number: int


def address(settings: Settings, feedback_id: int, number: int) -> str:
    """Return the address of a colleague's own page."""
    return f"{settings.base_url}/own-feedback/{token(settings, Claim(feedback_id, number))}"


def token(settings: Settings, claim: Claim) -> str:
    """Return what stands for a record in a link, the same each time."""
    return signing.signed(settings, PURPOSE, list(claim))


def claimed(settings: Settings, text: str) -> Claim | None:
    """Return what a link is for, None when we have not made it; whatever the text is."""
    claim = signing.opened_numbers(settings, PURPOSE, text)
    return Claim(*claim) if claim is not None else None

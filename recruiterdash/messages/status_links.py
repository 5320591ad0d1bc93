"""The link to a person's own status page: signed for that purpose alone, and withdrawn by counting up a number."""

from typing import NamedTuple

from recruiterdash import signing
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings

PURPOSE = "status page"


class Claim(NamedTuple):
    """What a link is for."""

    application_id: int
    #: Of the link; the application holds the one that opens its page.
    number: int


def address(settings: Settings, application: Application, candidate: Candidate) -> str | None:
    """Return the address of a person's own page; None where it is switched off, and for colleagues.

    A colleague's application is between them and those who decide: nothing of it lies behind a link.
    """
    return of(settings, Claim(application.id, application.status_number), internal=candidate.internal)


def of(settings: Settings, claim: Claim, *, internal: bool) -> str | None:
    """Return the address for plain facts, as `address` does."""
    if settings.status_page == "off" or internal:
        return None
    return f"{settings.base_url}/status/{token(settings, claim)}"


def token(settings: Settings, claim: Claim) -> str:
    """Return what stands for an application in a link, the same each time."""
    return signing.signed(settings, PURPOSE, list(claim))


def claimed(settings: Settings, text: str) -> Claim | None:
    """Return what a link is for, None when we have not made it; whatever the text is."""
    claim = signing.opened_numbers(settings, PURPOSE, text)
    return Claim(*claim) if claim is not None else None

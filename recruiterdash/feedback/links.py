"""The link to a colleague's own page: signed for that purpose alone, and withdrawn by counting up a number."""

import hashlib
import hmac
import re
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from recruiterdash.config import Settings

#: The largest number of a row on both databases.
LARGEST = 2**63 - 1
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,200}")


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
    return _signer(settings).dumps(list(claim))


def claimed(settings: Settings, text: str) -> Claim | None:
    """Return what a link is for, None when we have not made it; whatever the text is."""
    if _PLAIN.fullmatch(text) is None:
        return None
    try:
        claim = Claim(*_signer(settings).loads(text))
    except (BadData, TypeError):
        return None
    if not all(type(each) is int and 0 < each <= LARGEST for each in claim):
        return None
    # a signature can be written in several ways, and one is ours
    return claim if hmac.compare_digest(token(settings, claim), text) else None


def _signer(settings: Settings) -> URLSafeSerializer:
    how = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(settings.secret_key, salt="own feedback", signer_kwargs=how)

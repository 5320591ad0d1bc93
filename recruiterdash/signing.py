"""What stands in a link of ours: a claim, signed for one purpose alone."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from recruiterdash.config import Settings

#: The largest number of a row on both databases.
LARGEST = 2**63 - 1
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,200}")


def signed(settings: Settings, purpose: str, claim: Any) -> str:
    """Return what stands for a claim in a link, the same each time. claim: text, or a list of numbers."""
    return signer(settings, purpose).dumps(claim)


def opened(settings: Settings, purpose: str, text: str) -> Any:
    """Return the claim that we signed for a purpose, None for anything else; whatever the text is."""
    if _PLAIN.fullmatch(text) is None:
        return None
    try:
        claim = signer(settings, purpose).loads(text)
    except BadData:
        return None
    # a signature can be written in several ways, and one is ours
    return claim if hmac.compare_digest(signed(settings, purpose, claim), text) else None


def opened_numbers(settings: Settings, purpose: str, text: str) -> Sequence[int] | None:
    """Return a claim of two numbers, the row's and the link's; None for anything that is no such claim."""
    claim = opened(settings, purpose, text)
    if not isinstance(claim, list) or len(claim) != 2:
        return None
    return claim if all(type(each) is int and 0 < each <= LARGEST for each in claim) else None


def signer(settings: Settings, purpose: str) -> URLSafeSerializer:
    """Return what signs for a purpose: what was signed for one opens nothing of another."""
    how = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(settings.secret_key, salt=purpose, signer_kwargs=how)

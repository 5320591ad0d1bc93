"""Addresses that let a colleague answer from a mail without a log-in: signed, each for one purpose."""

import hashlib
import hmac
import secrets

from recruiterdash import signing
from recruiterdash.config import Settings
from recruiterdash.team.identity import digest


def new_claim(purpose: str) -> str:
    """Return what a new address is signed for: its purpose and a number nobody can guess."""
    return f"{purpose}:{secrets.token_urlsafe(18)}"


def same_claim(settings: Settings, purpose: str, *about: object) -> str:
    """Return the claim of an address that is made anew each time a mail is written, and is always the same.

    about: what tells it from every other. Nobody can guess it who has not the installation's key.
    """
    said = "\x1f".join((purpose, *map(str, about))).encode()
    return f"{purpose}:{hmac.new(settings.secret_key.encode(), said, hashlib.sha256).hexdigest()[:36]}"


def token(settings: Settings, claim: str) -> str:
    """Return what stands for a claim in an address, the same each time."""
    return signing.signed(settings, _named(claim.partition(":")[0]), claim)


def address(settings: Settings, claim: str) -> str:
    """Return the whole address; the purpose is the first part of its path."""
    return f"{settings.base_url}/{claim.partition(':')[0]}/{token(settings, claim)}"


def digest_of(settings: Settings, claim: str) -> str:
    """Return what is stored of an address, so that a copy of the table opens nothing."""
    return digest(token(settings, claim))


def is_ours(settings: Settings, purpose: str, text: str) -> bool:
    """Say whether we signed a token for a purpose, whatever the text is."""
    return isinstance(signing.opened(settings, _named(purpose), text), str)


def _named(purpose: str) -> str:
    return f"notice {purpose}"

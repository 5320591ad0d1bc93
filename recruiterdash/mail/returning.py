"""Addresses that bring a bounce or a reply back to its letter: the letter's key stands in the local part.

`jobs@firm.example` becomes `jobs+b.<key>@firm.example` for bounces (VERP) and `jobs+r.<key>@firm.example` for
replies. The key is the left half of the letter's Message-ID, so a bounce is known even when it quotes nothing.
`jobs+c.<user>.<secret>@firm.example` is one colleague's own address for copies of what they send elsewhere.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What comes back to such an address."""

    BOUNCE = "b"
    REPLY = "r"


#: RFC 5321 4.5.3.1.1: longer ones are refused by some servers, and by our own check.
LOCAL_LIMIT = 64

_KEY = re.compile(r"[0-9a-f]{32}")
_SECRET = re.compile(r"[a-z2-7]{26}")
_COPY = re.compile(r"\+c\.([1-9][0-9]{0,17})\.([a-z2-7]{26})\"?@", re.ASCII | re.IGNORECASE)
_ID = re.compile(r"<([0-9a-f]{32})@[^<>@\s]+>", re.ASCII | re.IGNORECASE)
# the greedy beginning makes the last key count: a forwarder's rewriting stands before ours
_RETURNING = re.compile(r'<?.+\+([br])\.([0-9a-f]{32})"?@[^@\s]+', re.ASCII | re.IGNORECASE | re.DOTALL)


def key_of(message_id: str) -> str | None:
    """Return the key of a letter of ours, in small letters; None for a Message-ID of another shape."""
    found = _ID.fullmatch(message_id.strip())
    return found[1].lower() if found else None


def return_path(mailbox: str, key: str) -> str:
    """Return the envelope's sender for a letter: `local+b.<key>@domain`.

    mailbox: where bounces may go, as `wire_address` returned it; key: as `key_of` returned it. A mailbox whose
    local part leaves no room for the key is returned as it is: a shortened one would be somebody else's.
    Raises ValueError for a key that is none.
    """
    return _marked(mailbox, Kind.BOUNCE, key)


def reply_to(mailbox: str, key: str) -> str:
    """Return the Reply-To of a letter: `local+r.<key>@domain`, otherwise as `return_path`."""
    return _marked(mailbox, Kind.REPLY, key)


def read_key(address: str) -> tuple[Kind, str] | None:
    """Return what an address brings back and the key of its letter; None when it was not made here.

    address: any text, with or without angle brackets; servers on the way may have changed its case.
    """
    found = _RETURNING.fullmatch(address.strip())
    return (Kind(found[1].lower()), found[2].lower()) if found else None


def copies_to(mailbox: str, user_id: int, secret: str) -> str | None:
    """Return a user's own address for copies; None where the mailbox leaves no room for it.

    secret: 26 characters of base 32, in small letters. Raises ValueError for another one.
    """
    if not _SECRET.fullmatch(secret):
        raise ValueError("a secret has 26 characters of base 32")
    made = _with(mailbox, f"c.{user_id}.{secret}")
    return None if made == mailbox else made


def read_copies(header: str) -> list[tuple[int, str]]:
    """Return the user and the secret of every address for copies in a header; servers may have changed its case."""
    return [(int(user), secret.lower()) for user, secret in _COPY.findall(header)]


def _marked(mailbox: str, kind: Kind, key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("a key has 32 hexadecimal digits")
    return _with(mailbox, f"{kind.value}.{key}")


def _with(mailbox: str, mark: str) -> str:
    local, _, domain = mailbox.rpartition("@")
    quoted = len(local) >= 2 and local[0] == local[-1] == '"'
    inside, end = (local[:-1], '"') if quoted else (local, "")
    marked = f"{inside}+{mark}{end}"
    return f"{marked}@{domain}" if len(marked.encode()) <= LOCAL_LIMIT else mailbox

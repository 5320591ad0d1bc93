"""Addresses that bring a bounce or a reply back to its letter: the letter's key stands in the local part.

`jobs@firm.example` becomes `jobs+b.<key>@firm.example` for bounces (VERP) and `jobs+r.<key>@firm.example` for
replies. The key is the left half of the letter's Message-ID, so a bounce is known even when it quotes nothing.
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


def _marked(mailbox: str, kind: Kind, key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("a key has 32 hexadecimal digits")
    local, _, domain = mailbox.rpartition("@")
    quoted = len(local) >= 2 and local[0] == local[-1] == '"'
    inside, end = (local[:-1], '"') if quoted else (local, "")
    marked = f"{inside}+{kind.value}.{key}{end}"
    return f"{marked}@{domain}" if len(marked.encode()) <= LOCAL_LIMIT else mailbox

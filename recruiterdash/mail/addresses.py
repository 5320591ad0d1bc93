"""Mailboxes and names as people write them: taken faithfully, or refused in clear words."""

import re
import unicodedata
from typing import NamedTuple

import email_validator

from recruiterdash.errors import BadInput

NAME_LIMIT = 200

#: Closed networks do have mailboxes at these; taking them off its list is how the library wants to be told.
_USED_AT_HOME = {"test", "local", "localhost"}
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
    name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name not in _USED_AT_HOME
]

#: The usual kind, the same on the wire as on paper. A test holds that the library agrees with each match.
_PLAIN = re.compile(
    r"(?=.{5,254}$)[A-Za-z0-9_+=-]+(?:\.[A-Za-z0-9_+=-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,62}\.)+(?!(?:invalid|onion|arpa)$)[a-z]{2,24}"
)

#: Characters that reorder what follows: a name could show itself as another one.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNWRITABLE = frozenset({"Cc", "Zl", "Zp", "Cs"})
#: What a text of several lines may hold of these.
_LINE_ENDS = frozenset("\n\r\t")


class Mailbox(NamedTuple):
    """A name as shown and the address behind it, as `check_address` returned it."""

    name: str
    address: str


def check_address(written: str) -> str:
    """Return the address as it is to be kept: local part untouched, domain in small letters, Unicode.

    written: one mailbox, without a name, comment or group.
    Raises BadInput when it is not one, or when it could be understood as a different one.
    """
    address = _validated(written.strip(" \t"))
    return f"{address.local_part}@{address.domain}"


def wire_address(address: str) -> str:
    """Return the address as servers are told it: the domain in ASCII, the local part untouched.

    address: as `check_address` takes it, or already in wire form. A result beyond ASCII can travel only over
    SMTPUTF8.
    Raises BadInput as `check_address` does.
    """
    if _PLAIN.fullmatch(
        address
    ):  # the thorough way takes a hundred times as long, and each letter asks twice
        return address
    if address != address.strip():
        raise BadInput("The address begins or ends with a blank.")
    checked = _validated(address)
    return f"{checked.local_part}@{checked.ascii_domain}"


def check_name(written: str) -> str:
    """Return the name as it will be shown: runs of blanks made one, nothing else changed.

    written: in any script; may be empty.
    Raises BadInput naming the character or the length that cannot stand in a letter.
    """
    return check_line(written, "name", NAME_LIMIT)


def check_line(written: str, what: str, limit: int) -> str:
    """Return a header's text with runs of blanks and tabs made one blank.

    what: the word the refusal uses for it; limit: the most characters.
    Raises BadInput for line breaks, control characters, lone surrogates, reordering marks or excess length.
    """
    line = re.sub("[ \t]+", " ", written).strip(" ")
    for character in line:
        if unicodedata.category(character) in _UNWRITABLE or character in _REORDERING:
            raise BadInput(f"The {what} holds {_called(character)}; write it without.")
    if len(line) > limit:
        raise BadInput(f"The {what} has {len(line)} characters; at most {limit} can stand there.")
    return line


def check_lines(written: str, what: str, limit: int) -> str:
    """Return a text of several lines as it is kept, see `composed`.

    what: begins the sentence of a refusal; limit: the most characters.
    Raises BadInput as `check_line` does, but for line ends and tabs.
    """
    if len(written) > limit:
        raise BadInput(f"{what} has {len(written)} characters; at most {limit} can be kept.")
    for character in written:
        unwritable = unicodedata.category(character) in _UNWRITABLE and character not in _LINE_ENDS
        if unwritable or character in _REORDERING:
            raise BadInput(f"{what} holds {_called(character)}; write it without.")
    return composed(written)


def composed(written: str) -> str:
    """Return a text of several lines with composed characters (NFC) and plain line ends."""
    plain = unicodedata.normalize("NFC", written)
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip()


def _validated(address: str) -> email_validator.ValidatedEmail:
    if any(unicodedata.category(character) in _UNWRITABLE for character in address):
        raise BadInput("The address holds a line break or a control character.")
    at_home = address.lower().endswith("@localhost")
    try:
        found = email_validator.validate_email(
            address, check_deliverability=False, allow_quoted_local=True, globally_deliverable=not at_home
        )
    except email_validator.EmailNotValidError as reason:
        raise BadInput(f"{_shown(address)} is not a mailbox: {reason}") from None
    _ensure_same(address, found)
    return found


def _ensure_same(address: str, found: email_validator.ValidatedEmail) -> None:
    """The library maps some characters to others (full-width letters, foreign dots); we do not guess."""
    local, _, domain = address.rpartition("@")
    same_local = _unquoted(local) == _unquoted(found.local_part)
    same_domain = unicodedata.normalize("NFC", domain).lower() in {found.domain, found.ascii_domain}
    if not (same_local and same_domain):
        raise BadInput(f"{_shown(address)} can be read in two ways; did you mean {found.normalized}?")


def _unquoted(local: str) -> str:
    if len(local) >= 2 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return unicodedata.normalize("NFC", local)


def _shown(address: str) -> str:
    return f"“{address[:80]}…”" if len(address) > 80 else f"“{address}”"


def _called(character: str) -> str:
    if character in "\r\n\x85\u2028\u2029":
        return f"a line break (U+{ord(character):04X})"
    if "\ud800" <= character <= "\udfff":
        return f"half a character (U+{ord(character):04X})"
    return f"a character that is not shown (U+{ord(character):04X})"

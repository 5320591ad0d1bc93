"""What a mail says of letters that did not arrive: the reports of RFC 3464, and the many other shapes of them."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from flufl.bounce import all_failures

from recruiterdash.mail.arriving.opened import SIZE_LIMIT, line_of
from recruiterdash.mail.returning import key_of

# its detectors expect what servers write, and tell the log of everything else, with a trace for each
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

#: A report says all that counts at its beginning.
READ = 256 * 1024
LONGEST_LINE = 1_000
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)


class Returned(NamedTuple):
    """What a report says."""

    #: Mailboxes that will never get it, in small letters; that may still; and that did.
    failed: frozenset[str] = frozenset()
    delayed: frozenset[str] = frozenset()
    delivered: frozenset[str] = frozenset()
    #: The server's words, on one line.
    said: str = ""
    #: Message-IDs, of the shape of ours, that it quotes.
    ids: tuple[str, ...] = ()
    #: When the server that gave up had taken the letter, as far as it says so.
    taken_at: datetime | None = None

    @property
    def speaks(self) -> bool:
        """Whether it says anything of any letter."""
        return bool(self.failed or self.delayed or self.delivered)


def returned(raw: bytes) -> Returned:
    """Return what a mail says became of letters; of a mail that is no report, nothing.

    raw: its bytes. A report that names no status of its own is read by its words, as far as those are known.
    """
    if len(raw) > SIZE_LIMIT:
        return Returned()
    try:
        report = message_from_bytes(raw[:READ])
    except (RecursionError, ValueError, LookupError):  # cut off there, it may be none that can be taken apart
        return Returned()
    failed: set[str] = set()
    delayed: set[str] = set()
    delivered: set[str] = set()
    said = ""
    for fields in _per_recipient(report):
        address = _address(str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or ""))
        also = _address(str(fields.get("Final-Recipient") or ""))
        action = str(fields.get("Action") or "").strip().lower()
        status = _STATUS.search(str(fields.get("Status") or ""))
        kept = {"failed": failed, "delayed": delayed, "delivered": delivered, "relayed": delivered}.get(
            action
        )
        if kept is None and status is not None:
            kept = {"5": failed, "4": delayed, "2": delivered}[status[1]]
        if kept is not None:
            kept |= {each for each in (address, also) if each}
            words = line_of(str(fields.get("Diagnostic-Code") or ""), 250)
            said = said or words or line_of(str(fields.get("Status") or ""), 40)
    if not (failed or delayed or delivered) and _is_short_enough(raw[:READ]):
        failed, delayed, said = _by_its_words(report)
    return Returned(
        frozenset(failed),
        frozenset(delayed - failed),
        frozenset(delivered),
        said,
        _ids(raw[:READ]),
        _taken_at(report),
    )


def _blocks(report: Message) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            payload = part.get_payload()
            yield from (
                each for each in (payload if isinstance(payload, list) else []) if isinstance(each, Message)
            )


def _per_recipient(report: Message) -> Iterator[Message]:
    """The blocks of a delivery report, one for each recipient; the first block is about the report itself."""
    for block in _blocks(report):
        if block.get("Final-Recipient") or block.get("Original-Recipient"):
            yield block


def _taken_at(report: Message) -> datetime | None:
    """The report's Arrival-Date (RFC 3464, 2.2.5): when its server took the letter that it speaks of."""
    for block in _blocks(report):
        try:
            found = parsedate_to_datetime(str(block.get("Arrival-Date") or ""))
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _is_short_enough(raw: bytes) -> bool:
    """Some detectors take seconds over a line of a hundred thousand commas; servers write none beyond 998."""
    return max(map(len, raw.split(b"\n"))) <= LONGEST_LINE


def _by_its_words(report: Message) -> tuple[set[str], set[str], str]:
    try:
        temporary, permanent = all_failures(report)
    except Exception:  # noqa: BLE001 - the detectors expect what servers write; a stranger may write anything
        return set(), set(), ""
    failed = {_folded(each) for each in permanent}
    delayed = {_folded(each) for each in temporary}
    return failed - {""}, delayed - {""}, "It says so in its own words." if failed or delayed else ""


def _folded(address: object) -> str:
    text = address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
    return text.strip().strip("<>").lower()


def _address(field: str) -> str:
    """The mailbox in "rfc822; amara@example.org"."""
    return _folded(field.rpartition(";")[2]) if "@" in field else ""


def _ids(raw: bytes) -> tuple[str, ...]:
    found = (each.decode("ascii", "replace").lower() for each in _MESSAGE_ID.findall(raw))
    return tuple(dict.fromkeys(each for each in found if key_of(each) is not None))

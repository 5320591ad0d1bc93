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

from recruiterdash.mail.arriving.bodies import line_of, shown, words_of
from recruiterdash.mail.arriving.opened import SIZE_LIMIT
from recruiterdash.mail.returning import key_of

# its detectors expect what servers write, and tell the log of everything else, with a trace for each
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

#: A report says all that counts at its beginning.
READ = 256 * 1024
#: The detectors take long over many lines.
READ_WORDS = 64 * 1024
LONGEST_LINE = 1_000
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s\x00-\x1f\x7f]{1,250}>)", re.IGNORECASE | re.MULTILINE)

#: A report that names no mailbox stands for the one its letter went to.
UNNAMED = "?"
_WORDS_READ = 20_000
_SERVER = re.compile(
    r"mailer-?daemon|postmaster|mail ?delivery|mail ?system|microsoftexchange", re.IGNORECASE
)
_MAILBOX = re.compile(r"[^\s<>\"'()\[\],;:]{1,64}@[^\s<>\"'()\[\],;:]{1,250}[^\s<>\"'()\[\],;:.!?]")
_OURS_BELOW = re.compile(
    r"^(?:-{2,}.{0,60}(?:original|copy|returned|headers|nachricht|message|mensaje)\b.{0,60}|(?:return-path|received"
    r"|message-id|dkim-signature|from): .*)$",
    re.IGNORECASE | re.MULTILINE,
)
#: That it will not arrive: codes, and the words of servers and offices in four languages.
_PERMANENT = re.compile(
    r"\b5\.\d{1,3}\.\d{1,3}\b|\b55\d[ -]|\b(?:could not|cannot|can't|couldn't|wasn't able to|unable to) (?:be )?"
    r"(?:deliver\w*|find)\b|\bundeliverable\b|\bdelivery (?:has )?failed\b|\b(?:user|mailbox|address|recipient|account)"
    r" (?:is )?(?:unknown|not found|unavailable|disabled|full|does not exist|doesn't exist|rejected)|\bunknown user\b"
    r"|\bno such (?:user|mailbox|person|recipient)\b|\bnot (?:be )?delivered\b"
    r"|\bunzustellbar\b|\bnicht (?:\w+ )?zugestellt\b|\bzustellung\b.{0,40}\bfehlgeschlagen|\bkonnte nicht\b.{0,80}"
    r"\b(?:zugestellt|gefunden|zustellen)|\b(?:empfänger|postfach|adresse)\b.{0,40}\b(?:unbekannt|existiert nicht|voll)"
    r"|\bn'a (?:pas )?pu être (?:remis|délivré|distribué|envoyé)|\bnon (?:remis|délivré|distribué)\b"
    r"|\b(?:destinataire|boîte|adresse)\b.{0,40}\b(?:inconnue?|introuvable|n'existe pas|pleine)|\béchec de (?:la )?"
    r"(?:remise|distribution)"
    r"|\bno se (?:ha podido|pudo|puede) entregar|\bno (?:pudo|ha podido) ser entregado|\bno entregado\b"
    r"|\b(?:usuario|buzón|dirección|destinatario)\b.{0,40}\b(?:desconocid[oa]|no existe|llen[oa]|no encontrad[oa])",
    re.IGNORECASE,
)
#: That it may still arrive.
_PASSING = re.compile(
    r"\b4\.\d{1,3}\.\d{1,3}\b|\b(?:delayed|deferred)\b|\bverzöger\w*|\bretardée?\b|\bretrasad[oa]\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\bwill (?:keep trying|continue|be retried|retry|try again)\b|\bstill (?:trying|being)\b|\bno action is required\b"
    r"|\bdo not need to resend\b|\bhas not yet been delivered\b|\bweiter(?:e|hin)? (?:zustell)?versuch\w*"
    r"|\bwird weiter versucht|\b(?:nouvelles?|autres) tentatives?|\bnuevos? intentos?|\bseguir\w+ intent",
    re.IGNORECASE,
)


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
            kept |= {each for given in (address, also) for each in (given, _unescaped(given)) if each}
            words = line_of(str(fields.get("Diagnostic-Code") or ""), 250)
            said = said or words or line_of(str(fields.get("Status") or ""), 40)
    if not (failed or delayed or delivered):
        failed, delayed, said = _by_words(raw[:READ_WORDS])
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


def _by_words(raw: bytes) -> tuple[set[str], set[str], str]:
    report = message_from_bytes(raw)
    found = _by_known_words(report) if _is_short_enough(raw) else (set(), set(), "")
    return found if found[0] or found[1] else _by_any_words(report)


def _by_known_words(report: Message) -> tuple[set[str], set[str], str]:
    try:
        temporary, permanent = all_failures(report)
    except Exception:  # noqa: BLE001 - the detectors expect what servers write; a stranger may write anything
        return set(), set(), ""
    failed = {_folded(each) for each in permanent}
    delayed = {_folded(each) for each in temporary}
    return failed - {""}, delayed - {""}, "It says so in its own words." if failed or delayed else ""


def _by_any_words(report: Message) -> tuple[set[str], set[str], str]:
    """What a server says that none of the detectors knows: that it failed, in words, beside a mailbox.

    Only a mail from a server is read so; the copy of ours below its words is not.
    """
    sender = str(report.get("From") or "")[:500]
    if str(report.get("Return-Path") or "").strip() != "<>" and not _SERVER.search(sender):
        return set(), set(), ""
    text = _OURS_BELOW.split(shown(words_of(report))[:_WORDS_READ], maxsplit=1)[0]
    found = _PERMANENT.search(text) or _PASSING.search(text)
    if found is None:
        return set(), set(), ""
    named = {each.lower() for each in _MAILBOX.findall(text)} or {UNNAMED}
    line = next(each for each in text[found.start() :].split("\n") if each.strip())
    said = line_of(text[max(text.rfind("\n", 0, found.start()), 0) : found.start()] + line, 250)
    permanent = _PERMANENT.search(text) is not None and not _STILL.search(text)
    return (named, set(), said) if permanent else (set(), named, said)


def _folded(address: object) -> str:
    text = address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
    return text.strip().strip("<>").lower()


def _address(field: str) -> str:
    """The mailbox in "rfc822; amara@example.org"."""
    return _folded(field.rpartition(";")[2]) if "@" in field else ""


def _unescaped(address: str) -> str:
    """The mailbox as it was before a server wrote it as RFC 3461 has it: "+2B" for a plus."""
    return re.sub(r"\+([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), address)


def _ids(raw: bytes) -> tuple[str, ...]:
    found = (each.decode("ascii", "replace").lower() for each in _MESSAGE_ID.findall(raw))
    return tuple(dict.fromkeys(each for each in found if key_of(each) is not None))

"""What doctor thinks of what it has seen: pure verdicts, each true, false, or null where nobody can tell from here."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from recruiterdash.config import MailMode
from recruiterdash.doors.start import FIRST_UNSAFE, LAST_UNSAFE, loses_writes
from recruiterdash.messages.brakes import Hold, Pause
from recruiterdash.messages.inbound.listing import BLIND, Sight
from recruiterdash.messages.vitals import SILENT, Kept, silent

#: Two clocks may differ by so much before letters leave at wrong times.
CLOCKS_APART = timedelta(minutes=5)
#: A letter that could leave for so long, and has not, is stuck.
STUCK = timedelta(minutes=5)
UNKNOWN = "It cannot be looked up from here."
#: How SQLite numbers what it does before a commit counts.
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


class Verdict(NamedTuple):
    """ok is null when nobody can tell from here, or when there is nothing to tell."""

    ok: bool | None
    said: str


class Row(NamedTuple):
    """One line of doctor's answer."""

    check: str
    ok: bool | None
    said: str


# --- the ground -----------------------------------------------------------------------------------


def schema(current: bool) -> Verdict:
    if current:
        return Verdict(True, "The database answers, and its schema is this program's.")
    return Verdict(False, "The schema is not this program's: run `recruiterdash db upgrade`.")


def sqlite(version: tuple[int, ...], journal: str, synchronous: int) -> Verdict:
    """Judge SQLite. journal: journal_mode; synchronous: its number, of the program's own connection."""
    named = ".".join(map(str, version))
    level = SYNCHRONOUS.get(synchronous, str(synchronous))
    modes = f"journal_mode is {journal}, synchronous is {level}"
    if journal not in ("wal", "delete", "truncate", "persist"):
        return Verdict(False, f"SQLite {named}: {modes}; a crash could damage the file.")
    if journal == "wal" and loses_writes(version):
        first, last = (".".join(map(str, each)) for each in (FIRST_UNSAFE, LAST_UNSAFE))
        return Verdict(
            False,
            f"SQLite {named} can lose committed writes ({first} to {last} can, but 3.44.6 and 3.50.7): "
            f"install a newer pysqlite3. {modes}.",
        )
    enough = 2 if journal == "wal" else 3
    if synchronous < enough:
        return Verdict(
            False, f"SQLite {named}: {modes}, must be {SYNCHRONOUS[enough]}: a power cut loses writes."
        )
    safe = "" if journal == "wal" else ", in safe mode: slower, and nothing is lost"
    return Verdict(True, f"SQLite {named}{safe}; {modes}.")


def clock(there: datetime, now: datetime, latest: datetime | None) -> Verdict:
    """Compare clocks. there: the database's time; latest: the newest moment a worker wrote, if any."""
    apart = abs(there - now)
    if apart > CLOCKS_APART:
        return Verdict(False, f"The database's clock and this machine's differ by {_long(apart)}.")
    if latest is not None and latest - now > CLOCKS_APART:
        return Verdict(
            False, f"A worker wrote a moment that is still {_long(latest - now)} ahead: a clock was set back."
        )
    return Verdict(True, f"The database's clock and this machine's differ by {_long(apart)}.")


# --- letters --------------------------------------------------------------------------------------


def worker(beat: datetime | None, now: datetime) -> Verdict:
    if beat is None:
        return Verdict(False, "No worker has ever run here: `recruiterdash serve` or `recruiterdash worker`.")
    ago = _long(max(now - beat, timedelta()))
    if silent(beat, now):
        return Verdict(False, f"The last sign of life of a worker is {ago} old (at most {_long(SILENT)}).")
    return Verdict(True, f"A worker gave a sign of life {ago} ago.")


def oldest(due: datetime | None, now: datetime, *, braked: bool) -> Verdict:
    """Judge the letter that has waited longest. due: since when it could leave; braked: a hold or pause is on."""
    if due is None:
        return Verdict(True, "No letter is late.")
    said = f"The oldest letter should have left {_long(now - due)} ago"
    if now - due <= STUCK:
        return Verdict(True, f"{said}.")
    return Verdict(False, f"{said}: {'see the hold or pause' if braked else 'nobody takes it'}.")


def hold(standing: Hold | None) -> Verdict:
    if standing is None:
        return Verdict(True, "No hold is on.")
    return Verdict(False, f"No letter leaves since {standing.since:%Y-%m-%d %H:%M} UTC: {standing.reason}")


def pause(standing: Pause | None) -> Verdict:
    if standing is None:
        return Verdict(True, "The mail server lets us in, as far as is known.")
    code = f"{standing.code} " if standing.code else ""
    return Verdict(
        False,
        f"The mail server does not let us in since {standing.since:%Y-%m-%d %H:%M} UTC "
        f"({standing.phase}: {code}{standing.said}); tried {standing.tries} times.",
    )


def old_data(kept: Kept | None) -> Verdict:
    """Judge letters that wait for a newer import. kept: None when none does."""
    if kept is None:
        return Verdict(True, "No letter waits for newer data from the ATS.")
    letters = "1 letter waits" if kept.letters == 1 else f"{kept.letters} letters wait"
    return Verdict(
        False,
        f"{letters} since {kept.since:%Y-%m-%d %H:%M} UTC. {kept.why} (`recruiterdash import`, "
        "/messages/scheduled).",
    )


def uncertain(count: int) -> Verdict:
    if count == 0:
        return Verdict(True, "No letter is uncertain.")
    letters = "1 letter" if count == 1 else f"{count} letters"
    return Verdict(
        False, f"{letters} may have arrived: a person has to say so (`outbox resolve`, /delivery)."
    )


def answers(sights: Sequence[Sight], wanted: bool, now: datetime) -> Verdict:
    """Judge how answers are read. wanted: IMAP_URL is set."""
    if not wanted:
        return Verdict(None, "IMAP_URL is not set: answers reach the signer of each letter, and nobody here.")
    if not sights:
        return Verdict(False, "Nobody has ever read the mailbox of IMAP_URL: start a worker, or `mail poll`.")
    for each in sights:
        if (since := each.blind_since(now)) is not None:
            blind = _long(now - since)
            return Verdict(
                False,
                f"{each.name} has not been read for {blind} (at most {_long(BLIND)}). {each.fault}".strip(),
            )
        if each.withheld:
            return Verdict(
                False, f"{each.name}: the server lists {each.withheld} mails that it does not give."
            )
    latest = max(each.seen_at for each in sights if each.seen_at is not None) if sights[0].seen_at else now
    return Verdict(True, f"The mailbox was read to its end {_long(max(now - latest, timedelta()))} ago.")


def quarantine(count: int) -> Verdict:
    if count == 0:
        return Verdict(True, "Every mail that came could be read.")
    mails = "1 mail" if count == 1 else f"{count} mails"
    return Verdict(False, f"{mails} could not be read: a person has to look (/inbox?show=quarantine).")


def mail(wanted: MailMode, here: MailMode, server: str, allowlist: Sequence[str], *, demo: bool) -> Verdict:
    """Say where letters go. wanted: MAIL_MODE; here: what this database allows; server: host and port."""
    listed = f"MAIL_ALLOWLIST has {len(allowlist)} entries"
    if demo:
        return Verdict(True, "A demonstration: every letter is caught, whatever MAIL_MODE says.")
    if wanted == "catch":
        return Verdict(True, "MAIL_MODE is catch: every letter is caught and shown at /caught.")
    if here != wanted:
        return Verdict(
            False,
            f"MAIL_MODE is {wanted}, but this database is not where it was: letters leave to the allow-list only "
            f"({listed}) until `recruiterdash instance live`.",
        )
    if wanted == "allowlist":
        return Verdict(
            True, f"MAIL_MODE is allowlist: letters to it leave by {server}, others are caught ({listed})."
        )
    return Verdict(True, f"MAIL_MODE is real: letters leave by {server}.")


# --- the sending domain ---------------------------------------------------------------------------


def spf(texts: Sequence[str] | None, domain: str) -> Verdict:
    """Judge a domain's SPF. texts: its TXT records, None when they cannot be looked up."""
    if texts is None:
        return Verdict(None, UNKNOWN)
    found = [each for each in texts if each.lower() == "v=spf1" or each.lower().startswith("v=spf1 ")]
    if not found:
        return Verdict(False, f"{domain} says nothing about who may send for it (no TXT record v=spf1).")
    if len(found) > 1:
        return Verdict(False, f"{domain} has {len(found)} SPF records: receivers then ignore them all.")
    if re.search(r"(^|\s)\+?all(\s|$)", found[0].lower()):
        return Verdict(False, f"{domain} lets everybody send for it: {found[0]}")
    return Verdict(True, f"{domain}: {found[0]}")


def dkim(texts: Sequence[str] | None, selector: str, domain: str) -> Verdict:
    """Judge the key letters are signed with. texts: TXT records of the selector's name."""
    if not selector:
        return Verdict(
            None, "RECRUITERDASH_DKIM_SELECTOR is not set, so nobody knows where to look for the key."
        )
    if texts is None:
        return Verdict(None, UNKNOWN)
    name = f"{selector}._domainkey.{domain}"
    keys = [tags["p"] for each in texts if "p" in (tags := _tags(each))]
    if not keys:
        return Verdict(False, f"{name} holds no key: letters signed with it count as unsigned.")
    if not any(keys):
        return Verdict(False, f"{name} has been revoked: its key is empty.")
    return Verdict(True, f"{name} holds a key.")


def dmarc(texts: Sequence[str] | None, domain: str) -> Verdict:
    """Judge a domain's policy. texts: TXT records of _dmarc, of the domain or the nearest above that has any."""
    if texts is None:
        return Verdict(None, UNKNOWN)
    found = [each for each in texts if _tags(each).get("v", "").upper() == "DMARC1"]
    if len(found) != 1:
        many = f"{len(found)} DMARC records" if found else "no DMARC record"
        return Verdict(False, f"{domain} has {many}: large mailbox providers may refuse its letters.")
    if _tags(found[0]).get("p", "").lower() not in ("none", "quarantine", "reject"):
        return Verdict(False, f"{domain}: the DMARC record names no policy: {found[0]}")
    return Verdict(True, f"{domain}: {found[0]}")


def _tags(record: str) -> Mapping[str, str]:
    parts = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, sign, value in parts if sign}


def _long(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"

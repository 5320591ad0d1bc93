"""What Greenhouse's activity feed tells of one person: mails, notes that everybody may read, moves in sentences."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import getaddresses
from typing import Any

from recruiterdash.imports import cells
from recruiterdash.imports.histories import LONGEST_TEXT, mail, moment, moved, noted, table, tables, text
from recruiterdash.imports.mapping import Surroundings
from recruiterdash.imports.said import Happening

PARTS = ("emails", "notes", "activities")
#: Whoever sees the candidate there may read it; `private` and `admin_only` notes are not taken in.
OPEN = "public"
#: Marks what was given to the first of several applications, for nothing says which of them it is about.
GUESSED = "guessed"
#: What stands behind a stage in a sentence about a move.
_BEHIND = (" for ", " on ", " by ", "\n")


def concerning(feed: Any, id_: str, titles: Mapping[str, str]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the parts of a person's feed that are about one of their applications. titles: by application."""
    said = table(feed)
    return {
        part: [
            each if _named(each, titles) else {**each, GUESSED: True}
            for each in tables(said.get(part))
            if _concerns(each, id_, titles)
        ]
        for part in PARTS
    }


def title_of(application: Mapping[str, Any]) -> str:
    first = next(iter(tables(application.get("jobs"))), {})
    return str(first.get("name") or "")


def _concerns(each: Mapping[str, Any], id_: str, titles: Mapping[str, str]) -> bool:
    """Say whether a mail, a note or a move of a person belongs to one of their applications.

    The one whose title it names, the longest where one is part of another; else the first of them:
    the feed does not say more.
    """
    return (_named(each, titles) or next(iter(titles))) == id_


def _named(each: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return the application that something is about, empty where nothing says which of several."""
    if len(titles) == 1:
        return next(iter(titles))
    said = str(each.get("subject") or each.get("body") or "")
    found = [own for own, title in titles.items() if title and title in said]
    return max(found, key=lambda own: len(titles[own])) if found else ""


def mails_of(
    record: Mapping[str, Any],
    mailboxes: frozenset[str],
    rejected_at: datetime | None,
    office: str,
    around: Surroundings,
    line: int,
) -> Iterator[Happening]:
    """Yield mails; whether to us or from us, their addresses say. One that nobody can tell is a note."""
    for each in tables(record.get("emails")):
        at, _ = moment(around, each.get("created_at"), "emails", office, line)
        subject = text(each.get("subject"), "emails", 998)
        said = each.get("body")
        body = said if isinstance(said, str) else ""
        way = _way(each, mailboxes)
        if not way:
            words = "A mail names no mailbox of the person, so nobody can tell who wrote it: kept as a note"
            around.unsure("mail", "way", words, line)
            whole = "\n\n".join(part for part in (subject.strip(), body.strip()) if part)[:LONGEST_TEXT]
            yield at, noted(whole), whole
            continue
        ended_at = rejected_at
        if each.get(GUESSED) and rejected_at is not None and at >= rejected_at:
            words = (
                "A mail does not say which of several applications it is about: it tells nobody an outcome"
            )
            around.unsure("mail", "application", words, line)
            ended_at = None
        yield mail(around, way, subject, body, at, ended_at, line)


def _way(each: Mapping[str, Any], mailboxes: frozenset[str]) -> str:
    """Return whether a mail came in or went out; empty where its addresses do not say."""
    if _addresses(each.get("from")) & mailboxes:
        return "in"
    # a colleague stands beside mails of either way: whoever sent it, the feed does not say otherwise
    return "out" if mailboxes & (_addresses(each.get("to")) | _addresses(each.get("cc"))) else ""


def _addresses(said: Any) -> frozenset[str]:
    several = said if isinstance(said, list) else [said]
    return frozenset(
        address.casefold() for _, address in getaddresses([str(one) for one in several if one]) if address
    )


def notes_of(record: Mapping[str, Any], office: str, around: Surroundings, line: int) -> Iterator[Happening]:
    """Yield notes that whoever sees the person there may read; the others are left out, and counted."""
    for each in tables(record.get("notes")):
        if text(each.get("visibility"), "notes", 40).casefold() != OPEN:
            around.unsure("note", "visibility", "A note is not for everybody there: left out", line)
            continue
        body = each.get("body")
        if not isinstance(body, str) or not body.strip():
            continue
        at, _ = moment(around, each.get("created_at"), "notes", office, line)
        yield at, noted(str(each.get("id") or body)), body.strip()[:LONGEST_TEXT]


def moves_of(record: Mapping[str, Any], office: str, around: Surroundings, line: int) -> Iterator[Happening]:
    """Yield moves to a stage, which the feed tells in sentences; other sentences are about the ATS itself."""
    for each in tables(record.get("activities")):
        name = cells.name(
            _stage_in(f"{each.get('subject') or ''} {each.get('body') or ''}"), "activities", 120
        )
        if not name:
            continue
        at, _ = moment(around, each.get("created_at"), "activities", office, line)
        yield at, moved(name, around.stage_type(name))


def _stage_in(sentence: str) -> str:
    """Return the stage that somebody was moved to, as a sentence says it; empty when it says no such thing."""
    _, found, rest = sentence[:1_000].partition("moved ")
    if rest.startswith("from "):
        _, found, rest = rest.partition(" to ")
    elif rest.startswith("into "):
        rest = rest.removeprefix("into ")
    elif rest.startswith("to "):
        rest = rest.removeprefix("to ")
    else:
        return ""
    if not found:
        return ""
    for behind in _BEHIND:
        rest = rest.partition(behind)[0]
    return rest.strip(" .")[:120]

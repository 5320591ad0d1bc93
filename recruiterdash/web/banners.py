"""What stands above every page: how old the data are, and whether letters really leave."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import g

from recruiterdash import doors
from recruiterdash.messages import ats, brakes, vitals
from recruiterdash.team.identity import Fact
from recruiterdash.team.permissions import Permission
from recruiterdash.web.words import hours_old, moment_words


class Banner(NamedTuple):
    """One line above the page."""

    kind: str
    icon: str
    text: str
    href: str = ""
    link: str = ""


def shown() -> list[Banner]:
    """Return the lines above this page, none for who is not logged in."""
    if doors.current_viewer() is None:
        return []
    if "banners" not in g:
        g.banners = _lines(g.get("facts", {}))
    lines: list[Banner] = g.banners
    return lines


def _lines(facts: Mapping[str, Fact]) -> list[Banner]:
    lines = _troubles(facts)
    settings = doors.settings()
    if "demo" in facts:
        lines.append(Banner("quiet", "stars", "Made-up people: a demonstration that no letter leaves."))
    elif settings.mail_mode == "catch":
        words = "Letters are caught here and reach nobody outside."
        lines.append(Banner("quiet", "envelope-slash", words, "/caught", "See what was caught"))
    elif settings.mail_mode == "allowlist":
        lines.append(Banner("quiet", "envelope-check", "Letters leave to the allowed mailboxes only."))
    if ats.NEWEST in facts:
        lines.append(_age(facts))
    return lines


def _troubles(facts: Mapping[str, Fact]) -> list[Banner]:
    """Return what keeps letters from leaving; who writes none is not led to the page about it."""
    lines = []
    more = ("/delivery", "Delivery") if doors.viewer().may(Permission.WRITE_LETTERS) else ("", "")
    if (hold := facts.get(brakes.HOLD)) is not None:
        words = f"No letter leaves: {hold.value['reason']}"
        lines.append(Banner("late", "pause-circle", words, *more))
    if (pause := facts.get(brakes.PAUSE)) is not None:
        words = f"The mail server does not let us in since {_moment(pause.at)}."
        lines.append(Banner("late", "plug", words, *more))
    beat = facts.get(vitals.HEARTBEAT)
    if beat is not None and "demo" not in facts and vitals.silent(beat.at, doors.now()):
        words = f"Nobody sends letters: the last sign of life of a worker is {hours_old(beat.at, doors.now())} old."
        lines.append(Banner("late", "heartbreak", words, *more))
    return lines


def _age(facts: Mapping[str, Fact]) -> Banner:
    """How old the data from the ATS are: said quietly, and loudly once outcomes wait for newer ones."""
    rules = ats.rules_of(facts[ats.RULES].value) if ats.RULES in facts else ats.Rules()
    newest, now = facts[ats.NEWEST], doors.now()
    known = ats.read(rules, newest.value, newest.at)
    words = f"Data from the ATS are {hours_old(known.as_of or newest.at, now)} old"
    if known.newest_entry is not None:
        words += f"; the newest entry is of {_moment(known.newest_entry)}"
    more = ("/imports", "Import") if doors.viewer().may(Permission.IMPORT) else ("", "")
    if known.stale(now):
        words += ". Outcomes and letters to many wait for a newer import."
        return Banner("late", "database-exclamation", words, *more)
    return Banner("quiet", "database-check", f"{words}.", *more)


def _moment(at: datetime) -> str:
    zone = doors.settings().zone
    return f"{moment_words(at.astimezone(ZoneInfo(zone)), doors.now().year)} ({zone})"

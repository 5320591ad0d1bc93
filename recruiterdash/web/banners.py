"""What stands above every page: how old the data are, and whether letters really leave."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import g

from recruiterdash import doors
from recruiterdash.messages import brakes, vitals
from recruiterdash.team.identity import Fact
from recruiterdash.team.permissions import Permission
from recruiterdash.web.words import hours_old, moment_words

#: Data from elsewhere younger than this need no remark.
FRESH = timedelta(hours=4)


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
    if "newest_import" in facts:
        value, at = facts["newest_import"]
        as_of = datetime.fromisoformat(value["data_as_of"]) if value.get("data_as_of") else at
        if doors.now() - as_of >= FRESH:
            age = hours_old(as_of, doors.now())
            lines.append(
                Banner(
                    "quiet", "database-exclamation", f"Data from the ATS are {age} old.", "/imports", "Import"
                )
            )
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


def _moment(at: datetime) -> str:
    zone = doors.settings().zone
    return f"{moment_words(at.astimezone(ZoneInfo(zone)), doors.now().year)} ({zone})"

"""What stands above every page: how old the data are, and whether letters really leave."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import g

from recruiterdash import doors
from recruiterdash.team.identity import Fact
from recruiterdash.web.words import hours_old

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
    lines = []
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

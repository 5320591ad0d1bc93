"""Which pages there are to go to, and which of them this viewer may open."""

from typing import Any, NamedTuple

from flask import current_app, g, request
from markupsafe import Markup

from recruiterdash import doors
from recruiterdash.team.permissions import Permission


class Page(NamedTuple):
    """One entry of the navigation."""

    name: str
    href: str
    icon: str
    permission: Permission


class Entry(NamedTuple):
    """An entry as this request shows it."""

    name: str
    href: str
    icon: str
    here: bool


PAGES: dict[str, tuple[Page, ...]] = {
    "main": (
        Page("Queue", "/queue", "inbox", Permission.SEE_QUEUE),
        Page("Requisitions", "/requisitions", "briefcase", Permission.SEE_REQUISITIONS),
        Page("Candidates", "/candidates", "people", Permission.SEE_PEOPLE),
        Page("Inbox", "/inbox", "mailbox", Permission.LOG_EVENTS),
        Page("Promises", "/promises", "calendar-check", Permission.SEE_QUEUE),
        Page("Messages", "/messages", "envelope", Permission.WRITE_LETTERS),
        Page("Feedback", "/feedback", "chat-square-text", Permission.FEEDBACK),
        Page("Interviews", "/interviews", "calendar-event", Permission.SEE_OWN_INTERVIEWS),
        Page("Figures", "/metrics", "graph-up", Permission.SEE_FIGURES),
    ),
    "set_up": (
        Page("Setting up", "/setup", "list-check", Permission.MANAGE_TEAM),
        Page("Imports", "/imports", "box-arrow-in-down", Permission.IMPORT),
        Page("Policies", "/policies", "hourglass-split", Permission.SEE_POLICIES),
        Page("Wordings", "/templates", "file-earmark-text", Permission.WRITE_LETTERS),
        Page("Offices", "/offices", "building", Permission.MANAGE_TEAM),
        Page("Team", "/team", "person-badge", Permission.MANAGE_TEAM),
        Page("Delivery", "/delivery", "send-check", Permission.WRITE_LETTERS),
        Page("Caught mail", "/caught", "envelope-slash", Permission.SEE_CAUGHT),
        Page("Settings", "/settings", "sliders", Permission.MANAGE_TEAM),
        Page("Audit", "/audit", "journal-check", Permission.SEE_AUDIT),
    ),
    "own": (Page("Your account", "/account", "person-gear", Permission.ACCOUNT),),
}


def nav(part: str = "main") -> tuple[Entry, ...]:
    """Return the pages of one part of the navigation that this viewer may open."""
    shown = g.setdefault("nav", {})
    if part not in shown:
        path, viewer = f"{request.path}/", doors.current_viewer()
        shown[part] = tuple(
            Entry(page.name, page.href, page.icon, path.startswith(f"{page.href}/"))
            for page in _built(part)
            if viewer is not None and viewer.may(page.permission)
        )
    entries: tuple[Entry, ...] = shown[part]
    return entries


def top() -> Markup:
    """Return the head of every page: written once a request, before the page or where the page wants it."""
    if "top" not in g:
        text = current_app.jinja_env.get_template("_macros/nav.html").render()
        g.top = Markup(text)  # noqa: S704 - escaped where it was rendered
    made: Markup = g.top
    return made


def may(permission: Permission | str) -> bool:
    """Say whether whoever asks has a permission."""
    viewer = doors.current_viewer()
    return viewer is not None and viewer.may(Permission(permission))


def _built(part: str) -> tuple[Page, ...]:
    """Return the pages that this program has."""
    built: dict[str, Any] = current_app.extensions.setdefault("recruiterdash.nav", {})
    if part not in built:
        rules = {rule.rule for rule in current_app.url_map.iter_rules()}
        built[part] = tuple(page for page in PAGES[part] if page.href in rules)
    pages: tuple[Page, ...] = built[part]
    return pages

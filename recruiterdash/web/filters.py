"""What templates may say: moments with their zone, marks with their words, addresses of our own files."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from recruiterdash import doors
from recruiterdash.web import banners
from recruiterdash.web.assets import asset_url, static_url
from recruiterdash.web.duties import DUTIES, HOLDER_WORDS, STAGES, WORDS
from recruiterdash.web.navigation import may, nav, top
from recruiterdash.web.parts import part
from recruiterdash.web.words import ago, day_words, how_late, moment_words

MACROS = ("fields", "pages")


def init_app(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(ago=_ago, late=_late, day=day)
    environment.globals.update(
        asset=asset_url,
        static=static_url,
        theme=theme,
        time=time,
        day=day,
        ago=_ago,
        late=_late,
        icon=icon,
        badge=badge,
        name=name,
        mark=mark,
        csrf=csrf,
        nav=nav,
        top=top,
        banners=banners.shown,
        searched=searched,
        current_viewer=doors.current_viewer,
        may=may,
        part=part,
        duties=DUTIES,
        holders=HOLDER_WORDS,
        last_words=WORDS,
        stages=STAGES,
    )
    # the macros of every page, so that no page begins with a list of imports
    for file in MACROS:
        module = environment.get_template(f"_macros/{file}.html").module
        for macro, made in vars(module).items():
            if not macro.startswith("_"):
                environment.globals[macro] = made


# --- moments ---------------------------------------------------------------------------------------


def time(
    moment: datetime | None,
    zone: str | None = None,
    *,
    relative: bool = False,
    where: bool = False,
    clock: bool = True,
) -> Markup:
    """Return a moment as people there read it, in a <time> that machines read.

    moment: aware, or None, which says "never". zone: name of the zone it is told in, the installation's when
    left out. relative: add how long ago or ahead. where: name the zone beside it, not only in the title.
    clock: with the hour, not the day alone.
    """
    if moment is None:
        return Markup('<span class="never">never</span>')
    zone = zone or doors.settings().zone
    now = doors.now()
    local = moment.astimezone(_zone(zone))
    text = moment_words(local, now.year)
    shown = text if clock else text[:-6]
    machine = local.isoformat(timespec="seconds")
    told = f'<time datetime="{machine}" title="{text} {zone}">{shown}</time>'
    if where:
        told += f' <span class="zone">{zone.rpartition("/")[2].replace("_", " ")}</span>'
    if relative:
        told += f' <span class="ago">{ago(moment, now)}</span>'
    return Markup(told)  # noqa: S704 - only numbers, our words and the name of a zone


def day(value: date) -> Markup:
    """Return a day in words, in a <time>."""
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), day_words(value, doors.now().date())
    )


def _ago(moment: datetime) -> str:
    return ago(moment, doors.now())


def _late(due: datetime) -> str:
    return how_late(due, doors.now())


@lru_cache(maxsize=512)
def _zone(key: str) -> ZoneInfo:
    return ZoneInfo(key)


# --- marks -----------------------------------------------------------------------------------------

#: What is marked -> tone, icon, words. A colour never says anything that the words do not.
BADGES: dict[str, tuple[str, str, str]] = {
    # clocks
    "overdue": ("late", "alarm", "overdue"),
    "due_today": ("today", "sunset", "due today"),
    "due_soon": ("soon", "hourglass-split", "due soon"),
    "ok": ("fine", "check2", "in time"),
    "paused": ("paused", "pause-fill", "paused"),
    "on_time": ("fine", "check2", "on time"),
    "late": ("late", "alarm", "late"),
    "suspended": ("paused", "pause-fill", "suspended"),
    "ended": ("quiet", "stop", "ended"),
    "from_before": ("quiet", "archive", "from before"),
    "internal": ("inside", "building", "internal"),
    # applications
    "active": ("fine", "play", "active"),
    "rejected": ("quiet", "x-lg", "rejected"),
    "withdrawn": ("quiet", "arrow-return-left", "withdrew"),
    "hired": ("fine", "trophy", "hired"),
    "declined": ("quiet", "hand-thumbs-down", "declined our offer"),
    "requisition": ("quiet", "slash-circle", "requisition ended"),
    "unreachable": ("soon", "telephone-x", "unreachable"),
    "waived": ("quiet", "dash-circle", "waived"),
    # requisitions
    "draft": ("quiet", "pencil", "draft"),
    "open": ("fine", "door-open", "open"),
    "on_hold": ("paused", "pause-fill", "on hold"),
    "filled": ("fine", "person-check", "filled"),
    "cancelled": ("quiet", "slash-circle", "cancelled"),
    "closed": ("quiet", "archive", "closed"),
    # interviews
    "scheduled": ("soon", "calendar-event", "booked"),
    "held": ("fine", "check2-circle", "held"),
    "no_show": ("late", "person-x", "did not come"),
    "assumed": ("soon", "question-circle", "assumed held"),
    # letters
    "queued": ("soon", "send", "on its way"),
    "claimed": ("soon", "send", "on its way"),
    "data": ("soon", "send", "on its way"),
    "sent": ("fine", "check2-all", "accepted"),
    "failed": ("late", "exclamation-octagon", "failed"),
    "bounced": ("late", "envelope-x", "bounced"),
    "uncertain": ("late", "question-diamond", "uncertain"),
    # feedback to colleagues
    "reviewed": ("soon", "eye", "read by HR"),
    "discussed": ("soon", "chat-dots", "talked about"),
    "released": ("fine", "unlock", "released"),
    "acknowledged": ("fine", "check2-all", "received"),
    "not_acknowledged": ("quiet", "hourglass-bottom", "no answer"),
    "followed_30": ("fine", "calendar-check", "30 days"),
    "followed_90": ("fine", "calendar-check", "90 days"),
    # files taken in
    "previewed": ("soon", "eye", "previewed"),
    "running": ("soon", "arrow-repeat", "running"),
    "done": ("fine", "check2", "done"),
    "refused": ("late", "x-octagon", "refused"),
}


def badge(state: str, text: str = "") -> Markup:
    """Return the mark of a state: a tone, an icon and words; `text` says it in other words."""
    tone, drawing, words = BADGES.get(str(state), ("quiet", "dot", str(state).replace("_", " ")))
    # Markup.format costs four times as much, and a page holds fifty of these
    shown = f'<span class="mark mark-{tone}">{icon(drawing)} {escape(text or words)}</span>'
    return Markup(shown)  # noqa: S704 - tone and drawing are ours, the words are escaped


@lru_cache(maxsize=512)
def icon(drawing: str) -> Markup:
    """Return a drawing that adds nothing to the words beside it."""
    return Markup('<i class="bi bi-{}" aria-hidden="true"></i>').format(drawing)


def name(text: str) -> Markup:
    """Return a person's name in a direction of its own, whatever its script."""
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped


def mark() -> Markup:
    """Return our own mark."""
    return Markup('<img src="{}" alt="" width="24" height="24">').format(static_url("img/mark.svg"))


def csrf() -> Markup:
    """Return the hidden field without which no form is accepted."""
    token = cast("Callable[[], str]", current_app.jinja_env.globals["csrf_token"])
    return Markup(f'<input type="hidden" name="csrf_token" value="{escape(token())}">')  # noqa: S704 - escaped


# --- what the browser chose ------------------------------------------------------------------------


def theme() -> str:
    """Return the chosen theme, empty when the machine's own is to be taken."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def searched() -> str:
    """Return what was searched for, so that the box keeps it."""
    return request.args.get("q", "") if request.path == "/search" else ""

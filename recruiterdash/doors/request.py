"""What one request works with: its moment, its session of the database, its viewer."""

from datetime import datetime
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from recruiterdash import moments
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.doors.start import ensure_safe
from recruiterdash.team.permissions import Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    return cast(Database, current_app.extensions["recruiterdash.database"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["recruiterdash.settings"])


def now() -> datetime:
    """Return the moment of this request, the same however often it is asked."""
    if "now" not in g:
        g.now = moments.now()
    return cast(datetime, g.now)


def session() -> Session:
    """Return the session of this request: reading for GET, writing from its first statement otherwise."""
    if "session" not in g:
        maker = database().reading if request.method in SAFE else database().writing
        g.session = maker()
    return cast(Session, g.session)


def current_viewer() -> Viewer | None:
    """Return who asks, None when nobody is logged in."""
    return cast("Viewer | None", g.get("viewer"))


def viewer() -> Viewer:
    """Return who asks; only for pages that need a log-in."""
    return cast(Viewer, g.viewer)


def close_session(_error: BaseException | None = None) -> None:
    """Give the session back; what was not committed is undone."""
    held = g.pop("session", None)
    if held is not None:
        held.close()


def init_app(app: Flask, given: Settings, kept_in: Database) -> None:
    ensure_safe(given, kept_in)
    app.extensions["recruiterdash.settings"] = given
    app.extensions["recruiterdash.database"] = kept_in
    app.teardown_appcontext(close_session)

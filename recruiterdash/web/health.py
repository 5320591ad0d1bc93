"""Is it alive, can it work: for monitors, without a log-in and without figures."""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from recruiterdash import doors
from recruiterdash.doors import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public()
def alive() -> Response:
    """Answer while the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public()
def ready() -> Response:
    """Answer 200 while the database does, too."""
    try:
        doors.session().execute(text("SELECT 1 FROM users WHERE id = 0"))
    except SQLAlchemyError:
        return Response("database away\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@bp.get("/robots.txt")
@public()
def robots() -> Response:
    """Ask every crawler to stay out."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")

"""Is it alive, can it work: for monitors, without a log-in and without figures."""

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from recruiterdash import doors, schema
from recruiterdash.doors import public
from recruiterdash.messages import vitals

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public()
def alive() -> Response:
    """Answer while the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public()
def ready() -> Response:
    """Answer 200 while everything works; else 503 and what does not, a line each."""
    troubles = _troubles()
    if troubles:
        return Response("".join(f"{each}\n" for each in troubles), 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


def _troubles() -> list[str]:
    session = doors.session()
    try:
        if not schema.is_current(session.connection()):
            return ["schema not current"]
        if not vitals.silent(vitals.heartbeat(session), doors.now()):
            return []
        due = vitals.oldest_due(session, doors.now())
    except SQLAlchemyError:
        return ["database away"]
    # a letter may wait for a worker that is just starting
    return ["worker silent"] if due is not None and vitals.silent(due, doors.now()) else []


@bp.get("/robots.txt")
@public()
def robots() -> Response:
    """Ask every crawler to stay out."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")

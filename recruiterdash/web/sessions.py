"""Browser sessions kept on the server: the cookie holds a random key, the table its digest.

Flask's own session lives in the cookie, and a copy of it outlives the log-out. Here a log-out, a change of
password or a disabled user ends every copy with the next request. Visitors who have not logged in get no row:
the little they need (a CSRF token, where to go next) travels in a signed cookie.
"""

import hashlib
import hmac
import os
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, g, request
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, text, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict

from recruiterdash import doors
from recruiterdash.db import BUSY
from recruiterdash.doors.request import SAFE, close_session
from recruiterdash.team import identity
from recruiterdash.team.models import LoginSession
from recruiterdash.web import newest
from recruiterdash.web.intake import ensure_named

#: Seen again within this time, a session is not written.
TOUCH = timedelta(minutes=1)
VISIT_SECONDS = 6 * 3600
#: When whoever uses a session last gave their password, see `recruiterdash.web.proof`.
PROVED_AT = "proved_at"
#: Nothing below these paths asks who is there.
NOBODY = ("/static/", "/assets/", "/healthz", "/readyz", "/robots.txt", "/prometheus", "/status/")

csrf = CSRFProtect()


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """What one browser brought, and what happens to it at the end of the request."""

    def __init__(self, data: Any = None, found: identity.OpenSession | None = None) -> None:
        def changed(this: Any) -> None:
            this.modified = True

        super().__init__(data, changed)
        self.found = found
        self.modified = False
        #: A key made in this request, for the cookie.
        self.key: str | None = None
        #: The row of `key`.
        self.row: LoginSession | None = None
        self.ended = False


class ServerSessions(SessionInterface):
    """Sessions as rows; an unchanged one writes nothing."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        if request.path.startswith(NOBODY):
            return BrowserSession()
        try:
            if _bearer(request) is not None:
                return _program(request)
            return _returning(request.cookies.get(cookie_name())) or _visitor(
                request.cookies.get(visit_name())
            )
        except SQLAlchemyError as trouble:
            g.trouble = trouble  # there is no error page before there is a session
            return BrowserSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        ours = cast(BrowserSession, session)
        if ours.ended:
            _drop(response, cookie_name())
        if ours.key is not None:
            _give(response, cookie_name(), ours.key)
            _drop(response, visit_name())
            if ours.modified and ours.row is not None:
                _write(ours.row.id, dict(ours))
        elif ours.found is not None and not ours.ended:
            _keep(ours, ours.found)
        elif ours.modified:
            _keep_visit(ours, response)


def init_app(app: Flask) -> None:
    app.session_interface = ServerSessions()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # The token is compared with the session's; a referrer adds nothing but trouble behind proxies.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.before_request(_tell_trouble)
    app.before_request(doors.enforce)
    app.before_request(_ensure_own_form)
    csrf.init_app(app)


def _tell_trouble() -> None:
    if "trouble" in g:
        raise g.trouble


def _ensure_own_form() -> None:
    """Refuse an unsafe request that a foreign page could have made; programs with a token have no cookie."""
    if request.method not in SAFE and request.endpoint is not None and not g.get("by_token"):
        ensure_named()
        csrf.protect()


# --- log-in and log-out: verbs of the pages ---------------------------------------------------


def log_in(session: Session, user_id: int, now: datetime) -> None:
    """Open a session for a user in the running transaction; whatever the browser brought ends here."""
    ours = cast(BrowserSession, flask_session)
    _delete_found(session, ours)
    _sweep(session, now)
    ours.clear()
    ours["csrf_token"] = hashlib.sha256(os.urandom(64)).hexdigest()
    ours[PROVED_AT] = now.isoformat()
    g.pop("csrf_token", None)
    ours.key = secrets.token_urlsafe(32)
    ours.row = LoginSession(
        digest=identity.digest(_bound(ours.key)),
        user_id=user_id,
        data=dict(ours),
        created_at=now,
        seen_at=now,
    )
    session.add(ours.row)
    session.flush()
    ours.modified = False


def log_out(session: Session) -> None:
    """End this browser's session in the running transaction."""
    ours = cast(BrowserSession, flask_session)
    _delete_found(session, ours)
    ours.clear()
    ours.ended = True
    ours.modified = False
    g.pop("csrf_token", None)
    g.pop("viewer", None)


def present_row() -> int | None:
    """Return the id of this browser's session row."""
    ours = cast(BrowserSession, flask_session)
    return ours.row.id if ours.row is not None else ours.found.id if ours.found is not None else None


def _delete_found(session: Session, ours: BrowserSession) -> None:
    if ours.found is not None:
        session.execute(delete(LoginSession).where(LoginSession.id == ours.found.id))


def _sweep(session: Session, now: datetime) -> None:
    settings = doors.settings()
    idle = now - timedelta(seconds=settings.session_idle_seconds)
    session.execute(delete(LoginSession).where(LoginSession.seen_at < idle))


# --- opening ----------------------------------------------------------------------------------


def _program(request: Request) -> BrowserSession:
    """Know a program by its token; the cookie it may bring as well counts for nothing."""
    g.by_token = True
    g.viewer = _ask(lambda session: identity.by_token(session, _bearer(request) or "", doors.now()))
    return BrowserSession()


def _returning(cookie: str | None) -> BrowserSession | None:
    if not cookie:
        return None
    found = _ask(lambda session: identity.by_cookie(session, _bound(cookie), doors.now(), newest.EVENT))
    if found is None or _over(found, doors.now()):
        return None
    g.viewer, g.facts = found.viewer, found.facts
    newest.note(found.beside)
    return BrowserSession(found.data, found)


def _bound(key: str) -> str:
    """Return a key as the table knows it: bound to the secret, so that a new secret ends every session."""
    secret = doors.settings().secret_key.encode()
    return hmac.new(secret, key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _ask(question: Any) -> Any:
    """Ask on the request's own session when it only reads; a writing one would lock from here on."""
    if request.method in SAFE:
        return question(doors.session())
    with doors.database().reading() as session:
        return question(session)


def _over(found: identity.OpenSession, now: datetime) -> bool:
    settings = doors.settings()
    return now - found.seen_at > timedelta(
        seconds=settings.session_idle_seconds
    ) or now - found.created_at > timedelta(hours=settings.session_hours)


def _visitor(cookie: str | None) -> BrowserSession:
    if not cookie:
        return BrowserSession()
    try:
        data = _signer().loads(cookie, max_age=VISIT_SECONDS)
    except BadSignature:
        return BrowserSession()
    return BrowserSession(data if isinstance(data, dict) else None)


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


# --- saving -----------------------------------------------------------------------------------


def _keep(ours: BrowserSession, found: identity.OpenSession) -> None:
    if ours.modified:
        _write(found.id, dict(ours))
    elif doors.now() - found.seen_at > TOUCH:
        _touch(found.id, doors.now())


def _write(row: int, data: dict[str, Any]) -> None:
    # A writing session left open by the view would make this second writer wait for it.
    if request.method not in SAFE:
        close_session()
    with doors.database().transaction() as session:
        session.execute(
            update(LoginSession).where(LoginSession.id == row).values(data=data, seen_at=doors.now())
        )
        session.commit()


def _touch(row: int, now: datetime) -> None:
    """Note that the session is in use; while an import holds the database the page does not wait for this."""
    if request.method not in SAFE:
        close_session()
    database = doors.database()
    with database.engine.connect() as connection:
        if database.sqlite:
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
        try:
            if not database.sqlite:
                connection.execute(text("SET LOCAL lock_timeout = '20ms'"))
            connection.execute(update(LoginSession).where(LoginSession.id == row).values(seen_at=now))
            connection.commit()
        except OperationalError:
            connection.rollback()
        finally:
            if database.sqlite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY}")
                connection.rollback()


def _keep_visit(ours: BrowserSession, response: Response) -> None:
    if ours:
        _give(response, visit_name(), _signer().dumps(dict(ours)), VISIT_SECONDS)
    else:
        _drop(response, visit_name())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(doors.settings().secret_key, salt="visit")


# --- cookies ----------------------------------------------------------------------------------


def cookie_name() -> str:
    return _named("recruiterdash")


def visit_name() -> str:
    return _named("recruiterdash-visit")


def _named(bare: str) -> str:
    # Browsers take a __Host- cookie from this very host alone, over https, for the whole site.
    return f"__Host-{bare}" if doors.settings().secure else bare


def _give(response: Response, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=doors.settings().secure, httponly=True, samesite="Lax"
    )


def _drop(response: Response, name: str) -> None:
    if name in request.cookies:
        response.delete_cookie(name, path="/", secure=doors.settings().secure, httponly=True, samesite="Lax")

"""The password once more, before acts that would let a thief of an open browser stay: rights, links, tokens.

A session knows when its user last proved who they are. A form sent when that is too long ago does nothing: it is
given back in a page that asks for the password, and sent again from there, whole, to the same address.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import g, make_response, render_template, request
from flask import session as flask_session
from werkzeug.wrappers import Response

from recruiterdash import audit, doors
from recruiterdash.errors import NotAllowed
from recruiterdash.team import passwords, queries
from recruiterdash.web import logs, tries
from recruiterdash.web.sessions import PROVED_AT

View = TypeVar("View", bound=Callable[..., Any])

#: For so long a password once given is enough.
LASTS = timedelta(minutes=10)
FIELD = "present_password"
WRONG = "That is not your password. Nothing was done."
TOO_OFTEN = "That was tried too often. Wait a quarter of an hour. Nothing was done."


def taken(view: View) -> View:
    """Let a view begin once a password that came with the form has been looked at.

    Before the view, as the check must not hold the lock of a writing session.
    """

    @wraps(view)
    def proved(*given: Any, **named: Any) -> Any:
        refused = _take() if FIELD in request.form else None
        return refused if refused is not None else view(*given, **named)

    return proved  # type: ignore[return-value]


def needed(view: View) -> View:
    """Let a view begin only when the password was given a short time ago."""

    @taken
    @wraps(view)
    def proved(*given: Any, **named: Any) -> Any:
        asked = missing()
        return asked if asked is not None else view(*given, **named)

    return proved  # type: ignore[return-value]


def missing() -> Response | None:
    """Return the page that asks for the password, None when it was given a short time ago.

    Raises NotAllowed for a program: a token proves nobody.
    """
    if g.get("by_token"):
        raise NotAllowed("A program cannot do this: a person does it, with their password.")
    return None if _is_fresh(flask_session.get(PROVED_AT)) else _page("", 403)


def _is_fresh(proved_at: Any) -> bool:
    if not isinstance(proved_at, str):
        return False
    return timedelta(0) <= doors.now() - datetime.fromisoformat(proved_at) <= LASTS


def _take() -> Response | None:
    """Check the password; return the page that asks again when it is wrong."""
    if g.get("by_token"):
        return missing()
    viewer = doors.viewer()
    with doors.database().reading() as reading:
        user = queries.user(reading, viewer.user_id)
    counted = tries.take(user.email or "")
    if counted is None:
        return _page(TOO_OFTEN, 429)
    if not passwords.fits(user.password, request.form[FIELD]):
        logs.log.info("proof_refused", id=logs.request_id())
        return _page(WRONG, 403)
    with doors.database().transaction() as session:
        tries.give_back(session, counted)
        audit.note(
            session,
            at=doors.now(),
            actor_id=viewer.user_id,
            act="session.proof",
            subject="user",
            subject_id=viewer.user_id,
        )
        session.commit()
    flask_session[PROVED_AT] = doors.now().isoformat()
    return None


def _page(refused: str, status: int) -> Response:
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    page = render_template(
        "account/proof.html", typed=typed, again=request.full_path.rstrip("?"), refused=refused
    )
    return make_response(page, status)
